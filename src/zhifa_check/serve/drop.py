"""What a file that was dropped on the page would change, and what is given back where it cannot be taken."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from zhifa_check.bureau.places import find_headers
from zhifa_check.bureau.units import Unit
from zhifa_check.format.problems import ConfigError, Problem
from zhifa_check.forms.folder import unit_folder
from zhifa_check.forms.marked import marked_copy
from zhifa_check.inputs.intake import SourceFile
from zhifa_check.inputs.owners import unit_of_content
from zhifa_check.judge.taking_in import take_in
from zhifa_check.ledgers.importing import Sources, guessed, prepare
from zhifa_check.ledgers.mapping_sheet import workbook_of
from zhifa_check.ledgers.result import Result
from zhifa_check.mend.fixing import fix
from zhifa_check.serve.county import County
from zhifa_check.sheets.grid import LedgerError
from zhifa_check.source.files import SUFFIXES, shown
from zhifa_check.source.writing import Write

#: What a name must end with to be read as a table.
TABLES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv")
#: What Windows adds where it hides the ends of names.
_HIDDEN_END = ".txt"


@dataclass(frozen=True, slots=True)
class Drop:
    """A file that somebody dropped on the page, looked at and not written yet.

    ``writes`` are the files with their bytes before (None where there is none) and after; nothing of them is written
    where ``result`` says what is refused. ``append`` where somebody said that all in it is new, ``mendable`` where some
    of what is refused is its form alone.
    """

    unit: str
    name: str
    content: bytes
    result: Result = field(default_factory=Result)
    writes: list[Write] = field(default_factory=list)
    append: bool = False
    mendable: bool = False

    @property
    def is_table(self) -> bool:
        """Whether the file is a table."""
        return Path(self.name).suffix.lower() in TABLES


def look_at(
    county: County,
    unit: Unit,
    name: str,
    content: bytes,
    mapping: tuple[str, bytes] | None = None,
    append: bool = False,
    mend: bool = False,
) -> Drop:
    """What a table or a YAML file of a unit would change.

    ``mapping`` is the name and content of a file that says what the columns are; ``append`` says that what is unlike
    the unit's records is new, ``mend`` that the form of a YAML file is mended first.

    Raises LedgerError, ConfigError or OSError where nothing can be read.
    """
    path = Path(name)
    if path.suffix.lower() == _HIDDEN_END and Path(path.stem).suffix.lower() in SUFFIXES:
        drop = _yaml(county, unit, path.stem, content, mend=mend)
        drop.result.notes.append(f"“{name}”的名字后面多了“{path.suffix}”，当作“{path.stem}”")
        return drop
    if path.suffix.lower() in SUFFIXES:
        return _yaml(county, unit, name, content, mend=mend)
    if path.suffix.lower() not in TABLES:
        known = "、".join((*TABLES, *SUFFIXES))
        message = f"“{name}”不是能读的文件。能读的有 {known}，图片、Word、压缩包请先转成表格。"
        return Drop(unit.id, name, content, _refusing(message))
    with _at_hand(county, unit, name, content, mapping, append) as sources:
        result = prepare(sources, county.frame()[0].vocabulary)
    writes = [(change.path, change.before, change.after) for change in result.changes]
    return Drop(unit.id, name, content, result, writes, append)


def copy_of(county: County, drop: Drop) -> bytes:
    """The table with what is refused marked in it."""
    result = drop.result
    return marked_copy(result.grids, result.found, result.outside, county.frame()[0].plan.year)


def guess_of(county: County, unit: Unit, drop: Drop) -> bytes:
    """A workbook that says which column of the table may be what, to be confirmed. Raises what ``look_at`` does."""
    with _at_hand(county, unit, drop.name, drop.content) as sources:
        frame, _ = county.frame()
        return workbook_of(*guessed(sources, frame.vocabulary), frame.as_of)


@contextmanager
def _at_hand(
    county: County,
    unit: Unit,
    name: str,
    content: bytes,
    mapping: tuple[str, bytes] | None = None,
    append: bool = False,
) -> Iterator[Sources]:
    """The table in a file, for as long as it is read."""
    with tempfile.TemporaryDirectory(prefix="zhifa-") as scratch:
        # a csv is called in messages as its file is
        ledger = Path(scratch) / name
        ledger.write_bytes(content)
        beside = None
        if mapping is not None:
            beside = Path(scratch) / "mapping" / f"mapping{Path(mapping[0]).suffix.lower()}"
            beside.parent.mkdir()
            beside.write_bytes(mapping[1])
        headers = find_headers(county.folder)
        try:
            yield Sources(ledger, unit, county.files(unit), county.folder, headers, beside, not append, append)
        except (LedgerError, ConfigError) as error:
            if mapping is None or beside is None:
                raise
            # whoever reads it knows the file by the name it had
            raise LedgerError(_as_named(error, beside, mapping[0])) from None


def _as_named(error: LedgerError | ConfigError, beside: Path, name: str) -> str:
    told = str(error)
    if isinstance(error, ConfigError):
        told = "；".join(f"{one.file}:{one.line} {one.message}" for one in error.problems)
    return told.replace(shown(beside), name).replace(str(beside), name)


def _yaml(county: County, unit: Unit, name: str, content: bytes, *, mend: bool) -> Drop:
    frame, _ = county.frame()
    notes = []
    if mend:
        fixed = fix(content, frame.vocabulary.format)
        notes = [f"原来是 {fixed.foreign} 编码，改成了 UTF-8"] if fixed.foreign else []
        notes += [f"第 {one.line} 行：{one.message}" for one in fixed.values]
        content = fixed.new_content
    files = county.files(unit)
    target = next((file.path for file in files if file.path.name == name), None)
    if target is None:
        target = county.folder / unit_folder(unit) / name
        if target.exists():
            message = f"{shown(target)} 已经有了，却不是{unit.name}的文件。请换一个文件名。"
            return Drop(unit.id, name, content, _refusing(message))
    with tempfile.TemporaryDirectory(prefix="zhifa-") as scratch:
        dropped = Path(scratch) / "dropped.yaml"
        dropped.write_bytes(content)
        owner = unit_of_content(frame.registry, content)
        if owner is not None and owner != unit.id:
            theirs = f"文件开头的“单位”写的是“{frame.registry.by_id[owner].name}”，这里是{unit.name}的页面。"
            return Drop(unit.id, name, content, _refusing(f"{theirs}请改正或换一页。"))
        others = [file for file in files if file.path != target]
        mine = SourceFile(dropped, shown(target), unit.id)
        after = take_in(frame, unit, sorted([*others, mine], key=lambda file: file.shown)).problems
    before = {(one.file, one.id, one.path) for one in take_in(frame, unit, files).problems}
    refused = [_line(one) for one in after if one.file == mine.shown or (one.file, one.id, one.path) not in before]
    old = target.read_bytes() if target.exists() else None
    writes = [] if refused or old == content else [(target, old, content)]
    result = _refusing(*refused)
    result.notes = notes
    mendable = bool(refused) and not mend and fix(content, frame.vocabulary.format).changed
    return Drop(unit.id, name, content, result, writes, mendable=mendable)


def _refusing(*messages: str) -> Result:
    return Result(list(messages), faults=len(messages))


def _line(problem: Problem) -> str:
    return f"{Path(problem.file).name} 第 {problem.line} 行：{problem.message}"
