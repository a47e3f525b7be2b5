"""The schemas of what the bureau keeps beside the plan: registry, waivers, rulings, figures and calendar."""

from collections.abc import Callable

from zhifa_check.bureau.decisions import RESULTS, AttestedFile, RulingFile, WaiverFile
from zhifa_check.bureau.holidays import CalendarFile
from zhifa_check.bureau.units import OWNER, Registry, RegistryFile
from zhifa_check.format.shape import Shape
from zhifa_check.format.values import LARGEST
from zhifa_check.kinds.attested import Attested
from zhifa_check.plan.model import Plan
from zhifa_check.schema import patterns
from zhifa_check.schema.models import file_schema
from zhifa_check.schema.sources import requirement_notes
from zhifa_check.schema.submission import unit_names
from zhifa_check.schema.values import TEXT, Json, day, matching, number, period_of_any_year, words
from zhifa_check.words.meant import quoted


def units_schema(plan: Plan) -> Json:
    """The registry that a plan can bind: its kinds and its roles."""
    known = plan.known_words
    forms = {
        "code": lambda _: matching(patterns.CODE, "应是英文字母、数字、“-”或“_”组成的代号"),
        "owner": lambda _: matching(f"^(?:{OWNER})$", "应是 @账号、@组织/团队或邮箱，带 @ 的要加英文引号"),
        "date": day,
        "unit_kind": lambda _: words(known.kinds, f"不是计划用到的单位类别，能填的有：{quoted(known.kinds)}"),
        "unit_role": lambda _: words(known.roles, f"不是计划用到的职责标签，能填的有：{quoted(known.roles)}"),
    }
    return file_schema(f"{plan.title}：单位名册", RegistryFile, forms)


def waivers_schema(plan: Plan, registry: Registry) -> Json:
    """The waivers from a plan. A unit that is not in the registry is refused here; the tool gives a notice of it."""
    return file_schema(f"{plan.title}：核准不计", WaiverFile, _decision_forms(plan, registry))


def rulings_schema(plan: Plan, registry: Registry) -> Json:
    """The rulings from a plan; units as for waivers."""
    result = {"ruling_result": lambda _: words(RESULTS, f"能填的有：{quoted(RESULTS)}")}
    return file_schema(f"{plan.title}：认定", RulingFile, _decision_forms(plan, registry) | result)


def attested_schema(plan: Plan, registry: Registry) -> Json:
    """The figures that the requirements of a plan ask the bureau for; units as for waivers."""
    asking = [one.id for one in plan.requirements if isinstance(one.rule, Attested)]
    known = words(asking, "不是计划里由市司法局填数的要求", requirement_notes(plan)) if asking else TEXT
    forms = _decision_forms(plan, registry) | {"requirement": lambda _: known, "decimal": lambda _: number(LARGEST)}
    return file_schema(f"{plan.title}：填入的数", AttestedFile, forms)


def calendar_schema() -> Json:
    """The years that the bureau adds."""
    forms = {
        "calendar_year": lambda _: number(2999, whole=True),
        "day_or_span": lambda shape: {"anyOf": [day(shape), {"$ref": "#/definitions/Span"}]},
        "date": day,
    }
    return file_schema("放假安排", CalendarFile, forms)


def _decision_forms(plan: Plan, registry: Registry) -> dict[str, Callable[[Shape], Json]]:
    message = "不是计划里的要求。须写完整编号，填写错误（D.*）只能改正"
    return {
        "unit": lambda _: unit_names(registry),
        "requirement": lambda _: words(plan.rules, message, requirement_notes(plan)),
        "any_period": lambda _: period_of_any_year(),
        "date": day,
    }
