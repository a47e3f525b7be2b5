"""Small charts as SVG: coordinates are worked out here, words and looks stand in the template."""

from collections.abc import Sequence
from typing import NamedTuple

from zhifa_check.judge.agenda import DueItem
from zhifa_check.report.period.trend import Trend
from zhifa_check.report.period.trend_words import quarter_figures

#: Of a chart, in its own units.
WIDTH, HEIGHT, FOOT, HEADROOM = 320, 150, 24, 22


class Bar(NamedTuple):
    """A bar with what stands below and above it, and a sentence for those who do not see it."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: str
    words: str
    muted: bool = False


def problem_bars(trend: Trend) -> list[Bar]:
    """How many problems each quarter of the year has so far."""
    return _bars(_quarters(trend, "problems", "问题 {problems} 处，涉及 {units_with_problems} 个单位"))


def rate_bars(trend: Trend) -> list[Bar]:
    """How many in a hundred were in time in each quarter; those of which nothing is decided are left out."""
    return _bars(_quarters(trend, "rate", "按期率 {rate}，按期 {on_time} 件，应报 {owed}"), most=100, unit="%")


def _quarters(trend: Trend, key: str, words: str) -> list[tuple[str, float, str, bool]]:
    """Each quarter with one of its figures, and what its figures say in words."""
    return [
        (
            f"第{one.period.index}季度",
            float(str(figures[key]).rstrip("%")),
            f"{one.period.chinese}：{words.format(**figures)}",
            not one.is_over,
        )
        for one in trend.series
        if (figures := quarter_figures(one))[key] is not None
    ]


def due_bars(upcoming: Sequence[DueItem]) -> list[Bar]:
    """How many duties of units fall due on each day to come."""
    by_day: dict[str, int] = {}
    for item in upcoming:
        by_day[f"{item.strict_due:%m-%d}"] = by_day.get(f"{item.strict_due:%m-%d}", 0) + len(item.units)
    return _bars([(day, count, f"{day} 到期 {count} 件", False) for day, count in by_day.items()])


def _bars(values: Sequence[tuple[str, float, str, bool]], *, most: float = 0, unit: str = "") -> list[Bar]:
    if not values:
        return []
    highest = most or max(value for _, value, _, _ in values) or 1
    step = WIDTH / len(values)
    width = min(step * 0.6, 48)
    room = HEIGHT - FOOT - HEADROOM
    bars = []
    for number, (label, value, words, muted) in enumerate(values):
        height = max(room * value / highest, 1)
        x = number * step + (step - width) / 2
        y = HEIGHT - FOOT - height
        x, y, wide, high = (round(size, 1) for size in (x, y, width, height))
        bars.append(Bar(x, y, wide, high, label, f"{value:g}{unit}", words, muted))
    return bars
