"""A unit's folder with its files to fill in, and beside ``data/`` what an editor needs; nothing is overwritten."""

import os
from pathlib import Path
from typing import NamedTuple

from zhifa_check.forms.duties import Duties
from zhifa_check.forms.folder import sections_in, unit_folder
from zhifa_check.forms.skeleton import file_text, skeleton
from zhifa_check.inputs.owners import head_of_file
from zhifa_check.judge.frame import Frame
from zhifa_check.schema.editor import editor_files, modeline
from zhifa_check.source.tree import look
from zhifa_check.source.writing import write_new


class NewFolder(NamedTuple):
    """What came of it: ``made`` with the sections of each file; ``elsewhere`` are sections that a file has already."""

    folder: Path
    made: dict[Path, tuple[str, ...]]
    kept: list[Path]
    elsewhere: dict[str, Path]
    for_editor: list[Path]


def new_folder(frame: Frame, duties: Duties, submissions: Path, root: Path) -> NewFolder:
    """Write what is missing, beside files of another year in a folder of the year.

    Raises OSError, and FolderNameError for a unit whose names no folder can have.
    """
    home = submissions / unit_folder(duties.unit)
    files = list(look(home).submissions()) if home.is_dir() else []
    own = [file for file in files if not frame.is_of_another_year(head_of_file(frame.registry, file)[1])]
    folder = home if own == files else home / str(frame.plan.year)
    there = sections_in(own, frame.vocabulary.format)
    drafts = {folder / name: texts for name, texts in skeleton(frame.vocabulary, duties).items()}
    kept = [path for path in drafts if path.exists()]
    missing = {
        path: {section: text for section, text in texts.items() if section not in there}
        for path, texts in drafts.items()
        if path not in kept
    }
    made: dict[Path, tuple[str, ...]] = {}
    for path, texts in missing.items():
        if texts:
            text = file_text(frame.plan, duties, modeline(Path(os.path.realpath(path)), root), texts)
            if write_new(path, text.encode()):
                made[path] = tuple(texts)
            else:
                kept.append(path)
    editor = editor_files(frame).items()
    for_editor = [root / path for path, text in editor if write_new(root / path, text.encode())]
    bound = {duty.section for duty in duties.sections}
    # a section whose own file is there needs no further word
    elsewhere = {name: path for name, path in there.items() if name in bound and path not in kept}
    return NewFolder(folder, made, kept, elsewhere, for_editor)
