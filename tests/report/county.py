"""A county of a town and two offices whose third quarter is worked out by hand, for the tests of reports."""

from pathlib import Path

from conftest import ROOT

HERE = Path(__file__).parent
UNITS = """\
units:
  - {id: dz, name: 东镇, full_name: 测试县东镇人民政府, kind: 镇}
  - {id: nyj, name: 农业局, full_name: 测试县农业局, kind: 部门}
  - {id: jtj, name: 交通局, full_name: 测试县交通局, kind: 部门}
  - {id: sfj, name: 司法局, full_name: 测试县司法局, kind: 司法局}
"""


def monthly(*skipped: str, late: dict[str, str] | None = None) -> str:
    """The 报送 of all twelve monthly reports, on the 5th of the next month."""
    lines = []
    for month in range(1, 13):
        period = f"2023-{month:02d}"
        day = (late or {}).get(period) or (f"2023-{month + 1:02d}-05" if month < 12 else "2024-01-05")
        if period not in skipped:
            lines.append(f"  - {{事项: 四张清单月报, 所属期: {period}, 日期: {day}}}\n")
    return "".join(lines)


def circulars(**copied: str | None) -> str:
    """The four quarterly circulars; ``q3=None`` leaves the copy out."""
    days = {"q1": "2023-03-28", "q2": "2023-06-28", "q3": "2023-09-20", "q4": "2023-12-20"} | copied
    lines = []
    for name, day in days.items():
        quarter = name[1]
        done = {"1": "2023-03-28", "2": "2023-06-28", "3": "2023-09-20", "4": "2023-12-20"}[quarter]
        copy = f", 抄送日期: {day}" if day else ""
        lines.append(f"  - {{事项: 执法监督情况通报, 所属期: 2023Q{quarter}, 日期: {done}{copy}}}\n")
    return "".join(lines)


def decision(number: str, day: str, filed: str | None, reviewed: str | None = None) -> str:
    """One 重大决定 of 行政处罚."""
    filing = f", 备案: {{日期: {filed}}}" if filed else ""
    return (
        f"  - {{文号: {number}, 类别: 行政处罚, 决定日期: {day}, 裁量基准: 有, "
        f"法制审核: {{日期: {reviewed or day}, 结论: 通过}}{filing}}}\n"
    )


def person(number: str, hours: list[tuple[str, str]]) -> str:
    """One person with trainings of some hours, each with its day."""
    trainings = ", ".join(f"{{日期: {day}, 课程: 课, 类别: 业务知识, 学时: {amount}}}" for day, amount in hours)
    return f"  - {{编号: {number}, 姓名: 某{number}, 类别: 执法人员, 执法证号: Z{number}, 培训: [{trainings}]}}\n"


FULL = [("2023-03-01", "20"), ("2023-05-04", "20"), ("2023-11-08", "20")]
#: By unit; what is odd about the third quarter stands in the tests.
FILES = {
    "东镇": "报送:\n" + monthly("2023-07", late={"2023-08": "2023-09-08"}) + "人员:\n" + person("D1", FULL),
    "农业局": "报送:\n"
    + monthly()
    + circulars(q3=None)
    + "人员:\n"
    + person("N1", FULL)
    + person("N2", [("2023-03-01", "20"), ("2023-05-04", "18.5"), ("2023-11-08", "20")])
    + "重大决定:\n"
    + decision("农罚1号", "2023-06-30", "2023-07-10")
    + decision("农罚2号", "2023-07-03", "2023-07-18")
    + decision("农罚3号", "2023-09-01", "2023-09-20")
    + decision("农罚4号", "2023-09-28", None)
    + decision("农罚5号", "2023-10-09", None)
    + "案卷:\n  - {执法主体: 农业执法大队, 件数: {行政处罚: 30}}\n"
    + "案卷评查:\n  - {日期: 2023-05-10, 抽查: [{执法主体: 农业执法大队, 件数: {行政处罚: 19}}]}\n",
    "交通局": "报送:\n"
    + monthly()
    + circulars()
    + "人员:\n"
    + person("J1", FULL)
    + "重大决定:\n"
    + decision("交罚1号", "2023-08-15", "2023-08-20", reviewed="2023-08-16")
    + "案卷:\n  - {执法主体: 交通执法大队, 件数: {行政处罚: 12}}\n"
    + "案卷评查:\n  - {日期: 2023-05-10, 抽查: [{执法主体: 交通执法大队, 件数: {行政处罚: 12}}]}\n",
}


def lay_out(folder: Path, files: dict[str, str] | None = None, units: str = UNITS) -> Path:
    """Plan, registry and submissions below a folder; the path of the submissions."""
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "plan_2023.yaml").write_bytes((HERE / "plan_2023.yaml").read_bytes())
    (folder / "data" / "units.yaml").write_text(units, encoding="utf-8")
    (folder / "data" / "templates").symlink_to(ROOT / "data" / "templates")
    for unit, text in (FILES if files is None else files).items():
        file = folder / "submissions" / unit / "2023年.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(f"单位: {unit}\n年度: 2023\n{text}", encoding="utf-8")
    return folder / "submissions"
