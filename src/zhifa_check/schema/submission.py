"""The schema of a submission file: the sections of the models, the words of a plan and of its registry."""

from collections.abc import Iterable
from typing import Any

from zhifa_check.bureau.units import Registry
from zhifa_check.calendar.periods import Every, periods_of
from zhifa_check.format.format import HEAD
from zhifa_check.format.sections.reports import Naming, Report
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.plan.model import Plan
from zhifa_check.schema import patterns
from zhifa_check.schema.models import DRAFT, definitions, may_be_blank, name_in, record
from zhifa_check.schema.sources import cite_requirements, item_notes
from zhifa_check.schema.values import Json, periods, submission_forms, words
from zhifa_check.words.meant import quoted


def submission_schema(plan: Plan, registry: Registry) -> Json:
    """What the intake accepts of one file, as far as JSON Schema can say it."""
    vocabulary = plan.vocabulary(registry)
    units = unit_names(registry)
    items = words(vocabulary.items, "不是计划里的事项。请从提示的事项里选一个", item_notes(plan))
    sections = vocabulary.format.sections
    references, models = definitions(sections, submission_forms(vocabulary, units, items))
    for definition in models.values():
        for told in definition["properties"].values():
            told["description"] = told.get("description", "").replace("{year}", str(vocabulary.year))
    properties: dict[str, Any] = {
        "单位": {"title": "单位", "description": "本单位在单位名册里的名称、代号或全称"} | units,
        "年度": {"title": "年度", "description": "计划的年度"}
        | words([str(plan.year)], f"现在用的是 {plan.year} 年度的计划，请写“年度: {plan.year}”，别年的文件请另放"),
    }
    for model in sections:
        properties[model.title] = may_be_blank(
            {
                "title": model.title,
                "description": model.about,
                "type": "array",
                "items": references[model],
                "errorMessage": f"“{model.title}”下面应是列表，每条记录的第一行前面写“- ”",
            }
        )
    report, naming = (references[vocabulary.format[model.title]] for model in (Report, Naming))
    for reference in (report, naming):
        _definition(models, reference)["allOf"].append(_length_of_period(vocabulary))
    _definition(models, report)["allOf"] += _reported_about_its_period(vocabulary)
    schema: Json = {"$schema": DRAFT, "title": f"{plan.title}：提交文件"}
    schema |= record(properties, HEAD, "文件以“单位: …”“年度: …”两行开头，下面是各个部分")
    schema["allOf"] += _reserved(vocabulary, registry)
    schema["definitions"] = models
    cite_requirements(schema, plan)
    return schema


def unit_names(registry: Registry) -> Json:
    """Every name of every unit: the usual names first, since those are what people should pick."""
    notes: dict[str, str] = {}
    for unit in registry.units:
        about = "，".join((unit.kind, *unit.roles))
        notes |= dict.fromkeys(unit.names, f"即{unit.name}（{about}）") | {unit.name: about}
    usual = [unit.name for unit in registry.units]
    return words(dict.fromkeys((*usual, *notes)), "单位名册里没有这个单位。请照名册里的名称填写", notes)


def _definition(models: Json, reference: Json) -> Json:
    definition: Json = models[name_in(reference)]
    return definition


def _length_of_period(vocabulary: Vocabulary) -> Json:
    """Which 所属期 go with which 事项, as a chain: one branch applies, so that one mistake is told once."""
    groups: dict[tuple[Every, ...], list[str]] = {}
    for item, lengths in vocabulary.items.items():
        groups.setdefault(tuple(sorted(lengths)), []).append(item)
    chain: Json = {"properties": {"所属期": periods(vocabulary.year, vocabulary.lengths)}}
    for fitting_lengths, items in groups.items():
        fitting = {"properties": {"所属期": periods(vocabulary.year, fitting_lengths)}}
        chain = {"if": _says("事项", items), "then": fitting, "else": chain}
    return chain


def _reported_about_its_period(vocabulary: Vocabulary) -> Iterable[Json]:
    """A 报送 is dated from the first day of its period to a year after its last."""
    for every in vocabulary.lengths:
        for period in periods_of(vocabulary.year, every):
            known = words([str(period)], "")["enum"]
            day = {
                "pattern": patterns.within_a_year_of(period),
                "patternErrorMessage": f"日期早于{period.chinese}的开始，或比它的结束晚了一年以上，请核对日期和所属期",
            }
            yield {"if": _says("所属期", known), "then": {"properties": {"日期": day}}}


def _reserved(vocabulary: Vocabulary, registry: Registry) -> Iterable[Json]:
    """Sections that only some kinds of unit fill in; left blank they hurt nobody."""
    for section, owners in vocabulary.reserved.items():
        others = [name for unit in registry.units if unit.kind not in owners for name in unit.names]
        if others:
            nothing = {
                "type": ["null", "string"],
                "pattern": patterns.BLANK,
                "errorMessage": f"“{section}”只由{quoted(owners)}填写，请删去这一部分",
            }
            yield {"if": _says("单位", words(others, "")["enum"]), "then": {"properties": {section: nothing}}}


def _says(key: str, values: Iterable[Any]) -> Json:
    return {"properties": {key: {"enum": list(values)}}, "required": [key]}
