"""``total``: a sum that each person, or the unit, must reach in the year."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from zhifa_check.bureau.config import Words
from zhifa_check.format.record import Record
from zhifa_check.format.sections.people import Person
from zhifa_check.format.values import fault
from zhifa_check.inputs.facts import Facts
from zhifa_check.kinds.base import (
    Amount,
    Annual,
    Case,
    Evidence,
    Sections,
    Setting,
    Verdict,
    Where,
    below,
    plain,
    satisfied,
)
from zhifa_check.kinds.due import PlanWords
from zhifa_check.kinds.fields import check_where, expect, field_of, list_field, matcher, section_model
from zhifa_check.kinds.hours import ledger, summing
from zhifa_check.kinds.people import person_examples, person_name

#: By how much the examples fall short.
_SHORT = Decimal("1.5")


class Total(Annual):
    """``of`` leads from a person (``per: 人员``; ``培训.学时``) or from a section (``per: 单位``; ``案卷抽查.件数``).

    ``called`` names the sum in messages; ``only`` keeps the entries that are summed, ``where`` the people who are
    judged. Never rolls.
    """

    about: ClassVar[str] = "每个人、或本单位，全年合计不少于多少。"
    kind: Literal["total"]
    called: Words = Field(title="叫什么", description="结论里怎样称呼这个合计")
    per: Literal["人员", "单位"] = Field(title="按什么合计", description="人员：每个人各自合计；单位：全单位合计")
    of: Words = Field(
        title="加什么",
        description="per: 人员 的写从人员起的路径，如 培训.学时；per: 单位 的写从部分起的路径，如 案卷抽查.件数",
    )
    only: Where = Field({}, title="哪些条目", description="只加这些条目，如 {类别: [法律法规, 业务知识]}；不写为全部")
    where: Where = Field({}, title="哪些人", description="只看这些人，如 {初次申领: 是}；只用于 per: 人员")
    at_least: Amount = Field(title="不少于")

    @model_validator(mode="after")
    def _fields_exist(self) -> Self:
        if self.per == "单位":
            section, _, field = self.of.partition(".")
            expect(field_of(section_model(section), field), int, Decimal)
        elif "." in self.of:
            listed, _, field = self.of.partition(".")
            expect(field_of(list_field(Person, listed)[1], field), int, Decimal)
        else:
            expect(field_of(Person, self.of), int, Decimal)
        return self

    def check(self, words: PlanWords) -> None:
        super().check(words)
        check_where(self._summed(), self.only, words.categories)
        check_where(Person, self.where, words.categories)
        if self.per == "单位" and self.where:
            raise fault("where 只用于 per: 人员", "where")

    def looks_at(self) -> tuple[str, ...]:
        if self.per == "单位":
            return self.of, *below(self.of.partition(".")[0], *self.only)
        listed, _, field = self.of.rpartition(".")
        entries = below(listed, *self.only) if listed else ()
        classes = below("培训班", field, *self.only) if listed == "培训" else ()
        return *below("人员", self.of, *entries, *self.where), *classes

    def sections(self) -> tuple[str, ...]:
        if self.per == "单位":
            return (self.of.partition(".")[0],)
        return ("人员", "培训班") if self.of.startswith("培训.") else ("人员",)

    def amounts(self, facts: Facts) -> list[Decimal]:
        """The exact sum of everybody on the roster, in its order."""
        listed, _, field = self.of.rpartition(".")
        if listed:
            return list(map(summing(listed, self.only), ledger(facts, listed, field)))
        get = field_of(Person, field).get
        return [get(entry.record) or Decimal() for entry in facts.of(Person)]

    def judge(self, case: Case) -> Verdict:
        return self._judge_unit(case) if self.per == "单位" else self._judge_people(case)

    def _judge_people(self, case: Case) -> Verdict:
        applies = matcher(Person, self.where)
        judged = [
            (entry, amount)
            for entry, amount in zip(case.facts.of(Person), self.amounts(case.facts), strict=True)
            if applies(entry.record)
        ]
        if not judged and self.where:
            return Verdict(otherwise="not_applicable")
        if not judged:
            message = f"没有填“人员”，无法核对{self.called}"
            return Verdict([Evidence(case.shortfall(absent=True), message, due=case.due)])
        evidence = [
            Evidence(
                case.shortfall(),
                f"{person_name(entry)}{self.called} {plain(amount)}/{plain(self.at_least)} {self._unit()}，"
                f"少 {plain(self.at_least - amount)}",
                entry.subject,
                entry,
                actual=plain(amount),
                required=plain(self.at_least),
                due=case.due,
            )
            for entry, amount in judged
            if amount < self.at_least
        ]
        return Verdict(evidence, satisfied(evidence, len(judged)))

    def _judge_unit(self, case: Case) -> Verdict:
        section, _, field = self.of.partition(".")
        model = section_model(section)
        get, counts = field_of(model, field).get, matcher(model, self.only)
        entries = [entry for entry in case.facts.of(section_model(section)) if counts(entry.record)]
        amount = sum((Decimal(get(entry.record)) for entry in entries), Decimal())
        progress = f"{plain(amount)}/{plain(self.at_least)}"
        if amount >= self.at_least:
            return Verdict(progress=progress)
        gap = plain(self.at_least - amount)
        message = (
            f"{self.called}合计 {progress} {self._unit()}，少 {gap}"
            if entries
            else f"没有填“{section}”，要求{self.called}不少于 {plain(self.at_least)} {self._unit()}"
        )
        piece = Evidence(
            case.shortfall(absent=not entries),
            message,
            entry=entries[-1] if entries else None,
            actual=plain(amount),
            required=plain(self.at_least),
            due=case.due,
        )
        return Verdict([piece], progress)

    def _summed(self) -> type[Record]:
        section, _, _ = self.of.partition(".")
        if self.per == "单位":
            return section_model(section)
        return list_field(Person, section)[1] if "." in self.of else Person

    def _unit(self) -> str:
        return "件" if self.of.endswith("件数") else "学时"

    def formula(self, year: int) -> list[str]:
        what = f"{self.called}的{self._unit()}合计 ≥ {plain(self.at_least)} {self._unit()}"
        if self.per == "单位":
            return [f"本单位全年{what}，各条相加。"]
        whom = "初次申领的人员" if self.where else "名册上的每个人（含辅助人员）"
        lines = [f"{whom}：全年{what}。"]
        if "." in self.of:
            lines.append("本人的“培训”与所参加的“培训班”相加，按小数精确计算，不四舍五入。")
        short, enough = plain(self.at_least - _SHORT), plain(self.at_least)
        lines.append(
            f"例：{short}/{enough} {self._unit()}，少 {plain(_SHORT)}，不达标；正好 {enough} {self._unit()}为达标。"
        )
        return lines

    def example(self, setting: Setting, *, good: bool) -> Sections:
        wanted = self.at_least if good else self.at_least - _SHORT
        if self.per == "单位":
            section, _, field = self.of.partition(".")
            count = int(self.at_least) if good else int(self.at_least) - 1
            other = next((unit for unit in setting.registry.units if unit.id != setting.unit.id), setting.unit)
            return {section: [{"日期": date(setting.year, 6, 8), "单位": other.name, field: count}]}
        if "." not in self.of:
            return {
                "人员": person_examples(
                    setting, {path: words[0] for path, words in self.where.items()} | {self.of: wanted}
                )
            }
        return {
            "人员": person_examples(setting, {}, trainings=[(wanted, {k: words[0] for k, words in self.only.items()})])
        }
