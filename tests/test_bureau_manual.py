"""The bureau's handbook: every command runs in its order; placeholders, notes and pictures are the program's own."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

import manual_tables
from conftest import COUNTY, ROOT, NpmPackage, Run
from office import pages
from zhifa_check.bureau.decisions import Ruling
from zhifa_check.bureau.holidays import CalendarYear
from zhifa_check.report.documents.template import placeholders
from zhifa_check.report.period.words import NOTES

MANUAL = (ROOT / "docs" / "司法局手册.md").read_text("utf-8")
PLAYWRIGHT, AXE = ("playwright-core", "1.64.1"), ("axe-core", "4.10.2")
GALLERY = ROOT / "docs" / "gallery"
COMMANDS = [
    shlex.split(line) for block in re.findall(r"```sh\n(.*?)```", MANUAL, re.DOTALL) for line in block.splitlines()
]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example county, into which the commands of the handbook write."""
    folder = tmp_path_factory.mktemp("bureau")
    for name in ("data", "submissions"):
        shutil.copytree(COUNTY / name, folder / name)
    return folder


@pytest.mark.slow
def test_every_command_runs_in_its_order(zhifa: Run, county: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(county)
    assert {command[1] for command in COMMANDS} == {"due", "report", "draw", "import"}
    for command in COMMANDS:
        assert command[0] == "zhifa"
        code, _, err = zhifa(*command[1:])
        assert code == 0, f"{shlex.join(command)}\n{err}"
    made = {path.name for path in county.iterdir()}
    assert {"通报.docx", "附件.xlsx", "总览.html", "整改通知", "提醒函", "2023Q2.json", "抽取.json"} <= made
    # what was drawn came in as the bureau's own records
    code, out, _ = zhifa("check", "submissions", "--as-of", "2023-10-20", "--unit", "司法局", "--select", "D")
    assert code == 0, out


@pytest.mark.parametrize(("name", "model"), [("rulings", Ruling), ("calendar", CalendarYear)])
def test_the_table_of_a_file_is_what_it_declares(name: str, model: type[BaseModel]) -> None:
    manual_tables.check(ROOT / "docs" / "司法局手册.md", name, manual_tables.of_file(model))


def test_the_files_shown_are_read_and_used(zhifa: Run, county: Path) -> None:
    for text in re.findall(r"```yaml\n(.*?)```", MANUAL, re.DOTALL):
        name = {"rulings": "rulings", "years": "calendar"}[text.partition(":")[0]]
        (county / "data" / f"{name}.yaml").write_text(text, "utf-8")
    code, out, err = zhifa("check", county / "submissions", "--as-of", "2024-01-31", "--unit", "交通运输局")
    assert code in (0, 1), err
    assert "达标 T13.measures" in out
    assert "已认定为达标" in out
    assert "没有用上" not in out + err


@pytest.mark.parametrize("name", ["通报", "整改通知", "提醒函"])
def test_every_placeholder_of_a_template_is_told(name: str) -> None:
    part = MANUAL.split(f"\n{name}：\n", 1)[1].strip().split("\n\n")[0]
    told = set(re.findall(r"`\{\{(.*?)\}\}`", part))
    assert placeholders(ROOT / "data" / "templates" / f"{name}.docx") <= told


def test_the_notes_are_the_programs_own() -> None:
    for note in NOTES:
        assert f"- {note}\n" in MANUAL


def test_the_gallery_shows_what_there_is() -> None:
    page = (ROOT / "docs" / "样张.md").read_text("utf-8")
    shown = set(re.findall(r"\(gallery/(.*?)\)", page))
    assert shown == {path.name for path in GALLERY.iterdir()}
    assert sum(path.stat().st_size for path in GALLERY.iterdir()) < 2_000_000


@pytest.mark.slow
def test_the_gallery_can_be_made_again(
    zhifa: Run, county: Path, tmp_path: Path, monkeypatch: Any, npm_package: NpmPackage
) -> None:
    """``UPDATE_GALLERY=1`` puts the pictures into ``docs/gallery``, to be looked at before they are committed."""
    monkeypatch.chdir(county)
    for command in COMMANDS[:4]:
        zhifa(*command[1:])
    (county / "整改通知" / "农业农村局整改通知.docx").rename(county / "整改通知.docx")
    (county / "提醒函" / "市场监管局提醒函.docx").rename(county / "提醒函.docx")
    made = []
    for name in ("通报.docx", "整改通知.docx", "提醒函.docx", "附件.xlsx"):
        made += pages(county / name, tmp_path, resolution=45)
    made += _shots((county / "总览.html").as_uri(), tmp_path, npm_package)
    wanted = {path.name for path in GALLERY.iterdir()} if GALLERY.is_dir() else set()
    told = set(re.findall(r"\(gallery/(.*?)\)", (ROOT / "docs" / "样张.md").read_text("utf-8")))
    assert told <= {path.name for path in made}
    if os.environ.get("UPDATE_GALLERY"):
        GALLERY.mkdir(exist_ok=True)
        for path in made:
            if path.name in told:
                shutil.copyfile(path, GALLERY / path.name)
    else:
        assert wanted == told


def _shots(address: str, folder: Path, npm_package: NpmPackage) -> list[Path]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no Chromium is installed")
    packages = [npm_package(*PLAYWRIGHT), npm_package(*AXE) / "axe.min.js"]
    command = ["node", ROOT / "tests" / "overview.js", *packages, chromium, address, folder]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return [(folder / f"{width}-light.png").rename(folder / f"总览-{width}.png") for width in (1280, 390)]
