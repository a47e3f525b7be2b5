"""``zhifa new``."""

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhifa_check.cli.common import AsOf, Color, PlanFile, UnitsFile, Year, as_of_date, check_color, fail, loud

if TYPE_CHECKING:
    from zhifa_check.bureau.places import Places
    from zhifa_check.forms.duties import Duties
    from zhifa_check.judge.frame import Frame
    from zhifa_check.report.terminal import Terminal

_DEFAULT = Path("submissions")


def new(
    unit: Annotated[
        str | None,
        typer.Argument(metavar="单位", help="单位名册里的代号或名称。给所有单位的写 --all。"),
    ] = None,
    directory: Annotated[
        Path, typer.Option("--dir", metavar="文件夹", help="各单位的文件夹放在哪里。默认 submissions。")
    ] = _DEFAULT,
    xlsx: Annotated[
        Path | None,
        typer.Option(
            "--xlsx", metavar="文件", help="不写文件夹，改写一个 Excel 表格，用 WPS 或 Excel 填；已经报了的都填在里面。"
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="给名册里的每个单位各写一个表格，--xlsx 写放表格的文件夹。")
    ] = False,
    as_of: AsOf = None,
    plan: PlanFile = None,
    year: Year = None,
    units_file: UnitsFile = None,
    color: Color = "auto",
) -> None:
    """给一个单位准备好要填的文件：只有它要填的部分和事项，期限都写好，空着等填。"""
    from zhifa_check.bureau.places import find_places
    from zhifa_check.forms.duties import duties_of
    from zhifa_check.forms.folder import FolderNameError
    from zhifa_check.judge.frame import chosen_units, load_frame
    from zhifa_check.report.terminal import Terminal
    from zhifa_check.source.files import reason

    check_color(color)
    with loud():
        places = find_places([directory], plan, units_file)
        frame = load_frame(places, as_of_date(as_of), year, drafts=True)
        if every == (unit is not None) or (every and xlsx is None):
            fail("请写一个单位；给所有单位的写：zhifa new --all --xlsx 文件夹")
        chosen = "" if unit is None else chosen_units(frame, [unit])[0]
    terminal = Terminal(sys.stdout, color)
    if unit is None and xlsx is not None:
        _write_all(frame, xlsx, directory, places, terminal, _of_year(year))
        return
    duties = duties_of(frame.plan, frame.registry.by_id[chosen])
    if not duties.sections:
        fail(f"{frame.plan.title}没有要{duties.unit.name}填的内容，请检查单位名册里它的类别和职责")
    try:
        if xlsx is not None:
            _write_workbook(frame, duties, xlsx, directory, places, terminal, _of_year(year))
        else:
            _write_folder(frame, duties, directory, places, terminal)
    except FolderNameError as error:
        fail(str(error))
    except OSError as error:
        fail(f"写不了 {error.filename or xlsx or directory}（{reason(error)}）")


def _of_year(year: int | None) -> str:
    """What a later command must be told, too."""
    return "" if year is None else f" --year {year}"


def _write_all(
    frame: "Frame", folder: Path, directory: Path, places: "Places", terminal: "Terminal", of_year: str
) -> None:
    """A workbook for every unit that the plan asks for something; what is there already is left alone."""
    from zhifa_check.forms.duties import duties_of
    from zhifa_check.forms.folder import FolderNameError, unit_folder
    from zhifa_check.forms.workbook import workbook
    from zhifa_check.judge.looking import own_documents
    from zhifa_check.source.files import reason
    from zhifa_check.source.writing import write_new

    made, kept, failed = 0, [], 0
    for unit in frame.registry.units:
        duties = duties_of(frame.plan, unit)
        if not duties.sections:
            _say(terminal, f"{unit.name}：没有要填的内容")
            continue
        try:
            path = folder / f"{unit_folder(unit)}{frame.plan.year}年填报表.xlsx"
            documents, unread = own_documents(frame, places, directory, unit)
            if unread:
                _say(terminal, f"{unit.name}：没有写表格，{unread[0]}")
                failed += 1
            elif write_new(path, workbook(frame.plan, frame.registry, frame.vocabulary, duties, documents)):
                made += 1
            else:
                kept.append(path.name)
        except FolderNameError as error:
            _say(terminal, f"{unit.name}：{error}")
            failed += 1
        except OSError as error:
            fail(f"写不了 {error.filename or folder}（{reason(error)}）")
    _say(terminal, f"{frame.plan.year} 年度填报表：新建 {made} 个，在 {folder}")
    if kept:
        _say(terminal, f"已经有了、没有改动的 {len(kept)} 个：{'、'.join(kept)}", indent="  ")
    _next(terminal, "发给各单位，用 WPS 或 Excel 填。", f"收回来一起导入：zhifa import {folder}/*.xlsx{of_year}")
    if failed:
        raise typer.Exit(1)


def _write_workbook(
    frame: "Frame",
    duties: "Duties",
    path: Path,
    directory: Path,
    places: "Places",
    terminal: "Terminal",
    of_year: str,
) -> None:
    from zhifa_check.forms.skeleton import argument
    from zhifa_check.forms.workbook import workbook
    from zhifa_check.judge.looking import own_documents
    from zhifa_check.source.writing import write_new

    if path.suffix.lower() != ".xlsx":
        fail(f"--xlsx 的文件名要以 .xlsx 结尾，写的是“{path.name}”")
    documents, unread = own_documents(frame, places, directory, duties.unit)
    if unread:
        fail(unread[0])
    if not write_new(path, workbook(frame.plan, frame.registry, frame.vocabulary, duties, documents)):
        fail(f"{path} 已经有了，不覆盖。请换一个文件名，或先把它移走")
    into = of_year if directory == _DEFAULT else f"{of_year} --dir {argument(str(directory))}"
    sections = "、".join(duty.section for duty in duties.sections)
    filled = f"，已经报了的 {len(documents)} 个文件填在里面" if documents else ""
    _say(terminal, f"{duties.unit.name} {frame.plan.year} 年度填报表：新建 {path}{filled}")
    _say(terminal, f"  {sections}；要报的有 {_reports(duties)}", indent="  ")
    _next(
        terminal,
        "用 WPS 或 Excel 打开，先看“说明”这张表，再一张一张填；没有的空着。",
        f"填好后转成提交文件：zhifa import {argument(str(path))} --unit {argument(duties.unit.name)}{into}",
        *_look(duties, directory),
    )


def _write_folder(frame: "Frame", duties: "Duties", directory: Path, places: "Places", terminal: "Terminal") -> None:
    from zhifa_check.format.sections.reports import Report
    from zhifa_check.forms.new_folder import new_folder
    from zhifa_check.source.files import shown

    found = new_folder(frame, duties, directory, _root(directory, places))
    folder = shown(found.folder)
    _say(terminal, f"{duties.unit.name} {frame.plan.year} 年度填报文件，在 {folder}/")
    for path, sections in found.made.items():
        more = f"（{_reports(duties)}）" if Report.title in sections else ""
        _say(terminal, f"  新建 {path.name}：{'、'.join(sections)}{more}", indent="       ")
    for path in found.kept:
        _say(terminal, f"  原有 {path.name}：没有改动")
    for section, path in found.elsewhere.items():
        _say(terminal, f"  “{section}”已经在 {_beside(path, found.folder)} 里，没有另写", indent="  ")
    if found.for_editor:
        counts = Counter(shown(path.parent) for path in found.for_editor)
        folders = "、".join(f"{name}/（{count} 个）" for name, count in counts.items())
        _say(terminal, f"编辑器用的文件，填写时有提示：新建 {folders}", indent="  ")
    if not found.made:
        _say(terminal, "没有新建提交文件：要填的部分都已经有了。")
    _next(
        terminal,
        "用 VS Code 或记事本打开，照文件开头的说明填：办完一件填一件，没有办的留着不动。",
        *_look(duties, directory),
    )


def _root(directory: Path, places: "Places") -> Path:
    """The repository: the folder with ``data/`` in it where that is above the submissions, else the one above them."""
    whole, data = Path(os.path.realpath(directory)), Path(os.path.realpath(places.units)).parent
    return data.parent if whole.is_relative_to(data.parent) else whole.parent


def _reports(duties: "Duties") -> str:
    return f"{len(duties.items)} 个事项，全年 {len(duties.calendar())} 次"


def _look(duties: "Duties", directory: Path) -> tuple[str, str]:
    """How to see whether what is filled in is right, and what falls due when."""
    from zhifa_check.forms.skeleton import argument

    name = argument(duties.unit.name)
    where = "" if directory == _DEFAULT else f"{argument(str(directory))} "
    beside = "" if directory == _DEFAULT else f" --submissions {argument(str(directory))}"
    dues = [entry.strict_due for entry in duties.calendar()]
    span = f" --from {min(dues)} --to {max(dues)}" if dues else ""
    return (
        f"看填得对不对、还有什么没完成：zhifa check {where}--unit {name}（加 -v 连没有到期的也列出）",
        f"看什么时候报什么：zhifa due --unit {name}{beside}{span}",
    )


def _next(terminal: "Terminal", *steps: str) -> None:
    _say(terminal, "接下来：")
    for number, step in enumerate(steps, start=1):
        _say(terminal, f"  {number}. {step}", indent="     ")


def _say(terminal: "Terminal", text: str, indent: str = "") -> None:
    """One line; names of the registry and of files that are there may hold anything."""
    from zhifa_check.words.harmless import harmless

    terminal.line(harmless(text), indent=indent, styles={"新建": "green", "原有": "yellow"})


def _beside(path: Path, folder: Path) -> str:
    """A file as seen from a folder: it may lie beside it, where another year has the folder above."""
    return Path(os.path.relpath(path, folder)).as_posix()
