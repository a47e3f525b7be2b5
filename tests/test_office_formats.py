"""A form that an office program saved in its other formats says what the form said."""

from pathlib import Path

import pytest

from conftest import COUNTY, Run
from office import converted

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize("unit", ["市场监管局", "司法局", "城市管理局"])
def test_a_filled_form_saved_by_an_office_program_holds_nothing_new(
    zhifa: Run, tmp_path: Path, unit: str, suffix: str
) -> None:
    form = tmp_path / "填报表.xlsx"
    assert zhifa("new", unit, "--xlsx", form)[0] == 0
    saved = converted(form, suffix, tmp_path / "saved")
    code, out, err = zhifa("import", saved, "--unit", unit, "--dir", COUNTY / "submissions", "--dry-run")
    assert (code, err) == (0, "")
    assert f"{unit}：没有新的内容" in out
