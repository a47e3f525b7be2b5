"""The files of units to what they say: of the year judged, of other years, and of units that others' rules rest on."""

from collections.abc import Iterable, Mapping, Sequence

from zhifa_check.bureau.units import Unit
from zhifa_check.format.problems import cap
from zhifa_check.inputs.facts import Facts
from zhifa_check.inputs.intake import Intake, SourceFile, read_unit
from zhifa_check.inputs.links import check_links
from zhifa_check.judge.frame import Frame

#: What is seen of the units whose sections the rules of others rest on, by their ids.
Foreign = Mapping[str, Facts]


def take_in(frame: Frame, unit: Unit | None, files: Iterable[SourceFile]) -> Intake:
    """Read one unit's files and check how their records hang together."""
    intake = read_unit(unit, [file for file in files if file.year is None], frame.vocabulary)
    check_links(intake, frame.vocabulary)
    intake.problems = cap(intake.problems)
    return intake


def years_of(frame: Frame, unit: Unit, files: Sequence[SourceFile]) -> Mapping[int, Facts]:
    """What the unit's files of other years say; what is wrong in them is for the runs of their own years to tell."""
    found = {}
    for year in sorted({file.year for file in files if file.year is not None}):
        words = frame.other_years[year]
        intake = read_unit(unit, [file for file in files if file.year == year], words)
        check_links(intake, words)
        found[year] = Facts(intake, frame.as_of)
    return found


def foreign_of(frame: Frame, intakes: Mapping[str, Intake]) -> Foreign:
    """What the units whose sections others' rules rest on have said, as seen on the as-of date."""
    return {unit: Facts(intake, frame.as_of) for unit, intake in intakes.items()}
