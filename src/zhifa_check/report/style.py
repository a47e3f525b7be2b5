"""How the formats for people are shown; no format for programs looks at it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """``quiet`` leaves the summary alone, ``verbose`` adds what is pending, ``statistics`` counts by requirement."""

    color: str = "auto"
    quiet: bool = False
    verbose: bool = False
    statistics: bool = False
