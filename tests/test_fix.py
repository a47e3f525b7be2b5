"""`zhifa fix`: form mended, evidence untouched.

`fix/*.yaml` are files before and after; `fix/accidents.txt` says which of the broken files in `bad_inputs/cases` it
mends, all others being left as they are.
"""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from conftest import COUNTY, ROOT, Run, case_file, examples
from test_bad_inputs import UNITS, Case, cases
from zhifa_check.format.sections import standard
from zhifa_check.format.shape import Shape, Written
from zhifa_check.format.unread import no_day
from zhifa_check.mend.fixing import Fixed, fix
from zhifa_check.mend.values import mended
from zhifa_check.source.loader import load

HERE = Path(__file__).parent / "fix"
SUBMISSIONS = COUNTY / "submissions"
THE_ACCIDENT = "submissions/启隆镇/平台录入.yaml"
HEAD = "单位: 市场监管局\n年度: 2023\n"


def pairs() -> list[Any]:
    return [
        pytest.param(raw, id=f"{path.stem}-{raw['name']}")
        for path in sorted(HERE.glob("*.yaml"))
        for raw in case_file(path)
    ]


@pytest.mark.parametrize("raw", pairs())
def test_before_and_after(raw: dict[str, Any]) -> None:
    before = raw["before"].encode(raw.get("encoding", "utf-8"))
    fixed = fix(before)
    assert fixed.new_content == (raw["after"].encode() if "after" in raw else before)
    assert [str(remark.line) for remark in fixed.left] == raw.get("left", [])
    assert not fix(fixed.new_content).changed


# --- the broken files that `check` is tested with

MENDED = dict(
    line.rsplit(" ", 1)
    for line in (HERE / "accidents.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)


@pytest.mark.parametrize("case", cases("cases/*.yaml"))
def test_accidents_of_form_are_mended_and_all_else_is_left(case: Case, zhifa: Run, tmp_path: Path) -> None:
    name = case.raw["name"]
    fixed = {path: fix(content) for path, content in case.files.items()}
    assert (name in MENDED) == any(one.changed for one in fixed.values())
    assert not any(fix(one.new_content).changed for one in fixed.values())
    if MENDED.get(name) not in ("clean", "read"):
        return
    for path, one in fixed.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(one.new_content)
        assert not one.left
    args = ("check", tmp_path, "--units", UNITS, "--as-of", "2024-01-31", "--select", "D", "-f", "json")
    found = [finding["id"] for finding in json.loads(zhifa(*args)[1])["findings"]]
    assert not {"D.syntax", "D.encoding"} & set(found)
    assert bool(found) == (MENDED[name] == "read")


# --- the example county


def test_the_county_is_left_but_for_its_one_accident() -> None:
    files = sorted(SUBMISSIONS.rglob("*.yaml"))
    fixed = {file.relative_to(COUNTY).as_posix(): fix(file.read_bytes()) for file in files}
    assert len(fixed) > 90
    assert [name for name, one in fixed.items() if one.changed] == [THE_ACCIDENT]
    assert not any(one.left for one in fixed.values())
    assert fix(SUBMISSIONS.joinpath("启隆镇/平台录入.yaml").read_bytes()).after.count("录入: ") == 4


def test_the_accident_becomes_clean(zhifa: Run, tmp_path: Path) -> None:
    town = tmp_path / "启隆镇"
    shutil.copytree(SUBMISSIONS / "启隆镇", town)
    assert zhifa("fix", town, "--write")[0] == 0
    changed = [
        file.name for file in town.iterdir() if file.read_bytes() != (SUBMISSIONS / "启隆镇" / file.name).read_bytes()
    ]
    assert changed == ["平台录入.yaml"]
    args = ("check", town, "--units", "data/units.yaml", "--as-of", "2024-01-31", "--select", "D", "--unit", "启隆镇")
    assert zhifa(*args)[0] == 0
    assert zhifa("fix", town, "--write")[:2] == (0, "看了 4 份文件，改好 0 份。\n")


# --- the command


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A file with accidents that can be mended and one that a person must."""
    file = tmp_path / "坏.yaml"
    file.write_bytes(
        "单位：市场监管局\r\n年度: 2023\r\n报送:\r\n"
        "  - {事项: 四张清单月报, 所属期: 2023-05, 日期: 2023.6.5}\r\n"
        "  - {事项: 四张清单月报, 所属期: 2023-06, 日期: 5/7/2023}\r\n"
        "  - 事项: 四张清单月报\r\n    所属期: 2023-07\r\n\t日期: 2023-08-04\r\n"
        "    文号:\u200b11010519491231002X [甲]".encode()
    )
    return file


def test_the_diff_says_all_and_writes_nothing(zhifa: Run, broken: Path) -> None:
    before = broken.read_bytes()
    code, out, err = zhifa("fix", broken)
    assert (code, err) == (1, "")
    name = broken.as_posix()
    assert out.replace(name, "坏.yaml") == (
        "--- 坏.yaml\n"
        "+++ 坏.yaml（改后）\n"
        "@@ -1,9 +1,9 @@\n"
        "-单位：市场监管局\n"
        "+单位: 市场监管局\n"
        " 年度: 2023\n"
        " 报送:\n"
        "-  - {事项: 四张清单月报, 所属期: 2023-05, 日期: 2023.6.5}\n"
        "+  - {事项: 四张清单月报, 所属期: 2023-05, 日期: 2023-06-05}\n"
        "   - {事项: 四张清单月报, 所属期: 2023-06, 日期: 5/7/2023}\n"
        "   - 事项: 四张清单月报\n"
        "     所属期: 2023-07\n"
        "-\\t日期: 2023-08-04\n"
        "-    文号:\\u200b身份证号已隐去00000000001 [甲]\n"
        "+    日期: 2023-08-04\n"
        "+    文号: 身份证号已隐去00000000001 [甲]\n"
        "坏.yaml:4:36 写法：“2023.6.5”改写为 2023-06-05。\n"
        "坏.yaml:9:8 写法：删去看不见的 U+200B（零宽空格）。\n"
        "坏.yaml:5:36 要自己改：日期“5/7/2023”的写法认不准是哪一天，没有改。"
        "请照 年-月-日 的形式重写，年四位，月、日两位。\n"
        "看了 1 份文件，能改的 1 份，要自己改的 1 处。加上 --write 就写回文件。\n"
    )
    assert broken.read_bytes() == before


def test_writing_keeps_everything_else(zhifa: Run, broken: Path) -> None:
    broken.chmod(0o640)
    before = broken.read_bytes()
    code, out, _ = zhifa("fix", broken, "--write")
    assert code == 1
    assert "坏.yaml 改好了\n" in out
    assert out.endswith("看了 1 份文件，改好 1 份，要自己改的 1 处。内容对不对，请再用 zhifa check 核对。\n")
    after = broken.read_bytes()
    assert after.count(b"\r\n") == before.count(b"\r\n")
    assert not after.endswith(b"\n")
    assert stat.S_IMODE(broken.stat().st_mode) == 0o640
    assert list(broken.parent.iterdir()) == [broken]
    assert zhifa("fix", broken, "--write")[0] == 1
    assert broken.read_bytes() == after


def test_gbk_is_told_and_stored_anew(zhifa: Run, tmp_path: Path) -> None:
    file = tmp_path / "旧.yaml"
    file.write_bytes(HEAD.encode("gbk"))
    code, out, _ = zhifa("fix", file)
    assert (code, out.replace(file.as_posix(), "旧.yaml")) == (
        1,
        "旧.yaml 编码：GBK 改存为 UTF-8\n看了 1 份文件，能改的 1 份。加上 --write 就写回文件。\n",
    )
    assert zhifa("fix", file, "--write")[0] == 0
    assert file.read_text(encoding="utf-8") == HEAD
    assert zhifa("fix", file)[:2] == (0, "看了 1 份文件，能改的 0 份。\n")


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--diff", "--write"), "只能选一个"),
        (("没有这里",), "找不到 没有这里"),
        (("--color", "red"), "--color 没有“red”"),
        (("data",), "没有找到提交文件"),
    ],
)
def test_usage(zhifa: Run, args: tuple[str, ...], says: str) -> None:
    code, out, err = zhifa("fix", *args)
    assert (code, out) == (2, "")
    assert says in err


def test_the_same_files_as_check(zhifa: Run, tmp_path: Path) -> None:
    """Hidden files, other files and the configuration are no submissions."""
    bad = "单位：市场监管局\n"
    for name in (".隐藏.yaml", ".git/甲.yaml", "说明.txt", "data/plan_2023.yaml", "data/units.yaml", "甲.YML"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(bad, encoding="utf-8")
    code, out, _ = zhifa("fix", tmp_path, tmp_path / "甲.YML", "--write")
    named = f"{(tmp_path / '甲.YML').as_posix()} 改好了\n"
    assert (code, out) == (0, named + "看了 1 份文件，改好 1 份。内容对不对，请再用 zhifa check 核对。\n")
    changed = [path.name for path in tmp_path.rglob("*") if path.is_file() and path.read_text(encoding="utf-8") != bad]
    assert changed == ["甲.YML"]


def test_links(zhifa: Run, tmp_path: Path) -> None:
    """A link inside the folder stays a link to the mended file; one that leads out is not followed."""
    folder = tmp_path / "submissions"
    folder.mkdir()
    for file in (folder / "甲.yaml", tmp_path / "外.yaml"):
        file.write_text("单位：市场监管局\n", encoding="utf-8")
    (folder / "乙.yaml").symlink_to("甲.yaml")
    (folder / "丙.yaml").symlink_to(tmp_path / "外.yaml")
    code, out, _ = zhifa("fix", folder, "--write")
    assert code == 1
    assert "丙.yaml:1:1 要自己改：这是指向别处的链接" in out
    assert (folder / "乙.yaml").is_symlink()
    assert (folder / "乙.yaml").read_text(encoding="utf-8") == "单位: 市场监管局\n"
    assert (tmp_path / "外.yaml").read_text(encoding="utf-8") == "单位：市场监管局\n"


def test_a_broken_link_is_told(zhifa: Run, tmp_path: Path) -> None:
    (tmp_path / "甲.yaml").symlink_to("没有.yaml")
    code, out, _ = zhifa("fix", tmp_path)
    assert code == 1
    assert "读不出文件" in out


# --- writing


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), KeyboardInterrupt()])
def test_an_interrupted_write_leaves_the_file(
    zhifa: Run, broken: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    before = broken.read_bytes()

    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr("zhifa_check.source.writing.os.replace", fails)
    code, out, _ = zhifa("fix", broken, "--write")
    assert code in (1, 130)
    if isinstance(error, PermissionError):
        assert "没有写成：写不了 " in out
        assert "（没有权限，或者正在别的程序里打开）" in out
    assert broken.read_bytes() == before
    assert list(broken.parent.iterdir()) == [broken]


def test_leftovers_that_cannot_be_removed_are_told(zhifa: Run, broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = broken.read_bytes()
    left = broken.with_name(".坏.yaml.zhifa")
    left.write_bytes(b"half")

    def fails(path: Path, **_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "unlink", fails)
    code, out, _ = zhifa("fix", broken, "--write")
    assert code == 1
    assert "没有写成：写不了 " in out
    assert left.name in out
    assert broken.read_bytes() == before


def test_a_file_that_changes_meanwhile_is_left(zhifa: Run, broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def meanwhile(source: str, target: str) -> None:
        broken.write_bytes(b"other")

    monkeypatch.setattr("zhifa_check.source.halfway.shutil.copymode", meanwhile)
    code, out, _ = zhifa("fix", broken, "--write")
    assert code == 1
    assert "刚刚被别的程序改动了" in out
    assert broken.read_bytes() == b"other"


def test_what_was_written_is_read_again(zhifa: Run, broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = broken.read_bytes()
    monkeypatch.setattr("zhifa_check.source.halfway.shutil.copymode", lambda _, name: Path(name).write_bytes(b""))
    code, out, _ = zhifa("fix", broken, "--write")
    assert code == 1
    assert "读回来的不一样" in out
    assert broken.read_bytes() == before


def test_lines_fit_the_terminal(broken: Path) -> None:
    """At a terminal of 80 columns nothing runs over the edge."""
    script = shutil.which("script")
    if script is None:
        pytest.skip("no script(1) to make a terminal with")
    command = f"stty cols 80; {sys.executable} -m zhifa_check fix {broken}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TERM": "xterm", "PYTHONUTF8": "1"}
    environment.pop("COLUMNS", None)
    run = subprocess.run([script, "-qec", command, "/dev/null"], env=environment, capture_output=True, check=False)
    lines = run.stdout.decode().splitlines()
    assert any("\x1b[32m" in line for line in lines)
    from rich.cells import cell_len
    from rich.text import Text

    assert max(cell_len(Text.from_ansi(line).plain) for line in lines) <= 80


# --- whatever comes


@examples(300)
@given(st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    settles(fix(content))


PIECES = [
    *"：:，,；、［［]］｛{}｝【】'\"-－—#|> \u3000\t\u200b\u00a0",
    *("\n", "\n  ", "\n    ", "\n\t", "\n\u3000\u3000", "\r\n", "\n  - ", ": ", ", ", "  - {", "}\n", " #"),
    *(
        "单位",
        "年度",
        "人员",
        "编号",
        "姓名",
        "类别",
        "培训",
        "日期",
        "报送",
        "件数",
        "案卷",
        "参训",
        "课程",
        "学时",
        "概况",
    ),
    *(
        "2023",
        "2023.5.4",
        "２０２３",
        "2023-5/4",
        "2023-05-04 9：30",
        "市场局",
        "执法人员",
        "S-1",
        "[2023]11号",
        "全体",
    ),
]


@examples(600)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.sampled_from(["", HEAD, HEAD + "人员:\n  - "]))
def test_any_accidents(text: str, head: str) -> None:
    settles(fix((head + text).encode()))


def settles(fixed: Fixed) -> None:
    """A second look changes nothing, and the signs of the content are those that were there."""
    assert not fix(fixed.new_content).changed
    if fixed.changed:
        assert content_signs(fixed.before) == content_signs(fixed.after)
        load_again(fixed)


def content_signs(text: str) -> str:
    """What is left of a text without spaces, signs of structure and the zeros of dates."""
    wide = {ord("０") + n: str(n) for n in range(10)}
    return "".join(sign for sign in text.translate(wide) if sign.isalnum() and sign not in "0年月日")


def load_again(fixed: Fixed) -> None:
    """What could be read before can be read now."""
    try:
        load(fixed.before.encode(), "")
    except Exception:
        return
    load(fixed.after.encode(), "")


TEXTS = st.text(
    st.sampled_from("甲乙，：；、［］｛｝【】－—（）“”.- 2023年5月４\u3000日期类别"), min_size=1, max_size=12
).filter(lambda text: text == text.strip() != "")
DAYS = st.dates().map(str)
LEAVES = {
    "date": DAYS,
    "moment": DAYS.map(lambda day: f"{day} 09:30"),
    **dict.fromkeys(("decimal", "whole"), st.sampled_from(["0", "4", "4.5", "12"])),
    "period": st.sampled_from(["2023", "2023-05", "2023Q1", "2023H2"]),
    **dict.fromkeys(
        ("word", "item", "unit", "yes_no"), st.sampled_from(["是", "否", "执法人员", "四张清单月报", "市场监管局"])
    ),
    **dict.fromkeys(("text", "stated"), TEXTS),
    "mapping": st.dictionaries(st.sampled_from(["行政处罚", "行政检查"]), st.sampled_from(["1", "20"])),
    "persons": st.just("全体") | st.lists(st.sampled_from(["S-1", "甲 1", "02"])),
}


def valid(shape: Shape) -> st.SearchStrategy[Any]:
    """Data that the format has at a place."""
    if shape.form == "list" and shape.element:
        return st.lists(valid(shape.element), max_size=2)
    if shape.fields:
        fields = {field.key: valid(field.shape) for field in shape.fields}
        required = {field.key: fields[field.key] for field in shape.fields if field.required}
        return st.fixed_dictionaries(required, optional={n: s for n, s in fields.items() if n not in required})
    return LEAVES[shape.form]


class Plain(yaml.SafeDumper):
    """Dates and numbers unquoted, as people write them."""


def as_text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    plain = value[:1].isdigit() and set(value) <= set("0123456789-:. QH")
    return (
        dumper.represent_scalar("tag:yaml.org,2002:str", value) if not plain else yaml.ScalarNode("", value, style="")
    )


@examples(60)
@given(st.data(), st.sampled_from([True, False, None]), st.sampled_from(["\n", "\r\n"]))
def test_what_is_right_stays(data: st.DataObject, flow: bool | None, end: str) -> None:
    content = data.draw(valid(standard().shape))
    text = yaml.safe_dump(
        content, allow_unicode=True, sort_keys=False, default_flow_style=flow, width=10**6, line_break=end
    )
    fixed = fix(text.encode())
    assert fixed.before == fixed.after == text
    assert not [remark for remark in fixed.left if "没有改" not in remark.message]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "平台录入: [" + "{类别：行政许可, 办件: 3, 录入: 3}，" * 2_000 + "]",
        HEAD + "平台录入:\n" + "  - {类别：行政许可, 办件: ３, 录入: 3}\n" * 2_000,
        HEAD + "报送:\n" + "  - 日期: 2023.5.4\n" * 2_000,
        HEAD + "人员: " + "[" * 50_000,
        HEAD + "人员:\n" + "  - {甲: 'a\n" * 2_000,
        HEAD + "人员:\n" + "\t\u3000- [\n" * 2_000,
        HEAD + "人员:\n  - " + "：，" * 100_000,
        HEAD + "概况" + "\n" * 200_000,
        "单位" * 300_000,
        HEAD + "影响事件:\n  - 发生时间: 2023-5-4" + " " * 200_000 + "十点\n",
        HEAD + "人员:\n  - 类别: 执法" + "\u3000" * 200_000 + "人员\n",
        HEAD + "人员:\n  - 姓名: '张三'\n    执法证号: %" + "a" * 200_000 + "\n",
    ],
    ids=range(12),
)
def test_big_files_take_no_time_to_speak_of(text: str) -> None:
    import time

    started = time.perf_counter()
    fixed = fix(text.encode())
    assert time.perf_counter() - started < 4
    assert not fix(fixed.new_content).changed


# --- what was right, typed with accidents, is right again

COLONS = [": ", "：", ":\u3000", "： ", ":\u200b"]
COMMAS = [", ", "，", "；", ",\u3000"]
DASHES = ["- ", "－", "— ", "-\u3000"]
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def place(shape: Shape, name: str) -> Shape:
    """What stands at a key of a record, or of numbers by category."""
    found = shape.element if shape.keys else next(field.shape for field in shape.fields if field.key == name)
    assert found
    return found


class Typist:
    """Types a submission with accidents."""

    def __init__(self, chance: Random, unit: str) -> None:
        self.pick, self.unit = chance.choice, unit

    def entries(self, record: dict[str, Any], shape: Shape, depth: int = 0, dash: str = "") -> list[str]:
        """The lines of a record; ``dash`` stands before its first key."""
        lines = []
        for number, (name, value) in enumerate(record.items()):
            lead = self.unit * depth + (("  " if number else dash) if dash else "")
            inner = place(shape, name)
            if inner.form == "list" and inner.element and inner.element.fields:
                lines.append(f"{lead}{name}{self.pick(COLONS).rstrip(' ')}\n")
                for one in value:
                    sign = self.pick(DASHES)
                    if self.pick([True, False]):
                        lines.append(f"{self.unit * (depth + 2)}{sign}{self.flow(one, inner.element)}\n")
                    else:
                        lines += self.entries(one, inner.element, depth + 2, sign)
            else:
                lines.append(f"{lead}{name}{self.pick(COLONS)}{self.flow(value, inner)}\n")
        return lines

    def flow(self, value: Any, shape: Shape) -> str:
        wide = self.pick([True, False])
        if isinstance(value, dict):
            typed = [f"{name}{self.pick(COLONS)}{self.flow(one, place(shape, name))}" for name, one in value.items()]
            text = typed[0] + "".join(self.pick(COMMAS) + one for one in typed[1:])
            return f"｛{text}｝" if wide else f"{{{text}}}"
        if isinstance(value, list):
            inner = shape.element
            assert inner
            comma = self.pick(COMMAS) if inner.fields else ", "
            text = comma.join(self.flow(one, inner) for one in value)
            return f"［{text}］" if wide else f"[{text}]"
        if shape.form == "date":
            year, month, day = value.split("-")
            plain = f"{int(month)}.{int(day)}"
            return str(
                self.pick([value, f"{year}.{plain}", f"{year}年{plain.replace('.', '月')}日", f"{year}/{month}/{day}"])
            )
        return str(value.translate(WIDE) if wide and shape.form in ("decimal", "whole", "period") else value)


SIMPLE = st.lists(st.sampled_from(["第", "条：", "，甲", "［乙］", "（丙）", "、"]), max_size=4).map(
    lambda one: "法" + "".join(one)
)
TALLY = st.sampled_from([{"行政处罚": "1"}, {"行政检查": "20", "行政处罚": "3"}])
SIMPLE_LEAVES = {
    **LEAVES,
    **dict.fromkeys(("text", "stated"), SIMPLE),
    "date": st.dates(min_value=date(1000, 1, 1)).map(str),
    "moment": st.just("2023-05-04 09:30"),
    "mapping": TALLY,
    "persons": st.sampled_from(["全体", ["S-1"], ["S-1", "02"]]),
}
SOME_SECTIONS = ("人员", "重大决定", "案卷评查", "委托")


def simple(shape: Shape) -> st.SearchStrategy[Any]:
    """Data whose free texts have signs of their own, but hold no key."""
    if shape.form == "list" and shape.element:
        return st.lists(simple(shape.element), min_size=1, max_size=2)
    if shape.fields:
        fields = {
            field.key: simple(field.shape)
            for field in shape.fields
            if shape is not standard().shape or field.key in SOME_SECTIONS
        }
        if shape is standard().shape:
            return st.fixed_dictionaries({"单位": st.just("市场局"), "年度": st.just("2023")}, optional=fields)
        required = {field.key: fields.pop(field.key) for field in shape.fields if field.required}
        return st.fixed_dictionaries(required, optional=fields)
    return SIMPLE_LEAVES[shape.form]


@examples(60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    simple(standard().shape),
    st.integers(0, 10**6),
    st.sampled_from(["  ", "    ", "\t", "\u3000", "\u00a0\u00a0"]),
)
def test_accidents_are_undone_or_told(content: dict[str, Any], seed: int, unit: str) -> None:
    text = "".join(Typist(Random(seed), unit).entries(content, standard().shape))
    fixed = fix(text.encode())
    if not fixed.left:
        assert load(fixed.after.encode(), "").data == content


# --- two at once


def test_what_another_run_is_writing_is_not_swept(tmp_path: Path) -> None:
    from zhifa_check.source.halfway import beside, left_behind, write_beside

    with write_beside(tmp_path / "甲.yaml", b"1"):
        assert list(left_behind(tmp_path)) == []
        with pytest.raises(FileExistsError):
            write_beside(tmp_path / "甲.yaml", b"2")
    assert list(left_behind(tmp_path)) == [beside(tmp_path / "甲.yaml")]


def test_two_fixes_at_once_leave_whole_files_and_nothing_else(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.yaml").write_text(f"单位：市场监管局\n年度: 2023\n# {number}\n", encoding="utf-8")
    command = [sys.executable, "-m", "zhifa_check", "fix", str(tmp_path), "--write"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(2)]
    said = [one.communicate(timeout=60)[0].decode() for one in running]
    assert all("Traceback" not in one for one in said)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"{number}.yaml" for number in range(40))
    for number in range(40):
        assert (tmp_path / f"{number}.yaml").read_text(
            encoding="utf-8"
        ) == f"单位: 市场监管局\n年度: 2023\n# {number}\n"


SURE = ("年{}月{}", "年{}.{}", "-{}-{}", ".{}.{}", "/{}/{}", " 年 {} 月 {} ")


@pytest.mark.parametrize("year", ["2023", "２０２３"])
@pytest.mark.parametrize("between", [*SURE, "-{}/{}", ".{}-{}", "/{}月{}"])
@pytest.mark.parametrize("end", ["", "日", "号", "前", "上午"])
def test_what_check_tells_to_write_is_what_fix_writes(year: str, between: str, end: str) -> None:
    """Where check names one day outright, fix writes that day; where it asks or names none, fix leaves the value."""
    written = year + between.format("11", "3") + end
    told = re.search(r"形式，请改为 (\S+)$", no_day(written, 2023))
    assert mended(written, Shape("date", date, Written("date"))) == (told[1] if told else written)
    assert (told is not None) == (end in ("", "日", "号") and between in SURE)
