"""What the intake says of the files as they would be, told at the cells that it comes from."""

from collections.abc import Iterable, Mapping, Sequence

from pydantic import ValidationError

from zhifa_check.bureau.units import Unit
from zhifa_check.format.problems import Problem
from zhifa_check.format.refusals import refused
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.inputs.intake import Intake, read_documents
from zhifa_check.inputs.links import check_links
from zhifa_check.ledgers.drafts import Cell, Draft
from zhifa_check.ledgers.existing import Own
from zhifa_check.ledgers.placing import Change, shifted
from zhifa_check.ledgers.refusal import Refusal, Refusals
from zhifa_check.source.document import Document, KeyPath


def take_in(unit: Unit, documents: Iterable[Document], vocabulary: Vocabulary) -> Intake:
    """The records of a unit's files and what is refused of them, references looked up."""
    found = read_documents(unit, documents, vocabulary)
    check_links(found, vocabulary)
    return found


#: What the refusal of another row may lead to; the last where the row may be what is referred to.
_MAY_FOLLOW = ("D.missing-key", "D.duplicate-id", "D.duplicate-record", "D.reference")


def judged(
    done: Sequence[Change],
    own: Sequence[Own],
    before: Intake,
    unit: Unit,
    vocabulary: Vocabulary,
    refusals: Refusals,
    *,
    keys_known: bool,
) -> list[str]:
    """What the intake refuses of the files as they would be, and did not before: at its cell, or else as it stands.

    Where cells are refused already, what could follow from that alone is not told; ``keys_known`` where none of these
    is in a sheet that others refer to.
    """
    documents = {file.document.file: file.document for file in own} | {c.document.file: c.document for c in done}
    after = take_in(unit, [documents[name] for name in sorted(documents)], vocabulary)
    gone = {change.document.file: change.removed for change in done}
    old = {(one.file, one.id, shifted(one.path, gone.get(one.file, ()))) for one in before.problems}
    cells = {change.document.file: change.cells for change in done}
    broken = len(refusals) > 0
    may_follow = _MAY_FOLLOW[:-1] if keys_known else _MAY_FOLLOW
    told = {(one.sheet, one.row, one.column) for one in refusals.found([])}
    outside = []
    for problem in after.problems:
        if (problem.file, problem.id, problem.path) in old:
            continue
        found = _cell(problem, cells.get(problem.file, {}))
        if broken and (problem.id in may_follow or found is None):
            continue
        if found is None:
            outside.append(in_a_line(problem))
        elif problem.id != "D.reference" or found not in told:
            refusals.add(_at_cell(found, problem))
    return outside


def tell_orphans(orphans: Iterable[Draft], vocabulary: Vocabulary, refusals: Refusals) -> None:
    """What is wrong with records that belong to nobody: they come into no file, and so no intake sees them."""
    for draft in orphans:
        document = Document("", draft.raw, [])
        try:
            draft.sheet.model.model_validate(draft.raw, context=vocabulary)
        except ValidationError as error:
            for problem in refused(document, error.errors(include_url=False), draft.sheet.model, ()):
                if (found := _cell(problem, draft.cells)) is not None and problem.id != "D.missing-key":
                    refusals.add(_at_cell(found, problem))


def _at_cell(cell: Cell, problem: Problem) -> Refusal:
    """The intake speaks of lines of a file; in a sheet the same word is a row, which nobody should delete. People go by
    names there.
    """
    message = problem.message.replace("请删去这一行", "请把这一格清空")
    return Refusal(*cell, message.removeprefix("编号") if problem.id == "D.reference" else message)


def _cell(problem: Problem, cells: Mapping[KeyPath, Cell]) -> Cell | None:
    path = problem.path
    while path and path not in cells:
        path = path[:-1]
    return cells.get(path)


def in_a_line(problem: Problem) -> str:
    """A problem with its place in a file."""
    return f"{problem.file}:{problem.line} {problem.message}"
