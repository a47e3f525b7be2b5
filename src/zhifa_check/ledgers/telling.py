"""What a ledger changes of that which is on file, in words: refused until it is wanted, told when it is."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from zhifa_check.format.record import Section, how_to_tell_apart
from zhifa_check.ledgers.existing import Own
from zhifa_check.ledgers.merged import Correction, Gone, Merged
from zhifa_check.ledgers.refusal import Refusal, Refusals
from zhifa_check.source.document import KeyPath

_UPDATE = "要照表改的，请加 --update 再导入一次"
#: So much of a value is shown: what differs at its end must be seen too.
_SHOWN = 300
_AGAIN = "确是又有一次的，请在那个文件里添一条"


def refuse_changes(merged: Merged, own: Sequence[Own], refusals: Refusals) -> None:
    """Refuse, each at its cell, what would change or take away something that is on file."""
    broken = len(refusals) > 0
    for one in merged.corrections:
        model, key = one.draft.sheet.model, ""
        if issubclass(model, Section) and model.key:
            key = f"“{one.there.raw.get(model.alias(model.key))}”"
        place = _place(one.there.number, one.there.path, own)
        what = f"{key}在 {place} 已经填过，内容不一样" if key else f"与 {place} 的那一条只有几项不一样"
        other = f"；{how_to_tell_apart(model) or _AGAIN}" if not key and one.certain else ""
        other += "" if one.certain else "；确是另一条的，请加 --append（表里对不上的都当作新的）"
        message = f"{what}：{_differing(one)}。{_UPDATE}，或改那个文件{other}"
        refusals.add(one.draft.refusal(message, *next(_parts(one)).path))
    for lost in () if broken else merged.gone:
        place = _place(lost.there.number, lost.there.path, own)
        if lost.now:
            message = f"与 {place} 的那一条一样或几乎一样，只是换了人。{_UPDATE}；确是另一次的，请加 --append"
            refusals.add(lost.now.refusal(message))
        else:
            message = f"{place} 的 {_named(lost)} 表里没有了。要照表删去的，请加 --update 再导入一次；"
            message += "不删的请在表里补上" if lost.sheet else ""
            refusals.add(Refusal(lost.sheet.name, None, None, message))


def told_changes(merged: Merged, own: Sequence[Own]) -> Iterator[str]:
    """One line for everything that is changed or taken away: old → new, the cell and the line of the file."""
    for one in merged.corrections:
        place = _place(one.there.number, one.there.path, own)
        for part in _parts(one):
            cell = one.draft.refusal("", *part.path).place
            yield f"改：{cell} “{part.name}” {_value(part.old)} → {_value(part.new)}（{place}）"
    for lost in merged.gone:
        place = _place(lost.there.number, lost.there.path, own)
        why = f"改到了{lost.now.place and lost.now.refusal('').place}" if lost.now else "表里没有了"
        yield f"删：{place} {_named(lost)}（{why}）"


def _place(number: int, path: tuple[str | int, ...], own: Sequence[Own]) -> str:
    document = own[number].document
    return f"{document.file}:{document.locate(path)[0]}"


def _named(lost: Gone) -> str:
    """A record by what it says first, and how much lies inside it."""
    texts = [value for value in lost.there.raw.values() if isinstance(value, str)][:4]
    inside = [f"{key} {len(value)} 条" for key, value in lost.there.raw.items() if _are_records(value)]
    inner = f"，连同里面的{'、'.join(inside)}" if inside and not lost.sheet.nested else ""
    return f"{lost.sheet.name}“{' '.join(texts)[:60]}”{inner}"


def _differing(one: Correction) -> str:
    return "；".join(f"“{part.name}”文件里{_told(part.old)}，表里{_told(part.new)}" for part in _parts(one))


class _Part(NamedTuple):
    """What differs: where it stands in the record, how it is called, what is on file and what the ledger says."""

    path: KeyPath
    name: str
    old: Any
    new: Any


def _parts(one: Correction) -> Iterator[_Part]:
    """What differs, as small as there are cells for it."""
    for name in one.names:
        whole = _Part((name,), name, one.there.raw.get(name), one.draft.raw.get(name))
        yield from list(_within(whole)) or [whole]


def _within(part: _Part) -> Iterator[_Part]:
    """The parts of a group, and of a list of records those of each: records are the same whose first values are."""
    path, name, old, new = part.path, part.name, part.old, part.new
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in {**old, **new}:
            yield from _within(_Part((*path, key), f"{name}{key}", old.get(key), new.get(key)))
    elif _are_records(old) and _are_records(new):
        before = {_first(member): member for member in old}
        for index, member in enumerate(new):
            first = _first(member)
            yield from _within(_Part((*path, index), f"{name}（{first}）", before.pop(first, None), member))
        for first, member in before.items():
            yield _Part(path, f"{name}（{first}）", member, None)
    else:
        yield part


def _are_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(member, dict) and member for member in value)


def _first(record: dict[str, Any]) -> str:
    return _value(next(iter(record.values())))


def _told(value: object) -> str:
    return "没有填" if value is None else f"是“{_value(value)}”"


def _value(value: object) -> str:
    if value is None:
        return "（空）"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False).replace('"', "")
    return text[:_SHOWN]
