"""Rules that might judge a sentence of a document: what ``plan new`` offers to the author of a plan."""

import re
from collections.abc import Iterator
from datetime import datetime

from zhifa_check.calendar.periods import periods_of
from zhifa_check.calendar.phrases import parse_deadline
from zhifa_check.format.sections import standard
from zhifa_check.kinds.fields import reach
from zhifa_check.kinds.phrase import SOME_DAY
from zhifa_check.plan.events import LIMIT, SINCE, dates_of, named_dates
from zhifa_check.plan.tokens import Number, Token
from zhifa_check.source.emit import scalar
from zhifa_check.words.numerals import number

#: What a drafted rule leaves to its author.
NEW, ITS_ITEM = "新的部分", "事项的名称"
#: The longest deadline that is looked for in a sentence, in signs.
_LONGEST = 24
_BEGINS = re.compile("(?<![0-9０-９])[0-9０-９]|[每各按当次下上到于自本全年季半印一二三四五六七八九十第]")
_BY_A_DAY = "前内底末旬日"
_ENDS = frozenset("前内底末旬日号年度月季周天后份")
#: Days that somebody takes part in, and no time in which something is done.
_AN_AMOUNT = re.compile("(?:不(?:少|低|短)于|至少|达到|[超未]过|满)$")
#: What is done, by which its date may be called.
_DONE = re.compile("(?![由将向通对按及依在报并][^，。]|完成)(?:重新|停止|参加)?[一-龥]{2}")
#: How a document bounds an amount, right before its number.
_BOUNDS = (
    ("at_most", re.compile("(?:不得?(?:超过|多于|高于|大于)|至多|最多)$")),
    ("at_least", re.compile("(?:不得?(?:少于|低于|小于)|至少|达到?)$")),
)
#: 「每15日更新一次」.
_EVERY_SO_MANY = re.compile("每隔?$")
#: Rates that somebody asks people for, and no record of a unit shows.
_MEASURED = ("满意", "知晓", "好评", "投诉")
_RATE = re.compile("([一-龥]{2})率[^，。；]*$")


def likely_rules(sentence: str, own: list[Token]) -> Iterator[str]:
    """Rules that might judge a sentence, the likeliest first."""
    phrases = list(deadlines_in(sentence))
    phrase = deadline_in(sentence)
    every, due = _due(phrase)
    yearly = due if every == "year" else "每年"
    often = "" if every == "year" else f", every: {every}"
    place = 0
    for token in own:
        place = max(sentence.find(token.text, place), 0)
        before = sentence[:place]
        for one in token.numbers[:1]:
            value = f"{one.value.normalize():f}"
            bound = next((key for key, words in _BOUNDS if words.search(before)), None)
            rate = found[1] if (found := _RATE.search(before)) else ""
            if "学时" in one.unit or "课时" in one.unit:
                what = "{kind: amount, of: 人员.培训.学时, called: 培训, unit: 学时, per: 人员"
                yield f"{what}, at_least: {value}, due: {yearly}}}"
            elif one.measure == "percent" and rate in ("合格", "参考"):
                where = "考试.合格: 是" if rate == "合格" else "考试: 有"
                what = f"{{kind: amount, of: 人员, called: {rate}, unit: 人, where: {{{where}}}, over: {{of: 人员}}"
                yield f"{what}, at_least: {value}, due: {yearly}}}"
            elif one.measure == "percent" and bound and rate in _MEASURED:
                yield f"{{kind: attested, called: {rate}率, unit: '%', {bound}: {value}, due: {due}}}"
            elif one.measure == "percent" and bound:
                yield f"{{kind: amount, of: {NEW}, over: {{of: {NEW}}}, {bound}: {value}{often}, due: {due}}}"
            elif one.measure in ("days", "workdays", "hours", "months") and _EVERY_SO_MANY.search(before):
                yield f"{{kind: amount, of: {NEW}, unit: 次, within: {{{one.measure}: {value}}}, at_least: 1}}"
            elif one.measure in ("days", "workdays", "hours", "months"):
                if not (_AN_AMOUNT.search(before) or any(token.text in words for words in phrases)):
                    yield f"{{kind: within, {_between(sentence, one)}, strict: {{{one.measure}: {value}}}}}"
            elif one.unit == "次" and "评查" in sentence:
                yield f"{{kind: amount, of: 案卷评查, unit: 次, at_least: {value}, due: {yearly}}}"
            elif one.unit in ("件", "卷", "宗") and re.search("抽查|评查", sentence):
                yield f"{{kind: amount, of: 案卷抽查.件数, unit: 件, at_least: {value}, due: {yearly}}}"
            elif one.measure == "amount" and bound and one.unit != "分" and "案例" not in sentence:
                yield f"{{kind: amount, of: {NEW}, unit: {one.unit}, {bound}: {value}{often}, due: {due}}}"
    if phrase or any(token.kind == "rhythm" for token in own):
        cases = sentence.find("案例")
        lists = [one for token in own for one in token.numbers if cases >= 0 and one.unit in ("篇", "个", "例")]
        nearest = min(lists, key=lambda one: abs(sentence.find(str(one)) - cases), default=None)
        count = f", count: {{of: 典型案例, at_least: {nearest.value:f}}}" if nearest else ""
        days = [words for words in phrases if words[-1] in _BY_A_DAY]
        for words in days if len(days) > 1 else [phrase]:
            often, by = _due(words)
            yield f"{{kind: report, items: [{ITS_ITEM}], every: {often}, due: {by}{count}}}"


def _due(phrase: str | None) -> tuple[str, str]:
    """How often a deadline comes, and how a plan writes it."""
    if phrase is None:
        return "year", "{phrase: 年内, assumed: true}"
    every = parse_deadline(phrase, SOME_DAY).every or "month"
    return every, phrase if scalar(phrase) == phrase else f"{{says: {scalar(phrase)}}}"


def _between(sentence: str, limit: Number) -> str:
    """The section and the two dates of an interval, where what ships has them; else names for a section to be added."""
    since = next((found[1] for found in SINCE.finditer(sentence) if number(found[2]) == limit.value), "")
    until = next((found[2] for found in LIMIT.finditer(sentence) if number(found[1]) == limit.value), "")
    hours = limit.measure == "hours"
    for section in standard().sections:
        dates = dates_of(section)
        starts, ends = named_dates(dates, since), named_dates(dates, until) - named_dates(dates, since)
        fits = [path for path in (*starts, *ends) if (reach(section, path).holds is datetime) is hours]
        if starts and ends and (not hours or len(fits) == len(starts) + len(ends)):
            return f"section: {section.title}, since: {min(starts)}, until: {min(ends)}"
    ending = "时刻" if hours else "日期"
    done = _DONE.match(until)
    return f"section: {NEW}, since: {since[-6:] or '起算'}{ending}, until: {done[0] if done else '完成'}{ending}"


def deadline_in(sentence: str) -> str | None:
    """The first and longest deadline in a sentence that the grammar understands; a day rather than a mere rhythm."""
    found = list(deadlines_in(sentence))
    return next((words for words in found if words[-1] in _BY_A_DAY), found[0] if found else None)


def deadlines_in(sentence: str) -> Iterator[str]:
    """The longest deadlines in a sentence that the grammar understands, in their order."""
    end = 0
    for start in range(len(sentence)):
        if (
            start >= end
            and _BEGINS.match(sentence, start)
            and not (start and sentence[start - 1 : start + 1].isdigit())
        ):
            for stop in range(min(len(sentence), start + _LONGEST), start + 1, -1):
                if _is_deadline(words := sentence[start:stop]):
                    end = stop
                    yield words.removeprefix("于")
                    break


def _is_deadline(words: str) -> bool:
    if words[-1] not in _ENDS:
        return False
    try:
        deadline = parse_deadline(words, SOME_DAY)
        return all(deadline.on(period) for period in periods_of(SOME_DAY.year, deadline.every or "year"))
    except ValueError:
        return False
