"""``any_of``: several rules, of which it is enough to keep one."""

from collections.abc import Iterable, Sequence
from typing import Annotated, ClassVar, Literal, NamedTuple

from pydantic import Field

from zhifa_check.bureau.units import Unit
from zhifa_check.calendar.periods import Every, Period
from zhifa_check.format.record import Section
from zhifa_check.format.values import fault
from zhifa_check.inputs.facts import OneRecord
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import Case, Kind, Sections, Setting
from zhifa_check.kinds.due import Binds, Due, DueRule, PlanWords
from zhifa_check.kinds.fields import section_model
from zhifa_check.kinds.paths import LedTo
from zhifa_check.kinds.single import Single
from zhifa_check.kinds.verdict import Evidence, Status, Verdict, satisfied

#: What the message about a requirement says before it tells of every way.
_SAID: dict[Status, str] = {
    "violated": "都没有做到",
    "missing": "都没有做到或者没有报",
    "disputed": "没有一种在各种理解下都做到，待认定",
    "pending": "尚未做到",
    "unreadable": "无法核对，改正读不出的内容后再认定，不作未报处理",
}


class _Way(NamedTuple):
    """What came of one of the rules: its status, in words, a piece of evidence where it has one, and remarks."""

    status: Status
    message: str
    piece: Evidence | None
    remarks: tuple[Evidence, ...] = ()


class AnyOf(Kind):
    """One of ``rules`` is kept. Where all of them judge the records of one section one by one, by each record.

    Kept where one rule is kept in every reading. Violated only where every rule is, missing where some rule is and
    the rest are violated, unreadable or pending where a rule that could still be kept is so. A rule that has nothing
    to apply to is neither kept nor broken: where all the others fail a person decides.
    """

    about: ClassVar[str] = (
        "几种做法，做到一种就达标；都没做到的才是未达标。"
        "各种做法都按同一部分的每条记录（如每名人员、每件决定）各自算的，每条记录各看做到了哪一种。"
    )
    kind: Literal["any_of"]
    rules: Annotated[tuple[Annotated[Single, Field(discriminator="kind")], ...], Field(min_length=1)] = Field(
        title="各种做法", description="至少两种，每种是一条规则，先写 kind；次数（every）要相同"
    )

    def check(self, words: PlanWords) -> None:
        if len(self.rules) < 2:
            raise fault("只有一种做法，应至少有两种；只有一种的直接写那一种规则", "rules")
        for number, rule in enumerate(self.rules, start=1):
            if rule.restates():
                raise fault(f"第 {number} 种做法以另一项要求为准，不能用在这里", "rules")
            if rule.periods(words.year) != self.rules[0].periods(words.year):
                raise fault(f"第 {number} 种做法与第 1 种的次数（every）不同，应相同", "rules")
            if rule.foreign() not in (None, self.foreign()):
                raise fault(f"第 {number} 种做法看的是另外的单位填的内容，只能有一种这样的做法", "rules")

    @property
    def due(self) -> tuple[DueRule, ...]:
        """The deadlines of all the ways, each once."""
        return tuple(dict.fromkeys(one for rule in self.rules for one in getattr(rule, "due", ())))

    @property
    def every(self) -> Every:
        """How often it is owed."""
        return self.periods(2000)[0].every

    def ways(self) -> tuple[Kind, ...]:
        return self.rules

    def each(self) -> str | None:
        first = self.rules[0].each()
        return first if all(rule.each() == first for rule in self.rules) else None

    def paths(self) -> list[LedTo]:
        return [led for rule in self.rules for led in rule.paths()]

    def foreign(self) -> tuple[str, Binds] | None:
        return next((found for rule in self.rules if (found := rule.foreign())), None)

    def speaks_of(self) -> tuple[Binds, ...]:
        return tuple(binds for rule in self.rules for binds in rule.speaks_of())

    def item_lengths(self) -> dict[str, Every]:
        return {item: every for rule in self.rules for item, every in rule.item_lengths().items()}

    def asks_of_report(self, item: str) -> dict[str, str]:
        return {path: text for rule in self.rules for path, text in rule.asks_of_report(item).items()}

    def periods(self, year: int) -> list[Period]:
        return self.rules[0].periods(year)

    def due_on(self, unit: Unit | None, period: Period) -> Due | None:
        """The last deadlines of all the ways: until then one of them can still be kept."""
        found = [due for rule in self.rules if (due := rule.due_on(unit, period))]
        return Due(max(one.strict for one in found), max(one.lenient for one in found)) if found else None

    def is_unreadable(self, verdict: Verdict, case: Case) -> bool:
        """Of the unit as a whole each way was asked already, by what itself rests on."""
        if not self._entries(case) or (verdict.status == "violated" and all(one.stands_alone for one in self.rules)):
            return False
        return super().is_unreadable(verdict, case)

    def _entries(self, case: Case) -> list[Entry[Section]]:
        section = self.each()
        return case.facts.of(section_model(section)) if section else []

    def judge(self, case: Case) -> Verdict:
        entries = self._entries(case)
        if not entries:
            ways = [_of_unit(rule, case) for rule in self.rules]
            status = _combined(ways)
            piece = _evidence(status, ways, case, None) if status in _SAID else None
            remarks = [one for way in ways for one in way.remarks]
            progress = "1/1" if status == "met" else "0/1" if piece else None
            return Verdict([piece] if piece else [], progress, status, remarks)
        judged, evidence, statuses, remarks = 0, list[Evidence](), set[Status](), list[Evidence]()
        for entry in entries:
            alone = case._replace(facts=OneRecord(case.facts, self.each() or "", entry))
            ways = [_way(rule, _verdict(rule, alone), alone) for rule in self.rules]
            status = _combined(ways)
            statuses.add(status)
            remarks += (one for way in ways for one in way.remarks)
            judged += status != "not_applicable"
            if status in _SAID and (status != "pending" or any(way.piece for way in ways)):
                evidence.append(_evidence(status, ways, case, entry))
        if not judged:
            return Verdict(otherwise="not_applicable")
        otherwise: Status = "pending" if "pending" in statuses else "met"
        return Verdict(evidence, satisfied(evidence, judged), otherwise, remarks)

    def formula(self, year: int) -> list[str]:
        section = self.each()
        whose = f"“{section}”里的每一条各看：" if section else ""
        lines = [f"{whose}以下 {len(self.rules)} 种做法，做到其中一种就达标。"]
        for number, rule in enumerate(self.rules, start=1):
            first, *rest = rule.formula(year)
            lines += [f"做法{number}：{first}", *rest]
        return [
            *lines,
            "都没有做到的为未达标；没有做到，又有一种没有报的，为未报；只有宽松理解做到了一种的，"
            "或者没有做到、又有一种没有可核对的事的，待认定；还有一种没有到期的，为未到期。",
        ]

    def example(self, setting: Setting, *, good: bool) -> Sections:
        def alone(rule: Kind) -> bool:
            others = {section for other in self.rules if other is not rule for section in other.sections()}
            return not others & set(rule.sections())

        # what breaks one way must not keep another by the same records
        chosen = self.rules[0] if good else next(filter(alone, self.rules), self.rules[0])
        return chosen.example(setting, good=good)


def _verdict(rule: Kind, case: Case) -> Verdict:
    """Of one way by its own deadline; of several items the one that is furthest from being kept."""
    own = case._replace(due=rule.due_on(case.unit, case.period))
    verdicts = [rule.judge(own._replace(item=item)) for item in rule.obliged_items()]
    return next(one for status in _FURTHEST for one in verdicts if one.status == status)


#: Of several items of one way.
_FURTHEST: tuple[Status, ...] = (
    "violated",
    "missing",
    "disputed",
    "pending",
    "unreadable",
    "waived",
    "not_applicable",
    "met",
)


def _of_unit(rule: Kind, case: Case) -> _Way:
    verdict = _verdict(rule, case)
    own = case._replace(item=None)
    if rule.is_unreadable(verdict, own):
        where = case.facts.lost.why(rule.sections() or (rule.foreign() or ("",))[:1])
        return _Way("unreadable", where, None)
    return _way(rule, verdict, case)


def _way(rule: Kind, verdict: Verdict, case: Case) -> _Way:
    status, remarks = verdict.status, tuple(verdict.remarks)
    pieces = [one for one in verdict.evidence if one.status == status]
    if pieces:
        more = f"（这样的共 {len(pieces)} 处）" if len(pieces) > 1 else ""
        return _Way(status, pieces[0].message + more, pieces[0], remarks)
    due = rule.due_on(case.unit, case.period)
    words: dict[Status, str] = {
        "pending": "尚未到期" + (f"，{due}" if due else ""),
        "not_applicable": "没有可核对的事",
    }
    return _Way(status, words.get(status, "已做到"), None, remarks)


def _combined(ways: Sequence[_Way]) -> Status:
    """What a requirement comes to of which one way is enough."""
    statuses = {way.status for way in ways}
    if statuses == {"not_applicable"}:
        return "not_applicable"
    for status in _OPEN_FIRST:
        if status in statuses:
            return status
    if "not_applicable" in statuses:
        return "disputed"
    return "missing" if "missing" in statuses else "violated"


#: What is enough, then what may still turn out to be.
_OPEN_FIRST: tuple[Status, ...] = ("met", "unreadable", "pending", "disputed")


def _evidence(status: Status, ways: Iterable[_Way], case: Case, entry: Entry[Section] | None) -> Evidence:
    told = list(ways)
    each = "；".join(f"（{number}）{way.message}" for number, way in enumerate(told, start=1))
    pieces = [way.piece for way in told if way.piece is not None]
    shown = next((piece for piece in pieces if piece.entry is not None), None)
    # the figures are those of one way: where the finding stands, else of the first that has any
    figures = shown or next((piece for piece in pieces if piece.actual is not None), pieces[0] if pieces else None)
    at = shown.at if shown and (entry is None or shown.entry is entry) else ()
    return Evidence(
        status,
        f"{len(told)} 种做法做到一种即可，{_SAID[status]}：{each}",
        entry.subject if entry else None,
        entry or (shown.entry if shown else None),
        at,
        actual=figures.actual if figures else None,
        required=figures.required if figures else None,
        lenient_required=figures.lenient_required if figures else None,
        due=case.due,
        blank=bool(pieces) and all(piece.blank for piece in pieces),
    )
