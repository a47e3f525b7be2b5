"""Ledgers as offices keep them: what is taken, what is left aside and said, what is refused with the right mend."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from ledgers import DAY, PEOPLE, Import, Sheets, data, own

HEAD = ["姓名", "日期", "课程", "类别", "学时"]
ROW = ["张三", "2023-05-04", "甲课", "法律法规", 8]
UYGHUR = ["A03", "阿不都·热合曼", "执法人员"]


def with_people(*rows: Any, sheet: str = "培训", people: Any = ()) -> Sheets:
    return {"人员": [*PEOPLE, *people], sheet: list(rows)}


def trained(county: Path, person: int = 0) -> Any:
    return data(county / "submissions/汇龙镇/人员和培训.yaml")["人员"][person].get("培训", [])


# a ledger, and what must be said of it; each brings in exactly one training of 8 hours on the fourth of May
TAKEN: dict[str, tuple[Sheets, str]] = {
    "foreign columns": (
        with_people(
            [*HEAD, "培训地点", "备注", "身份证号"], [*ROW, "三楼", "11010519491231002X", "11010519491231002X"]
        ),
        "表“培训”没有导入的列：培训地点（F1）、备注（G1）、身份证号（H1）",
    ),
    "many foreign columns": (with_people([*HEAD, *"子丑寅卯辰巳午未"], [*ROW, *"12345678"]), "没有导入的列：子（F1）"),
    "a unit": (with_people(HEAD, [*ROW[:4], "8学时"]), "E2 “学时”8学时 → 8"),
    "another unit": (with_people(HEAD, [*ROW[:4], "８ 课时"]), "８ 课时 → 8"),
    "midnight": (with_people(HEAD, [ROW[0], "2023-05-04 00:00:00", *ROW[2:]]), "→ 2023-05-04"),
    "midnight with a stroke": (with_people(HEAD, [ROW[0], "2023/5/4 0:00", *ROW[2:]]), "→ 2023-05-04"),
    "a footer": (with_people(HEAD, ROW, ["填表人：某甲", None, None, "负责人：某乙"]), "第 3 行是落款或说明，没有导入"),
    "a remark": (with_people(HEAD, ROW, [], ["注：本表一式两份"]), "第 4 行是落款或说明"),
    "a number of a remark": (with_people(HEAD, ROW, ["备注1：合并统计"]), "第 3 行是落款或说明"),
    "bands": (
        with_people(HEAD, ["一季度"], ["第二季度"], ROW, ["合计", None, None, None, 8]),
        "第 2、3 行是分段的标题",
    ),
    "a band of a month": (with_people(HEAD, ["5月份"], ROW), "第 2 行是分段的标题"),
    "a band with a number": (with_people(HEAD, ["二、业务培训"], ROW), "第 2 行是分段的标题"),
    "repeated headers": (with_people(["2023年台账"], HEAD, ROW, HEAD), "第 4 行是重复的表头"),
    "numbers of the columns": (with_people(HEAD, [1, 2, 3, 4, 5], ROW), "第 2 行是列的编号"),
    "subtotals": (with_people(HEAD, ROW, ["一季度小计", None, None, None, 8]), "第 3 行是合计行"),
    "an average": (with_people(HEAD, ROW, ["人均", None, None, None, 4.5]), "第 3 行是合计行"),
    "two rows of headers": (
        with_people(["序号", "姓名", "培训情况"], [None, None, *HEAD[1:]], [1, *ROW]),
        "表头占两行（第 1、2 行）",
    ),
    "what somebody is": (with_people(HEAD, ["张三（辅警）", *ROW[1:]]), "张三（辅警） → 张三"),
    "what the roster says somebody is": (
        with_people(HEAD, ["王五", *ROW[1:]], people=[["A03", "王五（辅警）", "辅助人员"]]),
        "培训：新增 1 条",
    ),
    "an unseen sign": (with_people(HEAD, ["张\u200b三", *ROW[1:]]), "看不见的"),
    "an unseen row": (with_people(HEAD, ROW, ["\u200b", "\ufeff"]), "培训：新增 1 条"),
    "a radical": (with_people(HEAD, [*ROW[:2], "⽇常执法", *ROW[3:]]), "样子一样的"),
    "a sheet by its headers": (with_people(HEAD, ROW, sheet="Sheet2"), "照表头认作“培训”"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_it_is_taken_and_said(name: str, run: Import, county: Path) -> None:
    sheets, words = TAKEN[name]
    code, out, err = run(sheets)
    assert (code, err) == (0, ""), out
    assert words in out.replace("\n      ", "")
    assert "1101051949" not in out
    person = 2 if "roster" in name else 0
    assert [(one["日期"], one["学时"]) for one in trained(county, person)] == [("2023-05-04", "8")]
    assert "三楼" not in (county / "submissions/汇龙镇/人员和培训.yaml").read_text("utf-8")


@pytest.mark.parametrize("dot", "•‧・･．∙")
def test_dots_of_a_name_are_one(dot: str, run: Import, county: Path) -> None:
    code, out, _ = run(with_people(HEAD, [f"阿不都{dot}热合曼", *ROW[1:]], people=[UYGHUR]))
    assert code == 0, out
    assert f"阿不都{dot}热合曼 → 阿不都·热合曼" in out
    assert len(trained(county, 2)) == 1


# how a class writes who attended, and the numbers that come of it
ATTENDED = {
    "全体": "全体",
    "全体人员": "全体",
    "张三 李四": ["A01", "A02"],
    "张 三、李\u3000四": ["A01", "A02"],
    "张三／李四": ["A01", "A02"],
    "张三/A02": ["A01", "A02"],
    "张三（辅警），李四": ["A01", "A02"],
    "A02": ["A02"],
}


@pytest.mark.parametrize("written", ATTENDED)
def test_who_attended(written: str, run: Import, county: Path) -> None:
    head = ["时间", "培训内容", "类别", "课时", "参训人员"]
    # the name of the sheet is that of another section, and its columns decide
    code, out, _ = run(with_people(head, [DAY, "宪法", "法律法规", 4, written], sheet="培训台账"))
    assert code == 0, out
    assert "表“培训台账”照表头认作“培训班”" in out
    assert data(county / "submissions/汇龙镇/人员和培训.yaml")["培训班"][0]["参训"] == ATTENDED[written]


@pytest.mark.parametrize(
    ("written", "mend"),
    [
        ("全所", "请写“全体”"),
        ("全体执法人员", "请写“全体”"),
        ("张三等3人", "写出每个人"),
        ("张三等", "写出每个人"),
        ("各科室负责人", "写出每个人"),
        ("12人", "写出每个人"),
        ("A01-A02", "请写出中间每个人"),
        ("张三至李四", "请写出中间每个人"),
        ("王五", "不在本单位“人员”名册里"),
        ("张三 王五", "不在本单位“人员”名册里"),
    ],
)
def test_words_for_several_people_get_the_right_mend(written: str, mend: str, run: Import) -> None:
    head = ["日期", "课程", "类别", "学时", "参训"]
    code, out, _ = run(with_people(head, [DAY, "宪法", "法律法规", 4, written], sheet="培训班"))
    assert code == 1, out
    told = next(line for line in out.splitlines() if line.startswith("表“培训班” E2"))
    assert mend in told
    assert ("补上这个人" in out) == ("名册" in mend and "写出" not in mend and "补上" in out)


MOMENTS = [
    (datetime.datetime(2023, 5, 3, 23, 59, 17), "2023-05-04", "差 43 秒到零点"),  # noqa: DTZ001
    (datetime.datetime(2023, 5, 3, 23, 59, 59, 999_000), "2023-05-04", ""),  # noqa: DTZ001
    (datetime.datetime(2023, 5, 4, 0, 0, 43), "2023-05-04", "零点过 43 秒"),  # noqa: DTZ001
    (datetime.datetime(2023, 5, 4), "2023-05-04", ""),  # noqa: DTZ001
    (datetime.datetime(2023, 5, 4, 23, 59, 59), None, "不知道是哪一天"),  # noqa: DTZ001
    (datetime.datetime(2023, 5, 4, 9, 30), None, "请去掉时刻"),  # noqa: DTZ001
]


@pytest.mark.parametrize(("moment", "day", "said"), MOMENTS)
def test_days_around_midnight(moment: datetime.datetime, day: str | None, said: str, run: Import, county: Path) -> None:
    code, out, _ = run(with_people(HEAD, [ROW[0], moment, *ROW[2:]]))
    assert code == (day is None), out
    assert said in out
    if day:
        assert trained(county)[0]["日期"] == day


@pytest.mark.parametrize("ditto", ["同上", "〃", "″"])
def test_ditto_is_refused_wherever_it_stands(ditto: str, run: Import) -> None:
    code, out, _ = run(with_people(HEAD, ROW, ["李四", ditto, ditto, ROW[3], 8]))
    assert code == 1
    for cell in ("B3", "C3"):
        assert any(line.startswith(f"表“培训” {cell} ") and "要照上一行写出来" in line for line in out.splitlines())


def test_one_stray_text_is_one_refusal(run: Import) -> None:
    code, out, _ = run(with_people(HEAD, ROW, [None, "以下空白处"]))
    assert code == 1
    assert [line for line in out.splitlines() if line.startswith("表")] == [
        "表“培训” B3 整行只有这一格有字（“以下空白处”），看不出是不是一条记录。不是的请删去这一行，是的请把这一行填全。"
    ]


def test_the_best_guess_is_told_and_all_faults_of_all_sheets_in_one_round(run: Import) -> None:
    code, out, _ = run(
        {
            "人员": [*PEOPLE, ["A03", "王五", "科长"]],
            "流水": [["姓名", "日期", "学时", "类型"], ["张三", "2023-05-04", 8, "法律法规"]],
            "培训": [HEAD[:4], ["张三", "明天", "甲课", "法律法规"]],
            "Sheet9": [["甲", "乙"], [1, 2]],
        }
    )
    assert code == 1
    out = out.replace("\n    ", "")
    assert "表“流水” 不知道是哪一部分，最像“培训”：认得 姓名、日期、学时；不认得 类型（D1）；缺 课程、类别" in out
    assert "表“培训” 第 1 行 缺少必填的列：学时。认得 姓名、日期、课程、类别；缺 学时" in out
    assert "表“培训” B2 “日期”" in out
    assert "表“人员” C4 “类别”" in out
    assert "表“Sheet9” 不知道是哪一部分，表头一个也不认得" in out
    assert "汇龙镇：有 5 处要改" in out


def test_notes_come_in_their_order_and_conversions_are_one_line_a_column(run: Import, county: Path) -> None:
    own(county)
    rows = [["张三", f"2023.5.{day}", f"课{day}", "其他", f"{day}学时"] for day in range(1, 21)]
    code, out, _ = run({"培训": [HEAD, *rows, ["合计", None, None, None, 210]]})
    assert code == 0, out
    notes = [line for line in out.replace("\n      ", "").splitlines() if line.startswith("注意：")]
    assert [note.split("“")[1].split("”")[0] for note in notes] == ["培训"] * 3
    assert "第 22 行是合计行" in notes[0]
    assert "“日期”换算了 20 格，如 B2 2023.5.1 → 2023-05-01；B3" in notes[1]
    assert "“学时”换算了 20 格，如 E2 1学时 → 1；E3" in notes[2]


def test_several_people_in_a_row_for_one_are_told_so(run: Import) -> None:
    code, out, _ = run(with_people(HEAD, ["张三、李四", *ROW[1:]]))
    assert code == 1
    assert "这里一行只能是一个人" in out


MENDS = [
    ("日期", "6月20日", "请改为 2023-06-20"),
    ("日期", "6/5", "请改为 2023-06-05"),
    ("日期", "11.6", "请改为 2023-11-06"),
    ("日期", "5月18日—5月19日", "一天一条"),
    ("日期", "5月18-19日", "一天一条"),
    ("日期", "2023.5.18至2023.5.20", "一天一条"),
    ("日期", "05-04-2023", "年四位"),
    ("日期", "2023-4", "写成 2023-04-05 的样子"),
    ("日期", "2023年5月", "写成 2023-05-05 的样子"),
    ("日期", "2023年3月20日（星期一）", "请改为 2023-03-20"),
    ("日期", "2023.03.21上午", "请改为 2023-03-21"),
    ("日期", "'2023-03-23", "请改为 2023-03-23"),
    ("学时", "92%", "请改为 92"),
    ("日期", "—", "请把这一格清空"),
    ("学时", "全天", "请照实写出是几个"),
    ("学时", "2天", "请照实写出是几个"),
    ("学时", "/", "请把这一格清空"),
    ("所属期", "4月", "请改为 2023-04"),
    ("所属期", "第三季度", "请改为 2023Q3"),
    ("所属期", "下半年", "请改为 2023H2"),
    ("所属期", "13月", "半年写 2023H1"),
]


@pytest.mark.parametrize(("header", "written", "mend"), MENDS)
def test_what_cannot_be_taken_says_what_to_write(header: str, written: str, mend: str, run: Import) -> None:
    reports = {"报送": [["事项", "所属期", "日期"], ["四张清单月报", written, "2023-06-05"]]}
    row = [written if name == header else value for name, value in zip(HEAD, ROW, strict=True)]
    code, out, _ = run(reports if header == "所属期" else with_people(HEAD, row))
    assert code == 1
    assert f"“{header}”写的是“{written}”" in out.replace("\n", "").replace(" " * 4, "")
    assert mend in out.replace("\n", "").replace(" " * 4, "")


@pytest.mark.parametrize("word", ["长期", "长期有效", "永久"])
def test_a_word_that_means_a_blank_is_one(word: str, run: Import, county: Path) -> None:
    head, *people = PEOPLE
    code, out, _ = run({"人员": [[*head, "有效期"], *([*one, word] for one in people)]})
    assert code == 0, out
    assert f"D2 {word} → 留空" in out
    assert "证件有效期至" not in data(county / "submissions/汇龙镇/人员和培训.yaml")["人员"][0]
    code, out, _ = run(with_people(HEAD, [*ROW[:2], word, *ROW[3:]]))
    assert trained(county)[0]["课程"] == word


def test_who_is_not_on_the_roster_is_told_beside_other_faults(run: Import) -> None:
    decisions = [["文号", "类别", "决定日期", "承办人"], ["1号", "罚款", DAY, "张三、王外人"]]
    _, out, _ = run({"人员": PEOPLE, "重大决定": decisions})
    assert "B2 “类别”写的是“罚款”" in out
    assert "D2 “王外人”不在本单位“人员”名册里" in out
    # where the roster itself is in doubt, whoever is not on it may be meant to be
    _, out, _ = run({"人员": [*PEOPLE, ["A03", "", "执法人员"]], "重大决定": decisions})
    assert "B4 “姓名”没有填写" in out
    assert "不在本单位" not in out


def test_a_name_that_is_nearly_one_of_the_roster_is_asked_for(run: Import) -> None:
    _, out, _ = run(with_people(HEAD, ["张三同志", *ROW[1:]]))
    assert "“张三同志”不在本单位“人员”名册里，是不是“张三”？" in out
    # a name that is like another is another's
    _, out, _ = run(with_people(HEAD, ["张四", *ROW[1:]]))
    assert "“张四”不在本单位“人员”名册里。" in out
    _, out, _ = run(with_people(HEAD, ["A01", *ROW[1:]]))
    assert "写的是编号“A01”，不是姓名。请写在“人员编号”一列" in out


def test_a_sheet_for_each_person_names_the_person_in_a_mapping(run: Import, county: Path) -> None:
    ledger: Sheets = {"人员": PEOPLE, "张三": [["张三学时登记表"], HEAD[1:], ROW[1:]]}
    code, out, _ = run(ledger)
    assert "缺 人员编号或姓名" in out
    assert run(ledger, "--guess", county / "对照.yaml")[0] == 0
    mapping = county / "对照.yaml"
    text = mapping.read_text("utf-8")
    assert "姓名:  # 请填写" in text
    mapping.write_text(text.replace("姓名:  # 请填写", "姓名: 张三"), "utf-8")
    code, out, err = run(ledger, "--mapping", mapping)
    assert code == 0, out + err
    assert trained(county)[0]["课程"] == "甲课"


def test_reports_by_month_are_guessed_with_their_periods(run: Import, county: Path) -> None:
    ledger: Sheets = {"报送情况": [["事项", "4月", "5月"], ["四张清单月报", "2023-05-04", DAY], ["合计", 1, 1]]}
    code, out, _ = run(ledger)
    assert "4月（B1）、5月（C1） 每一列像是一次" in out.replace("\n", "").replace(" " * 4, "")
    assert run(ledger, "--guess", county / "对照.xlsx")[0] == 0
    code, out, err = run(ledger, "--mapping", county / "对照.xlsx")
    assert code == 0, out + err
    reports = data(county / "submissions/汇龙镇/报送.yaml")["报送"]
    assert [(one["所属期"], one["日期"]) for one in reports] == [("2023-04", "2023-05-04"), ("2023-05", "2023-05-04")]


def test_a_named_sheet_says_which_headers_it_lacks(run: Import) -> None:
    _, out, _ = run({"报送": [["事项", "备忘"], ["四张清单月报", "甲"]]})
    assert "表头不全：认得 事项；不认得 备忘（B1）；缺 所属期、日期" in out.replace("\n", "").replace(" " * 4, "")
