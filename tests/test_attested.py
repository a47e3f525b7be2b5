"""The figures that the bureau enters: refused with their place where they are wrong, told where they are not used."""

import os
from pathlib import Path

import pytest

from conftest import ROOT, Run

EXAMPLE = ROOT / "examples" / "assessment"
ENTRY = """\
attested:
  - unit: {unit}
    requirement: {requirement}
    period: {period}
    value: {value}
    reason: 测评
    document: 云岭司发〔2026〕21号
    attested_by: 县司法局
    attested_on: {on}
"""
USUAL = {"unit": "青溪乡", "requirement": "KH6.satisfaction", "period": "2026", "value": "91", "on": "2026-12-28"}


@pytest.fixture
def county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for file in (*EXAMPLE.glob("data/*"), *EXAMPLE.glob("submissions/*/*")):
        target = tmp_path / file.relative_to(EXAMPLE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        ({"requirement": "KH6.satisfied"}, 3, "是不是“KH6.satisfaction”"),
        ({"period": "2026Q1"}, 4, "KH6.satisfaction 的所属期应是全年（如 2026）"),
        ({"value": "91%"}, 5, "请改为 91"),
        ({"on": "2026.12.28"}, 9, "请改为 2026-12-28"),
    ],
)
def test_a_wrong_entry_is_refused_at_its_line(
    zhifa: Run, county: Path, change: dict[str, str], line: int, said: str
) -> None:
    (county / "data" / "attested.yaml").write_text(ENTRY.format(**USUAL | change), encoding="utf-8")
    code, _, err = zhifa("check", "--as-of", "2027-01-31")
    assert code == 2
    assert f"data/attested.yaml:{line}:" in err
    assert said in err


@pytest.mark.parametrize("target", ["fifo", "/dev/zero"])
def test_a_file_without_an_end_is_refused(zhifa: Run, county: Path, target: str) -> None:
    file = county / "data" / "attested.yaml"
    file.unlink()
    if target == "fifo":
        os.mkfifo(file)
    else:
        file.symlink_to(target)
    code, _, err = zhifa("check", "--as-of", "2027-01-31")
    assert code == 2
    assert "data/attested.yaml:1:1 D.encoding 读不出文件：不是普通文件" in err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"unit": "青山乡"}, "单位名册里没有“青山乡”"),
        ({"on": "2027-02-01"}, "从 2027-02-01 起有效，现在还没有用上"),
        ({"unit": "司法局"}, "没有用上：这项要求不约束该单位"),
    ],
)
def test_an_entry_that_says_nothing_is_told(zhifa: Run, county: Path, change: dict[str, str], said: str) -> None:
    (county / "data" / "attested.yaml").write_text(ENTRY.format(**USUAL | change), encoding="utf-8")
    _, out, _ = zhifa("check", "--as-of", "2027-01-31")
    assert any("data/attested.yaml:2" in line and said in line for line in out.splitlines())


def test_a_repository_of_such_a_plan_has_the_file_and_its_schema(
    zhifa: Run, county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (county / "data" / "attested.yaml").unlink()
    monkeypatch.setenv("ZHIFA_AS_OF", "2026-02-01")
    code, _, err = zhifa("init", "new", "--plan", "data/plan_2026.yaml", "--units", "data/units.yaml")
    assert code == 0, err
    assert (tmp_path / "new/data/attested.yaml").read_text(encoding="utf-8").endswith("\nattested: []\n")
    assert "KH6.criticised" in (tmp_path / "new/data/schema/attested.schema.json").read_text(encoding="utf-8")
    code, _, err = zhifa("check", "new", "--as-of", "2027-01-31")
    assert "attested.yaml" not in err
