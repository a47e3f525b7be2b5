"""What the page asks of the rest: the verdict, the form and the calendar."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhifa_check.bureau.places import CannotJudgeError, Places, find_places
from zhifa_check.bureau.units import Unit
from zhifa_check.forms.duties import duties_of
from zhifa_check.inputs.intake import SourceFile
from zhifa_check.judge.agenda import agenda, last_due
from zhifa_check.judge.frame import Frame, chosen_units, load_frame
from zhifa_check.judge.looking import files_of, own_documents, submission_files, survey
from zhifa_check.report.check.view import View
from zhifa_check.report.due.listing import DueList, statuses
from zhifa_check.run import Request, check


@dataclass(frozen=True, slots=True)
class County:
    """Where the submissions lie and by what they are judged; read anew at every question, so no answer is stale."""

    folder: Path
    as_of: date | None = None
    plan: Path | None = None
    units_file: Path | None = None
    only: tuple[str, ...] = ()

    def today(self) -> date:
        """The day on whose evening the page judges."""
        return self.as_of or date.today()  # noqa: DTZ011 - the official's own calendar day

    def frame(self) -> tuple[Frame, Places]:
        """Plan, registry and the places of both. Raises what ``run.load_frame`` does."""
        places = find_places((self.folder,), self.plan, self.units_file)
        return load_frame(places, self.today()), places

    def units(self, frame: Frame) -> list[Unit]:
        """The units that the page shows."""
        return [frame.registry.by_id[one] for one in chosen_units(frame, self.only)]

    def verdict(self, units: Sequence[str]) -> View | None:
        """The view of some units; None where nobody has handed in anything yet."""
        places = self.frame()[1]
        if not self.folder.is_dir() or not submission_files(survey((self.folder,)), places):
            return None
        return check(Request((self.folder,), self.today(), self.plan, self.units_file, only_units=tuple(units)))

    def form(self, unit: Unit) -> bytes:
        """The workbook to fill in, with what is on file.

        Raises CannotJudgeError where a file of the unit cannot be read.
        """
        from zhifa_check.forms.workbook import workbook

        frame, places = self.frame()
        documents, unread = own_documents(frame, places, self.folder, unit)
        if unread:
            raise CannotJudgeError(unread[0])
        return workbook(frame.plan, frame.registry, frame.vocabulary, duties_of(frame.plan, unit), documents)

    def calendar(self, unit: Unit) -> str:
        """All of the unit's deadlines of the plan; what is done reminds no more."""
        from zhifa_check.report.due.ics import write_ics

        frame, _ = self.frame()
        first, last = frame.plan.issued, last_due(frame.plan, frame.registry.units)
        items = [item for item in agenda(frame.plan, [unit], first, last) if item.units]
        view = self.verdict([unit.id])
        out = io.StringIO(newline="")
        write_ics(DueList(frame.plan, first, last, items, True, statuses(view) if view else None), out)
        return out.getvalue()

    def files(self, unit: Unit) -> list[SourceFile]:
        """The unit's own files of the judged year."""
        frame, places = self.frame()
        return files_of(frame, places, self.folder, unit)
