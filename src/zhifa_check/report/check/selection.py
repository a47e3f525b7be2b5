"""What of a verdict is shown and counted: requirements by id, and what belongs to a period."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple, cast

from zhifa_check.bureau.places import CannotJudgeError
from zhifa_check.calendar.periods import Period
from zhifa_check.judge.findings import Finding, Outcome
from zhifa_check.kinds.verdict import Status
from zhifa_check.plan.requirement import selects
from zhifa_check.report.check.severity import worst_first
from zhifa_check.words.meant import nearest


class Selection(NamedTuple):
    """What is shown and counted: ids by prefix (none: all), less those ignored; of a period, what falls due or
    happened in it.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    period: Period | None = None

    def check(self, known: Collection[str]) -> None:
        """Raises CannotJudgeError for an id that selects none of those known."""
        for prefix in (*self.select, *self.ignore):
            if not any(selects((prefix,), id_) for id_ in known):
                meant = nearest(prefix, known)
                hint = f"是不是 {meant}" if meant else "请用 zhifa rules 看有哪些"
                raise CannotJudgeError(f"没有编号为“{prefix}”的要求，{hint}")

    def takes(self, id_: str) -> bool:
        """Whether an id is shown."""
        return (not self.select or selects(self.select, id_)) and not selects(self.ignore, id_)

    def findings(self, found: Iterable[Finding]) -> list[Finding]:
        """Those that are shown; errors of filling in are of no period."""
        return [one for one in found if self.takes(one.id) and self._holds(one.event_date)]

    def outcomes(self, found: Iterable[Outcome], findings: Sequence[Finding]) -> tuple[Outcome, ...]:
        """Those that are counted: of a period, what falls due in it; what has no due date by its findings in it."""
        taken = [one for one in found if self.takes(one.requirement)]
        if self.period is None:
            return tuple(taken)
        worst = {(one.id, one.period): one for one in reversed(worst_first(findings))}
        kept = []
        for one in taken:
            if one.strict_due is not None:
                kept += [one] if self._holds(one.strict_due) else []
            elif (finding := worst.get((one.requirement, one.period))) is not None:
                kept.append(one._replace(status=cast(Status, finding.status), progress=None))
        return tuple(kept)

    def _holds(self, day: str | None) -> bool:
        if self.period is None or day is None:
            return True
        return self.period.includes(date.fromisoformat(day[:10]))
