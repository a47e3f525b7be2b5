"""What an ``amount`` adds up to, group by group: strictly, leniently, and with all that was left blank."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from zhifa_check.kinds.adding import Sum
from zhifa_check.kinds.amount_measures import against_of, dated_like, keeps_of, known, over_of
from zhifa_check.kinds.base import Case
from zhifa_check.kinds.due import Due, day_of
from zhifa_check.kinds.measure import Measure
from zhifa_check.kinds.window import with_other_years

if TYPE_CHECKING:
    from zhifa_check.kinds.amount import Amount

_NOTHING = Decimal()

#: By group: None for the unit, the number of a record, or the value of a field.
Groups = dict[object, Sum]


class Figures(NamedTuple):
    """Those of one group; what a rule has none of, a whole or a basis, is None."""

    strict: Decimal
    lenient: Decimal
    high: Decimal
    whole: Decimal | None
    lenient_whole: Decimal | None
    high_whole: Decimal | None
    basis: Decimal | None
    high_basis: Decimal | None

    def with_blanks(self) -> "Figures":
        """As if all that was left blank counted."""
        return self._replace(
            strict=self.high,
            lenient=self.high,
            whole=self.high_whole,
            lenient_whole=self.high_whole,
            basis=self.high_basis,
        )


class Sums(NamedTuple):
    """The amounts (``own``), what they are a share of (``over``) and held against; ``more``: with all blanks."""

    own: Groups
    leniently: Groups
    more: Groups
    over: Groups | None = None
    lenient_over: Groups | None = None
    more_over: Groups | None = None
    against: Groups | None = None
    more_against: Groups | None = None

    def at(self, key: object) -> Figures:
        """The figures of a group; nothing is nought."""
        found: Any = (None if one is None else one[key].value if key in one else _NOTHING for one in self)
        return Figures(*found)

    @property
    def two_readings(self) -> bool:
        """Whether the lenient reading adds up otherwise."""
        return self.leniently is not self.own or self.lenient_over is not self.over

    @property
    def certain(self) -> Groups:
        """All groups but for those that only blanks may make, each as it is first met."""
        return united(self.against, self.own, self.over)

    @property
    def everything(self) -> Groups:
        """All groups, those too that only blanks may make."""
        return united(self.certain, self.more_against, self.more, self.more_over)


def united(*found: Groups | None) -> Groups:
    """All groups, each as the first that has it gives it."""
    together: Groups = {}
    for one in found:
        if one and not one.keys() <= together.keys():
            together |= {key: its for key, its in one.items() if key not in together}
    return together


def added_up(rule: "Amount", case: Case, due: Due) -> Sums:
    """All that a rule adds up, until the strict and the lenient deadline."""
    year, strict_until, lenient_until = case.period.year, day_of(due.strict), day_of(due.lenient)

    def sums(one: Measure, until: date, *, since: date = date.min, loosely: bool = False) -> Groups:
        one = dated_like(rule, one)
        keeps = keeps_of(rule, one, case, until, since=since, loosely=loosely)
        found: Groups = one.sums(known(rule, one, case, until), year, rule.per, keeps, loosely=loosely)
        with_other_years(one, case, rule.per, until, found, keeps, loosely=loosely)
        return found

    def both(one: Measure | None) -> tuple[Groups | None, Groups | None]:
        if one is None:
            return None, None
        found = sums(one, strict_until)
        return found, sums(one, strict_until, loosely=True) if one.is_open else found

    own = leniently = sums(rule, strict_until)
    # whether what was done before the document was issued is too much by it, its text does not say
    since = case.issued if rule.most is not None and not rule.over else date.min
    if rule.lenient or lenient_until != strict_until or since > case.period.start:
        leniently = sums(rule.leniently, lenient_until, since=since)
    over, more_over = both(over_of(rule))
    against, more_against = both(against_of(rule))
    return Sums(
        own,
        leniently,
        sums(rule.leniently, lenient_until, loosely=True) if rule.is_open else leniently,
        over,
        sums(rule.lenient.over, lenient_until) if rule.lenient and rule.lenient.over else over,
        more_over,
        against,
        more_against,
    )
