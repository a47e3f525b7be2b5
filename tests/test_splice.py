"""Records put into YAML text: nothing else moves, and what is written reads back the same."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhifa_check.source.emit import flow, items, scalar
from zhifa_check.source.loader import load
from zhifa_check.source.splice import Addition, SpliceError, spliced

ROOT = Path(__file__).parent.parent
HEAD = "单位: 司法局\n年度: 2023\n"
NEW = {"编号": "N1", "姓名": "新某"}
TRAINED = {"日期": "2023-05-04", "学时": "4"}


def put(text: str, *additions: tuple[tuple[str | int, ...], list[dict[str, Any]]]) -> str:
    content = text.encode()
    wanted = [Addition(path, records) for path, records in additions]
    return spliced(content, load(content, "f.yaml"), wanted)[0].decode()


# what stands there, and the same with a new person at the end of 人员 (» marks what is new)
LISTS = {
    "one-line records": (
        "人员:\n  - {编号: A, 姓名: 甲}\n",
        "人员:\n  - {编号: A, 姓名: 甲}\n»  - {编号: N1, 姓名: 新某}\n",
    ),
    "a key a line": ("人员:\n- 编号: A\n  姓名: 甲\n", "人员:\n- 编号: A\n  姓名: 甲\n»- 编号: N1\n»  姓名: 新某\n"),
    "wide indent": ("人员:\n    -   编号: A\n", "人员:\n    -   编号: A\n»    -   编号: N1\n»        姓名: 新某\n"),
    "no newline at the end": ("人员:\n- {编号: A}", "人员:\n- {编号: A}\n»- {编号: N1, 姓名: 新某}"),
    "comment on the last line": (
        "人员:\n- {编号: A} # 甲\n\n报送:\n",
        "人员:\n- {编号: A} # 甲\n»- {编号: N1, 姓名: 新某}\n\n报送:\n",
    ),
    "record over two lines": (
        "人员:\n- {编号: A,\n   姓名: 甲}\n案卷:\n",
        "人员:\n- {编号: A,\n   姓名: 甲}\n»- {编号: N1, 姓名: 新某}\n案卷:\n",
    ),
    "a long text at the end": (
        "人员:\n- 编号: A\n  姓名: |\n    甲\n\n# 尾注\n",
        "人员:\n- 编号: A\n  姓名: |\n    甲\n»- 编号: N1\n»  姓名: 新某\n\n# 尾注\n",
    ),
    "a nested list at the end": (
        "人员:\n- 编号: A\n  培训:\n  - 日期: 2023-01-01\n    学时: 1\n报送: []\n",
        "人员:\n- 编号: A\n  培训:\n  - 日期: 2023-01-01\n    学时: 1\n»- 编号: N1\n»  姓名: 新某\n报送: []\n",
    ),
    "an empty value at the end": (
        "人员:\n- 编号: A\n  姓名:   # 待填\n",
        "人员:\n- 编号: A\n  姓名:   # 待填\n»- 编号: N1\n»  姓名: 新某\n",
    ),
    "nothing": ("人员:\n报送:\n", "人员:\n»  - 编号: N1\n»    姓名: 新某\n报送:\n"),
    "nothing, dashes of others not indented": (
        "报送:\n- {事项: 甲}\n人员:\n",
        "报送:\n- {事项: 甲}\n人员:\n»- 编号: N1\n»  姓名: 新某\n",
    ),
    "comments alone": (
        "人员:  # 一人一条\n  # - 编号:\n\n  #   姓名:\n# 报送\n报送:\n",
        "人员:  # 一人一条\n  # - 编号:\n\n  #   姓名:\n»  - 编号: N1\n»    姓名: 新某\n# 报送\n报送:\n",
    ),
    "a blank record in a comment": (
        "报送: []\n案卷:\n- {执法主体: 甲}\n人员:\n# 一人一条\n#- {编号: , 姓名: }\n",
        "报送: []\n案卷:\n- {执法主体: 甲}\n人员:\n»- {编号: N1, 姓名: 新某}\n# 一人一条\n#- {编号: , 姓名: }\n",
    ),
    "a blank record of lines in a comment": (
        "案卷:\n  - {执法主体: 甲}\n人员:\n#- 编号:\n#  姓名:\n报送: []\n",
        "案卷:\n  - {执法主体: 甲}\n人员:\n»- 编号: N1\n»  姓名: 新某\n#- 编号:\n#  姓名:\n报送: []\n",
    ),
    "brackets": ("人员: [{编号: A}]\n", "人员: [{编号: A}», {编号: N1, 姓名: 新某}«]\n"),
    "brackets and a comma": ("人员: [{编号: A}, ]\n", "人员: [{编号: A},» {编号: N1, 姓名: 新某}« ]\n"),
    "brackets over lines": (
        "人员: [\n  {编号: A}, # 甲\n  {编号: B}\n]\n",
        "人员: [\n  {编号: A}, # 甲\n  {编号: B}»,\n»  {编号: N1, 姓名: 新某}«\n]\n",
    ),
    "no section": ("报送:\n- {事项: 甲}\n", "报送:\n- {事项: 甲}\n»\n»人员:\n»- 编号: N1\n»  姓名: 新某\n"),
    "no section, no newline": ("报送: [] # 无", "报送: [] # 无»\n»\n»人员:\n»  - 编号: N1\n»    姓名: 新某"),
    "no section, comments behind": (
        "报送: []\n# 完\n\n",
        "报送: []\n# 完\n\n»人员:\n»  - 编号: N1\n»    姓名: 新某\n",
    ),
    "an end marker": ("报送: []\n...\n", "报送: []\n»\n»人员:\n»  - 编号: N1\n»    姓名: 新某\n...\n"),
    "tabs between": ("人员:\n  - {编号:\tA}\t# 甲\n", "人员:\n  - {编号:\tA}\t# 甲\n»  - {编号: N1, 姓名: 新某}\n"),
    "rare characters": ("人员:\n  - {编号: 𠮷}\n", "人员:\n  - {编号: 𠮷}\n»  - {编号: N1, 姓名: 新某}\n"),
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_record_goes_to_the_end_of_its_list(name: str, eol: str, bom: str) -> None:
    before, after = (text.replace("\n", eol) for text in LISTS[name])
    head = HEAD.replace("\n", eol)
    assert put(bom + head + before, (("人员",), [NEW])) == bom + head + after.replace("»", "").replace("«", "")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("人员: []\n", "人员:\n  - 编号: N1\n    姓名: 新某\n"),
        ("人员: ~\n报送:\n", "人员:\n  - 编号: N1\n    姓名: 新某\n报送:\n"),
        ("人员: [ ]  # 无\n", "人员:   # 无\n  - 编号: N1\n    姓名: 新某\n"),
    ],
)
def test_an_empty_list_gives_way_to_the_first_record(before: str, after: str) -> None:
    assert put(HEAD + before, (("人员",), [NEW])) == HEAD + after


INSIDE = {
    "line, key absent": (
        "人员:\n  - {编号: A, 姓名: 甲}\n",
        "人员:\n  - {编号: A, 姓名: 甲, 培训: [{日期: 2023-05-04, 学时: 4}]}\n",
    ),
    "line, list there": (
        "人员:\n  - {编号: A, 培训: [{日期: 2023-01-01, 学时: 1}], 姓名: 甲}\n",
        "人员:\n  - {编号: A, 培训: [{日期: 2023-01-01, 学时: 1}, {日期: 2023-05-04, 学时: 4}], 姓名: 甲}\n",
    ),
    "line, list empty": (
        "人员:\n  - {编号: A, 培训: [], 姓名: 甲}\n",
        "人员:\n  - {编号: A, 培训: [{日期: 2023-05-04, 学时: 4}], 姓名: 甲}\n",
    ),
    "line, nothing behind the key": (
        "人员:\n  - {编号: A, 培训: , 姓名: 甲}\n",
        "人员:\n  - {编号: A, 培训: [{日期: 2023-05-04, 学时: 4}], 姓名: 甲}\n",
    ),
    "lines, key absent": (
        "人员:\n  - 编号: A\n    姓名: 甲 # 注\n  - 编号: B\n",
        "人员:\n  - 编号: A\n    姓名: 甲 # 注\n    培训:\n      - {日期: 2023-05-04, 学时: 4}\n  - 编号: B\n",
    ),
    "lines, list there": (
        "人员:\n  - 编号: A\n    培训:\n      - 日期: 2023-01-01\n        学时: 1\n    姓名: 甲\n",
        "人员:\n  - 编号: A\n    培训:\n      - 日期: 2023-01-01\n        学时: 1\n      - 日期: 2023-05-04\n"
        "        学时: 4\n    姓名: 甲\n",
    ),
    "lines, nothing behind the key": (
        "人员:\n  - 编号: A\n    培训:\n    姓名: 甲\n",
        "人员:\n  - 编号: A\n    培训:\n      - {日期: 2023-05-04, 学时: 4}\n    姓名: 甲\n",
    ),
}


@pytest.mark.parametrize("name", INSIDE)
def test_a_training_goes_to_its_person(name: str) -> None:
    before, after = INSIDE[name]
    assert put(HEAD + before, (("人员", 0, "培训"), [TRAINED])) == HEAD + after


def test_trainings_and_exams_of_the_last_person_and_a_new_person_keep_their_order() -> None:
    for person in ("- {编号: A}", "- 编号: A"):
        text = put(
            f"{HEAD}人员:\n{person}\n",
            (("人员", 0, "培训"), [TRAINED]),
            (("人员", 0, "考试"), [{"合格": "是"}]),
            (("人员",), [NEW]),
        )
        data: Any = load(text.encode(), "f").data
        assert data["人员"] == [{"编号": "A", "培训": [TRAINED], "考试": [{"合格": "是"}]}, NEW]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{单位: 司法局, 年度: 2023}\n", 1),
        (HEAD + "人员: [\n  # 还没有\n]\n", 3),
        (HEAD + "人员: 甲\n", 3),
        (HEAD + "人员:\n- 编号: A\n  姓名: |+\n    甲\n\n", 3),
    ],
)
def test_what_cannot_be_spliced_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(SpliceError) as caught:
        put(text, (("人员",), [NEW]))
    assert caught.value.line == line


@pytest.mark.parametrize("path", sorted((ROOT / "submissions").rglob("*.yaml")), ids=lambda path: path.parent.name)
def test_the_files_of_a_county_take_a_record_in_every_section_and_lose_nothing(path: Path) -> None:
    content = path.read_bytes()
    document = load(content, path.name)
    assert isinstance(document.data, dict)
    sections = [key for key in document.data if key not in ("单位", "年度")]
    wanted = [Addition((section,), [{"新": "是"}]) for section in [*sections, "另一节"]]
    wanted[:0] = [
        Addition(("人员", index, "培训"), [TRAINED]) for index, _ in enumerate(document.data.get("人员") or [])
    ]
    before = content.decode().splitlines()
    after = iter(spliced(content, document, wanted)[0].decode().splitlines())
    kept = [line for line in before if "培训" not in line and "{" not in line]
    assert all(line in after for line in kept), "every line stands there still, in its order"


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40) | st.text(
    st.sampled_from("-?:,[]{}#&*!|>'\"%@`~=<> \n\t\u3000\x85\u2028\ufeff\\a号2"), min_size=1, max_size=12
)


@given(TEXT)
def test_any_text_reads_back_the_same(text: str) -> None:
    if text in ("~", "null", "Null", "NULL"):
        with pytest.raises(ValueError, match="blank"):
            scalar(text)
        return
    record = {"课程": text, "参训": [text, text]}
    lines = [HEAD + "一:", *items([record], 2, 4, one_line=False), "二:", *items([record], 0, 2, one_line=True)]
    content = "\n".join([*lines, f"三: [{flow(record)}]", ""]).encode()
    data: Any = load(content, "f").data
    assert data["一"] == data["二"] == data["三"] == [record]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("食品安全", "食品安全"),
        ("[2023]11号", "'[2023]11号'"),
        ("启政办发〔2023〕11号", "启政办发〔2023〕11号"),
        ("通知: 关于", "'通知: 关于'"),
        ("2023-05-04 09:30", "2023-05-04 09:30"),
        ("甲#1", "甲#1"),
        ("甲 #1", "'甲 #1'"),
        ("it's", "it's"),
        ("'t", "'''t'"),
        ("-1", "'-1'"),
        ("两\n行", '"两\\n行"'),
    ],
)
def test_quotes_stand_only_where_they_are_needed(text: str, written: str) -> None:
    assert scalar(text) == written
