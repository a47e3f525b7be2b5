"""A plan begun from the text of its document: each sentence that obliges, with a rule that might judge it.

Everything but the head stands in comments: what a person has not decided is no plan, and ``plan check`` goes on listing
it.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from zhifa_check.format.sections import standard
from zhifa_check.plan.addressed import WHO
from zhifa_check.plan.drafted_rules import ITS_ITEM, NEW, likely_rules
from zhifa_check.plan.head import addressees, head_of
from zhifa_check.plan.point_tables import duty_tokens, entries_of
from zhifa_check.plan.said import named
from zhifa_check.plan.source import SourceText
from zhifa_check.source.emit import scalar
from zhifa_check.words.numerals import in_digits

_DAY = re.compile(
    r"([\d〇一二三四五六七八九十]{4})年([\d一二三四五六七八九十]{1,2})月([\d一二三四五六七八九十]{1,3})日"
)
#: The numbers before the words of a sentence.
HEADING = re.compile(
    r"^(?:\d+[.．、](?!\d)|[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、|第[一二三四五六七八九十百]+条)+"
)
#: Of a plan for several years the first.
_YEAR = re.compile(r"(\d{4})(?:年度?|(?=[-—–~～至到]+\d{4}年))")
_TO_FILL, _ITS_TITLE = "待填", "一句话说清要做什么"
#: What a draft leaves to its author, word for word.
LEFT_OPEN = frozenset({_TO_FILL, NEW, _ITS_TITLE, ITS_ITEM})
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
    yield f"kinds: [{', '.join(addressees(source))}]"
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
    kinds = addressees(source)
    usual = {"部门" if "部门" in kinds else kinds[0]}
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
        doing = named(kinds, "".join(found[0] for found in WHO.finditer(quote)))
        yield f"  #   binds: {{kinds: [{', '.join(kind for kind in kinds if kind in (doing or usual))}]}}"
        rules = list(dict.fromkeys(likely_rules(quote, own)))
        yield from (f"  #   {'# 或者 ' if rule != rules[0] else ''}rule: {rule}" for rule in rules)
        if any(NEW in rule for rule in rules):
            yield f"  #   # “{NEW}”要先在 sections 里添，见手册十二；名称请改"
        if not rules:
            likely = "amount、attested" if any(token.numbers for token in own) else "before、stated、certified"
            yield f"  #   # 有数据能核对的写规则（{likely}……，见手册十三），没有的放到 not_checked"


def _task(place: str) -> str:
    """A group for ids from a place: T10 of 附件10·2, A5 of 第五条, B9 of 正文9."""
    number = re.search(r"\d+", in_digits(place.partition("·")[0]))
    kind = "T" if place.startswith("附件") else "A" if place.startswith("第") else "B"
    return f"{kind}{int(number[0]) if number else 0:02d}"
