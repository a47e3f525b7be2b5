"""What WPS and a Chinese keyboard make of a command line is told, sign by sign."""

import pytest

from conftest import Run


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            ("check", "—unit", "汇龙镇"),
            "“—unit”里用了“—”（U+2014），电脑认不出选项。选项前面要用半角短横，请改为 --unit（",
        ),
        (("check", "－－unit", "汇龙镇"), "“－－”（U+FF0D），电脑认不出选项。选项前面要用半角短横，请改为 --unit（"),
        (("check", "––unit=汇龙镇"), "请改为 --unit=汇龙镇（"),
        (("check", "‑‑as-of", "2024-01-31"), "（U+2011），电脑认不出选项。选项前面要用半角短横，请改为 --as-of（"),
        (("check", "—f", "json"), "请改为 -f（"),
        (("check", "--unit＝汇龙镇"), "用了全角等号“＝”，电脑认不出选项。选项前面要用半角短横，请改为 --unit=汇龙镇（"),
        (
            ("check", "--unit", "“汇龙镇”"),
            "“汇龙镇” 用了中文引号，命令行会把引号当成内容。请去掉引号，或者用英文引号 '汇龙镇'",
        ),
        (("—help",), "请改为 --help（"),
    ],
)
def test_what_was_typed_and_what_to_type(zhifa: Run, args: tuple[str, ...], said: str) -> None:
    code, out, err = zhifa(*args)
    assert (code, out) == (2, "")
    assert err.startswith("错误：")
    assert said in err


@pytest.mark.parametrize("args", [("check", "—", "x"), ("check", "--", "—unit"), ("check", "甲—乙")])
def test_dashes_of_names_are_left(zhifa: Run, args: tuple[str, ...]) -> None:
    code, _, err = zhifa(*args)
    assert code == 2
    assert "找不到" in err
