"""Regular expressions for editors, in the syntax that JavaScript and Python share; every one takes in a whole text."""

from calendar import isleap
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from zhifa_check.calendar.periods import Period
from zhifa_check.format.unread import PLACEHOLDERS
from zhifa_check.format.values import CLOCK, NUMBER, WHOLE
from zhifa_check.source.fast import BLANK as BLANKS

_COMMON_DAYS = (
    "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8])"
)
_LEAP_YEAR = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
_DAY = f"(?!0000)(?:[0-9]{{4}}-(?:{_COMMON_DAYS})|{_LEAP_YEAR}-02-29)"
_BLANK = f"(?:{'|'.join(sorted(BLANKS - {''}))})?"

DAY = f"^{_DAY}$"
MOMENT = f"^{_DAY} {CLOCK}$"
NUMBER_TEXT = f"^(?:{NUMBER.pattern})$"
WHOLE_TEXT = f"^(?:{WHOLE.pattern})$"
BLANK = f"^{_BLANK}$"
NOT_BLANK = f"^(?!{_BLANK}$)"

COUNT_TEXT = "^[0-9]{1,6}$"
AMOUNT_TEXT = r"^(?=.{1,9}$)(?:[0-9]+\.?[0-9]*|\.[0-9]+)$"
CODE = "^[A-Za-z0-9_-]*[A-Za-z0-9][A-Za-z0-9_-]*$"
ANY_PERIOD = (
    "^(?!0000|9999)[0-9]{4}"
    "(?:H[12]|Q[1-4]|B[1-6]|W(?:0[1-9]|[1-4][0-9]|5[0-3])|-(?:0[1-9]|1[0-2])(?:[上下]半|[上中下])?)?$"
)


def day_in(year: int) -> str:
    """Every day of one year."""
    return f"^{_day_of(year)}$"


def moment_in(year: int) -> str:
    """Every minute of one year."""
    return f"^{_day_of(year)} {CLOCK}$"


def stated() -> str:
    """A text that says something: no blank, none of the words that people write for nothing."""
    words = "|".join("".join(f"[{sign}]" if sign in "/." else sign for sign in word) for word in sorted(PLACEHOLDERS))
    return rf"^(?!{_BLANK}$)(?!\s*(?:{words})\s*$)"


def within_a_year_of(period: Period) -> str:
    """No well-formed date, or one from the first day of a period to a year after its last, both included.

    Periods begin and end with months, so that months say it, but for a leap day after the last of February; what is no
    date at all is another pattern's matter.
    """
    first, latest = period.start, period.end + relativedelta(years=1)
    beyond = latest + timedelta(days=1)
    but = f"(?!{beyond}$)" if beyond.month == latest.month else ""
    months = f"{first.year}-(?:{_months(first.month, 12)})|{latest.year}-(?:{_months(1, latest.month)})"
    return f"^(?:(?![0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}$)|{but}(?:{months})-)"


def _months(first: int, last: int) -> str:
    return "|".join(f"{month:02d}" for month in range(first, last + 1))


def _day_of(year: int) -> str:
    leap_day = "|02-29" if isleap(year) else ""
    return f"{year:04d}-(?:{_COMMON_DAYS}{leap_day})"
