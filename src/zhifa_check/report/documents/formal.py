"""Words as official documents use them: dates, periods, places of the plan, and findings without ids and tool words."""

import re
from collections.abc import Sequence
from datetime import date

from zhifa_check.bureau.units import Unit
from zhifa_check.calendar.periods import Period
from zhifa_check.format.sections.people import Person
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement
from zhifa_check.report.period.view import Fault

_NUMERALS = "零一二三四五六七八九十"
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}))?")
_OF = re.compile(r"(\d+(?:\.\d+)?)/(\d+(?:\.\d+)?) ?(学时|个单位|件|次|篇|人|个)?")
_BLANK = re.compile(r"(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])")
_QUARTER = re.compile(r"第([1-4])季度")
_WHOLE = re.compile(r"附件(\d+)(?:·(.+))?")
#: What messages for those who fill in files say otherwise in a document.
_WORDS = (
    (re.compile(r"（[^（）]*日历未公布[^（）]*）"), "（放假安排尚未公布，期限从宽计算）"),
    (re.compile(r"（宽松理解 ?([^（）]*)）"), r"（从宽计算为\1）"),
    (re.compile(r"（没有填“[^”]*”）"), ""),
    (re.compile(r"没有填“([^”]*)”"), r"未填报\1"),
    (re.compile(r"“([^”]*)”没有填"), r"未填报\1"),
    (re.compile(r"（截尾）"), ""),
    (
        re.compile(
            r"，无法核对(?=[，；。]|$)|，请核对[^，；。]*|，请尽快(?:报送)?|；?，?至 ?[^，；]*已(?:逾期|过) ?\d+ ?天"
        ),
        "",
    ),
    (re.compile(r"期限 ?(?=\d)"), "期限为"),
    (re.compile(r"（严格理解[^（）]*）|，?严格理解[^，；。]*|，?宽松理解[^，；。]*"), ""),
)


#: And what is said otherwise once dates and figures are.
_AFTER = (
    (re.compile(r"(（应为[\d.]+(学时|个单位|件|次|篇|人|个)）[^，；。]*，少[\d.]+)(?=$|[，；。])"), r"\1\2"),
    (re.compile(r"(?<=[一-龥])在(?=\d+月\d+日)"), "时间为"),
    (re.compile(r"（(\d{4})年）"), r"（\1年度）"),
    (re.compile(r"[，；。]+(?=[；。])|(?<=[，；。])[，；。]+"), ""),
)


def chinese_number(number: int) -> str:
    """1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    if number <= 10:
        return _NUMERALS[number]
    return (_NUMERALS[tens] if tens > 1 else "") + "十" + (_NUMERALS[ones] if ones else "")


def chinese_date(day: date) -> str:
    """2023年9月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_period(period: Period) -> str:
    """2023年第三季度, 2023年上半年, 2023年7月, 2023年度."""
    if period.every == "quarter":
        return f"{period.year}年第{_NUMERALS[period.index]}季度"
    return f"{period.year}年度" if period.every == "year" else period.chinese


def unset_date(as_of: date) -> str:
    """The year, and room for month and day."""
    return f"{as_of.year}年　　月　　日"


def bureau_of(plan: Plan, registry: Sequence[Unit]) -> str:
    """The full name of the one unit that supervises; a blank where the registry has none or several."""
    found = [unit for unit in registry if unit.kind in supervising_kinds(plan)]
    return (found[0].full_name or found[0].name) if len(found) == 1 else "　　　　　　"


def bureau_or_us(plan: Plan, registry: Sequence[Unit]) -> str:
    """The same within a sentence of the bureau's own."""
    return bureau_of(plan, registry).strip("　") or "我局"


def supervising_kinds(plan: Plan) -> set[str]:
    """The kinds of unit that alone may fill in what the bureau writes about others."""
    return {kind for kinds in plan.reserved_sections.values() for kind in kinds}


def place_words(place: str) -> str:
    """附件2·3 as 附件2第3项; what is no number of an item stays as it is called."""
    found = _WHOLE.fullmatch(place)
    if found:
        rest = found[2]
        if rest is None:
            return f"附件{found[1]}"
        return f"附件{found[1]}第{rest}项" if rest.isdigit() else f"附件{found[1]}“{rest}”部分"
    return re.sub(r"^正文(\d+)$", r"正文第\1项", place)


def basis(fault: Fault, plan_id: str) -> str:
    """The clause that a fault rests on, in brackets."""
    finding = fault.finding
    return f"（依据：{plan_id}{place_words(finding.clause or '')}“{inner_quotes(finding.quote or '')}”）"


def inner_quotes(text: str) -> str:
    """A text that will stand in quotes."""
    return re.sub(r"“([^“”]*)”", r"‘\1’", text.replace("「", "‘").replace("」", "’"))


def formal(text: str, year: int) -> str:
    """A message as a document would say it; ``year`` is that of the plan, whose dates need none."""
    for pattern, word in _WORDS:
        text = pattern.sub(word, text)
    text = _QUARTER.sub(lambda found: f"第{_NUMERALS[int(found[1])]}季度", text)
    text = _ISO.sub(lambda found: _day(found, year), text)
    text = _OF.sub(lambda found: f"{found[1]}{found[3] or ''}（应为{found[2]}{found[3] or ''}）", text)
    text = _BLANK.sub("", text).strip("，；。")
    for pattern, word in _AFTER:
        text = pattern.sub(word, text)
    return text


def _day(found: re.Match[str], year: int) -> str:
    words = f"{int(found[2])}月{int(found[3])}日"
    if int(found[1]) != year:
        words = f"{found[1]}年{words}"
    return words + (f"{int(found[4])}时{int(found[5])}分" if found[4] else "")


def fault_words(fault: Fault, year: int, *, names: bool = False) -> str:
    """What is wrong, without the unit, ids and persons; with ``names`` the unit's own notice says who."""
    finding = fault.finding
    if finding.status == "unreadable":
        return f"{what_of(fault.requirement, finding.item)}有关填报内容无法识别，须先行改正，暂不作未报处理"
    text = finding.message
    for person in fault.unit.ledger.people if fault.unit.ledger else ():
        called = f"{person.name}（{person.number}）"
        text = text.replace(called, person.name if names else "")
    return formal(text, year)


def what_of(requirement: Requirement, item: str | None) -> str:
    """The item that is handed in, else the demand."""
    items = [one for one in requirement.rule.obliged_items() if one]
    return item or (items[0] if len(items) == 1 else requirement.title)


def is_about_a_person(fault: Fault) -> bool:
    """Whether a fault is one of many alike, a person each, of a rule over the roster."""
    people = fault.unit.ledger.people if fault.unit.ledger else ()
    by_year = fault.requirement.rule.sections()[:1] == (Person.title,)
    return by_year and any(person.number == fault.finding.subject for person in people)
