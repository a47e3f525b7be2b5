"""Deadline phrases to dates: the table of spellings, what is refused, and the meaning given beside the words."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from zhifa_check.calendar.periods import Period, loose_period, parse_period, periods_of
from zhifa_check.calendar.phrases import ACCEPTED, grammar, parse_deadline
from zhifa_check.kinds.phrase import Phrase
from zhifa_check.words.numerals import in_digits, number

ISSUED = date(2026, 3, 14)
TABLE = (Path(__file__).parent / "phrases.txt").read_text(encoding="utf-8")


def _rows() -> Iterator[tuple[str, str | None, str, str]]:
    for line in TABLE.splitlines():
        if not line.startswith("#"):
            words, every, dates = (cell.strip() for cell in line.split("|"))
            phrase, _, in_ = words.partition(" in ")
            yield phrase, in_ or None, every, dates


ROWS = list(_rows())


@pytest.mark.parametrize(("phrase", "in_", "every", "dates"), ROWS)
def test_a_spelling_means_these_days(phrase: str, in_: str | None, every: str, dates: str) -> None:
    deadline = parse_deadline(phrase, ISSUED, in_)  # type: ignore[arg-type]
    assert (deadline.every or "-") == every
    periods = periods_of(2026, deadline.every or "month")
    shown = [periods[0], periods[1], periods[-1]] if len(periods) >= 12 else periods
    assert " ".join(str(deadline.on(period)).removeprefix("2026-") for period in shown) == dates


def test_the_editor_understands_the_same_spellings() -> None:
    pattern = re.compile(f"^(?:{grammar()})$")
    assert [phrase for phrase, *_ in ROWS if not pattern.match(phrase)] == []
    assert [phrase for phrase in ACCEPTED if not pattern.match(phrase)] == []


def test_every_form_that_is_offered_is_understood() -> None:
    for phrase in ACCEPTED:
        parse_deadline(phrase, ISSUED)


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("每月2五日前", "最接近的写法有"),
        ("每季度末尾", "“每季度末”"),
        ("每周八前", "“每周五前”"),
        ("春节前", "{says: 春节前, on: 月-日}"),
        ("6月前", "没有写明这个月在不在内"),
        ("6月以前", "没有写明这个月在不在内"),
        ("3月底、9月底、12月底前", "列了 3 个日期"),
        ("每季度第四个月10日前", "没有第 4 个月"),
        ("每半年第七个月", "看不懂"),
        ("十十月底前", "看不懂"),
        ("四、年底", "看不懂"),
        # of which year, of which half, before or after the end, at which end of the day
        ("次年1月底和7月底前", "看不懂"),
        ("下半年首月10日前", "看不懂"),
        ("季度末10日内", "最接近的写法有"),
        ("月末5日内", "最接近的写法有"),
        ("9月30日零时前", "看不懂"),
        ("9月30日0:00前", "看不懂"),
        ("每12个月", "看不懂"),
        ("次月10日前（节假日顺延）", "due: {strict: 次月10日前, days_off: shift}"),
        ("每季度首月10日前，遇法定节假日顺延", "due: {strict: 每季度首月10日前, days_off: shift}"),
        ("4和第三季度", "看不懂"),
        ("一、二季度末", "看不懂"),
        ("三、一季度末", "看不懂"),
        ("自收到之日起10日内", "请写成 kind: within"),
        ("办结之日起5个工作日内", "请写成 kind: within"),
        ("及时", "请写进 not_checked"),
        ("长期", "请写进 not_checked"),
        ("", "看不懂"),
    ],
)
def test_what_is_not_understood_is_refused_with_the_nearest_forms(phrase: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        parse_deadline(phrase, ISSUED)


@pytest.mark.parametrize(
    "phrase", ["当月25日前", "次月10日前", "季度结束后10日内", "次年1月31日前", "印发之日起30日内"]
)
def test_what_the_words_settle_cannot_be_settled_again(phrase: str) -> None:
    with pytest.raises(ValueError, match="已经写明"):
        parse_deadline(phrase, ISSUED, "same")


def test_only_what_may_be_either_month_is_open() -> None:
    open_ = [phrase for phrase, in_, *_ in ROWS if in_ is None and not parse_deadline(phrase, ISSUED).settled]
    assert open_ == ["每月25日前"]
    assert not parse_deadline("每季度第二个月10日前").settled
    assert parse_deadline("每月25日前", None, "next").settled


def test_working_days_in_a_year_without_a_calendar_are_counted_by_weekends() -> None:
    assert parse_deadline("次月5个工作日内").on(Period(2098, "month", 12)) == date(2099, 1, 7)


@given(st.integers(1, 99))
def test_numbers_are_the_same_in_characters(value: int) -> None:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(value, 10)
    characters = ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + ("" if not ones else digits[ones])
    assert number(characters) == value
    assert in_digits(f"{characters}日") == f"{value}日"
    assert in_digits("".join(chr(ord("０") + int(sign)) for sign in str(value))) == str(value)


@given(st.integers(1, 28), st.sampled_from(["前", "以前", "之前", ""]), st.integers(2020, 2030))
def test_a_day_before_is_that_day(day: int, by: str, year: int) -> None:
    for month in range(1, 13):
        assert parse_deadline(f"{month}月{day}日{by}").on(Period(year, "year")) == date(year, month, day)


@given(
    st.sampled_from(
        [
            phrase
            for phrase, in_, *_ in ROWS
            if not in_
            and "2026" not in phrase
            and "二〇" not in phrase
            and "○" not in phrase
            and "２０２６" not in phrase
        ]
    )
)
def test_dates_rise_and_the_next_year_follows(phrase: str) -> None:
    deadline = parse_deadline(phrase, ISSUED)
    this, next_ = (
        [deadline.on(period) for period in periods_of(year, deadline.every or "month")] for year in (2025, 2026)
    )
    assert this == sorted(this)
    if not re.search("印发|下发|发文", phrase):
        assert this[-1] < next_[-1]


# --- in a plan


def _phrase(**given: object) -> Phrase:
    return Phrase.model_validate(given)


def test_the_meaning_may_stand_beside_the_words() -> None:
    spring = _phrase(says="春节前", on="01-31", of="next_year")
    assert spring.words == "春节前"
    assert not spring.assumed
    assert spring.deadline.on(Period(2026, "year")) == date(2027, 1, 31)
    twice = _phrase(says="两会前后", on=["03-01", "2026-11-05"])
    assert [twice.deadline.on(period) for period in periods_of(2026, "half")] == [date(2026, 3, 1), date(2026, 11, 5)]
    same = _phrase(says="每月25日前", **{"in": "same"})
    assert same.deadline.on(Period(2026, "month", 4)) == date(2026, 4, 25)


@pytest.mark.parametrize(
    "given_",
    [
        {},
        {"says": "春节前"},
        {"says": "6月底前", "phrase": "6月底前"},
        {"says": "6月底前", "of": "next_year"},
        {"says": "6月底前", "on": "6月30日"},
        {"says": "6月底前", "on": ["06-30", "07-31", "08-31"]},
        {"says": "次月10日前", "in": "same"},
        {"says": "春节前", "on": "01-31", "in": "same"},
        {"says": "春节前", "on": "01-31", "of": "last_year"},
    ],
)
def test_half_a_meaning_is_refused(given_: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        _phrase(**given_)


@pytest.mark.parametrize(
    ("text", "year", "period"),
    [
        ("2023年5月", None, "2023-05"),
        ("5月份", 2023, "2023-05"),
        ("5月", None, None),
        ("05", 2023, None),
        ("2023/5", None, "2023-05"),
        ("2023.05", None, "2023-05"),
        ("二季度", 2023, "2023Q2"),
        ("2023年第4季", None, "2023Q4"),
        ("上半年", 2023, "2023H1"),
        ("2023年度下半年", None, "2023H2"),
        ("2023年3-4月", None, "2023B2"),
        ("11月至12月", 2023, "2023B6"),
        ("2-3月", 2023, None),
        ("3-5月", 2023, None),
        ("第7周", 2023, "2023W07"),
        ("2023年第12周", None, "2023W12"),
        ("5月上旬", 2023, "2023-05上"),
        ("5月上半月", 2023, "2023-05上半"),
        ("2023年5月下半月", None, "2023-05下半"),
        ("2023年12月下旬", None, "2023-12下"),
        ("2023年", None, "2023"),
        ("2023 q3", None, "2023Q3"),
        ("2023b6", None, "2023B6"),
        ("2023w07", None, "2023W07"),
        ("2023q7", None, None),
        ("", 2023, None),
        ("全年", 2023, None),
    ],
)
def test_periods_are_understood_as_people_spell_them(text: str, year: int | None, period: str | None) -> None:
    assert loose_period(text, year) == period


def test_a_week_that_lies_in_two_years_is_of_neither() -> None:
    assert [str(one) for one in periods_of(2019, "week")][::50] == ["2019W02", "2019W52"]
    for text in ("2019W01", "2020W01", "2019W53"):
        with pytest.raises(ValueError, match=text):
            parse_period(text)
