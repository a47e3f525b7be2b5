"""A ledger corrected and imported again: one event, never two; told first, taken over with --update alone."""

import datetime
from copy import deepcopy
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from conftest import ROOT, YEAR, Run
from ledgers import DAY, PEOPLE, Import, Sheets, data, everything, own
from zhifa_check.bureau.places import find_places
from zhifa_check.forms.columns import sheets
from zhifa_check.judge.frame import load_frame

MOMENT = datetime.datetime(2023, 6, 1, 9, 30)  # noqa: DTZ001 - a cell knows no zone
#: Every section with every field, two rows each where a section may have two.
FULL: Sheets = {
    "人员": [
        [
            "编号",
            "姓名",
            "类别",
            "执法证号",
            "证件有效期至",
            "初次申领",
            "在岗起",
            "在岗止",
            "集中学习学时",
            "岗位实训学时",
        ],
        ["A01", "张三", "执法人员", "苏1", "2025-01-01", "否", "2023-02-01", "2023-12-01", 1, 2],
        ["A02", "李四", "辅助人员", "苏2", "2026-01-01", "是", "2023-03-01", "2023-11-01", 3, 4],
    ],
    "培训": [
        ["人员编号", "日期", "课程", "类别", "专题", "学时"],
        ["A01", DAY, "食品", "业务知识", "包容审慎执法", 4.5],
        ["A02", "2023-08-09", "宪法", "法律法规", None, 8],
    ],
    "考试": [
        ["人员编号", "日期", "科目", "成绩", "合格"],
        ["A01", DAY, "刑法", 92, "是"],
        ["A02", "2023-09-01", "民法", 50, "否"],
    ],
    "培训班": [
        ["编号", "日期", "课程", "类别", "专题", "学时", "参训"],
        ["1", "2023-03-04", "税法", "法律法规", "裁量权基准运用", 6, "A01、A02"],
        ["2", "2023-10-11", "复议", "执法技能", None, 3, "全体"],
    ],
    "重大决定": [
        [
            "文号",
            "类别",
            "决定日期",
            "送达日期",
            "承办人",
            "裁量基准",
            "法制审核日期",
            "法制审核结论",
            "备案日期",
            "备案编号",
        ],
        ["罚1号", "行政处罚", DAY, "2023-05-05", "A01", "甲准", "2023-05-01", "通过", "2023-05-06", "B1"],
        ["许2号", "行政许可", "2023-07-08", None, "A02", None, "2023-07-01", "通过", None, None],
    ],
    "案卷": [["执法主体", "行政处罚", "行政许可"], ["镇政府", 9, 5], ["执法队", 30, 7]],
    "案卷评查": [
        ["编号", "日期", "名称", "执法主体", "行政处罚", "行政许可", "通报文号", "通报日期", "通报抄送日期"],
        ["P1", "2023-06-01", "上半年", "镇政府", 4, 2, "文1", "2023-06-20", "2023-06-21"],
        ["P1", "2023-06-01", "上半年", "执法队", 3, 1, "文1", "2023-06-20", "2023-06-21"],
    ],
    "报送": [
        ["事项", "所属期", "日期", "文号", "发文日期", "典型案例", "抄送日期"],
        ["四张清单季报", "2023Q1", "2023-04-04", "文2", "2023-04-03", "甲案；乙案", "2023-04-05"],
        ["三项制度自查", "2023", "2023-09-12", None, None, None, "2023-09-13"],
    ],
    "委托": [
        ["编号", "受委托单位", "委托事项", "依据", "符合规定", "处理方式", "处理日期", "停止实施日期"],
        ["W1", "物业公司", "巡查", "某法", "否", "清理", "2023-06-01", "2023-06-02"],
        ["W2", "检测站", "检测", "另法", "是", None, None, None],
    ],
    "影响事件": [
        ["编号", "概况", "发生时间", "知悉时间", "初步报告", "完整报告"],
        ["E1", "冲突", "2023-06-01 09:30", "2023-06-01 10:30", "2023-06-01 12:00", "2023-06-02 12:00"],
    ],
    "人员追责": [["编号", "人员编号", "措施", "措施日期", "报告日期"], ["Z1", "A01", "警告", DAY, "2023-05-08"]],
    "平台录入": [["类别", "办件", "录入"], ["行政处罚", 12, 9], ["行政许可", 40, 31]],
}
#: Another value for each, which differs from all that are there.
OTHER: dict[str, Any] = {
    "姓名": "王五",
    "执法证号": "苏9",
    "课程": "新课",
    "科目": "新科",
    "文号": "新文号",
    "裁量基准": "新准",
    "通报文号": "新通报",
    "备案编号": "B9",
    "名称": "新名",
    "概况": "新概况",
    "措施": "新措施",
    "受委托单位": "新公司",
    "委托事项": "新事项",
    "依据": "新据",
    "典型案例": "甲案；丙案",
    "执法主体": "新主体",
    "编号": "N9",
    "学时": 2,
    "成绩": 77,
    "办件": 99,
    "录入": 5,
    "行政处罚": 2,
    "行政许可": 1,
    "集中学习学时": 7,
    "岗位实训学时": 8,
    "专题": "免罚轻罚清单实施",
    "参训": "A02",
}


def _corrected(sheet: str, header: str, value: Any) -> Any:
    if sheet == "案卷":
        return 60
    if header in OTHER:
        return OTHER[header]
    if header == "类别":
        return {
            "人员": "辅助人员",
            "重大决定": "行政强制",
            "平台录入": "行政检查",
        }.get(sheet, "其他")
    if header in ("初次申领", "合格", "符合规定"):
        return "是" if value == "否" else "否"
    if header == "所属期":
        return "2023Q2"
    if header == "事项":
        return "四张清单更新备案"
    if header in ("法制审核结论", "处理方式"):
        return {"通过": "不通过", "清理": "完善手续"}[value]
    if header in ("人员编号", "承办人"):
        return "A02" if value == "A01" else "A01"
    if " " in str(value):
        return f"{value[:-1]}1"
    day = value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)
    return str(day + datetime.timedelta(days=1))


CELLS = [
    (sheet, place)
    for sheet, rows in FULL.items()
    for place, header in enumerate(rows[0])
    # a person's number is in many cells: it has a test of its own
    if (sheet, header) not in (("人员", "编号"), ("案卷", "执法主体"), ("案卷评查", "执法主体"))
]


def _count(path: Path) -> dict[str, int]:
    found: dict[str, int] = {}
    for file in path.rglob("*.yaml"):
        for section, records in data(file).items():
            if isinstance(records, list):
                found[section] = found.get(section, 0) + len(records)
                for record in records:
                    for key, inner in record.items():
                        if isinstance(inner, list) and key in ("培训", "考试", "抽查"):
                            found[key] = found.get(key, 0) + len(inner)
    return found


@pytest.fixture(scope="session")
def headers() -> set[tuple[str, str]]:
    frame = load_frame(find_places((ROOT / "submissions",), None, None), DAY, YEAR)
    return {(one.name, column.header) for one in sheets(frame.vocabulary) for column in one.columns}


@pytest.fixture(scope="session")
def imported() -> dict[str, bytes]:
    """What files hold once FULL has been taken in."""
    return {}


@pytest.mark.parametrize(
    ("sheet", "place"),
    # one in four each time, all of them where there is time
    [pair if number % 4 == 0 else pytest.param(*pair, marks=pytest.mark.slow) for number, pair in enumerate(CELLS)],
    ids=str,
)
def test_no_correction_adds_a_second_event(
    sheet: str, place: int, run: Import, county: Path, headers: set[tuple[str, str]], imported: dict[str, bytes]
) -> None:
    if (sheet, FULL[sheet][0][place]) not in headers:
        pytest.skip("the format has no such column")
    if not imported:
        assert run(FULL)[0] == 0
        imported |= everything(county / "submissions")
    for name, content in imported.items():
        own(county, content.decode(), Path(name).name)
    before, counted = everything(county / "submissions"), _count(county / "submissions")
    again: dict[str, Any] = deepcopy(FULL)
    header, value = again[sheet][0][place], again[sheet][1][place]
    rows = [1, 2] if sheet == "案卷评查" and header not in ("行政处罚", "行政许可") else [1]
    if header == "事项":  # of a yearly one, so that its period stays what it is
        rows, value = [2], again[sheet][2][place]
    for row in rows:
        again[sheet][row][place] = _corrected(sheet, header, value)
    code, out, _ = run(again)
    assert code == 1, out
    assert everything(county / "submissions") == before
    code, out, _ = run(again, "--update", "--yes")
    assert code == 0, out
    assert "改：" in out or "删：" in out
    assert _count(county / "submissions") == counted
    code, out, _ = run(again)
    assert (code, "没有新的内容" in out) == (0, True), out


def test_the_change_is_told_with_cell_and_line_and_comments_stay(run: Import, county: Path) -> None:
    path = own(
        county,
        "单位: 汇龙镇\n年度: 2023\n平台录入: # 表\n  - {类别: 行政处罚, 办件: 12, 录入: 9} # 处罚\n",
        "录入.yaml",
    )
    ledger: Sheets = {"平台录入": [["类别", "办件", "录入"], ["行政处罚", 20, 15]]}
    code, out, _ = run(ledger)
    out = out.replace("\n    ", "")
    assert code == 1
    assert "表“平台录入” B2 “行政处罚”在 submissions/汇龙镇/录入.yaml:4 已经填过" in out
    assert "要照表改的，请加 --update" in out
    code, out, _ = run(ledger, "--update")
    assert code == 1
    assert "确认要改的，请加 --yes" in out
    code, out, _ = run(ledger, "--update", "--yes")
    assert code == 0
    assert "改：表“平台录入” B2 “办件” 12 → 20（submissions/汇龙镇/录入.yaml:4）" in out
    assert "表“平台录入” 1 行 → 平台录入：新增 0 条，改动 1 条" in out
    assert path.read_text("utf-8").endswith("平台录入: # 表\n  - {类别: 行政处罚, 办件: 20, 录入: 15} # 处罚\n")


def _trainings(*rows: Any) -> Sheets:
    return {"人员": PEOPLE, "培训": [["人员编号", "日期", "课程", "类别", "学时"], *rows]}


ROWS = [["A01", f"2023-0{n}-01", f"课{n}", "其他", n] for n in range(1, 6)] + [["A02", "2023-07-01", "课7", "其他", 7]]


def test_rows_that_are_gone_are_told_and_deleted_with_update(run: Import, county: Path) -> None:
    assert run(_trainings(*ROWS))[0] == 0
    ledger = _trainings(*ROWS[:2], *ROWS[3:])
    code, out, _ = run(ledger)
    assert code == 1
    assert "submissions/汇龙镇/人员和培训.yaml:11 的 培训“2023-03-01 课3 其他 3” 表里没有了" in out.replace(
        "\n    ", ""
    )
    code, out, _ = run(ledger, "--update", "--yes")
    assert code == 0, out
    assert "删：submissions/汇龙镇/人员和培训.yaml:11" in out
    people = data(county / "submissions/汇龙镇/人员和培训.yaml")["人员"]
    assert [one["课程"] for one in people[0]["培训"]] == ["课1", "课2", "课4", "课5"]
    assert run(ledger)[0] == 0


def test_another_ledger_takes_nothing_away(run: Import, county: Path) -> None:
    """Half a year's ledger beside the other half's; and next month's, row for row like the last one's."""
    assert run(_trainings(*ROWS[:3]))[0] == 0
    code, out, _ = run(_trainings(*ROWS[3:]), "--update", "--yes")
    assert code == 0, out
    assert "删" not in out
    code, out, _ = run(_trainings(*ROWS[:3]))
    assert code == 0, out
    alike = _trainings(["A01", "2023-11-01", "课5", "其他", 5])
    code, out, _ = run(alike)
    assert code == 1
    assert "请加 --append" in out
    assert run(alike, "--append")[0] == 0
    assert len(data(county / "submissions/汇龙镇/人员和培训.yaml")["人员"][0]["培训"]) == 6


def test_a_number_that_is_corrected_takes_its_trainings_along(run: Import, county: Path) -> None:
    assert run(_trainings(*ROWS))[0] == 0
    renumbered = [[*PEOPLE[1]], ["A77", *PEOPLE[2][1:]]]
    ledger: Sheets = {
        "人员": [PEOPLE[0], *renumbered],
        "培训": [
            ["姓名", "日期", "课程", "类别", "学时"],
            *[["张三" if r[0] == "A01" else "李四", *r[1:]] for r in ROWS],
        ],
    }
    assert run(ledger)[0] == 1
    code, out, _ = run(ledger, "--update", "--yes")
    assert code == 0, out
    people = data(county / "submissions/汇龙镇/人员和培训.yaml")["人员"]
    assert [(one["编号"], len(one["培训"])) for one in people] == [("A01", 5), ("A77", 1)]


def test_people_in_another_order_are_no_contradiction(run: Import) -> None:
    head = ["日期", "课程", "类别", "学时", "参训"]
    for people in ("A01、A02", "A02、A01", "李四；张三"):
        code, out, _ = run({"人员": PEOPLE, "培训班": [head, [DAY, "宪法", "法律法规", 4, people]]})
        assert code == 0, out
    assert "已有 1 条" in out


def test_update_and_append_contradict_each_other(run: Import) -> None:
    code, _, err = run({"人员": PEOPLE}, "--update", "--append")
    assert code == 2
    assert "不能一起用" in err


def test_next_months_reports_correct_none(run: Import, county: Path) -> None:
    head = ["事项", "所属期", "日期"]
    first = [["四张清单月报", "2023-03", "2023-04-05"], ["四张清单月报", "2023-04", "2023-05-05"]]
    assert run({"报送": [head, *first]})[0] == 0
    code, out, _ = run({"报送": [head, ["四张清单月报", "2023-08", "2023-09-05"]]}, "--update", "--yes")
    assert code == 0, out
    assert "改：" not in out
    assert "删：" not in out
    reports = data(county / "submissions/汇龙镇/报送.yaml")["报送"]
    assert [one["所属期"] for one in reports] == ["2023-03", "2023-04", "2023-08"]


def test_a_period_alone_may_be_corrected(run: Import, county: Path) -> None:
    head = ["事项", "所属期", "日期"]
    assert run({"报送": [head, ["四张清单月报", "2023-03", "2023-05-05"]]})[0] == 0
    code, out, _ = run({"报送": [head, ["四张清单月报", "2023-04", "2023-05-05"]]}, "--update", "--yes")
    assert code == 0, out
    assert "“所属期” 2023-03 → 2023-04" in out
    assert len(data(county / "submissions/汇龙镇/报送.yaml")["报送"]) == 1


def test_corrections_are_no_faults_beside_others_once_they_are_wanted(run: Import) -> None:
    assert run({"人员": PEOPLE})[0] == 0
    ledger = {"人员": [PEOPLE[0], ["A01", "张三", "辅助人员"], ["A02", "李四", "正式"]]}
    code, out, _ = run(ledger, "--update", "--yes")
    assert code == 1
    assert "有 1 处要改" in out
    assert "--update" not in out


def test_a_correction_within_a_group_is_told_at_its_own_cell(run: Import) -> None:
    head = ["文号", "类别", "决定日期", "备案日期", "备案编号"]
    row = ["1号", "行政处罚", "2023-05-16", "2023-06-10", "B1"]
    assert run({"重大决定": [head, row]})[0] == 0
    row[3] = "2023-05-30"
    code, out, _ = run({"重大决定": [head, row]})
    assert code == 1
    assert "表“重大决定” D2 “1号”在" in out
    assert "“备案日期”文件里是“2023-06-10”，表里是“2023-05-30”" in out
    code, out, _ = run({"重大决定": [head, row]}, "--update", "--yes")
    assert code == 0, out
    assert "改：表“重大决定” D2 “备案日期” 2023-06-10 → 2023-05-30" in out


def test_a_correction_within_a_list_of_records_is_told_at_its_own_cell(run: Import, county: Path) -> None:
    head = ["日期", "名称", "执法主体", "行政处罚", "行政检查"]
    rows = [["2023-06-20", "上半年", "一队", 3, 2], ["2023-06-20", "上半年", "二队", 4, None]]
    dossiers = {"案卷": [["执法主体", "行政处罚", "行政检查"], ["一队", 9, 9], ["二队", 9, 9], ["三队", 9, 9]]}
    assert run({**dossiers, "案卷评查": [head, *rows]})[0] == 0
    for place, value, told in (
        (3, 5, "D3 “抽查（二队）件数行政处罚” 4 → 5"),
        (4, 6, "E3 “抽查（二队）件数行政检查” （空） → 6"),
        (4, None, "第 3 行 “抽查（二队）件数行政检查” 6 → （空）"),
    ):
        rows[1][place] = value
        ledger: Sheets = {**dossiers, "案卷评查": [head, *rows]}
        code, out, _ = run(ledger)
        assert code == 1
        plain = out.replace("\n    ", "")
        assert told.partition(" “")[0] in plain
        assert "一队" not in plain.replace("汇龙镇", "")
        code, out, _ = run(ledger, "--update", "--yes")
        assert code == 0, out
        assert f"改：表“案卷评查” {told}（" in out.replace("\n    ", "")
        assert "1 条" in out
        assert run(ledger)[0] == 0
    code, out, _ = run(
        {**dossiers, "案卷评查": [head, *rows, ["2023-06-20", "上半年", "三队", 1, None]]}, "--update", "--yes"
    )
    assert "“抽查（三队）” （空） → " in out
    code, out, _ = run({**dossiers, "案卷评查": [head, *rows]}, "--update", "--yes")
    assert "“抽查（三队）” {执法主体: 三队, 件数: {行政处罚: 1}} → （空）" in out.replace("\n    ", "")
    (review,) = data(county / "submissions/汇龙镇/案卷和平台.yaml")["案卷评查"]
    assert [one["件数"] for one in review["抽查"]] == [{"行政处罚": "3", "行政检查": "2"}, {"行政处罚": "5"}]


@pytest.mark.parametrize("sheet", ["人员", "培训", "报送"])
def test_a_sheet_of_a_form_that_was_emptied_is_asked_about(sheet: str, run: Import, zhifa: Run, county: Path) -> None:
    reports = {"报送": [["事项", "所属期", "日期"], ["四张清单月报", "2023-05", "2023-06-05"]]}
    assert run({**_trainings(*ROWS), **reports})[0] == 0
    assert zhifa("new", "汇龙镇", "--xlsx", "表.xlsx", "--as-of", "2024-01-31")[0] == 0
    book = openpyxl.load_workbook("表.xlsx")
    for name in {sheet, "培训"} if sheet == "人员" else {sheet}:
        page = book[name]
        kept = 2 if name == "报送" else 0
        for row in page.iter_rows(min_row=2, min_col=1 + kept):
            for cell in row:
                cell.value = None
    book.save("表.xlsx")
    before = everything(county / "submissions")
    code, out, _ = run(Path("表.xlsx"))
    assert code == 0, out
    assert "要照表全部删去的，请加 --update" in out.replace("\n      ", "")
    code, out, _ = run(Path("表.xlsx"), "--update")
    assert code == 1
    assert "删：" in out
    assert "确认要改的，请加 --yes" in out
    assert everything(county / "submissions") == before
    code, out, _ = run(Path("表.xlsx"), "--update", "--yes")
    assert code == 0, out
    assert f"{sheet}：新增 0 条，删去 " in out
    files = [data(path) for path in (county / "submissions").rglob("*.yaml")]
    left = [one for file in files for one in file.get("人员" if sheet == "培训" else sheet) or ()]
    assert not [one for one in left if sheet != "培训" or one.get("培训")]
    code, out, _ = run(Path("表.xlsx"), "--update", "--yes")
    assert code == 0, out
    assert "没有新的内容" in out
