"""What commands are told alike: which files, by what, as of when."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhifa_check.cli.common import as_of_date, loud
from zhifa_check.cli.options import USUAL, option

if TYPE_CHECKING:
    from datetime import date

    from zhifa_check.bureau.places import Places
    from zhifa_check.run import Request

_Paths = Annotated[list[Path] | None, typer.Argument(metavar="[路径]...", help="提交文件或文件夹。默认 submissions/。")]
_AsOf = Annotated[
    str | None, option("--as-of 日期", "截至哪一天判断，如 2024-01-31。默认今天，也可用环境变量 ZHIFA_AS_OF。")
]
_Plan = Annotated[Path | None, option("--plan 文件", "计划文件。默认用最近的 data/plan_*.yaml。")]
_Year = Annotated[
    int | None, option("--year 年度", "哪个年度。默认是截至日期已经印发的计划里最新的年度。", min=1950, max=2998)
]
_Units = Annotated[Path | None, option("--units 文件", "单位名册。默认用最近的 data/units.yaml。")]
_Waivers = Annotated[Path | None, option("--waivers 文件", "核准不计文件。默认用单位名册旁边的 waivers.yaml。")]
_Rulings = Annotated[Path | None, option("--rulings 文件", "认定文件。默认用单位名册旁边的 rulings.yaml。")]
_Calendar = Annotated[Path | None, option("--calendar 文件", "放假安排。默认用单位名册旁边的 calendar.yaml。")]


@dataclass(frozen=True)
class Asked:
    """The shared options as they were typed, in the order of the help."""

    paths: _Paths = None
    as_of: _AsOf = None
    plan: _Plan = None
    year: _Year = None
    units_file: _Units = None
    waivers: _Waivers = None
    rulings: _Rulings = None
    calendar: _Calendar = None

    @cached_property
    def day(self) -> "date":
        """The as-of date."""
        return as_of_date(self.as_of)

    @property
    def folders(self) -> list[Path]:
        """Where the submissions are."""
        return self.paths or [USUAL]

    def places(self, *folders: Path) -> "Places":
        """The files that a run is judged by, for submissions in these folders. Raises PlaceError."""
        from zhifa_check.bureau.places import find_places

        return find_places(
            folders or self.folders, self.plan, self.units_file, self.waivers, self.rulings, self.calendar
        )

    def request(self, **more: Any) -> "Request":
        """What ``run.check`` is asked."""
        from zhifa_check.run import Request

        given = {"paths": tuple(self.folders), "as_of": self.day, "plan": self.plan, "units_file": self.units_file}
        given |= {"waivers": self.waivers, "rulings": self.rulings, "calendar": self.calendar, "year": self.year}
        return Request(**{**given, **more})


def asking(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """For a command with a parameter ``asked``: it gets the options of these names, or all, in that one's place.

    What makes judging impossible is told, and ends the command with 2.
    """
    shared = [one for one in signature(Asked).parameters.values() if one.name in names or not names]

    def made(command: Callable[..., None]) -> Callable[..., None]:
        def run(**given: Any) -> None:
            if shared:
                given["asked"] = Asked(**{one.name: given.pop(one.name) for one in shared})
            with loud(annotating="github" in (given.get("output_format") or ())):
                command(**given)

        own = signature(command).parameters.values()
        found = [one for mine in own for one in (shared if mine.name == "asked" else [mine])]
        run.__name__, run.__doc__ = command.__name__, command.__doc__
        keywords = [one.replace(kind=Parameter.KEYWORD_ONLY) for one in found]
        run.__signature__ = Signature(keywords)  # type: ignore[attr-defined]
        run.__annotations__ = {one.name: one.annotation for one in found}
        return run

    return made
