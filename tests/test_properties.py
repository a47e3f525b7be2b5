"""Properties of dates, phrases, rates and of the loader, for whatever hypothesis thinks of."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, cast

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, examples
from zhifa_check.calendar.days import working_days_after
from zhifa_check.calendar.periods import MONTHS, Every, parse_period, periods_of
from zhifa_check.calendar.phrases import ACCEPTED, parse_deadline
from zhifa_check.calendar.workdays import is_day_off, last_working_day, roll_forward
from zhifa_check.format.sections.people import Person, Training
from zhifa_check.inputs.facts import Facts
from zhifa_check.kinds.amount import Amount
from zhifa_check.kinds.hours import ledger, summing
from zhifa_check.kinds.steps import needed as asked_of
from zhifa_check.kinds.verdict import of_readings
from zhifa_check.plan.load import load_plan
from zhifa_check.source import loader
from zhifa_check.source.document import Document, SourceError
from zhifa_check.source.loader import load
from zhifa_check.words.figures import percent

YEARS = st.integers(2005, 2025)
KNOWN_DAYS = st.dates(date(2005, 1, 1), date(2025, 11, 30))
EVERY = st.sampled_from(list(MONTHS))
LADDER = next(
    rule
    for rule in load_plan(ROOT / "data" / "plan_2023.yaml")[0].rules.values()
    if isinstance(rule, Amount) and rule.steps
)


@given(YEARS, EVERY)
def test_the_periods_of_a_year_tile_it(year: int, every: Every) -> None:
    periods = periods_of(year, every)
    assert (periods[0].start, periods[-1].end) == (date(year, 1, 1), date(year, 12, 31))
    for one, following in pairwise(periods):
        assert one.end + timedelta(days=1) == following.start
    assert [parse_period(str(period)) for period in periods] == periods


@given(st.text(max_size=8))
def test_what_is_no_period_is_refused(text: str) -> None:
    try:
        period = parse_period(text)
    except ValueError:
        return
    assert str(period) == text


@given(st.sampled_from(ACCEPTED), YEARS)
def test_an_accepted_phrase_gives_rising_dates_near_its_year(phrase: str, year: int) -> None:
    deadline = parse_deadline(phrase, date(year, 1, 10))
    dates = [deadline.on(period) for period in periods_of(year, deadline.every or "month")]
    assert dates == sorted(dates)
    if "2023" not in phrase:
        assert all(date(year, 1, 1) <= day <= date(year + 1, 4, 30) for day in dates)


@given(st.sampled_from(ACCEPTED), st.lists(st.sampled_from([" ", "\u3000", "\n"]), min_size=1, max_size=3))
def test_white_space_in_a_phrase_means_nothing(phrase: str, blanks: list[str]) -> None:
    spaced = phrase[0] + "".join(blanks) + phrase[1:]
    issued = date(2023, 3, 14)
    period = periods_of(2023, parse_deadline(phrase, issued).every or "month")[0]
    assert parse_deadline(spaced, issued).on(period) == parse_deadline(phrase, issued).on(period)


@given(st.text(alphabet="年月日底前旬中上下每季度半次内0123456789、", max_size=8))
def test_a_phrase_is_understood_or_refused_with_the_known_ones_named(phrase: str) -> None:
    refusal = ""
    try:
        deadline = parse_deadline(phrase)
    except ValueError as error:
        refusal = str(error)
    if refusal:
        assert phrase in refusal
        assert any(words in refusal for words in ("最接近的写法", "列了", "写明这个月", "没有第"))
        return
    # a day that does not exist (「2月30日前」) is refused when the plan is loaded, by asking for its date
    for period in periods_of(2023, deadline.every or "month"):
        with suppress(ValueError):
            assert isinstance(deadline.on(period), date)


@given(KNOWN_DAYS)
def test_rolling_forward_ends_on_the_next_working_day(day: date) -> None:
    rolled = roll_forward(day)
    assert rolled >= day
    assert is_day_off(rolled) is False
    assert all(is_day_off(day + timedelta(days=n)) for n in range((rolled - day).days))
    assert roll_forward(rolled) == rolled
    before = last_working_day(day)
    assert before is not None
    assert before <= day <= rolled


@given(KNOWN_DAYS, st.integers(1, 20))
def test_working_days_are_counted_one_by_one(day: date, count: int) -> None:
    last = working_days_after(day, count)
    between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert sum(is_day_off(one) is False for one in between) == count
    # seven working days never end before the calendar's own roll of seven days
    assert last >= roll_forward(day + timedelta(days=count)) or count > (last - day).days


@pytest.mark.parametrize(
    ("volume", "needed"),
    [(1, 1), (20, 20), (21, 9), (50, 20), (51, 16), (100, 30), (101, 21), (200, 40), (201, 50), (5000, 50)],
)
def test_the_ladder_is_the_documents(volume: int, needed: int) -> None:
    assert asked_of(LADDER.steps, volume) == needed


@given(st.integers(1, 200))
def test_the_ladder_asks_for_the_share_and_not_for_one_more(volume: int) -> None:
    share = next(step.share for step in LADDER.steps if step.to and volume <= step.to)
    assert share is not None
    need = asked_of(LADDER.steps, volume)
    assert need * 100 >= volume * share > (need - 1) * 100


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_rate_is_cut_and_never_rounded_up(part: int, whole: int) -> None:
    shown = Fraction(percent(part, whole).removesuffix("%"))
    exact = Fraction(part * 100, whole)
    assert 0 <= exact - shown < Fraction(1, 100)


def test_without_a_calendar_weekends_are_off() -> None:
    """2030-06-07 is a Friday."""
    assert working_days_after(date(2030, 6, 7), 1) == date(2030, 6, 10)
    assert working_days_after(date(2030, 6, 7), 6) == date(2030, 6, 17)


@given(st.booleans(), st.booleans())
def test_of_readings_make_one_verdict(strict: bool, lenient: bool) -> None:
    assert of_readings(strict, lenient) == {2: "met", 1: "disputed", 0: "violated"}[strict + lenient]


@given(st.lists(st.tuples(st.integers(1, 48), st.sampled_from(["法律法规", "业务知识", "其他"])), max_size=30))
def test_hours_add_up_exactly(entries: list[tuple[int, str]]) -> None:
    """Half hours are summed without loss, and by the words asked for alone."""
    training = [
        Training.model_construct(date=date(2023, 5, 4), course="课", category=word, topic=None, hours=Decimal(half) / 2)
        for half, word in entries
    ]
    person = SimpleNamespace(record=Person.model_construct(number="A1", trainings=tuple(training)))
    facts = cast("Facts", SimpleNamespace(of=lambda _: [person], once=lambda _, make: make()))
    (added_up,) = ledger(facts, "培训", "学时")
    for words in ((), ("法律法规",), ("法律法规", "业务知识")):
        wanted = sum(half for half, word in entries if not words or word in words)
        assert Fraction(summing("培训", {"类别": words} if words else {})(added_up)) == Fraction(wanted, 2)


TEXT = (
    st.text(alphabet=" 甲乙：，。、()（）“”'\"#-:[]{}0123456789ab", min_size=1, max_size=12).map(str.strip).filter(bool)
)
TREES = st.recursive(
    TEXT, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4), max_leaves=20
)


def _both(monkeypatch: pytest.MonkeyPatch, content: bytes) -> list[Document | SourceError]:
    results: list[Document | SourceError] = []
    """As a file is read fast where it can be, and by the plain loop alone."""
    for fast in (loader.load_fast, lambda *_: None):
        monkeypatch.setattr(loader, "load_fast", fast)
        try:
            results.append(load(content, "某.yaml"))
        except SourceError as error:
            results.append(error)
    return results


def _places(document: Document, node: Any, path: tuple[str | int, ...] = ()) -> list[tuple[Any, ...]]:
    found = [(path, document.locate(path), document.locate(path, value=True))]
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        found += _places(document, child, (*path, key))
    return found


@given(st.dictionaries(TEXT, TREES, min_size=1, max_size=4), st.sampled_from([True, False, None]))
@examples(200)
def test_both_ways_read_the_same_and_find_the_same_places(data: dict[str, Any], flow: bool | None) -> None:
    content = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow, sort_keys=False, width=1000).encode()
    with pytest.MonkeyPatch.context() as monkeypatch:
        usual, plain = _both(monkeypatch, content)
    if isinstance(usual, SourceError) or isinstance(plain, SourceError):
        assert isinstance(usual, SourceError)
        assert isinstance(plain, SourceError)
        assert (usual.id, usual.message) == (plain.id, plain.message)
        return
    assert usual.data == plain.data
    assert _places(usual, usual.data) == _places(plain, plain.data)


ACCIDENTS = [
    "单位：市场局\n年度: 2023\n",
    "单位: 市场局\n年度：2023\n人员: []\n",
    "人员:\n\t- 编号: A\n",
    "人员:\n　　- 编号: A\n",
    "文号: [2023]11号\n",
    "标题: 通知: 关于\n",
    "姓名:张三\n类别: 执法人员\n",
    "a: &x 1\nb: *x\n",
    "a: !!python/object/apply:os.system [echo]\n",
    "a: 1\n---\nb: 2\n",
    "a: " + "[" * 40 + "]" * 40,
    "a: 'x\n",
    "a: [1, 2\n",
    "- a\nb: 1\n",
    "a: \x01\n",
    "",
    "# nothing\n",
]


@pytest.mark.parametrize("text", ACCIDENTS)
def test_both_ways_refuse_the_same_accidents(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    usual, plain = _both(monkeypatch, text.encode())
    assert type(usual) is type(plain)
    if isinstance(usual, SourceError) and isinstance(plain, SourceError):
        assert (usual.id, usual.line) == (plain.id, plain.line)


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
@examples(300)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        for result in _both(monkeypatch, content):
            assert isinstance(result, Document | SourceError)
            if isinstance(result, SourceError):
                assert result.line >= 1
                assert result.column >= 1
