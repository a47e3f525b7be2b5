"""``any_of``: several rules, of which it is enough to keep one."""

from typing import Annotated, ClassVar, Literal

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
from zhifa_check.kinds.ways import SAID, combined, evidence_of, is_closed, of_unit, unless_open, verdict_of, way_of


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
            ways = [of_unit(rule, case) for rule in self.rules]
            status = combined(ways)
            piece = evidence_of(status, ways, case, None) if status in SAID else None
            remarks = [one for way in ways for one in way.remarks]
            progress = "1/1" if status == "met" else "0/1" if piece else None
            return Verdict([piece] if piece else [], progress, status, remarks)
        judged, evidence, statuses, remarks = 0, list[Evidence](), set[Status](), list[Evidence]()
        for entry in entries:
            alone = case._replace(facts=OneRecord(case.facts, self.each() or "", entry))
            ways = [unless_open(way_of(rule, verdict_of(rule, alone), alone), rule, entry) for rule in self.rules]
            # a way that is not open to the record cannot save it; where that was left blank, nobody knows
            closed = [
                way.status == "not_applicable" and is_closed(rule, entry)
                for rule, way in zip(self.rules, ways, strict=True)
            ]
            status = combined([way for way, shut in zip(ways, closed, strict=True) if not shut] or ways)
            statuses.add(status)
            remarks += (one for way in ways for one in way.remarks)
            judged += status != "not_applicable"
            if status in SAID and (status != "pending" or any(way.piece for way in ways)):
                evidence.append(evidence_of(status, ways, case, entry))
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
