"""What the page asks of the rest: the verdict, the form, the calendar, and what a file dropped on it would change."""

import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from zhifa_check.bureau.places import Places, find_headers, find_places
from zhifa_check.bureau.units import Unit
from zhifa_check.format.problems import Problem
from zhifa_check.forms.duties import duties_of
from zhifa_check.forms.folder import unit_folder
from zhifa_check.inputs.intake import SourceFile
from zhifa_check.inputs.owners import unit_of_content
from zhifa_check.judge.agenda import agenda, last_due
from zhifa_check.judge.engine import Frame, take_in
from zhifa_check.judge.looking import files_of, own_documents, submission_files, survey
from zhifa_check.ledgers.importing import Sources, prepare
from zhifa_check.report.check.view import View
from zhifa_check.report.due.listing import DueList, statuses
from zhifa_check.run import Request, check, chosen_units, load_frame
from zhifa_check.source.files import SUFFIXES, shown
from zhifa_check.source.writing import Write

#: What a name must end with to be read as a table.
TABLES = (".xlsx", ".xls", ".et", ".ods", ".csv")


@dataclass(frozen=True, slots=True)
class Drop:
    """A file that somebody dropped on the page, looked at and not written yet.

    ``writes`` are the files with their bytes before (None where there is none) and after; nothing of them is written
    where ``refused`` says why not.
    """

    unit: str
    name: str
    refused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)


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
        """The workbook to fill in."""
        from zhifa_check.forms.workbook import workbook

        frame, places = self.frame()
        documents = own_documents(frame, places, self.folder, unit)[0]
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

    def look_at(self, unit: Unit, name: str, content: bytes) -> Drop:
        """What a table or a YAML file of a unit would change. Raises LedgerError or OSError where it cannot be read."""
        suffix = Path(name).suffix.lower()
        if suffix in SUFFIXES:
            return self._yaml(unit, name, content)
        if suffix not in TABLES:
            known = "、".join((*TABLES, *SUFFIXES))
            return Drop(unit.id, name, [f"“{name}”不是能读的文件。能读的有 {known}，图片、Word、压缩包请先转成表格。"])
        return self._table(unit, name, content)

    def _table(self, unit: Unit, name: str, content: bytes) -> Drop:
        frame, places = self.frame()
        with tempfile.TemporaryDirectory(prefix="zhifa-") as scratch:
            ledger = Path(scratch) / f"table{Path(name).suffix.lower()}"
            ledger.write_bytes(content)
            result = prepare(
                Sources(ledger, unit, self._files(frame, places, unit), self.folder, find_headers(self.folder)),
                frame.vocabulary,
            )
        told = [str(tally) for tally in result.rows]
        writes = [(change.path, change.before, change.after) for change in result.changes]
        return Drop(unit.id, name, result.refused, result.notes, told, writes)

    def _yaml(self, unit: Unit, name: str, content: bytes) -> Drop:
        frame, places = self.frame()
        files = self._files(frame, places, unit)
        target = next((file.path for file in files if file.path.name == name), None)
        if target is None:
            target = self.folder / unit_folder(unit) / name
            if target.exists():
                return Drop(unit.id, name, [f"{shown(target)} 已经有了，却不是{unit.name}的文件。请换一个文件名。"])
        with tempfile.TemporaryDirectory(prefix="zhifa-") as scratch:
            dropped = Path(scratch) / "dropped.yaml"
            dropped.write_bytes(content)
            owner = unit_of_content(frame.registry, content)
            if owner is not None and owner != unit.id:
                theirs = f"文件开头的“单位”写的是“{frame.registry.by_id[owner].name}”，这里是{unit.name}的页面。"
                return Drop(unit.id, name, [f"{theirs}请改正或换一页。"])
            others = [file for file in files if file.path != target]
            mine = SourceFile(dropped, shown(target), unit.id)
            after = take_in(frame, unit, sorted([*others, mine], key=lambda file: file.shown)).problems
        before = {(one.file, one.id, one.path) for one in take_in(frame, unit, files).problems}
        refused = [_line(one) for one in after if one.file == mine.shown or (one.file, one.id, one.path) not in before]
        old = target.read_bytes() if target.exists() else None
        writes = [] if refused or old == content else [(target, old, content)]
        return Drop(unit.id, name, refused, writes=writes)

    def _files(self, frame: Frame, places: Places, unit: Unit) -> list[SourceFile]:
        return files_of(frame, places, self.folder, unit)


def _line(problem: Problem) -> str:
    return f"{Path(problem.file).name} 第 {problem.line} 行：{problem.message}"
