"""Where a quote names one word of a list, or one of several dates, and the rule that it proves another."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from zhifa_check.kinds.base import Kind
from zhifa_check.kinds.before import Before
from zhifa_check.kinds.conditions import Compare
from zhifa_check.kinds.fields import reach, section_model
from zhifa_check.kinds.stated import Stated
from zhifa_check.kinds.within import Within
from zhifa_check.plan.events import LIMIT, NOUNS, SINCE, dates_of, ended_dates, named_dates
from zhifa_check.plan.model import Plan
from zhifa_check.plan.passed_over import REST, passed_over
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.said import Remark, conditioned, counted, named, sentences, without_exceptions
from zhifa_check.source.document import KeyPath
from zhifa_check.words.meant import quoted
from zhifa_check.words.numerals import number

_EARLIER = re.compile("([^，。；：]+?)(?:之前|以前|前)")
#: 「除法制审核人员外」「主要负责人以外的」.
_BUT = "除(?:了)?{0}[^，。；]{{0,6}}?(?:以外|之外|外)|{0}(?:以外|之外)"
_NOT = re.compile("[不未非无]$")


def choices(requirement: Requirement, plan: Plan) -> Iterator[Remark]:
    """What the quotes of a requirement name and its rule does not, of the same sort."""
    text = "".join(sentences(requirement))
    ways = requirement.rule.ways()
    for rule in ways:
        if isinstance(rule, Within):
            ends = {path for way in ways if isinstance(way, Within) for path in way.until}
            yield from _events(rule, ends, requirement)
        elif isinstance(rule, Before):
            yield from _order(rule, text)
        elif isinstance(rule, Stated) and reach(section_model(rule.section), rule.field).holds in (date, datetime):
            model = section_model(rule.section)
            happened = {model.alias(model.dated)} if model.dated else set[str]()
            said = named_dates(dates_of(model), text) - happened - {*rule.where}
            if said and rule.field not in said:
                yield _other("field", rule.field, said)
    yield from _conditions(ways, requirement, text, plan)


def _other(name: str, written: str, said: set[str]) -> Remark:
    return Remark(("rule", name), f"的引文说到{quoted(sorted(said))}，{name} 写的却是“{written}”。请核对。")


def _events(rule: Within, ends: set[str], requirement: Requirement) -> Iterator[Remark]:
    """The event from which a limit counts, and the one that it ends: where one of several is enough, any of them."""
    dates = dates_of(section_model(rule.section))
    asked = {rule.strict.hours, rule.strict.days, rule.strict.workdays, rule.strict.months}
    for sentence in sentences(requirement):
        starts = [
            (found[1], said)
            for found in SINCE.finditer(sentence)
            if number(found[2]) in asked and (said := named_dates(dates, found[1]))
        ]
        # limits of as many days may stand in one sentence: one of them is the rule's
        for words, said in () if any(said & {rule.since, rule.lenient_since} for _, said in starts) else starts:
            if said <= set(rule.until):
                message = f"的 since 和 until 写反了：原文从“{words}”起算。请改正。"
                yield Remark(("rule", "since"), message, fatal=True)
                return
            yield _other("since", rule.since, said)
        limits = [
            (found[2], said)
            for found in LIMIT.finditer(sentence)
            if number(found[1]) in asked
            and (said := ended_dates({word: paths for word, paths in dates.items() if word not in NOUNS}, found[2]))
        ]
        for words, said in () if any(said <= ends for _, said in limits) else limits:
            if not said & ends or ("或" in words and len(said) > 1):
                yield _other("until", "、".join(rule.until), said)


def _order(rule: Before, text: str) -> Iterator[Remark]:
    dates = dates_of(section_model(rule.section))
    earlier = [(found[0], said) for found in _EARLIER.finditer(text) if (said := named_dates(dates, found[1]))]
    for words, said in () if any(rule.event in said for _, said in earlier) else earlier:
        if said == {rule.step}:
            message = f"的 step 和 event 写反了：原文说的是“{words}”。请改正。"
            yield Remark(("rule", "event"), message, fatal=True)
        else:
            yield _other("event", rule.event, said)
    said = named_dates(dates, text) - {rule.event}
    if said and rule.step not in said:
        yield _other("step", rule.step, said)


def _conditions(ways: tuple[Kind, ...], requirement: Requirement, text: str, plan: Plan) -> Iterator[Remark]:
    """Words of lists and answers of yes and no by which records are chosen."""
    pieces, told_of, title = counted(requirement), conditioned(requirement), requirement.title
    # of rules of which one is enough each may name a word of its own
    chosen: dict[tuple[str, str, KeyPath], set[str]] = {}
    for led in (led for rule in ways for led in rule.paths()):
        meant = led.condition.not_ if isinstance(led.condition, Compare) else led.condition
        if not meant:
            continue
        for word in meant if isinstance(led.condition, tuple) and len(meant) == 1 else ():
            if re.search(_BUT.format(re.escape(word)), text):
                message = f"的引文说的是“{word}”以外的，{led.path} 的条件写的却是“{word}”。请写成 {{not: {word}}}。"
                yield Remark(("rule", *led.said_at) if len(ways) == 1 else ("rule",), message)
        at: KeyPath = ("rule", *led.said_at) if len(ways) == 1 else ("rule",)
        chosen.setdefault((led.section, led.path, at), set()).update(meant)
    for (section, path, at), words in chosen.items():
        end = reach(section_model(section), path)
        name = path.rpartition(".")[2]
        if end.holds is bool and len(words) == 1:
            denied = {bool(_NOT.search(text, 0, found.start())) for found in re.finditer(re.escape(name), text)}
            if denied in ({True}, {False}) and words != {"否" if True in denied else "是"}:
                said = f"不{name}" if True in denied else name
                yield Remark(at, f"的引文说“{said}”，条件写的却是“{name}: {words.pop()}”。请核对。")
            continue
        known = [word for word in plan.word_lists.get(end.words or "", ()) if word != REST]
        excepted = named(known, text) - named(known, without_exceptions(text))
        keep = str if excepted & words else without_exceptions
        there, told = named(known, keep(text)), list(filter(None, (named(known, keep(piece)) for piece in pieces)))
        here = told[0] if told and all(one - words and one & words for one in told) else set[str]()
        if here or (there and not there & words):
            message = (
                f"的引文说到{quoted(sorted(here or there))}，{path} 的条件写的却是{quoted(sorted(words))}。请核对。"
            )
            yield Remark(at, message)
        elif not words.issuperset(set(known) - excepted) and not any(
            word[-2:] in text or word[-2:] in title for word in words
        ):
            yield Remark(at, f"的引文没有说到{quoted(sorted(words))}，{path} 的条件里却有。请核对。")
    for rule in () if any(REST in piece for piece in pieces) else ways:
        yield from passed_over(rule, len(ways) > 1, told_of, plan)
