"""How findings call a decision, an incident, a measure or a delegation, and the ones of examples."""

from datetime import date, datetime
from typing import Any

from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import Setting


def event_name(entry: Entry[Any]) -> str:
    """A record as its unit calls it, without the ``#n`` that tells equal ones apart."""
    return f"“{(entry.subject or '').partition('#')[0]}”"


def stamp(moment: date) -> str:
    """A date, or a date with hours and minutes."""
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else str(moment)


def event_example(section: str, setting: Setting) -> dict[str, Any]:
    """The required fields of one fictional event."""
    year, words = setting.year, setting.categories
    examples: dict[str, dict[str, Any]] = {
        "重大决定": {"文号": "某罚字第1号", "类别": words["执法行为类别"][1], "决定日期": date(year, 5, 4)},
        "影响事件": {"编号": "SJ-1", "概况": "执法争议引发围观", "发生时间": datetime(year, 5, 4, 9, 30)},  # noqa: DTZ001
        "人员追责": {"编号": "ZZ-1", "措施": "留置", "措施日期": date(year, 5, 4)},
        "委托": {"受委托单位": "某服务中心", "委托事项": "日常巡查", "符合规定": "否"},
    }
    return dict(examples[section])


def put(record: dict[str, Any], path: str, value: Any, setting: Setting) -> None:
    """Set a field of an example, with what the group around it requires."""
    group, _, field = path.partition(".")
    if not field:
        record[group] = value
        return
    needed = {
        "法制审核": {"结论": setting.categories["审核结论"][0]},
        "处理": {"方式": setting.categories["处理方式"][0]},
    }
    record[group] = {**needed.get(group, {}), **record.get(group, {}), field: value}
