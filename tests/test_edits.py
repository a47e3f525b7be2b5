"""Values changed and records taken out of YAML text: what is meant changes, every other character stays."""

import contextlib
import random
from typing import Any

import pytest

from zhifa_check.source.edits import Removal, Setting, edited
from zhifa_check.source.loader import load
from zhifa_check.source.splice import SpliceError

TEXT = """\
# 头
单位: 汇龙镇
年度: 2023
人员:   # 名册
  # 组长
  - {编号: A01, 姓名: '张三', 类别: 执法人员} # 甲
  - 编号: A02 # 乙
    姓名: 李四
    类别: 辅助人员

    培训: # 丙
      - {日期: 2023-05-04, 课程: 甲, 学时: 4}
      - 日期: 2023-05-05
        课程: >-
          乙
        学时: 8
培训班:
- 课程: 宪法
  参训: [A01, A02, A03]  # 三人
- 课程: 复议
  参训:
  - A01 # 张
  - A02
"""

EDITS: list[tuple[list[Any], list[tuple[str, str]]]] = [
    ([Setting(("人员", 0, "类别"), "辅助人员")], [("类别: 执法人员} # 甲", "类别: 辅助人员} # 甲")]),
    ([Setting(("人员", 1, "培训", 1, "课程"), "丁: 一")], [("课程: >-\n          乙\n", "课程: '丁: 一'\n")]),
    ([Removal(("人员", 1, "姓名"))], [("    姓名: 李四\n", "")]),
    ([Removal(("人员", 1, "编号"))], [("编号: A02 # 乙\n    姓名", "姓名")]),
    ([Removal(("人员", 0))], [("  - {编号: A01, 姓名: '张三', 类别: 执法人员} # 甲\n", "")]),
    ([Removal(("人员", 0, "姓名"))], [("姓名: '张三', ", "")]),
    ([Removal(("人员", 0, "类别")), Removal(("人员", 0, "姓名"))], [(", 姓名: '张三', 类别: 执法人员", "")]),
    (
        [Removal(("人员", 1, "培训", 1))],
        [("      - 日期: 2023-05-05\n        课程: >-\n          乙\n        学时: 8\n", "")],
    ),
    ([Setting(("培训班", 0, "参训"), ["A01", "A03"])], [("[A01, A02, A03]", "[A01, A03]")]),
    ([Setting(("培训班", 0, "参训"), ["A03", "A09", "A01", "A02"])], [("A03]", "A03, A09]")]),
    ([Setting(("培训班", 0, "参训"), "全体")], [("[A01, A02, A03]", "全体")]),
    ([Setting(("培训班", 1, "参训"), ["A02", "A01", "A07"])], [("  - A02\n", "  - A02\n  - A07\n")]),
    ([Setting(("培训班", 1, "参训"), ["A02"])], [("  - A01 # 张\n", "")]),
    ([Setting(("培训班", 1, "参训"), "全体")], [("参训:\n  - A01 # 张\n  - A02", "参训: 全体")]),
    (
        [Removal(("培训班", 0)), Removal(("培训班", 1))],
        [(TEXT[TEXT.index("培训班:") :], "培训班: []\n")],
    ),
]


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
@pytest.mark.parametrize("number", range(len(EDITS)))
def test_only_what_is_meant_changes(number: int, eol: str) -> None:
    wanted, changes = EDITS[number]
    expected = TEXT
    for old, new in changes:
        assert old in expected
        expected = expected.replace(old, new, 1)
    content = TEXT.replace("\n", eol).encode()
    after, document = edited(content, load(content, "x.yaml"), wanted)
    assert after.decode() == expected.replace("\n", eol)
    assert document.data == load(after, "x.yaml").data


def _places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        found += _places(value, (*path, key))
    return found


@pytest.mark.parametrize("seed", range(200))
def test_any_edits_say_what_they_should_or_are_refused(seed: int) -> None:
    dice = random.Random(seed)
    content = TEXT.encode()
    document = load(content, "x.yaml")
    places = [path for path in _places(document.data) if path[0] not in ("单位", "年度") and len(path) > 1]
    wanted: list[Any] = []
    for path in dice.sample(places, dice.randint(1, 4)):
        if any(path[: len(one.path)] == one.path or one.path[: len(path)] == path for one in wanted):
            continue
        wanted.append(
            Removal(path) if dice.random() < 0.5 else Setting(path, dice.choice(["新", "2023-01-01", ["A1"]]))
        )
    # what comes of it is compared with what is meant
    with contextlib.suppress(SpliceError):
        edited(content, document, wanted)
