"""Ledgers into submissions: what is understood, what is refused at its cell, and that nothing is half written."""

import datetime
import io
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from conftest import ROOT, Run, some
from ledgers import DAY, FILE, NOON, PEOPLE, Import, Sheets, data, everything, own, xlsx
from old_workbook import compound, workbook
from zhifa_check.forms.columns import Column
from zhifa_check.ledgers.cells import Read, read_cell, split
from zhifa_check.ledgers.spellings import Spellings
from zhifa_check.sheets import reading
from zhifa_check.source import writing

EVERY_SECTION: Sheets = {
    "人员": PEOPLE,
    "培训": [["姓名", "日期", "课程", "类别", "学时"], ["张三", DAY, "食品", "业务知识", 4.5]],
    "考试": [["人员编号", "日期", "成绩", "合格"], ["A02", DAY, 92, "是"]],
    "培训班": [
        ["日期", "课程", "类别", "学时", "参训"],
        [DAY, "宪法", "法律法规", 8, "全体"],
        [DAY, "复议", "法律法规", 4, "张三、Ａ０２"],
    ],
    "重大决定": [
        ["文号", "类别", "决定日期", "承办人", "法制审核日期", "法制审核结论", "备案日期", "备案编号"],
        ["[2023]1号", "行政处罚", DAY, "A01，李四", "2023-05-03", "通过", None, None],
        ["[2023]2号", "行政许可", DAY, None, None, None, "2023-05-10", 12],
    ],
    "案卷": [["执法主体", "行政处罚", "行政检查"], ["镇政府", 6, 15], ["执法局", None, 4]],
    "案卷评查": [
        ["日期", "名称", "执法主体", "行政处罚", "行政检查", "通报文号", "通报日期"],
        [DAY, "上半年", "镇政府", 2, 3, "评1", "2023-05-20"],
        [DAY, "上半年", "执法局", None, 1, None, None],
        ["2023-11-02", "下半年", "镇政府", 1, 2, None, None],
    ],
    "报送": [
        ["事项", "所属期", "日期", "典型案例"],
        ["四张清单月报", "2023-03", "2023-04-04", None],
        ["四张清单季报", "2023Q1", "2023-04-06", "甲、乙案；（丙；丁）案"],
    ],
    "委托": [["受委托单位", "符合规定", "处理方式", "处理日期"], ["某中心", "否", "清理", "2023-06-01"]],
    "影响事件": [["编号", "发生时间", "初步报告"], ["E1", NOON, "2023-05-04 13:05"]],
    "人员追责": [["编号", "人员编号", "措施日期"], ["Z1", "A02", DAY]],
    "平台录入": [["类别", "办件", "录入"], ["行政处罚", 6, 6]],
}


def test_every_section_comes_in_and_twice_is_as_good_as_once(run: Import, county: Path) -> None:
    code, out, err = run(EVERY_SECTION)
    assert (code, err) == (0, "")
    assert "表“案卷评查” 3 行 → 案卷评查：新增 2 条" in out
    folder = county / "submissions" / "汇龙镇"
    people = data(folder / "人员和培训.yaml")
    assert people.pop("培训班")[1]["参训"] == ["A01", "A02"]
    assert people == {
        "单位": "汇龙镇",
        "年度": "2023",
        "人员": [
            {
                "编号": "A01",
                "姓名": "张三",
                "类别": "执法人员",
                "培训": [{"日期": "2023-05-04", "课程": "食品", "类别": "业务知识", "学时": "4.5"}],
            },
            {
                "编号": "A02",
                "姓名": "李四",
                "类别": "辅助人员",
                "考试": [{"日期": "2023-05-04", "成绩": "92", "合格": "是"}],
            },
        ],
    }
    first, second = data(folder / "重大决定.yaml")["重大决定"]
    assert (first["承办人"], first["法制审核"]) == (["A01", "A02"], {"日期": "2023-05-03", "结论": "通过"})
    assert second["备案"] == {"日期": "2023-05-10", "编号": "12"}
    assert data(folder / "案卷和平台.yaml")["案卷评查"][0] == {
        "日期": "2023-05-04",
        "名称": "上半年",
        "抽查": [
            {"执法主体": "镇政府", "件数": {"行政处罚": "2", "行政检查": "3"}},
            {"执法主体": "执法局", "件数": {"行政检查": "1"}},
        ],
        "通报": {"文号": "评1", "日期": "2023-05-20"},
    }
    assert data(folder / "报送.yaml")["报送"][1]["典型案例"] == ["甲、乙案", "（丙；丁）案"]
    assert data(folder / "委托和事件.yaml")["影响事件"][0]["发生时间"] == "2023-05-04 12:00"
    before = everything(folder)
    code, out, _ = run(EVERY_SECTION)
    assert code == 0
    assert out.endswith("汇龙镇：没有新的内容，什么也不用写。\n")
    assert everything(folder) == before


def test_what_comes_in_passes_the_check(run: Import, zhifa: Run, county: Path) -> None:
    assert run(EVERY_SECTION)[0] == 0
    code, out, _ = zhifa("check", county / "submissions", "--unit", "汇龙镇", "--fail-on", "data", "--select", "D")
    assert code == 0, out


def test_existing_files_keep_every_byte_and_get_the_rest(run: Import, county: Path) -> None:
    path = own(county, FILE)
    code, out, _ = run(
        {
            "人员": [*PEOPLE, ["A03", "王五", "执法人员"]],
            "培训": [
                ["编号", "日期", "课程", "类别", "学时"],
                *([n, DAY, "甲", "其他", 1] for n in ("A01", "A09", "A03")),
            ],
            "平台录入": [["类别", "办件", "录入"], ["行政处罚", 6, 6]],
        }
    )
    assert code == 0, out
    assert "表“人员” 3 行 → 人员：新增 2 条，已有 1 条（不重复导入）" in out
    training = "{日期: 2023-05-04, 课程: 甲, 类别: 其他, 学时: 1}"
    assert path.read_bytes().decode() == (
        "# 汇龙镇\r\n单位: 汇龙镇\r\n年度: 2023\r\n\r\n人员:\r\n"
        f"- {{编号: A01, 姓名: 张三, 类别: 执法人员, 初次申领: true, 培训: [{training}]}} # 组长\r\n"
        f"- 编号: A09\r\n  姓名: '同名'\r\n  类别: 辅助人员\r\n  培训:\r\n  - {training}\r\n"
        "- {编号: A10, 姓名: 同名, 类别: 辅助人员}\r\n"
        "- {编号: A02, 姓名: 李四, 类别: 辅助人员}\r\n"
        f"- {{编号: A03, 姓名: 王五, 类别: 执法人员, 培训: [{training}]}}\r\n"
        "\r\n平台录入:\r\n- 类别: 行政处罚\r\n  办件: 6\r\n  录入: 6\r\n"
    )


def test_a_dry_run_shows_the_difference_and_writes_nothing(run: Import, county: Path) -> None:
    own(county)
    before = everything(county / "submissions")
    code, out, _ = run({"人员": PEOPLE}, "--dry-run")
    assert code == 0
    assert "+- {编号: A02, 姓名: 李四, 类别: 辅助人员}\n" in out
    assert "+++ submissions/汇龙镇/2023年.yaml（改后）\n" in out
    assert everything(county / "submissions") == before


REPORT = ["事项", "所属期", "日期", "抄送日期"]


def test_a_report_whose_date_was_corrected_is_refused_and_one_of_which_more_is_said_is_filled_in(
    run: Import, county: Path
) -> None:
    """Both dates side by side would let the better one count."""
    first = ["三项制度自查", "2023", "2023-09-12", None]
    assert run({"报送": [REPORT, first]})[0] == 0
    code, out, _ = run({"报送": [REPORT, [*first[:2], "2023-10-08", None]]})
    assert code == 1
    assert "submissions/汇龙镇/报送.yaml:5" in out
    assert "“日期”文件里是“2023-09-12”，表里是“2023-10-08”" in out
    more = {"报送": [REPORT, [*first[:3], "2023-09-13"]]}
    code, out, _ = run(more)
    assert (code, out.splitlines()[0]) == (0, "表“报送” 1 行 → 报送：新增 0 条，补填 1 条")
    filled = county / "submissions/汇龙镇/报送.yaml"
    assert data(filled)["报送"] == [dict(zip(REPORT, [*first[:3], "2023-09-13"], strict=True))]
    assert "已有 1 条（不重复导入）" in run(more)[1]


DECIDED = ["文号", "类别", "决定日期", "承办人", "备案日期", "备案编号"]


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("there", "then"),
    [
        (
            "  - {文号: 罚1号, 类别: 行政处罚, 决定日期: 2023-05-04}  # 首例\n",
            "  - {文号: 罚1号, 类别: 行政处罚, 决定日期: 2023-05-04, 备案: {日期: 2023-05-10, 编号: B-1}}  # 首例\n",
        ),
        (
            "- 文号: 罚1号\n  类别: 行政处罚  # 首例\n  决定日期: 2023-05-04\n\n",
            "- 文号: 罚1号\n  类别: 行政处罚  # 首例\n  决定日期: 2023-05-04\n"
            "  备案: {日期: 2023-05-10, 编号: B-1}\n\n",
        ),
        (
            "  -   决定日期: 2023-05-04\n      类别: 行政处罚\n      文号: 罚1号   # 末行",
            "  -   决定日期: 2023-05-04\n      类别: 行政处罚\n      文号: 罚1号   # 末行\n"
            "      备案: {日期: 2023-05-10, 编号: B-1}",
        ),
    ],
)
def test_what_came_later_is_filled_into_the_record(run: Import, county: Path, there: str, then: str, eol: str) -> None:
    head = "单位: 汇龙镇\n年度: 2023\n重大决定:\n"
    path = own(county, (head + there).replace("\n", eol), "决定.yaml")
    sheet = {"重大决定": [DECIDED, ["罚1号", "行政处罚", "2023-05-04", None, "2023-05-10", "B-1"]]}
    code, out, err = run(sheet)
    assert (code, err) == (0, "")
    assert "补填 1 条" in out
    assert path.read_bytes().decode() == (head + then).replace("\n", eol)
    assert "已有 1 条（不重复导入）" in run(sheet)[1]
    assert path.read_bytes().decode() == (head + then).replace("\n", eol)


def test_what_is_filled_in_is_judged_and_what_is_there_stays(run: Import, county: Path) -> None:
    """A filing before the decision is refused at its cell; a value that somebody wrote is never changed."""
    path = own(county, "单位: 汇龙镇\n年度: 2023\n重大决定:\n- {文号: 罚1号, 类别: 行政处罚, 决定日期: 2023-05-04}\n")
    before = path.read_bytes()
    code, out, _ = run({"重大决定": [DECIDED, ["罚1号", "行政处罚", "2023-05-04", None, "2023-05-01", "B-1"]]})
    assert code == 1
    assert "表“重大决定” E2" in out
    code, out, _ = run({"重大决定": [DECIDED, ["罚1号", "行政许可", "2023-05-04", None, "2023-05-10", "B-1"]]})
    assert code == 1
    assert "“类别”文件里是“行政处罚”，表里是“行政许可”" in out
    assert path.read_bytes() == before


def test_the_usual_folder_is_made_and_no_other(run: Import, county: Path) -> None:
    shutil.rmtree(county / "submissions")
    assert run({"人员": PEOPLE}, "--dir", "submisions")[0] == 2
    assert run({"人员": PEOPLE})[0] == 0
    assert len(data(county / "submissions/汇龙镇/人员和培训.yaml")["人员"]) == 2


TRAINING = ["姓名", "日期", "课程", "类别", "学时"]


def trained(*cells: Any) -> Sheets:
    return {"培训": [TRAINED_TITLE, TRAINING, list(cells)]}


TRAINED_TITLE = ["2023年培训台账"]

# a ledger, the place, and what is said there
REFUSED: dict[str, tuple[Sheets, str, str]] = {
    "nobody": (trained("赵六", DAY, "甲", "其他", 1), "A3", "“赵六”不在本单位“人员”名册里"),
    "two of a name": (trained("同名", DAY, "甲", "其他", 1), "A3", "不止一人：“A09”、“A10”。请写编号"),
    "time in a date": (trained("张三", NOON, "甲", "其他", 1), "B3", "是 2023-05-04 12:00，应是日期"),
    "date serial": (trained("张三", 45050, "甲", "其他", 1), "B3", "若是日期（2023-05-04）"),
    "date serial as text": (trained("张三", "45050", "甲", "其他", 1), "B3", "若是日期（2023-05-04）"),
    "no such day": (trained("张三", "2023.2.30", "甲", "其他", 1), "B3", "日历上没有这一天"),
    "another year": (trained("张三", "2022-05-04", "甲", "其他", 1), "B3", "不在 2023 年内"),
    "nothing said in a cell": (
        {"人员": [[*PEOPLE[0], "执法证号"], ["A03", "王五", "执法人员", "/"]]},
        "D2",
        "确实没有的，请把这一格清空",
    ),
    "wrong word": (trained("张三", DAY, "甲", "法规", 1), "D3", "是不是“法律法规”"),
    "logical value": (trained("张三", DAY, "甲", "其他", True), "E3", "是逻辑值 TRUE"),
    "time for hours": (trained("张三", DAY, "甲", "其他", datetime.time(8, 0)), "E3", "是时间 08:00:00"),
    "unit behind the number": (trained("张三", DAY, "甲", "其他", "8小时"), "E3", "应是数字"),
    "below zero": (trained("张三", DAY, "甲", "其他", -1), "E3", "不能小于 0"),
    "too many hours": (trained("张三", DAY, "甲", "其他", 25), "E3", "一次培训不能超过 24 学时"),
    "lost digits": (trained("张三", DAY, 1234567890123456, "其他", 1), "C3", "16 位以上的数字"),
    "scientific": (trained("张三", DAY, "3.2068E+17", "其他", 1), "C3", "科学记数法"),
    "error as text": (trained("张三", DAY, "#REF!", "其他", 1), "C3", "是错误值“#REF!”"),
    "formula as text": (trained("张三", DAY, "=A1", "其他", 1), "C3", "是公式，但文件里没有算好的结果"),
    "means nothing": (trained("张三", DAY, "null", "其他", 1), "C3", "等于没有填写"),
    "date for a text": (trained("张三", DAY, DAY, "其他", 1), "C3", "被表格软件当成了日期"),
    "blank that is needed": (trained("张三", DAY, None, "其他", 1), "C3", "“课程”没有填写，是必填的"),
    "no owner": (trained(None, DAY, "甲", "其他", 1), "A3", "不知道是谁的"),
    "a total with words": (trained("合计", DAY, "甲", "其他", 1), "A3", "像是合计行"),
    "the same row twice": (
        {"培训": [TRAINING, ["张三", DAY, "甲", "其他", 1], ["张三", DAY, "甲", "其他", 1]]},
        "第 3 行",
        "与第 2 行完全一样",
    ),
    "header like a column": ({"培训": [[*TRAINING, "专题类"], ["张三", DAY, "甲", "其他", 1]]}, "F1", "是不是“专题”"),
    "column without a header": ({"培训": [TRAINING, ["张三", DAY, "甲", "其他", 1, "?"]]}, "F1", "F 列没有表头"),
    "header twice": ({"培训": [[*TRAINING, "课时"], ["张三", DAY, "甲", "其他", 1]]}, "F1", "与 E1 是同一列"),
    "column missing": ({"培训": [TRAINING[:4], ["张三", DAY, "甲", "其他"]]}, "第 1 行", "缺少必填的列：学时"),
    "unknown sheet": ({"流水": [["甲", "乙"], [1, 2]]}, "", "不知道是哪一部分"),
    "no headers": ({"培训": [["甲", "乙"], [1, 2]]}, "", "找不到表头"),
    "person twice": (
        {"人员": [*PEOPLE, ["A02", "李四", "辅助人员"]]},
        "A4",
        "“编号”写的是“A02”，第 3 行已经写过",
    ),
    "another content": (
        {"人员": [PEOPLE[0], ["A01", "张三", "辅助人员"]]},
        "C2",
        "submissions/汇龙镇/2023年.yaml:6 已经填过，内容不一样：“类别”文件里是“执法人员”，表里是“辅助人员”",
    ),
    "name and number disagree": (
        {"培训": [["人员编号", *TRAINING], ["A01", "李四", DAY, "甲", "其他", 1]]},
        "B2",
        "编号“A01”在名册里是“张三”",
    ),
    "not on the roster": (
        {"重大决定": [["文号", "类别", "决定日期", "承办人"], ["1号", "其他", DAY, "A01、A77"]]},
        "D2",
        "“A77”不在本单位“人员”名册里",
    ),
    "half a filing": (
        {"重大决定": [["文号", "类别", "决定日期", "备案日期", "备案编号"], ["1号", "其他", DAY, None, "B1"]]},
        "D2",
        "填了“备案”的别的列，这一列也要填",
    ),
    "filed before decided": (
        {"重大决定": [["文号", "类别", "决定日期", "备案日期"], ["1号", "其他", DAY, "2023-05-01"]]},
        "D2",
        "备案不能早于决定日期",
    ),
    "no counts": ({"案卷": [["执法主体", "行政处罚"], ["镇政府", None]]}, "B2", "各类件数一格也没有填"),
    "reviewed more than there are": (
        {
            "案卷": [["执法主体", "行政处罚"], ["镇政府", 1]],
            "案卷评查": [["日期", "执法主体", "行政处罚"], [DAY, "镇政府", 2]],
        },
        "C2",
        "多于案卷总数 1 件",
    ),
    "one review in two ways": (
        {
            "案卷": [["执法主体", "行政处罚"], ["甲", 9], ["乙", 9]],
            "案卷评查": [
                ["日期", "执法主体", "行政处罚", "通报日期"],
                [DAY, "甲", 2, DAY],
                [DAY, "乙", 2, NOON.date()],
            ],
            "报送": [["事项", "所属期", "日期"], ["四张清单月报", 2023.1, DAY]],
        },
        "B2",
        "2023.1 和 2023.10 分不清",
    ),
    "period of another length": (
        {"报送": [["事项", "所属期", "日期"], ["四张清单月报", "2023Q1", DAY]]},
        "B2",
        "所属期应是月",
    ),
    "day in a period": ({"报送": [["事项", "所属期", "日期"], ["四张清单月报", DAY, DAY]]}, "B2", "是日期 2023-05-04"),
    "moment without time": ({"影响事件": [["编号", "发生时间"], ["E1", DAY]]}, "B2", "没有时刻"),
    "section of the bureau": ({"案卷抽查": [["日期", "单位", "件数"], [DAY, "应急局", 1]]}, "", "只由司法局填写"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses_to_guess_and_names_the_cell(name: str, run: Import, county: Path) -> None:
    sheets, cell, words = REFUSED[name]
    own(county)
    before = everything(county / "submissions")
    code, out, err = run(sheets)
    assert (code, err) == (1, ""), out
    at = f" {cell}" if cell else ""
    lines = [line for line in out.splitlines() if any(line.startswith(f"表“{sheet}”{at} ") for sheet in sheets)]
    assert any(words in line for line in lines), out
    assert "什么也没有写" in out
    assert "{_" not in out
    assert everything(county / "submissions") == before


def test_all_refusals_are_listed_at_once_in_their_order(run: Import, county: Path) -> None:
    own(county)
    row = ["张三", "明天", "=1", "法规", "多"]
    code, out, _ = run(
        {"培训": [TRAINING, row, ["张三", DAY, "甲", "没有这类", 1]], "人员": [PEOPLE[0], [None, "甲", "乙"]]}
    )
    assert code == 1
    told = [line.split(" ")[1] for line in out.splitlines() if line.startswith("表")]
    assert told == ["B2", "C2", "D2", "E2", "D3", "A2", "C2"]
    code, out, _ = run({"培训": [[*TRAINING, "专题类"], ["没这人", NOON, None, "没有这类", 25]]})
    told = [line.split(" ")[1] for line in out.splitlines() if line.startswith("表")]
    assert told == ["F1", "A2", "B2", "C2", "D2", "E2"]
    code, out, _ = run({"报送": [["事项", "所属期", "日期"], ["=1", "#N/A", True]]})
    told = [line.split(" ")[1] for line in out.splitlines() if line.startswith("表")]
    assert told == ["A2", "B2", "C2"]


def test_the_list_of_refusals_ends_somewhere(run: Import, county: Path) -> None:
    own(county)
    code, out, _ = run({"培训": [TRAINING, *(["张三", "坏", f"课{n}", "其他", 1] for n in range(400))]})
    assert code == 1
    assert "还有 100 处没有列出" in out
    assert "有 400 处要改" in out
    assert len(out.splitlines()) < 310


CONVERTED = [
    ("B2", "2023.5.4", "2023.5.4 → 2023-05-04"),
    ("B2", "2023/5/4", "2023/5/4 → 2023-05-04"),
    ("B2", "2023年5月4日", "2023年5月4日 → 2023-05-04"),
    ("B2", "２０２３－０５－０４", "２０２３－０５－０４ → 2023-05-04"),
    ("B2", 20230504, "20230504 → 2023-05-04"),
    ("E2", "４．５", "４．５ → 4.5"),
]


@pytest.mark.parametrize(("cell", "value", "said"), CONVERTED)
def test_what_can_be_meant_in_one_way_only_is_converted_and_said(
    cell: str, value: object, said: str, run: Import, county: Path
) -> None:
    row: list[Any] = ["张三", DAY, "甲", "其他", 1]
    row[ord(cell[0]) - 65] = value
    path = own(county)
    code, out, _ = run({"培训": [TRAINING, row]})
    assert code == 0, out
    assert f"注意：表“培训” {cell} " in out
    assert said in out
    training = data(path)["人员"][0]["培训"][0]
    assert training[TRAINING[ord(cell[0]) - 65]] == said.rpartition(" ")[2]


def test_a_number_that_was_reckoned_is_read_as_it_is_shown() -> None:
    hours = Column("学时", ("学时",), "decimal", required=True, width=8, hint="数字")
    assert read_cell(0.1 + 0.2, hours, None, Spellings(totals=("合计",))) == Read("0.3", "0.30000000000000004 → 0.3")
    assert read_cell(4.5, hours, None, Spellings(totals=("合计",))) == Read("4.5")


@pytest.mark.parametrize(
    ("value", "period"),
    [
        ("2023年5月", "2023-05"),
        (datetime.date(2023, 5, 1), "2023-05"),
        ("2023年第二季度", "2023Q2"),
        ("2023年下半年", "2023H2"),
        ("2023q3", "2023Q3"),
        (2023, "2023"),
        ("2023年", "2023"),
    ],
)
def test_periods_as_people_write_them(value: object, period: str, run: Import, county: Path) -> None:
    items = {"-": "四张清单月报", "Q": "四张清单季报", "H": "任务清单落实情况"}
    item = next((item for sign, item in items.items() if sign in period), "三项制度自查")
    assert run({"报送": [["事项", "所属期", "日期"], [item, value, "2023-12-31"]]})[0] == 0
    assert data(county / "submissions/汇龙镇/报送.yaml")["报送"][0]["所属期"] == period


def test_numbers_shown_with_zeros_in_front_keep_them_and_percentages_are_refused(run: Import, county: Path) -> None:
    rows = [[*PEOPLE[0], "集中学习学时"], [7, "甲", "执法人员", 0.5]]
    path = county / "台账.xlsx"
    code, out, _ = run(xlsx(path, {"人员": rows}, {("人员", "A2"): "0000", ("人员", "D2"): "0%"}))
    assert code == 1
    assert "表“人员” D2 “集中学习学时”是百分比" in out
    assert run(xlsx(path, {"人员": rows}, {("人员", "A2"): "0000"}))[0] == 0
    assert data(county / "submissions/汇龙镇/人员和培训.yaml")["人员"][0]["编号"] == "0007"


def test_a_month_is_no_day(run: Import, county: Path) -> None:
    own(county)
    path = xlsx(
        county / "t.xlsx", {"培训": [TRAINING, ["张三", DAY, "甲", "其他", 1]]}, {("培训", "B2"): 'yyyy"年"m"月"'}
    )
    code, out, _ = run(path)
    assert code == 1
    assert "表“培训” B2 “日期”只显示年和月（2023-05）" in out


def test_headers_below_titles_blank_rows_totals_and_columns_for_the_eye(run: Import, county: Path) -> None:
    own(county)
    code, out, _ = run(
        {
            "培训记录": [
                ["汇龙镇2023年度培训台账"],
                [],
                ["序号", "人员姓名", "培训日期", "课程\n名称", " 类别 *", "课时", "专题"],
                [1, "张 三".replace(" ", ""), DAY, "甲", "其他", 1, None],
                [],
                [2, "张三", DAY, "乙", "业务知识", 2, "包容审慎执法"],
                ["合计", None, None, None, None, 3, None],
            ],
            "说明": [["随便写的"]],
            "空表": [],
        }
    )
    assert code == 0, out
    assert "表“培训记录”没有导入的列：序号" in out
    assert "表“培训记录” 第 7 行是合计行，没有导入" in out
    assert "表“说明”没有导入（是说明）" in out
    assert "表“培训记录” 2 行 → 培训：新增 2 条" in out


def test_a_sheet_is_known_by_its_headers_where_its_name_says_nothing(run: Import, county: Path) -> None:
    code, out, _ = run({"Sheet1": PEOPLE})
    assert code == 0
    assert "表“Sheet1”照表头认作“人员”" in out


def test_merged_hidden_and_computed_cells(run: Import, county: Path) -> None:
    own(county)
    path = county / "t.xlsx"
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = "培训"
    for row in (
        TRAINING,
        ["张三", DAY, "甲", "其他", 1],
        ["张三", DAY, "乙", "其他", 2],
        ["张三", DAY, "丙", "其他", None],
    ):
        page.append(row)
    page.row_dimensions[3].hidden = True
    page.column_dimensions["D"].hidden = True
    book.create_sheet("藏").append(["甲"])
    book["藏"].sheet_state = "hidden"
    page["E4"] = "=1+1"
    page["C4"].data_type, page["C4"].value = "e", "#N/A"
    page.merge_cells("B2:B3")
    book.save(path)
    code, out, _ = run(path)
    assert code == 1
    assert "表“培训” B2 B2:B3 是合并的单元格" in out
    assert "表“培训” C4 “课程”是错误值“#N/A”" in out
    assert "表“培训” E4 “学时”是公式，但文件里没有算好的结果" in out
    assert "注意：表“培训” 第 3 行是隐藏的，也导入了" in out
    assert "注意：表“培训” D 列是隐藏的，也导入了" in out
    assert "注意：表“藏”是隐藏的，没有导入" in out


def test_the_date_system_of_1904_is_reckoned_with_and_said(run: Import, county: Path) -> None:
    path = own(county)
    book = xlsxwriter.Workbook(county / "t.xlsx", {"date_1904": True, "default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet("培训")
    page.write_row(0, 0, TRAINING)
    page.write_row(1, 0, ["张三", None, "甲", "其他", 1])
    page.write_datetime(1, 1, DAY)
    book.close()
    code, out, _ = run(county / "t.xlsx")
    assert code == 0, out
    assert "1904 日期系统" in out
    assert data(path)["人员"][0]["培训"][0]["日期"] == "2023-05-04"


IDENTITY = "11010519491231002X"


@pytest.mark.parametrize("text", [IDENTITY, "证件１１０１０５１９４９１２３１００２Ｘ号"])
def test_identity_numbers_are_refused_and_never_printed(text: str, run: Import, county: Path) -> None:
    code, out, _ = run({"人员": [[*PEOPLE[0], text], [text, "甲", "执法人员", text]]})
    assert code == 1
    code, more, _ = run({"人员": [PEOPLE[0], [text, "甲", "执法人员"]]})
    assert code == 1
    assert "表“人员” A2 “编号”有 18 位居民身份证号" in more
    assert not any(sign in out + more for sign in (IDENTITY, text))
    code, out, _ = run({"人员": [PEOPLE[0], [110105194912310021, "甲", "执法人员"]]})
    assert code == 1
    assert "1101051949" not in out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv(encoding: str, delimiter: str, run: Import, county: Path) -> None:
    there = own(county)
    rows = [
        "培训台账",
        delimiter.join(TRAINING),
        delimiter.join(["张三", "2023/5/4", f'"甲{delimiter}\n乙"', "其他", "4.5"]),
    ]
    path = county / "培训.csv"
    path.write_bytes("\r\n".join(rows).encode(encoding))
    code, out, _ = run(path)
    assert code == 0, out
    training = data(there)["人员"][0]["培训"][0]
    assert training == {"日期": "2023-05-04", "课程": f"甲{delimiter}\n乙", "类别": "其他", "学时": "4.5"}


@pytest.mark.parametrize("name", ["名册.xls", "名册.et", "名册.xlsx"])
def test_old_workbooks_are_known_by_their_content(name: str, run: Import, county: Path) -> None:
    path = county / name
    path.write_bytes(workbook("人员", [*PEOPLE, [None, None, None]], hidden_rows=[2], from_1904=True))
    code, out, _ = run(path)
    assert code == 0, out
    assert "第 3 行是隐藏的" in out
    assert "1904" in out
    assert [one["编号"] for one in data(county / "submissions/汇龙镇/人员和培训.yaml")["人员"]] == ["A01", "A02"]
    path.write_bytes(workbook("人员", [*PEOPLE, ["A03", (42,), "执法人员"]], merged=[(1, 2, 2, 2)]))
    code, out, _ = run(path)
    assert code == 1
    assert "表“人员” B4 “姓名”是错误值“#N/A”" in out
    assert "表“人员” C2 C2:C3 是合并的单元格" in out


def ods(cells: str, extra: str = "") -> bytes:
    """A sheet 人员 with the rows of PEOPLE and one more."""
    spaces = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    spaces += 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    spaces += 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    spaces += 'xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'

    def text(value: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    rows = "".join(f"<table:table-row>{''.join(map(text, row))}</table:table-row>" for row in PEOPLE)
    rows += f"<table:table-row{extra}>{cells.replace('@', text('某'))}</table:table-row>"
    body = f'<table:table table:name="人员"><table:table-column table:number-columns-repeated="3"/>{rows}</table:table>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
        f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("cells", "extra", "code", "words"),
    [
        ("", "", 0, "人员：新增 2 条"),
        ("@@@", ' table:visibility="collapse"', 1, "第 4 行是隐藏的"),
        ('<table:table-cell table:formula="of:=1+1"/>@@', "", 1, "A4 “编号”是公式"),
        (
            '<table:table-cell table:number-columns-spanned="2" office:value-type="string"><text:p>甲</text:p>'
            "</table:table-cell><table:covered-table-cell/>@",
            "",
            1,
            "A4 A4:B4 是合并的单元格",
        ),
    ],
)
def test_ods(cells: str, extra: str, code: int, words: str, run: Import, county: Path) -> None:
    path = county / "名册.ods"
    path.write_bytes(ods(cells, extra))
    found, out, _ = run(path)
    assert found == code, out
    assert words in out


def _zip(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def _far() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("人员")
    page.write(0, 0, "编号")
    page.write(1_048_575, 16_383, "远")
    book.close()
    return out.getvalue()


def xlsxwriter_bytes() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet("人员").write_row(0, 0, PEOPLE[0])
    book.close()
    return out.getvalue()


def _zip_packed(packing: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsxwriter_bytes())) as book, zipfile.ZipFile(out, "w", packing) as archive:
        for name in sorted(book.namelist(), reverse=True):
            archive.writestr(name, book.read(name))
    return out.getvalue()


def _holed(content: bytes) -> bytes:
    """A packed entry overwritten in its middle."""
    at = content.index(b"xl/workbook.xml") + 80
    return content[:at] + b"\xff" * 20 + content[at + 20 :]


UNREADABLE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "文件是空的"),
    "nothing known": (lambda: b"\0\1\2\3" * 99, "不是表格文件"),
    "no text": (lambda: b"\x81\xff\xfe\x81" * 9, "读不出来"),
    "web page": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "内容是网页"),
    "Word": (lambda: _zip(word__document_xml=b"<a/>"), "不是表格文件（是 Word 文档"),
    "half a zip": (lambda: _zip(xl__workbook_xml=b"<a/>" * 99)[:120], "没有下载完整或已损坏"),
    "broken xml": (lambda: _zip(xl__workbook_xml=b"<a>"), "已损坏"),
    "zip bomb": (lambda: _zip(xl__workbook_xml=b"<a/>", xl__b_xml=bytes(9 * 1024 * 1024)), "大得不正常"),
    "too large": (lambda: b"PK" + bytes(17 * 1024 * 1024), "超过 16 MiB"),
    "encrypted": (lambda: compound("EncryptedPackage", b"x"), "加了密码"),
    "old Word": (lambda: compound("WordDocument", b"x"), "不是表格文件（是 Word 文档或别的旧格式）"),
    "half an xls": (lambda: workbook("人员", PEOPLE)[:700], "已损坏"),
    "a zip with a hole": (lambda: _holed(xlsxwriter_bytes()), "已损坏"),
    "a hole in another packing": (lambda: _holed(_zip_packed(zipfile.ZIP_LZMA)), "已损坏"),
    "an xls of a billion rows": (lambda: workbook("人员", PEOPLE, rows_said=0xE1000003), "已损坏"),
    "a cell far away": (_far, "一直用到 XFD1048576"),
    "quotation without end": (lambda: '编号,姓名\n"A01,张三\n'.encode(), "引号没有成对"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_ledger_gets_one_clear_sentence(
    name: str, run: Import, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, words = UNREADABLE[name]
    monkeypatch.setattr(reading, "MAX_UNPACKED", 8 * 1024 * 1024)
    path = county / "台账.xlsx"
    path.write_bytes(content())
    code, out, err = run(path)
    assert (code, out) == (2, "")
    assert err.startswith("错误：台账.xlsx：")
    assert words in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("没有.xlsx", "--unit", "汇龙镇"), "找不到表格 没有.xlsx"),
        (("台账.xlsx", "--unit", "没有局"), "单位名册里没有“没有局”"),
        (("台账.xlsx", "--unit", "汇龙镇", "--dir", "没有"), "找不到文件夹 没有"),
        (("台账.xlsx", "--unit", "汇龙镇", "--mapping", "没有"), "找不到对照文件 没有"),
        (("台账.xlsx",), "--unit"),
    ],
)
def test_what_makes_an_import_impossible(
    args: tuple[str, ...], words: str, run: Import, county: Path, zhifa: Run
) -> None:
    xlsx(county / "台账.xlsx", {"人员": PEOPLE})
    code, out, err = zhifa("import", *args)
    assert (code, out) == (2, "")
    assert words in err


def test_a_mapping_names_sheets_and_headers_and_what_is_left_out(run: Import, county: Path) -> None:
    own(county)
    mapping = county / "对照.yaml"
    mapping.write_text("流水账:\n  表: 培训\n  谁: 姓名\n  哪天: 日期\n  地点: 不导入\n废表: 不导入\n", "utf-8")
    header = ["谁", "哪天", "地点", "课程", "类别", "学时"]
    sheets: Sheets = {"流水账": [header, ["张三", DAY, "会议室", "甲", "其他", 1]], "废表": [["?"]]}
    assert run(sheets)[0] == 1
    code, out, _ = run(sheets, "--mapping", "对照.yaml")
    assert code == 0, out
    assert "表“流水账” 1 行 → 培训：新增 1 条" in out
    assert "没有导入的列：地点" in out
    assert "表“废表”没有导入（对照表说不导入）" in out


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("培训:\n  谁: 姓明\n", 2, "是不是“姓名”"),
        ("培训:\n  表: 训练\n", 2, "能写的有"),
        ("培训:\n  谁: [姓名]\n", 2, "写的是“列表或一组内容”"),
        ("培训: 是\n", 1, "整张表不导入的写"),
        ("- 培训\n", 1, "对照文件应是"),
        ("没有这张:\n  谁: 姓名\n", 1, "没有“没有这张”这张表"),
        ("培训:\n  没有: 姓名\n", 2, "没有表头“没有”"),
        ("培训：\n  谁: 姓名\n", 1, "全角冒号"),
    ],
)
def test_a_mapping_with_mistakes(text: str, line: int, words: str, run: Import, county: Path) -> None:
    (county / "对照.yaml").write_text(text, "utf-8")
    code, out, err = run({"培训": [["谁", *TRAINING[1:]], ["张三", DAY, "甲", "其他", 1]]}, "--mapping", "对照.yaml")
    assert (code, out) == (2, "")
    assert err.startswith(f"对照.yaml:{line}:")
    assert words in err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("单位：汇龙镇\n", "2023年.yaml:1 用了全角冒号"),
        ("单位: 汇龙镇\n年度: 2022\n人员: []\n", "2023 年度的计划"),
        ("单位: 汇龙镇\n年度: 2023\n人员: 甲\n", "2023年.yaml:3 “人员”不是列表"),
        ("单位: 汇龙镇\n年度: 2023\n人员: [{\n", "2023年.yaml:3 "),
        ("{单位: 汇龙镇, 年度: 2023}\n", "整份内容写在花括号里"),
    ],
)
def test_files_that_cannot_take_records_are_named(text: str, words: str, run: Import, county: Path) -> None:
    own(county, text)
    code, out, _ = run({"人员": PEOPLE})
    assert code == 1
    assert words in out
    assert (county / "submissions/汇龙镇/2023年.yaml").read_text("utf-8") == text


def test_old_mistakes_of_the_files_do_not_stop_an_import(run: Import, county: Path) -> None:
    own(county, FILE + "报送:\r\n- {事项: 没有这事}\r\n")
    code, out, _ = run({"人员": PEOPLE})
    assert code == 0, out


def test_several_files_each_get_their_sections(run: Import, county: Path) -> None:
    own(county, "单位: huilong\n年度: 2023\n人员:\n", "人员和培训.yaml")
    own(county, "单位: 汇龙镇\n年度: 2023\n# 完\n", "报送.yaml")
    sheets: Sheets = {
        "人员": PEOPLE,
        "报送": [["事项", "所属期", "日期"], ["四张清单月报", "2023-03", "2023-04-04"]],
        "平台录入": [["类别", "办件", "录入"], ["行政处罚", 6, 6]],
    }
    code, out, _ = run(sheets)
    assert code == 0, out
    files = {path.name: sorted(data(path)) for path in (county / "submissions/汇龙镇").iterdir()}
    assert files == {
        "人员和培训.yaml": ["人员", "单位", "年度"],
        "报送.yaml": ["单位", "年度", "报送"],
        "案卷和平台.yaml": ["单位", "平台录入", "年度"],
    }


TWO: Sheets = {"人员": PEOPLE, "平台录入": [["类别", "办件", "录入"], ["行政处罚", 6, 6]]}


def _two_files(county: Path) -> None:
    own(county, "单位: 汇龙镇\n年度: 2023\n人员: []\n", "人员和培训.yaml")
    own(county, "单位: 汇龙镇\n年度: 2023\n平台录入: []\n", "平台.yaml")


@pytest.mark.parametrize("function", ["open", "fsync", "replace"])
@pytest.mark.parametrize("time", [1, 2])
def test_a_failure_at_any_step_changes_nothing(
    function: str, time: int, run: Import, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _two_files(county)
    before = everything(county / "submissions")
    calls = []

    def failing(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            if function != "open" or "xb" in args:
                calls.append(args)
                if len(calls) == time:
                    raise OSError(28, "No space left on device", str(county / "submissions/汇龙镇/人员和培训.yaml"))
            return real(*args, **more)

        return call

    where = Path if function == "open" else os
    monkeypatch.setattr(where, function, failing(getattr(where, function)))
    code, _, err = run(TWO)
    assert code == 2
    assert "写不了" in err
    assert everything(county / "submissions") == before
    monkeypatch.undo()


def test_a_file_that_cannot_be_put_back_is_named(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = county / "一.yaml", county / "二.yaml"
    first.write_bytes(b"1")
    second.write_bytes(b"2")
    real, calls = os.replace, iter(range(9))

    def once(*paths: Path) -> None:
        if next(calls):
            raise OSError(28, "No space left on device")
        real(*paths)

    monkeypatch.setattr(os, "replace", once)
    with pytest.raises(writing.WriteError, match=r"^写到一半停下了，\S*一\.yaml 没能改回原样") as caught:
        writing.replace_all([(first, b"1", b"new"), (second, b"2", b"new")])
    assert "二.yaml" not in str(caught.value)
    assert "什么也没有改动" not in str(caught.value)
    assert (first.read_bytes(), second.read_bytes()) == (b"new", b"2")


def test_a_cell_of_many_spaces_is_refused_at_once(run: Import, county: Path) -> None:
    rows = [["编号", "发生时间"], ["S1", "2023-05-04" + " " * 30_000 + "上午"]]
    code, out, _ = run({"影响事件": rows})
    assert code == 1
    assert "表“影响事件” B2" in out


@pytest.mark.parametrize("step", some(range(1, 7), [4]))
def test_killed_at_any_step_every_file_is_whole_and_the_next_run_ends_it(step: int, run: Import, county: Path) -> None:
    _two_files(county)
    old = everything(county / "submissions")
    path = xlsx(county / "台账.xlsx", TWO)
    script = f"""
import os, signal
from pathlib import Path
from zhifa_check.source import writing
steps = iter(range(1, 100))
def dying(real):
    def call(*args, **more):
        result = real(*args, **more)
        if next(steps) == {step}:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    return call
os.fsync, os.replace = dying(os.fsync), dying(os.replace)
from zhifa_check.cli.app import main
main()
"""
    args = [sys.executable, "-c", script, "import", os.fspath(path), "--unit", "汇龙镇", "--as-of", "2024-01-31"]
    environment = {**os.environ, "PYTHONPATH": os.fspath(ROOT / "src")}
    done = subprocess.run(args, cwd=county, env=environment, capture_output=True, check=False)
    assert done.returncode in ((0,) if step > 5 else (-signal.SIGKILL,)), done.stderr.decode()
    now = everything(county / "submissions")
    visible = {name: content for name, content in now.items() if "/." not in name}
    assert set(visible) == set(old)
    code, out, _ = run(path)
    assert code == 0
    assert ("清理了上次中断留下的临时文件" in out) == (len(now) > len(visible) and "什么也不用写" not in out)
    after = everything(county / "submissions")
    assert set(after) == set(old)
    assert all(content == old[name] or content == after[name] for name, content in visible.items())
    assert [len(data(path).get("人员") or ()) for path in (county / "submissions/汇龙镇").glob("人员和培训.yaml")] == [
        2
    ]


def test_links_read_only_files_and_files_changed_meanwhile_are_not_replaced(county: Path) -> None:
    path = own(county)
    content = path.read_bytes()
    with pytest.raises(writing.WriteError, match="被别的程序改动了"):
        writing.replace_all([(path, b"other", b"new")])
    path.chmod(0o444)
    with pytest.raises(writing.WriteError, match="是只读的"):
        writing.replace_all([(path, content, b"new")])
    path.chmod(0o644)
    link = path.with_name("链接.yaml")
    link.symlink_to(path)
    with pytest.raises(writing.WriteError, match="是链接"):
        writing.replace_all([(link, content, b"new")])
    link.unlink()
    new = county / "submissions" / "新镇" / "人员和培训.yaml"
    with pytest.raises(writing.WriteError, match="被别的程序改动了"):
        writing.replace_all([(new, None, b"new"), (path, b"other", b"new")])
    assert not new.parent.exists()
    assert everything(county / "submissions") == {"汇龙镇/2023年.yaml": content}


def test_permissions_stay(run: Import, county: Path) -> None:
    path = own(county)
    path.chmod(0o640)
    assert run({"人员": PEOPLE})[0] == 0
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_form_of_another_unit_is_refused_and_its_waiting_rows_are_no_records(
    run: Import, zhifa: Run, county: Path
) -> None:
    code, _, err = zhifa("new", "汇龙镇", "--xlsx", "form.xlsx", "--as-of", "2023-04-01")
    assert code == 0, err
    code, out, _ = run(county / "form.xlsx", "--unit", "应急局")
    assert code == 1
    assert "这张填报表是给 汇龙镇 填" in out
    code, out, _ = run(county / "form.xlsx")
    assert (code, out) == (0, "汇龙镇：表格里没有一行要导入的内容。\n")
    book = openpyxl.load_workbook(county / "form.xlsx")
    page = book["报送"]
    place = next(cell.column for cell in page[1] if cell.value == "日期 *")
    page.cell(2, place, datetime.date(2023, 4, 3))
    book.save(county / "form.xlsx")
    code, out, _ = run(county / "form.xlsx")
    assert (code, out.splitlines()[:2]) == (
        0,
        ["表“报送” 1 行 → 报送：新增 1 条", "已新建 submissions/汇龙镇/报送.yaml"],
    )


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("甲案，首违不罚；乙案", ["甲案，首违不罚", "乙案"]),
        ("甲（一、二）案、乙案", ["甲（一、二）案", "乙案"]),
        ("甲\n乙、丙", ["甲", "乙、丙"]),
        ("甲,乙", ["甲", "乙"]),
        ("《甲、乙》案", ["《甲、乙》案"]),
        ("甲（乙、丙", ["甲（乙、丙"]),
    ],
)
def test_texts_in_one_cell_are_parted_by_the_strongest_sign(text: str, parts: list[str]) -> None:
    assert split(text) == parts


def test_a_row_that_was_corrected_is_refused_and_not_taken_for_a_second_event(run: Import, county: Path) -> None:
    course = ["人员编号", "日期", "课程", "类别", "学时"]
    exam = ["人员编号", "日期", "科目", "成绩", "合格"]
    lesson = ["日期", "课程", "类别", "学时", "编号", "参训"]
    review = ["日期", "名称", "执法主体", "行政处罚", "通报日期"]

    def sheets(hours: int, mark: int, told: str, more: list[list[Any]]) -> Sheets:
        return {
            "人员": PEOPLE,
            "培训": [course, ["A01", "2023-05-04", "甲课", "法律法规", hours], *more],
            "考试": [exam, ["A01", "2023-11-06", "综合", mark, "是"]],
            "培训班": [lesson, ["2023-06-12", "乙课", "法律法规", hours, "第1期", "全体"]],
            "案卷": [["执法主体", "行政处罚"], ["某队", 9]],
            "案卷评查": [review, ["2023-06-20", "上半年", "某队", 5, told]],
        }

    assert run(sheets(8, 90, "", []))[0] == 0
    files = {path: path.read_bytes() for path in (county / "submissions").rglob("*.yaml")}
    code, out, _ = run(sheets(10, 91, "2023-06-26", []))
    assert code == 1
    assert {path: path.read_bytes() for path in (county / "submissions").rglob("*.yaml")} == files
    for told in (
        "表“培训” E2 与 submissions/汇龙镇/人员和培训.yaml:9 的那一条只有几项不一样：“学时”文件里是“8”，表里是“10”。",
        "表“考试” D2 与 submissions/汇龙镇/人员和培训.yaml:11 的那一条只有几项不一样：“成绩”文件里是“90”，表里是“91”。",
        "表“培训班” D2 与 submissions/汇龙镇/人员和培训.yaml:17 的那一条只有几项不一样：“学时”文件里是“8”",
    ):
        assert told in out.replace("\n    ", "")
    code, out, _ = run(sheets(8, 90, "2023-06-26", []))
    assert code == 0
    assert "表“案卷评查” 1 行 → 案卷评查：新增 0 条，补填 1 条" in out
    # what is there already and something beside it on the same day are two events
    code, out, _ = run(sheets(8, 90, "2023-06-26", [["A01", "2023-05-04", "甲课", "法律法规", 4]]))
    assert code == 0
    assert "新增 1 条，已有 1 条" in out


def test_a_corrected_delegation_or_sample_is_refused_unless_numbers_tell_the_two_apart(run: Import) -> None:
    """Both beside each other would make a true figure of a wrong one."""
    delegation = ["编号", "受委托单位", "委托事项", "符合规定", "处理方式", "处理日期"]
    sample = ["编号", "日期", "单位", "件数"]
    assert run({"委托": [delegation, ["", "某中心", "巡查", "否", "", ""]]})[0] == 0
    code, out, _ = run({"委托": [delegation, ["", "某中心", "巡查", "是", "", ""]]})
    assert code == 1
    assert "“符合规定”文件里是“否”，表里是“是”" in out
    assert "各填一个不同的“编号”" in out
    code, out, _ = run({"委托": [delegation, ["", "某中心", "巡查", "否", "清理", "2023-07-20"]]})
    assert (code, "补填 1 条" in out) == (0, True)
    code, out, _ = run({"委托": [delegation, ["2", "某中心", "巡查", "是", "", ""]]})
    assert code == 1, "the one in the file bears no number, so that it may be the same"
    bureau = ("--unit", "司法局")
    assert run({"案卷抽查": [sample, ["1", "2023-06-08", "汇龙镇", 20]]}, *bureau)[0] == 0
    code, out, _ = run({"案卷抽查": [sample, ["", "2023-06-08", "汇龙镇", 30]]}, *bureau)
    assert code == 1
    assert "“件数”文件里是“20”，表里是“30”" in out
    code, out, _ = run({"案卷抽查": [sample, ["2", "2023-06-08", "汇龙镇", 30]]}, *bureau)
    assert (code, "新增 1 条" in out) == (0, True)


def test_names_are_the_same_with_and_without_blanks(run: Import) -> None:
    head = ["姓名", "日期", "课程", "类别", "学时"]
    people = [*PEOPLE, ["A03", "王　五", "执法人员"]]
    names = ("张 三", "李\u3000四", "王五")
    rows = [[name, "2023-05-04", "甲课", "法律法规", 8] for name in names]
    code, out, _ = run({"人员": people, "培训": [head, *rows]})
    assert code == 0, out
    assert "新增 3 条" in out
    numbered = [["人员编号", *head], ["A01", "张\u3000三", "2023-05-05", "乙课", "法律法规", 8]]
    code, out, _ = run({"培训": numbered})
    assert code == 0, out
    code, out, _ = run({"人员": [*PEOPLE, ["A04", "张 三", "执法人员"]], "培训": [head, rows[0]]})
    assert code == 1
    assert "名册里叫“张 三”的不止一人：“A01”、“A04”。请写编号" in out


def test_a_sheet_without_a_name_says_which_header_is_amiss(run: Import) -> None:
    head = ["姓名", "培训日期", "培训内容", "类别", "课时"]
    row = ["张三", "2023-05-04", "甲课", "法律法规", 8]
    code, out, _ = run({"人员": PEOPLE, "Sheet1": [[*head, "专题名"], [*row, "好"]]})
    assert code == 1
    assert "表“Sheet1”照表头认作“培训”" in out
    assert "表“Sheet1” F1 不认识表头“专题名”，是不是“专题”" in out
    code, out, _ = run({"人员": PEOPLE, "Sheet1": [[*head[:3], head[4]], [*row[:3], row[4]]]})
    assert code == 1
    assert "表“Sheet1” 第 1 行 缺少必填的列：类别" in out
