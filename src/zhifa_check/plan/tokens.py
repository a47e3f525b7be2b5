"""What lays down a duty in a document: numbers with their units, dates, rhythms, and words that oblige."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from zhifa_check.words.numerals import number

Measure = Literal["percent", "hours", "days", "workdays", "months", "years", "amount"]

_ARABIC = "(?<![0-9０-９.．第])[0-9０-９]+(?:[.．][0-9０-９]+)?"
_CHINESE = "(?<![第〇零一二两三四五六七八九十百千万])[〇零一二两三四五六七八九十百千]+万?"
_NUM = f"(?:{_ARABIC}|{_CHINESE}(?:点[〇零一二三四五六七八九]+)?)"
_DAY = "(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})"
_RANGE = "[-—–~～至到]"
_UNITS = (
    "万元|千元|百元|元|人次|户次|件次|个?学时|个?课时|次|遍|期|篇|件|卷|户|分(?!钟)|份|场|轮|例|宗|家|条|起|批|人|名"
    "|个百分点|倍"
)
#: With a number in characters these are mostly no amounts: 「一个」「一名」「一项」「三项制度」.
_UNITS_OF_DIGITS = f"{_UNITS}|个|项|类|处|站|台|辆|公里|平方米"
_UNITS_OF_CHARACTERS = f"{_UNITS}|类"
#: Other things that are counted, unless the sign begins another word: 「2组织」 is item 2.
_THINGS = (
    "学分|分钟|车次|班次|人日|遍|趟|枚|幅|堂|张(?!贴)|套(?!路)|组(?!织|建|成)|门(?!诊|槛|户)|节(?!约|能|假|日)|页(?!面)"
    "|位(?!于|置)|部(?!门|署|委|级|分)|块|种(?!植)|道(?!路|德)|只(?!有|要|能)|笔(?!试)|单(?!位|独)|案(?!件|卷|例)|题(?!材)"
    "|课(?!题)|字(?!样)|版(?!权)|支(?!持|付|队)|所(?!有|在|需|属)"
)
_TIMES = "个?小时|个?工作日|个?自然日|个月"
_IN = "(?:以内|之内|内|前|以前|之前|后|起)"

#: 「上半年小结」 is a summary of it; when it is due stands elsewhere.
_TOLD_OF = "(?!度?的?[^，。；、前]{0,6}(?:小结|总结))"

_TOKEN = re.compile(
    f"(?P<scope>全覆盖|全类别)"
    f"|(?P<date>(?:[0-9０-９〇○零一二三四五六七八九]{{4}}年)?(?<![第0-9０-９]){_DAY}月份?"
    f"(?:{_DAY}[日号]|[上中下]旬|[底末初]|[内前](?!期)|(?=[、和]{_DAY}月))"
    "|[0-9０-９]{4}年年?[底末内]"
    "|(?<![0-9０-９.．])(?:0?[1-9]|1[0-2]|[１-９]|１[０-２])．(?:[12][0-9]|3[01]|0?[1-9]|[１２][０-９]|３[０１]|[１-９])"
    "(?![0-9０-９.．%％]|学时)"
    "|(?<![0-9])(?:[0-9]{4}[./-])(?:0?[1-9]|1[0-2])[./-](?:[12][0-9]|3[01]|0?[1-9])(?![0-9])"
    r"|(?<![0-9.])(?:0?[1-9]|1[0-2])\.(?:[12][0-9]|3[01]|0?[1-9])(?=日?(?:以前|之前|前|止|截止)))"
    f"|(?P<percent>(?:百分之|千分之){_NUM}|{_CHINESE}分之{_CHINESE}|半数|过半(?!年)|一半|全部"
    f"|{_ARABIC}[%％‰]|{_CHINESE}[%％]|(?<![年月完建])(?:{_ARABIC}|[一二两三四五六七八九])成"
    "(?![立为果员效本熟就长功不型份都套交])[半五]?)"
    f"|(?P<time>(?<!第)(?:{_NUM}{_RANGE})?{_NUM}(?:{_TIMES})|{_ARABIC}[日天]|{_CHINESE}(?:[日天周年]{_IN})|{_ARABIC}[周年]{_IN}|{_NUM}年(?=以上|以下)"
    f"|(?<=[于少为过满超]){_CHINESE}[日天周](?!常)"
    f"|(?<=[于过满为期达近续]){_NUM}年(?!度|级|来)|半年内|半个?月内)"
    f"|(?P<amount>(?<!第)(?:(?:{_ARABIC}{_RANGE})?{_ARABIC}(?:{_UNITS_OF_DIGITS})"
    f"|(?<![第同统唯逐])(?:{_CHINESE}{_RANGE})?{_CHINESE}(?:{_UNITS_OF_CHARACTERS})(?!人一|一策|一档|制)"
    # whatever else is counted: 「3张照片」「12学分」
    f"|(?:{_ARABIC}{_RANGE})?(?<![0-9０-９.．第])[0-9０-９]{{1,4}}(?:[.．][0-9０-９]+)?(?:{_THINGS})))"
    f"|(?P<rhythm>每[一两]?个?(?:月|季度?|半年|半个?月|年度?|双月|旬|周|日|天)|按(?:月|季度?|年)(?!度?龄)|双月|按旬|逐月|年内|全年|(?<![上下一])第?[一二三四1-4]季度{_TOLD_OF}"
    f"|[上下]半年{_TOLD_OF}|季度?末|年底|年末|次年"
    "|(?<!本|年|当)月底前)"
    "|(?P<must>不得|不能(?!不|[^，。；]{1,14}的[，,])|不允许|不应|杜绝|严禁|禁止|必须|应当"
    "|(?<![相反供适响效对感呼顺])应(?=[于在按自主由及对向将依制建报定每])|须|(?<!确)需(?!求|要|要的)|一律|即时|予以|不准(?!确)|抄送|抄报|上报|正式发文"
    "|(?:(?:实行|予以|给予|采取)|(?<=的，))一票否决(?!制|权)|直接(?:确定|评定|定|评)为"
    "|(?:主动|对外|公开)公示|(?<!现予)公布|备案(?!率|登记)|做好|持证"
    "|(?<![重主需只还若简摘概纲必首扼险])要(?=[在于对按及主出建逐立明严加由将把向依如切常认确抓落定做保提组制全积进强充开搞])"
    "|逐[案件人户]|立即|立行立改|限期|当场(?=[^，。；]*[告出制交作])|全程(?!指导|监督)|务必|严防|坚决|严格执行|定期|(?<![为以])确保|如实|按时|按要求"
    "|专人|指定(?!的)|约谈(?!制度)|收回|(?:全体|所有)(?=[^，。；的]{0,8}(?:人员|干部|单位|部门))|(?<!人员|装备)配备(?!到位|情况)"
    "|凡(?=[^，。；]*，)|件件|先[一-龥]{2}后(?=[一-龥])"
    "|(?:报[^，。；]{2,12}(?:同意|批准|审定|审批|审查|核准|备查)|经[^，。；]{0,12}(?:集体讨论|批准)(?:决定|后)?)(?!，?现|印发))"
)
#: The 百 of 「个百分点」 is none.
_NUMBERS = re.compile(f"(?P<share>百分之|千分之)?(?<![个0-9０-９])(?P<number>{_NUM})")
#: 「201户至1000户」: the unit said twice.
_GOES_ON = re.compile(f"{_RANGE}{_NUM}")
#: 「80分以上不满90分」, 「不足60%的」: what is told by where the next one begins.
_NOT_REACHED = re.compile("(?:不足|不满|未满|不到|未达到?|达不到|(?<!不)(?:低于|少于|小于))$")
_WITHOUT_A_NUMBER: dict[str, tuple[Decimal, Measure]] = {
    "半数": (Decimal(50), "percent"),
    "过半": (Decimal(50), "percent"),
    "一半": (Decimal(50), "percent"),
    "全部": (Decimal(100), "percent"),
    "半年内": (Decimal(6), "months"),
    "半个月内": (Decimal(15), "days"),
    "半月内": (Decimal(15), "days"),
}
_PART = re.compile(f"(?P<whole>(?!百|千){_CHINESE})分之(?P<piece>{_CHINESE})")
#: A day from which the document is in force, and one on which it was passed, are nobody's deadline.
_IN_FORCE = re.compile("起(?:施行|实施|执行|生效)")
#: 「每少一次扣1分」「少一篇扣1分」: the one is what is counted by, and no number of anything.
_COSTS = frozenset("扣加减")
_EACH = re.compile("(?:每(?:少|迟|有|多|漏|逾|晚|缺|超|发|出|查|低|高|差|降)[^，。；扣减加]{0,4}|发现|出现|发生)$")
#: 「90%以上（含90%）」 says the number again, and no other.
_ASIDE = re.compile("[（(]不?含$")
#: Numbers of documents, names of documents and of things, remarks on how the bureau watches.
_NAMES = re.compile(r"《[^》]*》|〔\d+〕\d+号|第\d+号|“[^”。]{1,20}”")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: its value, what it measures, its unit in the document's words, and where its digits are."""

    value: Decimal
    measure: Measure
    unit: str
    start: int
    end: int
    #: Whether it begins a range or a step (「21-50件」「201件以上」), so that the number before it ends the one below.
    opens: bool = False
    #: Whether it is told as not reached (「不满90分」), and so is the bound of what stands above it.
    missed: bool = False
    #: Whether it is what is got: 「得6分」.
    got: bool = False

    def __str__(self) -> str:
        """As the document has it, a fraction as a fraction."""
        as_written = "分之" in self.unit or "‰" in self.unit or self.unit in _WITHOUT_A_NUMBER
        return self.unit if as_written else f"{self.value:f}{self.unit}"


@dataclass(frozen=True, slots=True)
class Token:
    """One word that lays down a duty, and the numbers in it."""

    kind: str
    text: str
    start: int
    end: int
    numbers: tuple[Number, ...] = ()


@lru_cache(maxsize=2048)
def tokens(text: str, start: int = 0) -> tuple[Token, ...]:
    """Every token of a text without white space, in order; offsets count from ``start``."""
    return tuple(_tokens(text, start))


def _tokens(text: str, start: int) -> Iterator[Token]:
    names = [found.span() for found in _NAMES.finditer(text)]
    for found in _TOKEN.finditer(text):
        if any(first <= found.start() < last for first, last in names):
            continue
        kind = found.lastgroup or ""
        numbers = tuple(_numbers(found, text, start)) if kind in ("percent", "time", "amount") else ()
        if kind in ("percent", "time", "amount") and not numbers:
            continue
        if kind == "date" and (_IN_FORCE.match(text, found.end()) or text.endswith("已经", 0, found.start())):
            continue
        if any(one.value == 1 for one in numbers) and (
            _EACH.search(text, 0, found.start()) or text[found.end() : found.end() + 1] in _COSTS
        ):
            continue
        if numbers and _ASIDE.search(text, 0, found.start()):
            continue
        yield Token(kind, found.group(), start + found.start(), start + found.end(), numbers)


def _numbers(found: re.Match[str], text: str, start: int) -> Iterator[Number]:
    words = found.group()
    whole = _WITHOUT_A_NUMBER.get(words)
    if part := _PART.fullmatch(words):
        whole = _share(part), "percent"
    if whole:
        yield Number(*whole, words, start + found.start(), start + found.end())
        return
    pieces = list(_NUMBERS.finditer(words))
    unit = re.sub("^个(?=学时|课时|小时)", "", words[pieces[-1].end() :]) if pieces else ""
    above = text.startswith("以上", found.end())
    for place, piece in enumerate(pieces):
        value = number(piece["number"])
        if value is None:
            continue
        measure = _measure(found.lastgroup or "", unit, piece["share"] or "")
        if piece["share"] == "千分之" or unit == "‰":
            value, unit = value / 10, words
        if unit.startswith("成"):
            value = value * 10 + (5 if unit.endswith(("半", "五")) else 0)
        at = start + found.start()
        opens = above or (len(pieces) == 2 and place == 0) or _GOES_ON.match(text, found.end()) is not None
        missed = _NOT_REACHED.search(text, 0, found.start()) is not None or text.startswith("以下", found.end())
        got = unit == "分" and text[: found.start()].endswith(("得", "计", "记"))
        yield Number(value, measure, unit, at + piece.start("number"), at + piece.end(), opens, missed, got)


def _share(part: re.Match[str]) -> Decimal:
    whole, piece = number(part["whole"]) or Decimal(1), number(part["piece"]) or Decimal()
    return piece * 100 / whole


def _measure(kind: str, unit: str, share: str) -> Measure:
    if kind == "percent" or share:
        return "percent"
    if kind == "amount":
        return "amount"
    if "工作日" in unit:
        return "workdays"
    if unit.startswith("小时"):
        return "hours"
    if unit.startswith("年"):
        return "years"
    return "months" if unit.startswith("个月") else "days"
