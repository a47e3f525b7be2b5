"""Ledgers for the tests of ``zhifa import``: written, imported, and what came of them read back."""

import datetime
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from conftest import ROOT, Run
from zhifa_check.source.loader import load

DAY, NOON = datetime.date(2023, 5, 4), datetime.datetime(2023, 5, 4, 12, 0)  # noqa: DTZ001 - a cell knows no zone
PEOPLE = [["编号", "姓名", "类别"], ["A01", "张三", "执法人员"], ["A02", "李四", "辅助人员"]]
FILE = (
    "# 汇龙镇\r\n单位: 汇龙镇\r\n年度: 2023\r\n\r\n人员:\r\n"
    "- {编号: A01, 姓名: 张三, 类别: 执法人员, 初次申领: true} # 组长\r\n"
    "- 编号: A09\r\n  姓名: '同名'\r\n  类别: 辅助人员\r\n- {编号: A10, 姓名: 同名, 类别: 辅助人员}\r\n"
)
Import = Callable[..., tuple[int, str, str]]
Sheets = dict[str, Sequence[Sequence[Any]]]


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """A repository with the plan and no submissions."""
    (tmp_path / "data").mkdir()
    for name in ("plan_2023.yaml", "units.yaml", "headers.yaml"):
        shutil.copy(ROOT / "data" / name, tmp_path / "data")
    (tmp_path / "submissions").mkdir()
    return tmp_path


@pytest.fixture
def run(county: Path, zhifa: Run, monkeypatch: pytest.MonkeyPatch) -> Import:
    """Import a file, or sheets, for 汇龙镇."""
    monkeypatch.chdir(county)

    def run(ledger: Path | Sheets, *more: str) -> tuple[int, str, str]:
        path = ledger if isinstance(ledger, Path) else xlsx(county / "台账.xlsx", ledger)
        unit = () if "--unit" in more else ("--unit", "汇龙镇")
        return zhifa("import", path, "--as-of", "2024-01-31", *unit, *more)

    return run


def xlsx(path: Path, sheets: Sheets, formats: dict[tuple[str, str], str] | None = None) -> Path:
    book = xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                at = f"{chr(65 + c)}{r + 1}"
                kinds = {datetime.datetime: "yyyy-mm-dd hh:mm", datetime.date: "yyyy-mm-dd", datetime.time: "hh:mm"}
                code = (formats or {}).get((name, at), kinds.get(type(value), ""))
                style = book.add_format({"num_format": code}) if code else None
                page.write(r, c, value, style)
    book.close()
    return path


def own(county: Path, text: str = FILE, name: str = "2023年.yaml") -> Path:
    path = county / "submissions" / "汇龙镇" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode())
    return path


def data(path: Path) -> Any:
    return load(path.read_bytes(), path.name).data


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
