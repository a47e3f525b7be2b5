"""The receipt after an import: what was handed in, when, and what is still owed by which date."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from zhifa_check.kinds.verdict import STATUS_NAMES
from zhifa_check.report.check.view import View

#: So many duties are written out.
_MOST = 20
_OWED = ("missing", "violated", "unreadable", "pending")


def received(name: str, content: bytes, tallies: Iterable[object]) -> list[str]:
    """What a receipt says of a file that came in: its name, by what it is known again, and what became of it."""
    return [f"{name}（校验码 {hashlib.sha256(content).hexdigest()[:12]}）", *map(str, tallies)]


def receipt_file(lines: Iterable[str]) -> bytes:
    """A receipt as a text file, with a mark, so that every program on Windows reads it right."""
    return ("\n".join(lines) + "\n").encode("utf-8-sig")


def receipt(view: View, unit: str, received: Sequence[str], most: int | None = _MOST) -> Iterator[str]:
    """The lines of a unit's receipt as of the view's day; ``received`` tells what came in, ``most`` how many duties are
    written out.
    """
    own = next(one for one in view.units if one.id == unit)
    yield f"回执：{own.name} {view.plan.year} 年度，截至 {view.as_of}"
    yield from (f"  收到 {text}" for text in received)
    owed = list(_owed(view, unit))
    if not owed:
        yield "  没有还要完成的事项。"
        return
    yield f"  还没有完成的 {len(owed)} 项："
    yield from (f"    {text}" for text in owed[:most])
    if most is not None and len(owed) > most:
        yield f"    另有 {len(owed) - most} 项，见 zhifa check --unit {own.name} -v"


def _owed(view: View, unit: str) -> Iterator[str]:
    titles = {one.id: one.title for one in view.plan.requirements}
    mine = [one for one in view.outcomes if one.unit == unit and one.status in _OWED]
    for one in sorted(mine, key=lambda one: (one.strict_due or "9999", one.requirement, one.period, one.item or "")):
        what = one.item if one.item and one.item != titles[one.requirement] else titles[one.requirement]
        when = f"{one.strict_due} 前" if one.strict_due else "年内"
        progress = f"，{one.progress}" if one.progress else ""
        yield f"{when} {what}（{one.period}）：{STATUS_NAMES[one.status]}{progress}"
