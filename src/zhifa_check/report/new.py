"""What ``zhifa new`` writes for units to fill in, and says of it."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from zhifa_check.bureau.places import CannotJudgeError, Places
from zhifa_check.bureau.units import Unit
from zhifa_check.format.sections.reports import Report
from zhifa_check.forms.duties import Duties, duties_of
from zhifa_check.forms.folder import FolderNameError, sections_in, unit_folder
from zhifa_check.forms.skeleton import argument, file_text, skeleton
from zhifa_check.forms.workbook import workbook
from zhifa_check.inputs.owners import head_of_file
from zhifa_check.judge.frame import Frame
from zhifa_check.judge.looking import own_documents
from zhifa_check.report.output import OutputError
from zhifa_check.report.terminal import Terminal
from zhifa_check.schema.editor import editor_files, modeline
from zhifa_check.source.files import reason, shown
from zhifa_check.source.tree import look
from zhifa_check.source.writing import write_new
from zhifa_check.words.harmless import harmless


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


@dataclass(frozen=True, slots=True)
class Forms:
    """What all units of one call have in common; ``of_year`` is what a later command must be told, too."""

    frame: Frame
    places: Places
    submissions: Path
    usual: bool
    of_year: str
    terminal: Terminal

    def all_workbooks(self, folder: Path) -> bool:
        """A workbook for every unit that the plan asks for something; what is there already is left alone.

        False where one could not be made. Raises OutputError.
        """
        made, kept, failed = 0, [], 0
        year = self.frame.plan.year
        for unit in self.frame.registry.units:
            duties = duties_of(self.frame.plan, unit)
            if not duties.sections:
                self._say(f"{unit.name}：没有要填的内容")
                continue
            try:
                path = folder / f"{unit_folder(unit)}{year}年填报表.xlsx"
            except FolderNameError as error:
                self._say(f"{unit.name}：{error}")
                failed += 1
                continue
            documents, unread = self._on_file(unit)
            if unread:
                self._say(f"{unit.name}：没有写表格，{unread[0]}")
                failed += 1
            elif self._write(path, duties, documents):
                made += 1
            else:
                kept.append(path.name)
        self._say(f"{year} 年度填报表：新建 {made} 个，在 {folder}")
        if kept:
            self._say(f"已经有了、没有改动的 {len(kept)} 个：{'、'.join(kept)}", indent="  ")
        self._next("发给各单位，用 WPS 或 Excel 填。", f"收回来一起导入：zhifa import {folder}/*.xlsx{self.of_year}")
        return not failed

    def workbook(self, unit: Unit, path: Path) -> None:
        """One workbook with what is on file already. Raises OutputError and CannotJudgeError."""
        duties = self._duties(unit)
        if path.suffix.lower() != ".xlsx":
            raise OutputError(f"--xlsx 的文件名要以 .xlsx 结尾，写的是“{path.name}”")
        documents, unread = self._on_file(unit)
        if unread:
            raise CannotJudgeError(unread[0])
        if not self._write(path, duties, documents):
            raise OutputError(f"{path} 已经有了，不覆盖。请换一个文件名，或先把它移走")
        into = self.of_year if self.usual else f"{self.of_year} --dir {argument(str(self.submissions))}"
        sections = "、".join(duty.section for duty in duties.sections)
        filled = f"，已经报了的 {len(documents)} 个文件填在里面" if documents else ""
        self._say(f"{unit.name} {self.frame.plan.year} 年度填报表：新建 {path}{filled}")
        self._say(f"  {sections}；要报的有 {_reports(duties)}", indent="  ")
        self._next(
            "用 WPS 或 Excel 打开，先看“说明”这张表，再一张一张填；没有的空着。",
            f"填好后转成提交文件：zhifa import {argument(str(path))} --unit {argument(unit.name)}{into}",
            *self._look(duties),
        )

    def folder(self, unit: Unit) -> None:
        """A folder of YAML files. Raises OutputError and CannotJudgeError."""
        duties = self._duties(unit)
        # the repository: the folder with ``data/`` in it where that is above the submissions, else the one above them
        whole, data = (Path(os.path.realpath(path)) for path in (self.submissions, self.places.units.parent))
        root = data.parent if whole.is_relative_to(data.parent) else whole.parent
        with _written(self.submissions):
            found = new_folder(self.frame, duties, self.submissions, root)
        self._say(f"{unit.name} {self.frame.plan.year} 年度填报文件，在 {shown(found.folder)}/")
        for path, sections in found.made.items():
            more = f"（{_reports(duties)}）" if Report.title in sections else ""
            self._say(f"  新建 {path.name}：{'、'.join(sections)}{more}", indent="       ")
        for path in found.kept:
            self._say(f"  原有 {path.name}：没有改动")
        for section, path in found.elsewhere.items():
            # it may lie beside the folder, where another year has the folder above
            beside = Path(os.path.relpath(path, found.folder)).as_posix()
            self._say(f"  “{section}”已经在 {beside} 里，没有另写", indent="  ")
        if found.for_editor:
            counts = Counter(shown(path.parent) for path in found.for_editor)
            folders = "、".join(f"{name}/（{count} 个）" for name, count in counts.items())
            self._say(f"编辑器用的文件，填写时有提示：新建 {folders}", indent="  ")
        if not found.made:
            self._say("没有新建提交文件：要填的部分都已经有了。")
        how = "用 VS Code 或记事本打开，照文件开头的说明填：办完一件填一件，没有办的留着不动。"
        self._next(how, *self._look(duties))

    def _duties(self, unit: Unit) -> Duties:
        duties = duties_of(self.frame.plan, unit)
        if not duties.sections:
            what = f"{self.frame.plan.title}没有要{unit.name}填的内容"
            raise CannotJudgeError(f"{what}，请检查单位名册里它的类别和职责")
        return duties

    def _on_file(self, unit: Unit) -> tuple[list[Mapping[str, object]], list[str]]:
        with _written(self.submissions):
            return own_documents(self.frame, self.places, self.submissions, unit)

    def _write(self, path: Path, duties: Duties, documents: list[Mapping[str, object]]) -> bool:
        """False where a file is there already."""
        frame = self.frame
        with _written(path):
            return write_new(path, workbook(frame.plan, frame.registry, frame.vocabulary, duties, documents))

    def _look(self, duties: Duties) -> tuple[str, str]:
        """How to see whether what is filled in is right, and what falls due when."""
        name, where = argument(duties.unit.name), argument(str(self.submissions))
        paths, beside = ("", "") if self.usual else (f"{where} ", f" --submissions {where}")
        dues = [entry.strict_due for entry in duties.calendar()]
        span = f" --from {min(dues)} --to {max(dues)}" if dues else ""
        return (
            f"看填得对不对、还有什么没完成：zhifa check {paths}--unit {name}（加 -v 连没有到期的也列出）",
            f"看什么时候报什么：zhifa due --unit {name}{beside}{span}",
        )

    def _next(self, *steps: str) -> None:
        self._say("接下来：")
        for number, step in enumerate(steps, start=1):
            self._say(f"  {number}. {step}", indent="     ")

    def _say(self, text: str, indent: str = "") -> None:
        """One line; names of the registry and of files that are there may hold anything."""
        self.terminal.line(harmless(text), indent=indent, styles={"新建": "green", "原有": "yellow"})


@contextmanager
def _written(path: Path) -> Iterator[None]:
    try:
        yield
    except FolderNameError as error:
        raise OutputError(str(error)) from error
    except OSError as error:
        raise OutputError(f"写不了 {error.filename or path}（{reason(error)}）") from error


def _reports(duties: Duties) -> str:
    return f"{len(duties.items)} 个事项，全年 {len(duties.calendar())} 次"
