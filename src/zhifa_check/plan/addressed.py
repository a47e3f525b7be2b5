"""To whom a quote speaks, held against whom the requirement binds."""

import re
from collections.abc import Iterator

from zhifa_check.kinds.attested import Attested
from zhifa_check.kinds.named import Named
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement
from zhifa_check.plan.said import Remark, named
from zhifa_check.plan.source_lines import BLANK

_WHOM = "(?:部门|单位|乡镇|镇乡|镇街|镇|乡|街道|园区|局|办|机关)"
#: Who does it, at the head of a sentence, behind a date or behind 「由」; never who is watched or told.
WHO = re.compile(
    "(?:^|(?<=[，。；：…由前底旬]))"
    f"(?:各|全[市县区省]|[市县区省](?:级|(?=各|司法|直)))[^，。；：…对向按每应须年月日前内]{{0,16}}?{_WHOM}(?:（[^）]*）)?"
    f"(?:[、和及](?:各|[市县区省]级?)?[^，。；：…、对向按每应须年月日前内]{{1,10}}?{_WHOM})*"
)
#: What may stand beside the word of a kind and does not make it another.
_BESIDE = re.compile("行政|执法|有关|相关|[全本]?[市县区省](?:级|(?=各))|[全本]?[市县省](?=\0)|[各、和及（）\0]")


def addressed(requirement: Requirement, plan: Plan) -> Iterator[Remark]:
    """Kinds that a quote names and that are not bound; kinds that are bound and that no quote names."""
    if isinstance(requirement.rule, Attested | Named):
        return  # the sentence is about what the bureau does
    whose: list[set[str]] = []
    for number, clause in enumerate(requirement.clauses):
        binds = clause.binds or requirement.binds
        bound, spoken = (*binds.kinds, *binds.roles), set[str]()
        for found in WHO.finditer(BLANK.sub("", clause.quote)):
            said = named((*plan.kinds, *plan.roles), found[0])
            spoken |= said if _says_no_more(found[0], said) else {*bound}
            missing = [one for one in said if not any(one in other for other in bound)]
            if missing and not binds.roles:
                message = f"的引文说的是“{found[0]}”，责任单位里却没有“{'”“'.join(sorted(missing))}”。请核对 binds。"
                yield Remark(("clauses", number, "quote"), message)
                return
        whose.append(spoken)
    binds = requirement.binds
    bound = (*binds.kinds, *binds.roles) if binds.kinds else ()  # roles alone narrow a kind
    idle = [one for one in bound if not any(word in one for said in whose for word in said)]
    if all(whose) and idle:
        yield Remark((), f"的引文没有说到“{'”“'.join(idle)}”，责任单位里却有。请核对 binds。")


def _says_no_more(who: str, said: set[str]) -> bool:
    for word in sorted(said, key=len, reverse=True):
        who = who.replace(word, "\0")
    return bool(said) and not _BESIDE.sub("", who)
