"""What every command that judges is told: which files, by what, as of when."""

from collections.abc import Callable
from inspect import Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhifa_check.cli.common import (
    AsOf,
    CalendarFile,
    Paths,
    PlanFile,
    RulingsFile,
    UnitsFile,
    WaiversFile,
    Year,
    as_of_date,
)

if TYPE_CHECKING:
    from zhifa_check.run import Request


def request_of(
    paths: Paths = None,
    as_of: AsOf = None,
    plan: PlanFile = None,
    year: Year = None,
    units_file: UnitsFile = None,
    waivers: WaiversFile = None,
    rulings: RulingsFile = None,
    calendar: CalendarFile = None,
) -> "Request":
    """The request that the options come to."""
    from zhifa_check.run import Request

    return Request(
        paths=tuple(paths or [Path("submissions")]),
        as_of=as_of_date(as_of),
        plan=plan,
        units_file=units_file,
        waivers=waivers,
        rulings=rulings,
        calendar=calendar,
        year=year,
    )


def judging(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options of ``request_of`` in the place of its parameter ``request``."""
    shared = signature(request_of).parameters

    def run(**given: Any) -> None:
        request = request_of(**{name: given.pop(name) for name in shared})
        command(request=request, **given)

    found = [
        one
        for own in signature(command).parameters.values()
        for one in (shared.values() if own.name == "request" else [own])
    ]
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__signature__ = Signature([one.replace(kind=one.KEYWORD_ONLY) for one in found])  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in found}
    return run
