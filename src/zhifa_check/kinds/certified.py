"""``certified``: who handled a decision held a valid licence on its day."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from zhifa_check.bureau.config import Words
from zhifa_check.format.sections.decisions import Decision
from zhifa_check.format.sections.people import Person
from zhifa_check.format.values import fault
from zhifa_check.inputs.intake import Entry
from zhifa_check.kinds.base import Case, Kind, Sections, Setting
from zhifa_check.kinds.due import Due, PlanWords
from zhifa_check.kinds.events import binding
from zhifa_check.kinds.examples import example_of
from zhifa_check.kinds.paths import LedTo
from zhifa_check.kinds.verdict import Evidence, Verdict


class Certified(Kind):
    """Every 承办人 of a 重大决定 is on the roster in ``category``, with an 执法证号 valid on the decision date."""

    about: ClassVar[str] = "每件重大决定的承办人都在名册里，属于规定的类别，决定当日持有效证件。"
    stands_alone: ClassVar[bool] = True
    remedy: ClassVar[str] = "请核实承办人员的执法资格，对有关决定进行复核，今后由持有效证件的人员承办。"
    kind: Literal["certified"]
    category: Words = Field(title="人员类别", description="“人员类别”词表里的词")

    def check(self, words: PlanWords) -> None:
        super().check(words)
        if self.category not in words.categories.get("人员类别", ()):
            raise fault(f"没有“{self.category}”这类人员", "category")

    def paths(self) -> list[LedTo]:
        people = (LedTo(Person.title, path) for path in ("类别", "执法证号", "证件有效期至"))
        return [LedTo(Decision.title, "承办人"), *people]

    def each(self) -> str | None:
        return Decision.title

    def judge(self, case: Case) -> Verdict:
        decisions = binding(case.facts.of(Decision), case)
        if not decisions:
            return Verdict(otherwise="not_applicable")
        roster: dict[str, Person] = {entry.record.number: entry.record for entry in case.facts.of(Person)}
        judged, evidence = 0, []
        for entry in decisions:
            pairs = list(self._pairs(entry, roster))
            judged += len(pairs)
            evidence += [piece for piece in pairs if piece is not None]
        return Verdict(evidence, f"{judged - len(evidence)}/{judged}")

    def _pairs(self, entry: Entry[Decision], roster: dict[str, Person]) -> Iterator[Evidence | None]:
        decision: Decision = entry.record
        due = Due(decision.date, decision.date)
        if not decision.handlers:
            message = f"“{decision.number}”没有填“承办人”，无法核对执法资格"
            yield Evidence("missing", message, decision.number, entry, required=str(decision.date), due=due, blank=True)
        for index, number in enumerate(decision.handlers or ()):
            person = roster.get(number)
            # Somebody refused at intake is neither certified nor accused: the roster is then unreadable in part.
            if person is None or number in (decision.handlers or ())[:index]:
                continue
            wrong = self._fault(person, decision)
            if wrong is None:
                yield None
                continue
            yield Evidence(
                "violated",
                f"“{decision.number}”的承办人{person.name}（{number}）{wrong}",
                f"{decision.number}/{number}",
                entry,
                ("承办人", index),
                str(person.licence_until) if person.licence and person.licence_until else None,
                str(decision.date),
                due=due,
            )

    def _fault(self, person: Person, decision: Decision) -> str | None:
        if person.category != self.category:
            return f"是{person.category}，不得承办，须由持证的{self.category}承办"
        if not person.licence:
            return f"没有执法证号，决定日期 {decision.date} 应持有效执法证"
        if person.licence_until is not None and person.licence_until < decision.date:
            return f"的执法证 {person.licence_until} 到期，决定日期 {decision.date} 已无效"
        return None

    def formula(self, year: int) -> list[str]:
        return [
            f"每件“重大决定”的每个承办人，都要在本单位“人员”里、类别是“{self.category}”、有“执法证号”。",
            "“证件有效期至”不早于决定日期（同一天有效）；没有填有效期的视为长期有效。",
            "没有填承办人的决定无法核对，为未报。计划印发之前的决定不认定。",
            f"例：证件 {year}-05-03 到期、5 月 4 日作出的决定，无效。",
        ]

    def example(self, setting: Setting, *, good: bool) -> Sections:
        person = example_of(Person.title, setting) | {"类别": self.category}
        decision = example_of(Decision.title, setting) | {"承办人": [person["编号"]]}
        certified = {"执法证号": "FZ-0001"} if good else {}
        return {Person.title: [person | certified], Decision.title: [decision]}
