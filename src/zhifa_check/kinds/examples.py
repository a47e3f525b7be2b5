"""Fictional records for the examples of rules, in whatever section a rule speaks of."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from zhifa_check.format.shape import Field, Shape
from zhifa_check.format.values import EVERYBODY
from zhifa_check.kinds.base import Sections, Setting
from zhifa_check.kinds.conditions import NOT_THERE, THERE, Compare, Condition
from zhifa_check.kinds.due import day_of
from zhifa_check.kinds.fields import reach

#: How many dossiers, hours or cases an example has where the rule does not say.
_SOME = 6
_DOSSIERS = 12


def example_of(section: str, setting: Setting) -> dict[str, Any]:
    """The required fields of one record."""
    return _record(setting.format[section].shape(), setting)


def put(record: dict[str, Any], section: str, path: str, setting: Setting, value: Any = None) -> None:
    """Set a field of an example to a value, or to one of its own kind, with what the group around it requires."""
    shape = setting.format[section].shape()
    *groups, last = path.split(".")
    for group in groups:
        field = shape.field(group)
        assert field is not None
        if field.shape.form == "list":
            shape = field.shape.records[0]
            record = record.setdefault(group, [_record(shape, setting)])[0]
            continue
        record, shape = record.setdefault(group, _record(field.shape, setting)), field.shape
    field = shape.field(last)
    assert field is not None
    record[last] = _value(field, setting) if value is None else value


def sections_with(section: str, records: list[dict[str, Any]], setting: Setting) -> Sections:
    """The records, with those of other sections that they refer to."""
    found: Sections = {section: records}
    wanted: dict[str, dict[Any, None]] = {}
    for target, value in _referred_to(setting.format[section].shape(), records):
        wanted.setdefault(target, {})[value] = None
    for needed, keys in wanted.items():
        named = [varied(example_of(needed, setting), needed, number, setting) for number in range(len(keys))]
        for key, counts in (pair for one in named for pair in one.items()):
            if isinstance(counts, dict):
                # nobody looks into more than there is
                counts |= {word: max(counts.get(word, 0), most) for word, most in _counted(records, key).items()}
        found = (sections_with(needed, named, setting) if needed != section else {}) | found
    return found


def _counted(node: Any, key: str) -> dict[str, int]:
    """The largest counts by word under a key, wherever it stands."""
    found: dict[str, int] = {}
    parts = node if isinstance(node, list) else list(node.values()) if isinstance(node, dict) else []
    own = [node[key]] if isinstance(node, dict) and isinstance(node.get(key), dict) else []
    for counts in (*own, *(_counted(part, key) for part in parts)):
        for word, count in counts.items():
            if isinstance(count, int):
                found[word] = max(found.get(word, 0), count)
    return found


def _referred_to(shape: Shape, records: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Every key of a record of another section that stands in records, with that section."""
    for field in shape.fields:
        held = [record[field.key] for record in records if field.key in record]
        values = [one for value in held for one in (value if isinstance(value, list) else [value])]
        for inner in field.shape.records:
            yield from _referred_to(inner, values)
        refers = field.shape.mark.refers or (field.shape.element.mark.refers if field.shape.element else None)
        yield from ((refers, value) for value in values if refers)


def names(section: str, listed: str, many: int, setting: Setting) -> list[str]:
    """Different names, or keys of records of another section."""
    field = setting.format[section].shape().field(listed)
    assert field is not None
    if field.shape.element and field.shape.element.form == "unit":
        return [unit.name for unit in setting.registry.units][:many]
    if target := field.shape.element and field.shape.element.mark.refers:
        key = setting.format[target].alias(setting.format[target].key or "")
        return [varied(example_of(target, setting), target, number, setting)[key] for number in range(many)]
    return [f"某{listed}{number}" for number in range(1, many + 1)]


def different(section: str, path: str, number: int, setting: Setting) -> Any:
    """The n-th of several different values of a field, of a record or of the members of a list in it."""
    shape = setting.format[section].shape()
    *groups, key = path.split(".")
    for group in groups:
        shape = next(iter(shape.field(group).shape.records))  # type: ignore[union-attr]
    field = shape.field(key)
    assert field is not None
    if field.shape.holds in (list, tuple):
        return names(section, key, number + 1, setting)[number:]
    if words := setting.categories.get(field.shape.mark.words or ""):
        return words[number % len(words)]
    if field.shape.mark.refers:
        target = setting.format[field.shape.mark.refers]
        return varied(example_of(target.title, setting), target.title, number, setting)[target.alias(target.key or "")]
    if field.shape.form == "unit":
        return setting.registry.units[number % len(setting.registry.units)].name
    value = _value(field, setting)
    return value + timedelta(days=number % 200) if isinstance(value, date) else f"{value}{number + 1}"


def _record(shape: Shape, setting: Setting) -> dict[str, Any]:
    return {field.key: _value(field, setting) for field in shape.fields if field.required}


def _value(field: Field, setting: Setting) -> Any:
    shape = field.shape
    if shape.fields:
        return _record(shape, setting)
    if shape.form == "persons":
        return EVERYBODY
    if shape.holds in (list, tuple):
        inner = shape.element
        assert inner is not None
        return [_record(inner, setting) if inner.fields else _single(field, inner, setting)]
    if shape.holds is dict:
        assert shape.keys is not None
        words = setting.categories.get(shape.keys.mark.words or "", ("某类",))
        return dict.fromkeys(words[:2], _DOSSIERS)
    return _single(field, shape, setting)


def _single(field: Field, shape: Shape, setting: Setting) -> Any:
    mark = shape.mark
    if mark.words:
        return setting.categories.get(mark.words, (f"某{field.key}",))[0]
    if mark.refers:
        target = setting.format[mark.refers]
        return example_of(mark.refers, setting)[target.alias(target.key or "")]
    if shape.form == "period" and not setting.items:
        return str(setting.period)
    if shape.form in ("item", "period"):
        if not setting.items:
            raise LookupError("计划里没有 kind: report 的要求，“报送”里没有能填的事项")
        item, every = setting.items[0]
        return item if shape.form == "item" else str(setting.period_of(every))
    if shape.form == "unit":
        return setting.registry.units[-1].name
    if shape.holds is bool:
        return "否"
    if shape.holds is datetime:
        return datetime.combine(some_day(setting), time(9, 30))
    if shape.holds is date:
        return some_day(setting)
    if shape.holds in (int, Decimal):
        return _SOME
    return (field.example or f"某{field.key}").replace("{year}", str(setting.year))


def some_day(setting: Setting) -> date:
    """The fourth of May, or the middle of the time that does not hold it: of the period, in force, before it is due."""
    usual, first, last = date(setting.year, 5, 4), setting.period.start, setting.period.end
    if setting.since <= last and first <= setting.until:
        first, last = max(first, setting.since), min(last, setting.until)
    if setting.due is not None and first < (due := day_of(setting.due.strict)) < usual:
        last = due
    return usual if first <= usual <= last else first + (last - first) // 2


def varied(record: dict[str, Any], section: str, number: int, setting: Setting) -> dict[str, Any]:
    """The n-th of several such records: another key and another day, so that none is taken for a copy."""
    model = setting.format[section]
    if not number:
        return record
    for name in filter(None, (model.key, model.numbered)):
        field = model.shape().field(model.alias(name))
        if field is not None and (words := setting.categories.get(field.shape.mark.words or "")):
            record[field.key] = words[number % len(words)]
        elif field is not None:
            record[field.key] = f"{record.get(field.key, 'N')}-{number + 1}"
    if model.dated:
        alias = model.alias(model.dated)
        record[alias] = record[alias] + timedelta(days=(number % 200))
    elif not (model.key or model.numbered):
        texts = (field for field in model.shape().fields if field.required and field.shape.form == "text")
        if field := next(texts, None):
            record[field.key] = f"{record[field.key]}{number + 1}"
    return record


def fit(record: dict[str, Any], section: str, where: Mapping[str, Condition], setting: Setting) -> None:
    """Make an example meet the conditions of a rule."""
    for path, one in where.items():
        if one == (THERE,):
            put(record, section, path, setting)
        elif one != (NOT_THERE,):
            put(record, section, path, setting, value_of(section, path, one, setting))


def value_of(section: str, path: str, one: Condition, setting: Setting) -> Any:
    """A value that meets a condition."""
    if not isinstance(one, Compare):
        return one[0]
    return plain_number(one.example(setting.categories.get(reach(setting.format[section], path).words or "", ())))


def plain_number(value: Any) -> Any:
    """A Decimal as YAML writes it: 60, 58.5."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
