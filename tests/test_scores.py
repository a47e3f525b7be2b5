"""Points: what each shortfall costs, what is late, what is capped, and what costs nothing because nobody decided it."""

from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from conftest import ROOT, Run
from zhifa_check.plan.score import Score


def _score(**given: str) -> Score:
    return Score.model_validate({"points": "6", **given})


@pytest.mark.parametrize(
    ("given", "short", "late", "lost"),
    [
        ({"each_short": "1", "each_late": "0.5"}, "0", 0, "0"),
        ({"each_short": "1", "each_late": "0.5"}, "2", 1, "2.5"),
        ({"each_short": "1", "each_late": "0.5"}, "6", 1, "6"),
        ({"each_short": "1"}, "0", 2, "2"),
        ({"each_short": "1", "cap": "3"}, "3", 0, "3"),
        ({"each_short": "1", "cap": "3"}, "4", 0, "3"),
        ({"each_short": "0.1"}, "3", 0, "0.3"),
        ({}, "0", 0, "0"),
        ({}, "1", 0, "6"),
        ({}, "0", 1, "6"),
        ({"cap": "2"}, "1", 0, "2"),
        ({"each_late": "1"}, "0", 2, "2"),
        ({"each_late": "1"}, "1", 0, "6"),
    ],
)
def test_points_are_lost_exactly(given: dict[str, str], short: str, late: int, lost: str) -> None:
    assert _score(**given).deducted(Decimal(short), late) == Decimal(lost)


def test_no_more_than_all_points_can_be_lost() -> None:
    with pytest.raises(ValidationError):
        _score(cap="7")


def test_a_plan_without_points_has_no_scores(zhifa: Run) -> None:
    code, out, err = zhifa("status", "--scores")
    assert (code, out) == (2, "")
    assert "没有一条要求写了分值" in err


@pytest.mark.parametrize("old", ["扣1分，每迟报", "满分6分", "扣0.5分"])
def test_points_stand_in_the_quote(zhifa: Run, tmp_path: Path, old: str) -> None:
    example = ROOT / "examples" / "assessment" / "data"
    plan = tmp_path / "plan_2026.yaml"
    text = (example / "plan_2026.yaml").read_text(encoding="utf-8")
    new = old.replace("1", "2").replace("6", "7").replace("0.5", "0.6")
    assert old in text
    plan.write_text(text.replace(old, new), encoding="utf-8")
    source = tmp_path / "source_plan_2026.txt"
    source.write_text(
        (example / "source_plan_2026.txt").read_text(encoding="utf-8").replace(old, new), encoding="utf-8"
    )
    code, out, _ = zhifa("plan", "check", plan)
    assert code == 1
    assert "KH1.monthly 的数字" in out
