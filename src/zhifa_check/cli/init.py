"""``zhifa init``."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhifa_check.cli.common import NOTHING_JUDGED, PlanFile, UnitsFile, as_of_date, fail, loud

if TYPE_CHECKING:
    from zhifa_check.report.terminal import Terminal
    from zhifa_check.repository.laying import Laid


def init(
    folder: Annotated[Path, typer.Argument(metavar="目录", help="放报送仓库的目录，没有就新建。")],
    ci: Annotated[
        str,
        typer.Option("--ci", metavar="平台", help="仓库放在哪个代码平台：github（默认）、gitlab、gitea、gitee。"),
    ] = "github",
    plan: PlanFile = None,
    units_file: UnitsFile = None,
) -> None:
    """布置一个报送仓库：计划、名册、各单位的文件夹和说明、流水线。已有的文件一律保留不动。"""
    from zhifa_check.bureau.places import find_places
    from zhifa_check.report.terminal import Terminal
    from zhifa_check.repository.hosts import HOSTS
    from zhifa_check.repository.laying import LayingError, lay
    from zhifa_check.repository.layout import LayoutError, repository_files
    from zhifa_check.run import load_frame
    from zhifa_check.words.harmless import harmless

    if ci not in HOSTS:
        fail(f"--ci 没有“{ci}”，能用的有：{'、'.join(HOSTS)}")
    with loud():
        places = find_places([folder], plan, units_file)
        frame = load_frame(places, as_of_date(None))
    try:
        files = repository_files(frame, places, ci)
    except LayoutError as error:
        fail(str(error))
    terminal = Terminal(sys.stdout)
    try:
        laid = lay(folder, files)
    except LayingError as error:
        _tell(terminal, folder, error.laid)
        sys.stdout.flush()
        sys.stderr.write(f"错误：{harmless(str(error))}。已经写好的如上，解决后再运行一次即可接着布置。\n")
        raise typer.Exit(NOTHING_JUDGED) from None
    _tell(terminal, folder, laid)
    if laid.made:
        where, host = harmless(str(folder)), HOSTS[ci].label
        next_step = f"核对 data/units.yaml 里“待确认”的内容，写上各单位的 owners，在 {where} 里提交，推送到 {host}。"
        terminal.line(f"下一步：{next_step}", indent="  ")


def _tell(terminal: "Terminal", folder: Path, laid: "Laid") -> None:
    """What was made and what was kept, one line a folder."""
    from zhifa_check.words.harmless import harmless

    for title, paths in (("新建", laid.made), ("保留（原来就有，没有改动）", laid.kept)):
        if paths or title == "新建":
            terminal.line(f"{harmless(str(folder))}：{title} {len(paths)} 个文件")
        for line in _by_folder(paths):
            terminal.line(f"  {harmless(line)}", indent="    ")


def _by_folder(paths: Sequence[str]) -> list[str]:
    """``data/：plan.yaml、units.yaml``; the same file in many folders is one line that names them."""
    lines: dict[str, list[str]] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        if path.startswith("submissions/"):
            lines.setdefault(f"submissions/ 各单位的 {name}：", []).append(folder.rpartition("/")[2])
        else:
            lines.setdefault(f"{folder}/：" if folder else "", []).append(name)
    return [head + "、".join(names) for head, names in lines.items()]
