"""How the formats for people are shown, and annotations coloured; no format for programs looks at it."""

from typing import NamedTuple


class Style(NamedTuple):
    """``quiet`` leaves the summary alone, ``verbose`` adds what is pending, ``statistics`` counts by requirement;
    ``fail_on`` is the level at which the run fails.
    """

    color: str = "auto"
    quiet: bool = False
    verbose: bool = False
    statistics: bool = False
    fail_on: str = "violation"
