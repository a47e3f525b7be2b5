"""A plan begun from the text of its document: each sentence that obliges, with a rule that might judge it.

Everything but the head stands in comments: what a person has not decided is no plan, and ``plan check`` goes on listing
it.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from zhifa_check.calendar.periods import periods_of
from zhifa_check.calendar.phrases import parse_deadline
from zhifa_check.format.sections import standard
from zhifa_check.kinds.fields import reach
from zhifa_check.kinds.phrase import SOME_DAY
from zhifa_check.plan.events import LIMIT, SINCE, dates_of, named_dates
from zhifa_check.plan.head import head_of
from zhifa_check.plan.point_tables import duty_tokens, entries_of
from zhifa_check.plan.source import SourceText
from zhifa_check.plan.tokens import Number, Token
from zhifa_check.source.scalar import scalar
from zhifa_check.words.numerals import in_digits, number

_DAY = re.compile(
    r"([\d〇一二三四五六七八九十]{4})年([\d一二三四五六七八九十]{1,2})月([\d一二三四五六七八九十]{1,3})日"
)
#: The numbers before the words of a sentence.
HEADING = re.compile(
    r"^(?:\d+[.．、](?!\d)|[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、|第[一二三四五六七八九十百]+条)+"
)
#: Of a plan for several years the first.
_YEAR = re.compile(r"(\d{4})(?:年度?|(?=[-—–~～至到]+\d{4}年))")
#: The longest deadline that is looked for in a sentence, in signs.
_LONGEST = 24
_BEGINS = re.compile("(?<![0-9０-９])[0-9０-９]|[每各按当次下上到于自本全年季半印一二三四五六七八九十第]")
_ENDS = frozenset("前内底末旬日号年度月季周天后份")
#: Days that somebody takes part in, and no time in which something is done.
_AN_AMOUNT = re.compile("(?:不(?:少|低|短)于|至少|达到|[超未]过|满)$")
#: What is done, by which its date may be called.
_DONE = re.compile("(?![由将向通对按及依在报并][^，。]|完成)(?:重新|停止|参加)?[一-龥]{2}")
_TO_FILL, _NEW = "待填", "新的部分"
_ITS_TITLE, _ITS_ITEM = "一句话说清要做什么", "事项的名称"
#: What a draft leaves to its author, word for word.
LEFT_OPEN = frozenset({_TO_FILL, _NEW, _ITS_TITLE, _ITS_ITEM})
#: The lists of words of the sections that drafted rules speak of.
_WORDS: dict[str, tuple[str, ...]] = {
    "人员类别": ("执法人员", "辅助人员"),
    "培训类别": ("法律法规", "业务知识", "执法技能", "其他"),
    "执法行为类别": ("行政许可", "行政处罚", "行政强制", "行政检查", "其他"),
}


def draft(source: SourceText) -> str:
    """The text of the new plan."""
    sentences = list(_sentences(source))
    lines = [
        f"# 由 zhifa plan new 从 {source.file} 起草。写法见《计划编写手册》，各项的说明见 zhifa schema plan。",
        "# 下面每一句有数字、期限或“不得、须、应当”的原文都列着，并拟了一条规则，都还是注释，不算数：",
        "#   要机器核对的，删去那几行行首的“# ”，改好编号、名称、责任单位和规则；",
        "#   没有数据能核对的，把原文抄到最后的 not_checked，写明理由。",
        "# 改一处，就运行一次 zhifa plan check：还没有着落的它会列出来。",
        "",
        *_head(source, "".join(sentences)),
        "",
        "requirements:",
        *sentences,
        "",
        "not_checked:",
        "  # - place: 附件1·1",
        "  #   quote: 照抄原文",
        "  #   reason: 为什么没有数据能核对",
    ]
    return "\n".join(lines) + "\n"


def _head(source: SourceText, rules: str) -> Iterator[str]:
    head = head_of(source)
    title, issued = head.title or _TO_FILL, head.days[0] if head.days else _TO_FILL
    year = _YEAR.search(title)
    yield f"id: {scalar(head.number or _TO_FILL)}"
    yield f"title: {scalar(title)}"
    yield f"year: {year[1] if year else issued[:4]}"
    yield f"issued: {issued}"
    yield ""
    yield "# 单位名册（units.yaml）里 kind 和 roles 能用的词：谁受约束，看文件对谁说话"
    yield "kinds: [镇, 街道, 部门, 司法局]"
    yield "roles: []"
    known = standard()
    named = [
        place.mark.words
        for title in known
        if re.search(f"(?:of|section): {title}", rules)
        for place in known[title].shape().places
    ]
    if lists := [name for name in dict.fromkeys(named) if name in _WORDS]:
        yield ""
        yield "# 提交文件里各处能填的词；规则没有用到的可以不列，那里填什么都行"
        yield "categories:"
        yield from (f"  {name}: [{', '.join(_WORDS[name])}]" for name in lists)


def _sentences(source: SourceText) -> Iterator[str]:
    found = duty_tokens(source, entries_of(source))
    counts: dict[str, int] = {}
    for (start, end), group in groupby(found, key=lambda token: source.sentence(token.start)):
        own = list(group)
        quote = HEADING.sub("", source.text[start:end].rstrip("。；！？："))
        place, line = source.place_of(own[0].start), source.position(own[0].start)[0]
        task = _task(place)
        counts[task] = counts.get(task, 0) + 1
        yield ""
        yield f"  # ---- {place}（原文第 {line} 行）：{'、'.join(dict.fromkeys(token.text for token in own))} ----"
        yield f"  # - id: {task}.{counts[task]}"
        yield f"  #   title: {_ITS_TITLE}"
        yield "  #   clauses:"
        yield f"  #     - place: {scalar(place)}"
        yield f"  #       quote: {scalar(quote)}"
        yield "  #   binds: {kinds: [部门]}"
        rules = list(dict.fromkeys(likely_rules(quote, own)))
        yield from (f"  #   {'# 或者 ' if rule != rules[0] else ''}rule: {rule}" for rule in rules)
        if any(f"section: {_NEW}" in rule for rule in rules):
            yield f"  #   # “{_NEW}”要先在 sections 里添，见手册十二；名称请改"
        if not rules:
            kinds = "amount、attested" if any(token.numbers for token in own) else "before、stated、certified"
            yield f"  #   # 有数据能核对的写规则（{kinds}……，见手册十三），没有的放到 not_checked"


def _task(place: str) -> str:
    """A group for ids from a place: T10 of 附件10·2, A5 of 第五条, B9 of 正文9."""
    number = re.search(r"\d+", in_digits(place.partition("·")[0]))
    kind = "T" if place.startswith("附件") else "A" if place.startswith("第") else "B"
    return f"{kind}{int(number[0]) if number else 0:02d}"


def likely_rules(sentence: str, own: list[Token]) -> Iterator[str]:
    """Rules that might judge a sentence, the likeliest first."""
    phrase = deadline_in(sentence)
    due = f"{{says: {scalar(phrase)}}}" if phrase and not _plain(phrase) else phrase or "{phrase: 年内, assumed: true}"
    every = (parse_deadline(phrase, SOME_DAY).every or "month") if phrase else "year"
    yearly = due if every == "year" else "每年"
    for token in own:
        for one in token.numbers[:1]:
            value = f"{one.value.normalize():f}"
            if "学时" in one.unit or "课时" in one.unit:
                what = "{kind: amount, of: 人员.培训.学时, called: 培训, unit: 学时, per: 人员"
                yield f"{what}, at_least: {value}, due: {yearly}}}"
            elif one.measure == "percent" and "合格率" in sentence:
                what = "{kind: amount, of: 人员, called: 合格, unit: 人, where: {考试.合格: 是}, over: {of: 人员}"
                yield f"{what}, at_least: {value}, due: {yearly}}}"
            elif one.measure in ("days", "workdays", "hours", "months") and token.text not in (phrase or ""):
                if not _AN_AMOUNT.search(sentence, 0, sentence.find(token.text)):
                    yield f"{{kind: within, {_between(sentence, one)}, strict: {{{one.measure}: {value}}}}}"
            elif one.unit == "次" and "评查" in sentence:
                yield f"{{kind: amount, of: 案卷评查, unit: 次, at_least: {value}, due: {yearly}}}"
            elif one.unit in ("件", "卷", "宗") and re.search("抽查|评查", sentence):
                yield f"{{kind: amount, of: 案卷抽查.件数, unit: 件, at_least: {value}, due: {yearly}}}"
    if phrase or any(token.kind == "rhythm" for token in own):
        lists = next((one for token in own for one in token.numbers if one.unit in ("篇", "个", "例")), None)
        count = f", count: {{of: 典型案例, at_least: {lists.value:f}}}" if lists and "案例" in sentence else ""
        yield f"{{kind: report, items: [{_ITS_ITEM}], every: {every}, due: {due}{count}}}"


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
    return f"section: {_NEW}, since: {since[-6:] or '起算'}{ending}, until: {done[0] if done else '完成'}{ending}"


def _plain(phrase: str) -> bool:
    return scalar(phrase) == phrase


def deadline_in(sentence: str) -> str | None:
    """The first and longest deadline in a sentence that the grammar understands; a day rather than a mere rhythm."""
    found = list(_deadlines_in(sentence))
    return next((words for words in found if words[-1] in "前内底末旬日"), found[0] if found else None)


def _deadlines_in(sentence: str) -> Iterator[str]:
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
