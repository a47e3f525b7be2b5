"""The page in a real browser: by keyboard alone, on a screen as small as a phone, and attacked from another page."""

import json
import shutil
import subprocess
import threading
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from conftest import COUNTY, ROOT, NpmPackage
from zhifa_check.serve.county import County
from zhifa_check.serve.server import serve

pytestmark = pytest.mark.slow
PLAYWRIGHT, AXE = ("playwright-core", "1.64.1"), ("axe-core", "4.10.2")


def test_a_file_is_handed_in_by_keyboard_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, npm_package: NpmPackage
) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium is installed")
    shutil.copytree(COUNTY / "data", tmp_path / "data")
    shutil.copytree(COUNTY / "submissions" / "合作镇", tmp_path / "submissions" / "合作镇")
    monkeypatch.chdir(tmp_path)
    people = "单位: 汇龙镇\n年度: 2023\n人员:\n  - {编号: A01, 姓名: 张三, 类别: 执法人员}\n"
    (tmp_path / "人员.yaml").write_text(people, encoding="utf-8")
    tables = [tmp_path / "改正.xlsx", tmp_path / "有错.xlsx"]
    for path, kind in zip(tables, ("辅助人员", "正式"), strict=True):
        book = openpyxl.Workbook()
        page = book.worksheets[0]
        page.title = "人员"
        for row in (("编号", "姓名", "类别"), ("A01", "张三", kind)):
            page.append(row)
        book.save(path)
    told, ready = [], threading.Event()

    def address(text: str) -> None:
        told.append(text)
        ready.set()

    county = County(Path("submissions"), date(2023, 6, 1))
    threading.Thread(target=serve, args=(county, 0, address), daemon=True).start()
    assert ready.wait(20)
    packages = [npm_package(*PLAYWRIGHT), npm_package(*AXE) / "axe.min.js"]
    command = ["node", ROOT / "tests" / "browser.js", *packages, chromium, told[0], tmp_path / "人员.yaml", *tables]
    run = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    assert said["axe"] == []
    assert said["errors"] == []
    assert not said["wide"], "the page must not be wider than the screen"
    assert "张三" in said["looked"]
    assert "收到 人员.yaml（校验码 " in said["receipt"]
    assert "执法人员 → 辅助人员" in said["corrected"]
    assert said["stayed"], "a correction that nobody ticked is not sent"
    assert "有 1 处要改" in said["faulty"]
    assert said["marked"] == "有错（问题清单）.xlsx"
    assert said["evil"] == 403
    assert (tmp_path / "submissions" / "汇龙镇" / "人员.yaml").read_text(encoding="utf-8") == (
        people.replace("执法人员", "辅助人员")
    )
