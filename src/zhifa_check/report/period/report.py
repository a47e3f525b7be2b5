"""What every output of ``zhifa report`` is made of."""

from datetime import date
from typing import NamedTuple

from zhifa_check.bureau.places import Templates
from zhifa_check.bureau.units import Unit
from zhifa_check.report.period.trend import Trend
from zhifa_check.report.period.view import PeriodView


class Report(NamedTuple):
    """A period, how it compares, the day by which things are to be put right, and where the bureau's templates lie."""

    period: PeriodView
    trend: Trend
    rectify_by: date | None
    registry: tuple[Unit, ...]
    templates: Templates
