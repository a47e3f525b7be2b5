"""Which number of a document is which claim of a rule, and what is told of a claim that none is."""

from collections.abc import Iterator, Sequence

from zhifa_check.plan.accounts import mark
from zhifa_check.plan.claims import Claim
from zhifa_check.plan.tokens import Number
from zhifa_check.source.document import KeyPath
from zhifa_check.words.meant import quoted


def matched(claims: Sequence[Claim], numbers: Sequence[Number]) -> Iterator[tuple[Claim, Number]]:
    """Claims with the numbers of a stretch of the document that they are; those of a group in the order of the text."""
    taken: set[int] = set()
    for claim in (one for one in claims if one.group is None):
        fitting = [one for one in numbers if claim.fits(one)]
        if fitting:
            free = (one for one in fitting if one.start not in taken)
            chosen = next(free, None if claim.alone else fitting[0])
            if chosen is None:
                continue
            taken.add(chosen.start)
            yield claim, chosen
    for group in dict.fromkeys(one.group for one in claims if one.group is not None):
        own = [one for one in claims if one.group == group]
        # what only begins the next step (21 where the one below ends at 20) is no end of a step
        ends = [one for one in numbers if not (one.opens and any(one.value - 1 == other.value for other in own))]
        yield from _in_order(own, ends)


def _in_order(claims: Sequence[Claim], numbers: Sequence[Number]) -> list[tuple[Claim, Number]]:
    """The longest run of claims that stand among the numbers in their own order."""
    best: list[list[list[tuple[Claim, Number]]]] = [
        [[] for _ in range(len(numbers) + 1)] for _ in range(len(claims) + 1)
    ]
    for i, claim in reversed(list(enumerate(claims))):
        for j, number in reversed(list(enumerate(numbers))):
            skipping = max(best[i + 1][j], best[i][j + 1], key=len)
            taking = [(claim, number), *best[i + 1][j + 1]] if claim.fits(number) else []
            best[i][j] = taking if len(taking) >= max(1, len(skipping)) else skipping
    return best[0][0]


def untold(claims: Sequence[Claim], stretches: Sequence[tuple[Sequence[Number], bytearray]]) -> Iterator[Claim]:
    """Claims that no stretch of the document holds; the numbers of those that one holds are used from now on."""
    told: set[KeyPath] = set()
    for stretch, used in stretches:
        for claim, number in matched(claims, stretch):
            told.add(claim.path)
            mark(used, [(number.start, number.end)])
            # 「21-50件」: the step before ends at 20
            below = [one for one in stretch if one.opens and one.value - 1 == claim.value and claim.measured_like(one)]
            of_tier = "tiers" in claim.path
            # 「满意度（6分）：90分以上的得6分」
            whole = claim.path == ("score", "points") and not number.got
            again = [
                one
                for one in stretch
                if (one.missed or of_tier or (whole and one.got))
                and (one.value, one.unit) == (number.value, number.unit)
            ]
            mark(used, [(one.start, one.end) for one in (*below, *again)])
    yield from (claim for claim in claims if claim.path not in told and not claim.implied)


def missing_words(whose: str, claim: Claim, numbers: Sequence[Number]) -> str:
    """What is found in the document in its place, and how to mend it."""
    value = f"{claim.value:f}"
    said = f"{whose} 的数字 {value} 不在所引的原文里"
    if claim.group and any(claim.fits(one) for one in numbers):
        said = f"{whose} 的数字 {value} 与原文的次序对不上"
    elif other := next((one for one in numbers if one.value == claim.value), None):
        is_counted = claim.units is not None and other.measure == "amount"
        why = f"规则数的却不是“{other.unit}”，请看 unit" if is_counted else "说的不是一回事"
        if other.unit.endswith("元") and other.unit != "元":
            why = "没有写明以万元计的，应写多少元；以万元计的，写进 unit 或 sections 里那个字段的 about"
        said += f"（原文的 {value} 是“{other}”，{why}）"
    elif near := list(dict.fromkeys(map(str, filter(claim.measured_like, numbers)))):
        said += f"（原文是{quoted(near)}）"
    ways = "引全，标明 assumed: true" if claim.assumable else "引全"
    by_hand = "；原文的写法工具认不出的，由人核对后写进 by_hand" if claim.path[0] in ("rule", "score") else ""
    return f"{said}。请改正、{ways}{by_hand}。"
