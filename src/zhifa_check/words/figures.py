"""Figures as sentences and tables write them: exact, or cut and never rounded up."""

from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

_HUNDREDTH = Decimal("0.01")


def plain(number: Decimal | int) -> str:
    """A figure without an exponent or trailing zeros: 58.5, 60."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def decimal(number: Fraction) -> Decimal:
    """A fraction as far as a decimal goes."""
    return Decimal(number.numerator) / Decimal(number.denominator)


def cut(number: Decimal, rounding: str = ROUND_FLOOR) -> str:
    """A figure to two places at most, such as seven twelfths of a demand."""
    return plain(number.quantize(_HUNDREDTH, rounding))


def percent(part: Decimal | int, whole: Decimal | int) -> str:
    """A rate for tables, cut to two places and never rounded up: 98.98%; a dash for a rate of nothing."""
    if not whole:
        return "—"
    return f"{plain((Decimal(part) * 10000 / Decimal(whole)).to_integral_value('ROUND_FLOOR') / 100)}%"


def rate(part: Decimal | int, whole: Decimal | int) -> str:
    """A rate for sentences, which say where it is cut: 98.98%（截尾）."""
    shown = percent(part, whole)
    return shown if not whole or Decimal(shown[:-1]) * whole == Decimal(part) * 100 else f"{shown}（截尾）"
