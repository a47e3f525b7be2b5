"""The wholly complying county of 2023, and the little language that makes it fall short of one thing.

The county complies by the narrowest margin: every report is dated on its strict last day and every amount is the
least that is allowed. That it has no finding therefore proves the near side of every boundary at once; a case only has
to take the one step across.

All values are text, as a liaison would type them: what type a value has is the tool's business.
"""

import functools
import json
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, cast

import yaml

HERE = Path(__file__).parent
GONE = "~"

Record = dict[str, Any]


class _Reader(yaml.cyaml.CParser, yaml.constructor.BaseConstructor, yaml.resolver.BaseResolver):
    """Reads every scalar as text, and refuses a key given twice: an edit would otherwise vanish in silence."""

    def __init__(self, stream: Any) -> None:
        yaml.cyaml.CParser.__init__(self, stream)
        yaml.constructor.BaseConstructor.__init__(self)
        yaml.resolver.BaseResolver.__init__(self)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value]
        if len(keys) != len(set(keys)):
            raise yaml.constructor.ConstructorError(None, None, f"key given twice in {keys}", node.start_mark)
        return super().construct_mapping(node, deep)


class _Writer(yaml.cyaml.CEmitter, yaml.representer.SafeRepresenter, yaml.resolver.BaseResolver):
    """Writes scalars plain, as people do (`日期: 2023-05-04`, never quoted), and never an anchor, which is refused."""

    def __init__(self, stream: Any, **options: Any) -> None:
        yaml.cyaml.CEmitter.__init__(self, stream, width=10_000, allow_unicode=True)
        yaml.representer.SafeRepresenter.__init__(self, sort_keys=False)
        yaml.resolver.BaseResolver.__init__(self)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Reader)


def dump(data: Any) -> str:
    return str(yaml.dump(data, Dumper=_Writer))


# --- what is handed in, by whom and on which last day -----------------------------------------------------------------

TOWNS = {"镇", "园区", "街道"}
ENFORCERS = TOWNS | {"部门"}
GRANTORS = {"赋权部门", "委托部门"}
GRANTEES = {"被赋权单位", "受委托单位"}


def _examples(date: str) -> Record:
    return {"典型案例": ["不予处罚一例", "从轻处罚一例"]}


def _copied(date: str) -> Record:
    return {"抄送日期": date}


def _issued(date: str) -> Record:
    return {"文号": "发〔2023〕1号", "发文日期": date}


MONTHLY = {
    "2023-03": "2023-04-06",
    "2023-04": "2023-05-06",
    "2023-05": "2023-06-06",
    "2023-06": "2023-07-06",
    "2023-07": "2023-08-06",
    "2023-08": "2023-09-06",
    "2023-09": "2023-10-06",
    "2023-10": "2023-11-06",
    "2023-11": "2023-12-06",
    "2023-12": "2024-01-06",
}
AFTER_QUARTER = {"2023Q1": "2023-04-10", "2023Q2": "2023-07-10", "2023Q3": "2023-10-10", "2023Q4": "2024-01-10"}
QUARTER_END = {"2023Q1": "2023-03-31", "2023Q2": "2023-06-30", "2023Q3": "2023-09-30", "2023Q4": "2023-12-31"}
HALF_END = {"2023H1": "2023-06-30", "2023H2": "2023-12-31"}
MID_QUARTER = {"2023Q1": "2023-03-20", "2023Q2": "2023-06-20", "2023Q3": "2023-09-20", "2023Q4": "2023-12-20"}
COVERED = dict(
    zip(
        MID_QUARTER,
        (["shj", "cgj"], ["云汀市城景管理局", "商衡局"], ["商衡局", "城景局"], ["shj", "城景局"]),
        strict=True,
    )
)

# who (kinds and roles, any of them), 事项, {所属期: 日期}, what else the entry must say
REPORTS: list[tuple[set[str], str, dict[str, str], Callable[[str], Record] | None]] = [
    ({"部门"}, "裁量权基准梳理备案", {"2023": "2023-09-20"}, None),
    ({"部门"}, "裁量权基准公示", {"2023": "2023-09-20"}, None),
    (GRANTORS, "裁量权基准赋权委托发文", {"2023": "2023-09-30"}, _issued),
    (GRANTORS | GRANTEES, "裁量权基准业务培训", {"2023": "2023-09-30"}, None),
    (GRANTEES, "裁量权基准公示", {"2023": "2023-09-30"}, None),
    (ENFORCERS, "四张清单更新备案", {"2023": "2023-06-30"}, None),
    (ENFORCERS, "四张清单公示", {"2023": "2023-06-30"}, None),
    (GRANTORS, "四张清单赋权委托发文", {"2023": "2023-06-30"}, _issued),
    (GRANTORS, "四张清单业务培训", {"2023": "2023-06-30"}, None),
    (ENFORCERS, "四张清单月报", MONTHLY, None),
    ({"部门"}, "四张清单季报", AFTER_QUARTER, _examples),
    ({"司法局"}, "四张清单抽查情况报送南通", QUARTER_END, None),
    ({"典型案例报送部门"}, "企业行政合规指导典型案例", HALF_END, _examples),
    ({"告知承诺制单位"}, "告知承诺制实施数据", QUARTER_END, None),
    ({"协同部门", "司法局"}, "行政执法委托专项监督", {"2023": "2023-09-30"}, None),
    ({"部门"}, "三项制度自查", {"2023": "2023-09-30"}, _copied),
    (TOWNS, "三项制度自查", {"2023": "2023-12-31"}, _copied),
    ({"司法局"}, "三项制度回头看", {"2023": "2023-10-31"}, _copied),
    ({"重点领域部门"}, "重点领域专项行动", {"2023": "2023-11-30"}, _copied),
    (TOWNS | GRANTORS | {"基层执法归口部门"}, "基层综合执法自查整改", {"2023": "2023-12-31"}, None),
    ({"重点执法部门"}, "执法监督情况通报", QUARTER_END, _copied),
    ({"司法局"}, "执法监督联系点", {"2023": "2023-06-30"}, None),
    ({"部门", "镇"}, "年度行政执法监督工作计划", {"2023": "2023-03-31"}, _issued),
    ({"部门", "镇"}, "年度行政执法检查计划", {"2023": "2023-03-31"}, None),
    ({"部门"}, "任务清单落实情况", {"2023H1": "2023-05-31", "2023H2": "2023-11-30"}, None),
    (TOWNS, "任务清单落实情况", {"2023H1": "2023-06-01", "2023H2": "2023-12-01"}, None),
]


def _reports(tags: set[str]) -> list[Record]:
    reports: list[Record] = [
        {"事项": item, "所属期": period, "日期": date, **(more(date) if more else {})}
        for who, item, dates, more in REPORTS
        if who & tags
        for period, date in dates.items()
    ]
    if "司法局" in tags:
        reports += [
            {"事项": "四张清单专项监督", "所属期": period, "日期": date, "覆盖单位": COVERED[period]}
            for period, date in MID_QUARTER.items()
        ]
    return reports


# --- people, decisions, dossiers --------------------------------------------------------------------------------------


def _people(unit: str) -> list[Record]:
    """Four people: one trained alone, one whose certificate never expires, one newly certified, one auxiliary."""
    one, two, three, four = (f"{unit.upper()}-0{n}" for n in (1, 2, 3, 4))
    exam = {"考试": [{"日期": "2023-10-20", "科目": "综合", "成绩": "88.5", "合格": "是"}]}
    alone = [
        {"日期": "2023-04-12", "课程": "行政处罚法", "类别": "法律法规", "学时": "24"},
        {"日期": "2023-09-13", "课程": "现场检查", "类别": "执法技能", "学时": "16"},
    ]
    officer = {"类别": "执法人员"}
    certificate = {"执法证号": f"{unit.upper()}0513001", "证件有效期至": "2028-06-30"}
    novice = {"初次申领": "是", "集中学习学时": "40", "岗位实训学时": "120"}
    return [
        {"编号": one, "姓名": "甲", **officer, **certificate, "培训": alone, **exam},
        {"编号": two, "姓名": "乙", **officer, "执法证号": f"{unit.upper()}0513002", **exam},
        {"编号": three, "姓名": "丙", **officer, "执法证号": f"{unit.upper()}0513003", **novice, **exam},
        {"编号": four, "姓名": "丁", "类别": "辅助人员", **exam},
    ]


def _classes(unit: str) -> list[Record]:
    """60 hours, 36 of them on practice (60 %) and 10 on lenient enforcement: each the least that is asked."""
    others = [f"{unit.upper()}-0{n}" for n in (2, 3, 4)]
    rows: list[tuple[str, str, str, str, str | None, Any]] = [
        ("BX-1", "2023-04-12", "法律法规", "24", None, others),
        ("BX-2", "2023-05-17", "业务知识", "10", "包容审慎执法", "全体"),
        ("BX-3", "2023-06-14", "业务知识", "10", None, "全体"),
        ("BX-4", "2023-09-13", "执法技能", "16", None, others),
    ]
    return [
        {"编号": number, "日期": date, "课程": f"{kind}专题班", "类别": kind}
        | ({"专题": topic} if topic else {})
        | {"学时": hours, "参训": who}
        for number, date, kind, hours, topic, who in rows
    ]


def _decisions(unit: str) -> list[Record]:
    one, two = f"{unit.upper()}-01", f"{unit.upper()}-02"
    return [
        {
            "文号": f"{unit}罚〔2023〕1号",
            "类别": "行政处罚",
            "决定日期": "2023-05-10",
            "送达日期": "2023-05-12",
            "承办人": [one, two],
            "裁量基准": "云汀市行政处罚裁量权基准第12条",
            "法制审核": {"日期": "2023-05-10", "结论": "通过"},
            "备案": {"日期": "2023-05-25", "编号": "BA-1"},
        },
        {
            "文号": f"{unit}许〔2023〕1号",
            "类别": "行政许可",
            "决定日期": "2023-06-09",
            "承办人": [two],
            "法制审核": {"日期": "2023-06-08", "结论": "通过"},
            "备案": {"日期": "2023-06-24", "编号": "BA-2"},
        },
    ]


def _reviews(name: str) -> list[Record]:
    """12 of the 30 dossiers of the year are reviewed: 40 %, in both categories each time."""
    return [
        {
            "日期": date,
            "名称": "案卷评查",
            "抽查": [{"执法主体": name, "件数": {"行政许可": "3", "行政处罚": "3"}}],
            "通报": {"文号": "通报〔2023〕1号", "日期": date, "抄送日期": date},
        }
        for date in ("2023-06-15", "2023-12-31")
    ]


def _enforcement(unit: str, name: str) -> Record:
    return {
        "人员": _people(unit),
        "培训班": _classes(unit),
        "重大决定": _decisions(unit),
        "案卷": [{"执法主体": name, "件数": {"行政许可": "10", "行政处罚": "20"}}],
        "案卷评查": _reviews(name),
        "平台录入": [
            {"类别": kind, "办件": "20", "录入": "20"} for kind in ("行政许可", "行政处罚", "行政强制", "行政检查")
        ],
    }


# Few units have an incident, a measure or a delegation, so that the rules about them are not applicable elsewhere.
INCIDENTS: Record = {
    "影响事件": [
        {
            "编号": "SJ-1",
            "概况": "执法现场视频引发关注",
            "发生时间": "2023-05-10 09:00",
            "初步报告": "2023-05-11 09:00",
            "完整报告": "2023-05-12 09:00",
        }
    ],
}
MEASURES = {"措施": "立案审查", "措施日期": "2023-08-07", "报告日期": "2023-08-14"}
DELEGATIONS: Record = {
    "委托": [
        {
            "受委托单位": "临渊园区",
            "委托事项": "市容巡查",
            "依据": "委托书",
            "符合规定": "否",
            "处理": {"方式": "完善手续", "日期": "2023-07-31"},
        },
        {"受委托单位": "清渠服务中心", "委托事项": "档案查验", "符合规定": "是"},
    ]
}
BUREAU: Record = {
    "案卷抽查": [
        {"日期": "2023-07-10", "单位": "商衡局", "件数": "60"},
        {"日期": "2023-12-31", "单位": "qhz", "件数": "40"},
    ],
    "通报不理想": [{"事项": "告知承诺制实施数据", "单位": "文汇局", "所属期": "2023Q1"}],
}


@functools.cache
def registry() -> dict[str, Record]:
    return {unit["id"]: unit for unit in load(HERE / "units.yaml")["units"]}


def complying(unit: str) -> Record:
    """Everything that one unit hands in, by section."""
    entry = registry()[unit]
    tags = {entry["kind"], *entry["roles"]}
    sections: Record = {"报送": _reports(tags)}
    if tags & ENFORCERS:
        sections |= _enforcement(unit, entry["name"])
    if unit in {"qhz", "shj"}:
        sections |= INCIDENTS | {"人员追责": [{"编号": "ZZ-1", "人员编号": f"{unit.upper()}-01", **MEASURES}]}
    if unit == "yzj":
        sections |= DELEGATIONS
    if "司法局" in tags:
        sections |= BUREAU
    # by way of JSON and not deepcopy, which keeps parts that two records share shared
    return cast(Record, json.loads(json.dumps(sections, ensure_ascii=False)))


@functools.cache
def _text(unit: str) -> str:
    return _render(unit, complying(unit))


def _render(unit: str, sections: Record) -> str:
    return dump({"单位": registry()[unit]["name"], "年度": "2023", **sections})


def texts(change: Record) -> dict[str, str]:
    """The county with the edits of a case, one file a unit in the unit's own folder."""
    touched = {path.split("/")[0].strip() for path in change}
    county = {unit: complying(unit) for unit in touched}
    for path, value in change.items():
        edit(county, path, value)
    return {
        f"{entry['name']}/2023.yaml": _render(unit, county[unit]) if unit in county else _text(unit)
        for unit, entry in registry().items()
        if unit in county or unit not in touched  # a case may take the whole unit away
    }


# --- the edit language ------------------------------------------------------------------------------------------------


def edit(data: Record, path: str, value: Any) -> None:
    """Apply one `path: value`, where path is 单位/栏目/记录/键… down to any depth.

    A record is picked out of a list by words that stand among its values (`四张清单月报 2023-05`, `SHJ-01`,
    `shj罚〔2023〕1号`). The value is merged in as a JSON merge patch is: a mapping changes the keys that it names,
    anything else replaces, `~` removes. As a last step, `+` appends one record or a list of them, and `+95` appends
    95 copies in which `{n}` counts from 1.
    """
    *steps, last = (step.strip() for step in path.split("/"))
    here: Any = data
    for step in steps:
        if last.startswith("+") and isinstance(here, dict) and step not in here:
            here[step] = []
        here = here[_key(here, step)]
    if last.startswith("+"):
        copies = range(1, int(last[1:] or 1) + 1)
        here += [_counted(record, n) for n in copies for record in (value if isinstance(value, list) else [value])]
    else:
        _merge(here, _key(here, last), value)


def _key(here: Any, step: str) -> Any:
    if isinstance(here, dict):
        return step
    wanted = set(step.split())
    found = [n for n, record in enumerate(here) if wanted <= {v for v in record.values() if isinstance(v, str)}]
    if len(found) != 1:
        raise LookupError(f"{step!r} picks {len(found)} records, not one")
    return found[0]


def _merge(here: Any, key: Any, value: Any) -> None:
    if value == GONE:
        del here[key]
    elif isinstance(value, dict) and (isinstance(key, int) or isinstance(here.get(key), dict)):
        for name, part in value.items():
            _merge(here[key], name, part)
    else:
        here[key] = value


def _counted(value: Any, n: int) -> Any:
    if isinstance(value, dict):
        return {key: _counted(part, n) for key, part in value.items()}
    if isinstance(value, list):
        return [_counted(part, n) for part in value]
    return value.replace("{n}", str(n))
