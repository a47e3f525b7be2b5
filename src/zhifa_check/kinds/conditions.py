"""Which records a rule is about: words, yes or no, whether something is there, amounts and dates from and to."""

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, Field, model_validator

from zhifa_check.bureau.config import Words
from zhifa_check.format.record import Record
from zhifa_check.format.shape import Written
from zhifa_check.format.values import Day, fault
from zhifa_check.kinds.bounds import WAYS, Bounded
from zhifa_check.kinds.due import day_of
from zhifa_check.kinds.fields import TIMES, Matcher, meant, one_or_several, reach

#: Whether anything is there at all: for fields that have no words of their own.
THERE, NOT_THERE = "有", "没有"


class Compare(Bounded):
    """Bounds of a number, or of a day with both included, or words that it is none of; a blank is within none."""

    about: ClassVar[str] = "数字或日期在什么范围内，或者不是哪些词；没有填的，不知道算不算在内。"
    since: Day | None = Field(None, title="不早于", description="含那一天")
    until: Day | None = Field(None, title="不晚于", description="含那一天")
    not_: Annotated[tuple[Words, ...], BeforeValidator(one_or_several), Written("one_or_several")] = Field(
        (), alias="not", title="不是", description="“除……外”的，如 {类别: {not: 辅助人员}}；几个的写成列表"
    )

    @model_validator(mode="after")
    def _one_sort(self) -> Self:
        days = (self.since, self.until) != (None, None)
        if [bool(self.bounds), days, bool(self.not_)].count(True) != 1:
            raise fault(f"写 {'、'.join(WAYS)}（数字），或者 since、until（日期），或者 not（词）")
        return self

    @property
    def types(self) -> tuple[type, ...]:
        """What it can be held against."""
        return (str,) if self.not_ else TIMES if self.since or self.until else (int, Decimal)

    @cached_property
    def _tests(self) -> tuple[tuple[Callable[[Any, Any], bool], Any], ...]:
        days = (("at_least", self.since), ("at_most", self.until))
        return (
            *((bound.way.holds, bound.value) for bound in self.bounds),
            *((WAYS[key].holds, day) for key, day in days if day is not None),
            *((operator.ne, word) for word in self.not_),
        )

    def includes(self, value: Any) -> bool:
        """Whether a value lies within."""
        if value is None:
            return False
        found = day_of(value) if isinstance(value, date) else value
        return all(holds(found, bound) for holds, bound in self._tests)

    def example(self, known: Iterable[str] = ()) -> Any:
        """A value that lies within; of words one that is ``known``."""
        if self.not_:
            return next((word for word in known if word not in self.not_), None)
        if not self.bounds:
            return self.since or self.until
        low, *high = self.bounds
        if high and low.way.excluded:
            return high[0].value if not high[0].way.excluded else (low.value + high[0].value) / 2
        return low.good

    def counterexample(self) -> Any:
        """A value that does not; None where there is none."""
        if self.bounds:
            return next((bound.bad for bound in self.bounds if bound.bad is not None), None)
        if self.not_:
            return self.not_[0]
        day = timedelta(days=1)
        return self.since - day if self.since else self.until and self.until + day

    def __str__(self) -> str:
        days = ((self.since, "不早于"), (self.until, "不晚于"))
        if self.not_:
            return f"不是{'、'.join(self.not_)}"
        return "、".join(
            [
                *(f"{bound.way.word} {bound.value}" for bound in self.bounds),
                *(f"{word} {day}" for day, word in days if day is not None),
            ]
        )


Condition = tuple[Words, ...] | Compare


def _conditions(value: object) -> object:
    if isinstance(value, dict):
        return {key: [words] if isinstance(words, str) else words for key, words in value.items()}
    return value


#: ``{类别: [业务知识, 执法技能], 罚款金额: {at_least: 50000}}``; a single word needs no brackets.
Where = Annotated[dict[str, Condition], BeforeValidator(_conditions), Written("where")]


def described(where: Mapping[str, Condition]) -> str:
    """For sentences: 「类别是业务知识、执法技能」."""
    return "、".join(_told(path.replace(".", "的"), one) for path, one in where.items())


def _told(what: str, one: Condition) -> str:
    if isinstance(one, Compare):
        return f"{what}{one}"
    if set(one) <= {THERE, NOT_THERE}:
        return f"{'或'.join(one)}{what}"
    return f"{what}为{'、'.join(one)}"


def wanted(one: Condition) -> str:
    """What a value ought to be: 「“通过”」, 「不少于 50000」."""
    return str(one) if isinstance(one, Compare) else "“" + "”或“".join(one) + "”"


def of_which(where: Mapping[str, Condition]) -> str:
    """The same in brackets, after what it narrows; nothing for no condition."""
    return f"（{described(where)}的）" if where else ""


def matcher(model: type[Record], where: Mapping[str, Condition], *, loosely: bool = False) -> Matcher:
    """Whether a record meets every condition; compiled once for each rule. Of a list one member is enough.

    ``loosely``: or may meet it, since it leaves blank what the condition asks for.
    """
    if loosely and (blanks := _blanks(model, tuple(where.items()))):
        tests = [_matcher(model, ((path, one),)) for path, one in where.items()]
        may = [blanks.get(path, lambda record: False) for path in where]
        return lambda record: all(test(record) or blank(record) for test, blank in zip(tests, may, strict=True))
    return _matcher(model, tuple(where.items()))


def is_open(model: type[Record], where: Mapping[str, Condition]) -> bool:
    """Whether a record can leave open if it meets the conditions."""
    return bool(_blanks(model, tuple(where.items())))


def left_open(record: Record, where: Mapping[str, Condition]) -> list[str]:
    """The keys without which nobody knows whether a record meets the conditions; none where that is known."""
    model = type(record)
    if not matcher(model, where, loosely=True)(record):
        return []
    blanks = _blanks(model, tuple(where.items()))
    return [
        path for path, blank in blanks.items() if not _matcher(model, ((path, where[path]),))(record) and blank(record)
    ]


@lru_cache(maxsize=512)
def _blanks(model: type[Record], where: tuple[tuple[str, Condition], ...]) -> dict[str, Matcher]:
    """Whether a record leaves a key blank, for those keys that can be and whose blank says nothing by itself."""
    found: dict[str, Matcher] = {}
    for path, one in where:
        end = reach(model, path)
        answers = end.form == "list" or (isinstance(one, tuple) and _is_presence(one, end.words))
        if end.required or answers or end.blank_is_no:
            continue
        found[path] = _blank(model, path)
    return found


def _blank(model: type[Record], path: str) -> Matcher:
    values, group = reach(model, path).values, path.rpartition(".")[0]
    if not group:
        return lambda record: None in values(record)
    # of a step that was not taken nothing is left blank
    whole = reach(model, group).values
    return lambda record: None in values(record) and any(one is not None for one in whole(record))


@lru_cache(maxsize=512)
def _matcher(model: type[Record], where: tuple[tuple[str, Condition], ...]) -> Matcher:
    tests = [(reach(model, path).values, _test(model, path, one)) for path, one in where]
    if not tests:
        return lambda record: True
    (values, test), *others = tests
    if not others:
        return lambda record: any(map(test, values(record)))
    return lambda record: all(any(map(one, get(record))) for get, one in tests)


def _test(model: type[Record], path: str, one: Condition) -> Callable[[Any], bool]:
    if isinstance(one, Compare):
        return one.includes
    end = reach(model, path)
    if end.holds is bool:
        blank = {None} if end.blank_is_no and "否" in one else set[bool | None]()
        return blank.union(word == "是" for word in one).__contains__
    if _is_presence(one, end.words):
        wanted = {word == THERE for word in one}
        return lambda value: bool(value or value == 0) in wanted
    return frozenset(one).__contains__


def _is_presence(words: tuple[str, ...], known: str | None) -> bool:
    return known is None and set(words) <= {THERE, NOT_THERE}


def later_facts(model: type[Record], where: Mapping[str, Condition]) -> tuple[str, ...]:
    """The names of what conditions ask of a record that may be added to it when its deadline is over.

    A date that is held against another says by itself when it was.
    """
    asked = {path.partition(".")[0] for path, one in where.items() if not isinstance(one, Compare)}
    return tuple(name for name in model.answers if model.alias(name) in asked) if asked else ()


def later_keys(model: type[Record], where: Mapping[str, Condition]) -> list[str]:
    """The keys among them that hold one date, or what was done on one."""
    return [
        path
        for path in where
        if later_facts(model, {path: where[path]}) and reach(model, path.partition(".")[0]).form != "list"
    ]


def check_condition(model: type[Record], path: str, one: Condition, categories: Mapping[str, Any]) -> None:
    """Refuse a condition that could match nothing: an unknown field, another type, a word that is not in its list."""
    end = reach(model, path)
    if isinstance(one, Compare):
        if end.holds not in one.types or (one.not_ and not end.words):
            raise fault(f"字段“{path}”的类型不能这样比较")
        if not one.not_:
            return
        one = one.not_
    known = ("是", "否") if end.holds is bool else tuple(categories.get(end.words or "", ()))
    if end.form == "item" or _is_presence(one, end.words):
        return
    if end.words and not known:
        raise fault(f"“{path}”的词表“{end.words}”在计划的 categories 里没有，请列出")
    if not known:
        raise fault(f"字段“{path}”没有固定的取值，条件只能写“{THERE}”“{NOT_THERE}”，或 at_least、since 等")
    for word in one:
        if word not in known:
            raise fault(f"“{path}”没有“{word}”这个取值，{meant(word, known)}")
