"""The forms of deadline phrases, each a pattern with what it means; ``phrases`` puts them together.

A form says on which day *within* a period something falls due, and of which period that is told: of the same one, or
of the one before it (``lag`` 1: what is due on the 6th of a month reports the month before).
"""

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from zhifa_check.calendar.days import (
    AMOUNT,
    BY,
    DAY,
    day_in_month,
)
from zhifa_check.calendar.meanings import (
    Meaning,
    after_each_half,
    after_half,
    after_issue,
    after_span,
    each_half,
    end_of_span,
    end_of_year,
    even_months,
    last_workday,
    month_after,
    month_of_span,
    monthly,
    quarter_of_each_half,
    this_month,
    weekly,
)
from zhifa_check.calendar.periods import Period

_END = "(?:(?:[底末]|结束|终了|最后1[日天])(?:以前|之前|前)?)"
#: 「每一个」, but the twelve of 「每12个月」 is no one.
_EACH = "每(?:1(?!2))?个?"
_SPAN = "(?P<span>月度?|季度?|半个?月|半年度?|年度?|双月|2个月|旬|周|星期)"
_LONG = "(?P<span>季度?|半年度?)"
_NEXT_MONTH = "(?:次月|下1?个?月|翌月)"
_THIS_YEAR = "(?:每年度?|当年度?|本年度?|今年|同年|全年)"
_NEXT_YEAR = "(?P<next>次年度?|明年|来年|下1?年度?|翌年|第2年)"
_OUR_PAPER = "(?:本?(?:通知|文件|方案|计划|意见|办法|规定|要点|通报))?"

#: 「每半年一次」「一月一报」.
_ONCE = "(?:各?(?:至少|不少于)?1(?:次|报|通报))"
_SINCE_THEN = "(?:之日起|日起|起|之后|以后|后)"
#: The first day of a stretch of time, of which the last counts: 「3月1日至5月31日」「3—5月」「11月至次年1月」.
_THEN = "(?:(?P<until>Y)年度?|(?P<then>次年|翌年|明年))?"
_SINCE = f"(?:(?P<since>N)月?份?(?:N[日号]|[上中下]旬|[底初末])?[至到~～—–-]—?{_THEN})?"

#: One date of a year, or one part of it.
DATE = (
    f"(?:[上下]半年度?于?(?=Y年|次年|明年|来年|N月|元月))?(?:(?P<year>Y)年度?|{_NEXT_YEAR}|{_THIS_YEAR})?(?:分别)?于?的?"
    f"(?:{_SINCE}(?P<month>N|元)月份?(?:{DAY}|(?P<whole>(?:以内|之内|内)?))"
    f"|(?P<half>[上下])半年度?(?:{_END}|内)?"
    f"|第?(?P<quarter>Q)季度(?:{_END}|内)?"
    f"|(?P<yearend>年?(?:[底末终]|终了|度?结束)(?:以前|之前|前)?|内|年内))"
)
#: A month that takes its day from the date after it: 「6月、12月底前」「3、6、9、12月底前」.
SHARED = f"(?:{_THIS_YEAR})?(?P<month>N|元)月?"


class Form(NamedTuple):
    """A pattern of normal text and what it means; ``issued`` is the day on which the document was issued.

    Text without any sign of ``needs`` is not of the form: patterns are long, and most runs need but a few of them.
    """

    pattern: str
    example: str
    means: Callable[[re.Match[str], date | None], Meaning]
    needs: str = ""


#: Every form but lists of dates, which ``DATE`` makes up.
FORMS = (
    Form(f"(?:{_EACH}|各|当|本|逐|按){_SPAN}{_ONCE}?", "每季度", end_of_span),
    Form(f"(?:1个?)?{_SPAN}{_ONCE}", "每季度一次", end_of_span, "1"),
    Form(f"(?:每年|全年|年度)?的?上[、和及与]?下半年{_ONCE}?", "上、下半年", each_half, "上"),
    Form(
        f"(?:{_THIS_YEAR})?第?(?P<one>[12])[、和及与]第?(?P<two>[34])季度(?:{_END}|内)?{_ONCE}?",
        "第一、三季度末",
        quarter_of_each_half,
        "季",
    ),
    Form(f"(?:{_EACH}|各|当|本)?{_SPAN}(?:的)?(?:月|季度?|年度?)?{_END}", "每季度末", end_of_span),
    Form("年内|全年度?|年度内?|年终前?|当年内|本年度?内", "年内", end_of_year),
    Form(f"(?:{_EACH}|本|当)(?P<span>月|季度?|半年度?)(?:以内|之内|内)", "每季度内", end_of_span),
    Form("(?P<span>季度)内", "季度内", end_of_span),
    Form(f"(?:{_EACH}|各|当|本)?{_LONG}的?最后1个工作日(?:以前|之前|前)?", "每季度最后一个工作日", last_workday),
    Form(f"(?:{_EACH}|各|(?=月初))月份?{DAY}", "每月6日前", monthly, "每各初"),
    Form(
        f"(?:{_EACH}|各|当|本)?(?P<later>(?:次|下1?个?)(?:周的?(?=周|星期))?)?(?:周|星期)(?P<weekday>[1-6一二三四五六日天]){BY}",
        "每周五前",
        weekly,
        "周星",
    ),
    Form(f"(?:每个?|逢|各)?双月份?的?{DAY}", "每双月25日前", even_months, "双"),
    Form(f"(?:每个?月)?(?:当月|本月){DAY}", "当月25日前", this_month, "当本"),
    Form(f"(?P<each>每个?月)?的?(?:N[日号]?[至到~～—–-]—?)?{_NEXT_MONTH}{DAY}", "次月10日前", month_after, "次下翌"),
    Form(
        f"(?:{_EACH}|各)?{_LONG}(?:结束|终了|后|结束后|终了后|末)?的?{_NEXT_MONTH}{DAY}",
        "每季度次月10日前",
        month_after,
        "次下翌",
    ),
    Form(
        f"(?:{_EACH}|各|当|本)?(?P<later>次|下(?!半)1?个?|翌)?{_LONG}的?"
        f"(?:第(?P<nth>N)个?月份?|(?:首|头1)个?月|(?P<last>末1?个?月|最后1个?月)){DAY}",
        "每季度第一个月上旬",
        month_of_span,
        "个首头末后",
    ),
    Form(
        f"(?:{_EACH}|各|当|本)?{_SPAN}(?:(?:结束|终了|期满|届满){_SINCE_THEN}?|末{_SINCE_THEN})的?{AMOUNT}",
        "季度结束后10日内",
        after_span,
        "结终期届末",
    ),
    Form(f"(?:{_EACH}|各|当|本)?(?P<span>月度?|季度?)(?:之后|以后|后)的?{AMOUNT}", "季后10日内", after_span, "后"),
    Form(
        f"上(?:半年度?)?[、和及与]?下半年度?(?:结束|终了)(?:之后|以后|后)?的?{AMOUNT}",
        "上、下半年结束后15日内",
        after_each_half,
        "上",
    ),
    Form(f"(?P<half>[上下])半年度?(?:结束|终了)(?:之后|以后|后)?的?{AMOUNT}", "上半年结束后15日内", after_half, "结终"),
    Form(
        f"[自从在]?{_OUR_PAPER}(?:印发|下发|发布|制发|发文|公布)(?:之日|当日|日)?(?:起|之后|以后|后)?的?{AMOUNT}",
        "印发之日起30日内",
        after_issue,
        "发布",
    ),
)


def month_of(found: re.Match[str]) -> int:
    """The number of the month that a date names; 0 where it names none."""
    name = found.groupdict().get("month")
    return 1 if name == "元" else int(name or 0)


def date_in_year(found: re.Match[str], days: re.Match[str] | None = None) -> Callable[[int], date]:
    """From a year to the day that ``DATE`` or ``SHARED`` names; a shared month takes its day from ``days``."""
    groups = found.groupdict()
    later = 1 if groups.get("next") else 0
    fixed = int(groups["year"]) if groups.get("year") else None
    if groups.get("until"):
        fixed = int(groups["until"])
    elif groups.get("then") or (groups.get("since") and int(groups["since"]) > month_of(found)):
        # 「12月1日至1月10日」 ends in the year after the one that it begins in
        later, fixed = later + 1, fixed and fixed + 1

    def year_of(year: int) -> int:
        return fixed if fixed is not None else year + later

    if groups.get("half"):
        index = 1 if groups["half"] == "上" else 2
        return lambda year: Period(year_of(year), "half", index).end
    if groups.get("quarter"):
        quarter = int(groups["quarter"])
        return lambda year: Period(year_of(year), "quarter", quarter).end
    if groups.get("yearend"):
        return lambda year: date(year_of(year), 12, 31)
    day = day_in_month(days or found)
    month = month_of(found)
    return lambda year: day(date(year_of(year), month, 1))
