"""``zhifa init``."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhifa_check.cli.asked import Asked, asking
from zhifa_check.cli.common import NOTHING_JUDGED
from zhifa_check.cli.options import one_of, option
from zhifa_check.words.harmless import harmless

if TYPE_CHECKING:
    from zhifa_check.report.terminal import Terminal
    from zhifa_check.repository.layout import Laid
    from zhifa_check.repository.package import Package


@asking("plan", "units_file")
def init(
    *,
    folder: Annotated[Path, typer.Argument(metavar="目录", help="放报送仓库的目录，没有就新建。")],
    ci: Annotated[
        str | None, option("--ci 平台", "仓库放在哪个代码平台：github（默认）、gitlab、gitea、gitee。")
    ] = None,
    package: Annotated[
        str | None,
        option(
            "--package 安装包",
            "流水线安装哪个 zhifa：wheel 文件、放 wheel 的文件夹（都放进 ci/wheels/）或网址。"
            "默认是正在运行的这一个和它要用的库，不能只写名称。",
        ),
    ] = None,
    update: Annotated[
        bool, option("--update", "把已布置的仓库的流水线和安装包换成现在的版本；有人改过的文件不动，并逐个说明。")
    ] = False,
    asked: Asked,
) -> None:
    """布置一个报送仓库：计划、名册、各单位的文件夹和说明、流水线和安装包。已有的文件一律保留不动。"""
    from zhifa_check.judge.frame import load_frame
    from zhifa_check.report.terminal import Terminal
    from zhifa_check.repository.hosts import HOSTS
    from zhifa_check.repository.installed import packages_differ
    from zhifa_check.repository.layout import LayingError, lay, repository_files
    from zhifa_check.repository.package import package_of

    if ci is not None:
        one_of("--ci", ci, HOSTS)
    chosen = package_of(package)
    if update:
        _update(folder, chosen, ci)
        return
    ci = ci or "github"
    places = asked.places(folder)
    frame = load_frame(places, asked.day)
    files = repository_files(frame, places, ci, chosen)
    other = packages_differ(folder, chosen)
    terminal = Terminal(sys.stdout)
    if other:
        # a second package beside the one that the CI installs would only mislead
        files = {name: content for name, content in files.items() if name not in chosen.files}
        terminal.line("流水线用的还是原来的安装包，没有换。要换成现在的版本，请加上 --update")
    try:
        laid = lay(folder, files)
    except LayingError as error:
        _tell(terminal, folder, error.laid)
        sys.stdout.flush()
        sys.stderr.write(f"错误：{harmless(str(error))}。已经写好的如上，解决后再运行一次即可接着布置。\n")
        raise typer.Exit(NOTHING_JUDGED) from None
    _tell(terminal, folder, laid)
    for remark in () if other else chosen.remarks:
        terminal.line(f"安装包：{harmless(remark)}。", indent="  ")
    if laid.made:
        where, host = harmless(str(folder)), HOSTS[ci].label
        next_step = f"核对 data/units.yaml 里“待确认”的内容，写上各单位的 owners，在 {where} 里提交，推送到 {host}。"
        terminal.line(f"下一步：{next_step}", indent="  ")


def _update(folder: Path, package: "Package", host: str | None) -> None:
    """Bring the CI up to date, and say what became of each file; exits with 1 where something was left."""
    from zhifa_check.report.terminal import Terminal
    from zhifa_check.repository.installed import update

    updated = update(folder, package, host)
    terminal = Terminal(sys.stdout)
    for what, names in (
        ("新建", updated.made),
        ("换成现在的版本", updated.changed),
        ("删去旧的", updated.gone),
        ("没有动（有人改过，请对照现在的样子自己改）", updated.left),
        ("已经是现在的版本", updated.same),
    ):
        for name in names:
            terminal.line(f"{what}：{harmless(name)}", indent="  ")
    for remark in package.remarks if updated.made or updated.changed else ():
        terminal.line(f"安装包：{harmless(remark)}。", indent="  ")
    raise typer.Exit(int(bool(updated.left)))


def _tell(terminal: "Terminal", folder: Path, laid: "Laid") -> None:
    """What was made and what was kept, one line a folder."""
    for title, paths in (("新建", laid.made), ("保留（原来就有，没有改动）", laid.kept)):
        if paths or title == "新建":
            terminal.line(f"{harmless(str(folder))}：{title} {len(paths)} 个文件")
        for line in _by_folder(paths):
            terminal.line(f"  {harmless(line)}", indent="    ")


def _by_folder(paths: Sequence[str]) -> list[str]:
    """``data/：plan.yaml、units.yaml``; the same file in many folders is one line that names them."""
    lines: dict[str, list[str]] = {}
    wheels = [path for path in paths if path.endswith(".whl")]
    if wheels:
        paths = [*(path for path in paths if path not in wheels), f"ci/wheels/{len(wheels)} 个安装包（.whl）"]
    for path in paths:
        folder, _, name = path.rpartition("/")
        if path.startswith("submissions/"):
            lines.setdefault(f"submissions/ 各单位的 {name}：", []).append(folder.rpartition("/")[2])
        else:
            lines.setdefault(f"{folder}/：" if folder else "", []).append(name)
    return [head + "、".join(names) for head, names in lines.items()]
