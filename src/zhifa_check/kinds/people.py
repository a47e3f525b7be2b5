"""How findings call a person, and the people of examples."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zhifa_check.format.record import Record
from zhifa_check.format.sections.people import Person
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import Setting

_LONGEST_ENTRY = Decimal(20)


def person_name(entry: Entry[Any]) -> str:
    """「张三（SC-003）」."""
    return f"{entry.record.name}（{entry.record.number}）"


def on_roster(record: Record, day: date) -> bool:
    """Whether a record is of no person, or of one who belongs to the unit on a day."""
    return not isinstance(record, Person) or record.on_roster(day)


def person_examples(
    setting: Setting, extra: Mapping[str, Any], trainings: list[tuple[Decimal, dict[str, str]]] | None = None
) -> list[dict[str, Any]]:
    """A roster of one fictional person, with trainings that add up to the hours given, none longer than 20."""
    person: dict[str, Any] = {"编号": "A01", "姓名": "某甲", "类别": setting.categories["人员类别"][0]}
    person |= {key: plain_number(value) for key, value in extra.items()}
    day, entries = date(setting.year, 3, 20), []
    for hours, words in trainings or []:
        left = hours
        while left > 0:
            entry: dict[str, Any] = {"日期": day, "课程": "业务培训", "类别": setting.categories["培训类别"][0]} | words
            entries.append(entry | {"学时": plain_number(min(left, _LONGEST_ENTRY))})
            left, day = left - _LONGEST_ENTRY, day + timedelta(days=7)
    return [person | ({"培训": entries} if entries else {})]


def plain_number(value: Any) -> Any:
    """A Decimal as YAML writes it: 60, 58.5."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
