"""Several plans: a repository through New Year, plans of one year together, and one that takes another's place."""

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, Run
from zhifa_check.format.problems import ConfigError
from zhifa_check.plan.load import load_plan
from zhifa_check.plan.years import Read, joined

PLAN = """\
id: 云汀〔{year}〕{number}号
title: 云汀{year}年计划{number}
year: {year}
issued: {issued}
{more}kinds: [镇]
requirements:
  - id: {id}
    title: 半年{item}
    clauses: [{{place: 附件2, quote: 半年报送}}]
    binds: {{kinds: [镇]}}
    rule: {{kind: report, items: [{item}], every: half, due: {{strict: "6月10日前、12月10日前"}}}}
"""
UNITS = "units:\n  - {id: jia, name: 甲镇, kind: 镇}\n  - {id: yi, name: 乙镇, kind: 镇}\n"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def plan(year: int, issued: str, number: int = 1, id_: str = "T02.half", item: str = "小结", more: str = "") -> str:
    return PLAN.format(year=year, issued=issued, number=number, id=id_, item=item, more=more)


def submission(unit: str, year: int, **reports: str) -> str:
    lines = "".join(f"  - {{事项: {item}, 所属期: {year}H1, 日期: {day}}}\n" for item, day in reports.items())
    return f"单位: {unit}\n年度: {year}\n报送:\n{lines}"


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """Two years of one county: 甲镇 keeps them in folders of their own, 乙镇 in one."""
    write(tmp_path / "data/plan_2023.yaml", plan(2023, "2023-03-01"))
    write(tmp_path / "data/plan_2024.yaml", plan(2024, "2024-02-20"))
    write(tmp_path / "data/units.yaml", UNITS)
    for year in (2023, 2024):
        write(tmp_path / f"submissions/甲镇/{year}/报送.yaml", submission("甲镇", year, 小结=f"{year}-06-08"))
        write(tmp_path / f"submissions/乙镇/报送{year}.yaml", submission("乙镇", year, 小结=f"{year}-06-08"))
    return tmp_path


def judged(zhifa: Run, top: Path, as_of: str, *args: str) -> dict[str, Any]:
    code, out, err = zhifa("check", top / "submissions", "--as-of", as_of, "-f", "json", *args)
    assert (code in (0, 1), err) == (True, ""), err
    return dict(json.loads(out))


def notices(report: dict[str, Any], kind: str) -> list[str]:
    return [one["message"] for one in report["notices"] if one["kind"] == kind]


@pytest.mark.parametrize(
    ("as_of", "args", "year"),
    [
        ("2024-02-19", (), 2023),
        ("2024-02-20", (), 2024),
        ("2024-02-20", ("--year", "2023"), 2023),
        ("2025-06-01", ("--year", "2024"), 2024),
    ],
)
def test_a_run_judges_one_year_and_leaves_the_others_aside(
    zhifa: Run, county: Path, as_of: str, args: tuple[str, ...], year: int
) -> None:
    report = judged(zhifa, county, as_of, *args)
    assert report["plan"]["year"] == year
    assert not [one for one in report["findings"] if one["id"].startswith("D.")]
    assert report["summary"]["files"] == 2
    (message,) = notices(report, "other-year")
    assert f"{2047 - year} 年度 2 份" in message
    assert {one["period"][:4] for one in report["outcomes"]} == {str(year)}


def test_a_year_that_no_plan_knows_is_an_error(zhifa: Run, county: Path) -> None:
    write(county / "submissions/乙镇/旧.yaml", submission("乙镇", 2022, 小结="2022-06-08"))
    report = judged(zhifa, county, "2024-03-01")
    assert [one["id"] for one in report["findings"] if one["status"] == "invalid"] == ["D.year"]


def test_a_year_without_a_plan_in_force(zhifa: Run, county: Path) -> None:
    for args in (("--year", "2024"), ("--year", "2022")):
        code, out, err = zhifa("check", county / "submissions", "--as-of", "2024-01-15", *args)
        assert (code, out) == (2, "")
        assert f"{args[1]} 年度" in err


def test_status_and_due_of_a_year(zhifa: Run, county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(county)
    document = json.loads(zhifa("status", "--as-of", "2024-03-01", "--year", "2023", "-f", "json")[1])
    assert document["plan"]["year"] == 2023
    due = json.loads(zhifa("due", "--as-of", "2024-03-01", "--year", "2023", "--month", "6", "-f", "json")[1])["due"]
    assert [one["strict_due"] for one in due] == ["2023-06-10"]


def test_forms_of_a_year_whose_plan_is_still_to_be_issued(
    zhifa: Run, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(county)
    code, _, err = zhifa("new", "乙镇", "--year", "2024", "--as-of", "2024-01-05", "--dir", "新")
    assert (code, err) == (0, "")
    texts = [file.read_text(encoding="utf-8") for file in Path("新").rglob("*.yaml")]
    assert texts
    assert all("年度: 2024" in text for text in texts)


@pytest.mark.parametrize("text", ["", "year: 2024\nissued: 2024-02-20\nid: 半成品\n", "year: [\n"])
def test_a_broken_plan_of_another_year_is_a_notice(zhifa: Run, county: Path, text: str) -> None:
    write(county / "data/plan_2024.yaml", text)
    for as_of, args in (("2023-12-31", ()), ("2024-03-01", ("--year", "2023"))):
        report = judged(zhifa, county, as_of, *args)
        assert report["plan"]["year"] == 2023
        (broken,) = [one for one in report["notices"] if one["kind"] == "plan-broken"]
        assert "2024 年度的计划" in broken["message"]
        assert broken["file"].endswith("data/plan_2024.yaml")
        assert broken["line"] is not None
        assert len(notices(report, "other-year")) == 1


@pytest.mark.parametrize(
    ("name", "text", "known"),
    [
        ("plan_新.yaml", plan(2024, "2024-02-20"), True),
        ("plan_2024.yaml", "year: [\n", True),
        ("plan_2024.yaml", "title: 某年计划\n", True),
        ("plan_2025.yaml", "year: 2024\n", True),
        ("plan_2024.yaml", "year: 2025\n", False),
        ("plan_2024.yaml", "year: 二零二四\n", False),
        ("plan_20245.yaml", "year: 20245\n", False),
        ("plan_新.yaml", "title: 某年计划\n", False),
    ],
)
def test_a_plan_beside_the_one_asked_for_tells_its_year(
    zhifa: Run, county: Path, name: str, text: str, known: bool
) -> None:
    (county / "data/plan_2024.yaml").unlink()
    write(county / "data" / name, text)
    report = judged(zhifa, county, "2024-01-31", "--plan", str(county / "data/plan_2023.yaml"))
    assert {one["id"] for one in report["findings"] if one["id"][0] == "D"} == (set() if known else {"D.year"})
    assert bool(notices(report, "other-year")) == known


def test_a_broken_plan_of_the_year_judged_stops_the_run(zhifa: Run, county: Path) -> None:
    write(county / "data/plan_2024.yaml", plan(2024, "2024-02-20").replace("kind: report", "kind: raport"))
    code, out, err = zhifa("check", county / "submissions", "--as-of", "2024-03-01")
    assert (code, out) == (2, "")
    assert "plan_2024.yaml" in err


def test_plans_of_one_year_are_in_force_together_each_from_its_issue(zhifa: Run, county: Path) -> None:
    write(county / "data/plan_2023_补充.yaml", plan(2023, "2023-07-01", 2, "T03.more", "补充"))
    before = judged(zhifa, county, "2023-06-30")
    assert [one["id"] for one in before["plans"]] == ["云汀〔2023〕1号"]
    assert {one["requirement"] for one in before["outcomes"]} == {"T02.half"}
    report = judged(zhifa, county, "2024-01-31")
    assert [one["id"] for one in report["plans"]] == ["云汀〔2023〕1号", "云汀〔2023〕2号"]
    assert report["plan"]["id"] == "云汀〔2023〕1号"
    found = {(one["unit"], one["requirement"], one["period"]): one["status"] for one in report["outcomes"]}
    # the first half of the supplement fell due before it was issued
    assert found == {
        (unit, requirement, f"2023{half}"): "met" if half == "H1" else "missing"
        for unit in ("jia", "yi")
        for requirement, half in (("T02.half", "H1"), ("T02.half", "H2"), ("T03.more", "H2"))
    }
    text = zhifa("check", county / "submissions", "--as-of", "2024-01-31")[1]
    assert "云汀〔2023〕1号、云汀〔2023〕2号" in text


def test_plans_in_force_together_lose_nothing_of_either(county: Path) -> None:
    more = (
        "roles: [{0}]\ntasks: {{T0{1}: {0}}}\nverbs: {{{0}: [小结{0}]}}\nreserved_sections: {{{2}: [镇]}}\n"
        "sections: {{{0}册: {{key: 号, fields: {{号: 文字}}}}}}\n"
        "not_checked:\n  - {{place: 附件1, quote: {0}, reason: 由人看}}\n"
    )
    read = []
    for number, issued, word, section in ((2, "2023-03-01", "甲", "委托"), (3, "2023-02-01", "乙", "案卷")):
        text = plan(2023, issued, number, f"T0{number}.half", f"小结{word}", more.format(word, number, section))
        text = text.replace("kinds: [镇]\nreq", f"kinds: [镇, {word}局]\nreq")
        write(county / f"{number}.yaml", text.replace("{kinds: [镇]}", f"{{kinds: [镇, {word}局], roles: [{word}]}}"))
        read.append(Read(*load_plan(county / f"{number}.yaml"), county / f"{number}.yaml"))
    one = joined(read)
    assert (one.id, one.title) == ("云汀〔2023〕2号、云汀〔2023〕3号", "云汀2023年计划2、云汀2023年计划3")
    assert str(one.issued) == "2023-02-01"
    assert (one.kinds, one.roles) == (("镇", "甲局", "乙局"), ("甲", "乙"))
    assert one.tasks == {"T02": "甲", "T03": "乙"}
    assert [*one.verbs] == ["甲", "乙"]
    assert [*one.reserved_sections] == ["委托", "案卷"]
    assert [*one.sections] == ["甲册", "乙册"]
    assert [known.id for known in one.requirements] == ["T02.half", "T03.half"]
    assert [known.quote for known in one.not_checked] == ["甲", "乙"]
    assert [str(one.source_of(known.id).issued) for known in one.requirements] == ["2023-03-01", "2023-02-01"]


def test_ids_of_plans_in_force_together_must_not_collide(zhifa: Run, county: Path) -> None:
    write(county / "data/plan_2023_补充.yaml", plan(2023, "2023-07-01", 2))
    code, out, err = zhifa("check", county / "submissions", "--as-of", "2024-01-31")
    assert (code, out) == (2, "")
    assert "plan_2023_补充.yaml:" in err
    assert "data/plan_2023.yaml" in err
    assert "T02.half" in err


def test_a_plan_that_replaces_another_stands_in_its_place_from_its_issue(zhifa: Run, county: Path) -> None:
    more = "replaces: 云汀〔2023〕1号\n"
    write(county / "data/plan_2023_新.yaml", plan(2023, "2023-07-01", 2, item="总结", more=more))
    assert [one["id"] for one in judged(zhifa, county, "2023-06-30")["plans"]] == ["云汀〔2023〕1号"]
    report = judged(zhifa, county, "2024-01-31")
    assert [one["id"] for one in report["plans"]] == ["云汀〔2023〕2号"]
    assert {one["period"] for one in report["outcomes"]} == {"2023H2"}
    (message,) = notices(report, "plan-replaces")
    assert "已经到期的（T02.half）这次没有核对；要看用 --as-of 2023-06-30" in message
    assert notices(judged(zhifa, county, "2023-06-30"), "plan-replaces") == []


def test_what_is_replaced_must_be_a_plan(zhifa: Run, county: Path) -> None:
    write(county / "data/plan_2023.yaml", plan(2023, "2023-03-01", more="replaces: 云汀〔2020〕9号\n"))
    (message,) = notices(judged(zhifa, county, "2023-12-31"), "plan-replaces")
    assert "云汀〔2020〕9号" in message


@pytest.mark.parametrize(
    ("effective", "periods"),
    [
        ("{from: 2023-06-10}", ["2023H1", "2023H2"]),
        ("{from: 2023-06-11}", ["2023H2"]),
        ("{to: 2023-12-09}", ["2023H1"]),
        ("{from: 2023-06-11, to: 2023-12-09}", []),
    ],
)
def test_a_requirement_that_is_effective_for_a_part_of_the_year(
    zhifa: Run, county: Path, effective: str, periods: list[str]
) -> None:
    of_one = plan(2023, "2023-03-01").replace("    rule:", f"    effective: {effective}\n    rule:")
    of_all = plan(2023, "2023-03-01", more=f"effective: {effective}\n")
    # what a requirement says of itself goes before what the document says of all
    both = of_one.replace("kinds: [镇]\nreq", "effective: {from: 2023-12-31}\nkinds: [镇]\nreq")
    for text in (of_one, of_all, both):
        write(county / "data/plan_2023.yaml", text)
        report = judged(zhifa, county, "2024-01-31", "--unit", "甲镇")
        assert [one["period"] for one in report["outcomes"]] == periods


@pytest.mark.parametrize(
    ("more", "said", "line"),
    [
        ("    binds: {kinds: [镇]}\n    effective: {}\n", "from、to 至少写一项", "effective"),
        ("    binds: {kinds: [镇]}\n    effective: {from: 2023-07-01, to: 2023-06-30}\n", "to 早于 from", "effective"),
        ("", "缺少 binds", "T02.half"),
        ("    binds: {kinds: [镇]}\n    doubt: {reading: 甲}\n", "readings 里没有“甲”", "doubt"),
    ],
)
def test_a_requirement_that_says_too_little_is_refused_at_its_line(
    tmp_path: Path, more: str, said: str, line: str
) -> None:
    text = plan(2023, "2023-03-01").replace("    binds: {kinds: [镇]}\n", more)
    write(tmp_path / "plan.yaml", text)
    with pytest.raises(ConfigError) as refused:
        load_plan(tmp_path / "plan.yaml")
    (problem,) = refused.value.problems
    assert said in problem.message
    assert line in text.splitlines()[problem.line - 1]


def test_waivers_and_roles_of_other_years_are_no_errors(zhifa: Run, county: Path) -> None:
    text = plan(2024, "2024-02-20", id_="T09.new").replace("kinds: [镇]\nreq", "kinds: [镇]\nroles: [新职责]\nreq")
    write(county / "data/plan_2024.yaml", text.replace("binds: {kinds: [镇]}", "binds: {kinds: [镇], roles: [新职责]}"))
    write(county / "data/units.yaml", UNITS.replace("name: 乙镇, kind: 镇", "name: 乙镇, kind: 镇, roles: [新职责]"))
    write(
        county / "data/waivers.yaml",
        "waivers:\n  - {unit: 甲镇, requirement: T02.half, reason: 机构调整, document: 函2号, approved_by: 司法局,"
        " approved_on: 2023-07-10, expires_on: 2024-12-31}\n",
    )
    write(
        county / "data/rulings.yaml",
        "rulings:\n  - {unit: 甲镇, requirement: T02.half, result: 达标, reason: 顺延, document: 函3号,"
        " decided_by: 司法局, decided_on: 2023-07-10}\n",
    )
    for as_of, told in (("2024-01-31", ["ruling-unused"]), ("2024-03-01", [])):
        kinds = [one["kind"] for one in judged(zhifa, county, as_of)["notices"]]
        assert sorted(kind for kind in kinds if kind.startswith(("waiver", "ruling"))) == told


def test_new_files_go_beside_those_of_another_year(zhifa: Run, county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """乙镇 has a file of each year in one folder; only what is of the year counts as there."""
    monkeypatch.chdir(county)
    (county / "submissions/乙镇/报送2024.yaml").unlink()
    before = {file: file.read_bytes() for file in Path("submissions").rglob("*.yaml")}
    code, out, err = zhifa("new", "乙镇", "--year", "2024", "--as-of", "2024-01-05")
    assert (code, err) == (0, "")
    assert "没有另写" not in out
    made = set(Path("submissions").rglob("*.yaml")) - set(before)
    assert {file.parent for file in made} == {Path("submissions/乙镇/2024")}
    assert {file: file.read_bytes() for file in before} == before
    code, out, _ = zhifa("new", "乙镇", "--year", "2024", "--as-of", "2024-01-05")
    assert "没有新建提交文件" in out
    report = judged(zhifa, county, "2024-02-20")
    assert {one["unit"]: one["status"] for one in report["outcomes"] if one["period"] == "2024H1"} == {
        "jia": "pending",
        "yi": "pending",
    }


def test_an_imported_table_of_the_new_year_leaves_the_old_file_alone(
    zhifa: Run, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(county)
    (county / "submissions/乙镇/报送2024.yaml").unlink()
    (county / "submissions/乙镇/报送2023.yaml").rename(county / "submissions/乙镇/报送.yaml")
    write(county / "台账.csv", "事项,所属期,日期\n小结,2024H1,2024-06-07\n")
    before = (county / "submissions/乙镇/报送.yaml").read_bytes()
    code, out, err = zhifa("import", "台账.csv", "--unit", "乙镇", "--year", "2024", "--as-of", "2024-06-08")
    assert (code, err) == (0, ""), out
    assert (county / "submissions/乙镇/报送.yaml").read_bytes() == before
    assert "2024-06-07" in (county / "submissions/乙镇/2024/报送.yaml").read_text(encoding="utf-8")


def test_dates_before_the_issue_are_told_by_rules(zhifa: Run, county: Path) -> None:
    write(county / "data/plan_2023.yaml", plan(2023, "2023-06-11"))
    args = ("rules", "--plan", county / "data/plan_2023.yaml", "--as-of", "2024-01-31")
    for format_ in ("full", "markdown"):
        assert "2023-06-10 在印发之前，不约束" in zhifa(*args, "-f", format_)[1]
    assert json.loads(zhifa(*args, "-f", "json")[1])["rules"][0]["never_due"] == ["2023-06-10"]


def test_what_came_by_mail_in_another_year_is_no_error(zhifa: Run, county: Path) -> None:
    write(county / "data/plan_2024.yaml", plan(2024, "2024-02-20", item="新事项"))
    write(
        county / "data/received.yaml",
        "received:\n  - {unit: 甲镇, item: 新事项, received: {date: 2024-06-07, by: 张三, via: 邮寄}}\n",
    )
    judged(zhifa, county, "2023-12-31")
    judged(zhifa, county, "2024-03-01", "--year", "2023")


@pytest.mark.parametrize(("as_of", "said"), [("2031-09-30", False), ("2031-10-01", True)])
def test_next_januarys_calendar_is_asked_for_from_october_on(zhifa: Run, county: Path, as_of: str, said: bool) -> None:
    monthly = "every: month, due: 每月6日前}"
    text = plan(2031, "2031-01-05").replace('every: half, due: {strict: "6月10日前、12月10日前"}}', monthly)
    write(county / "data/plan_2031.yaml", text)
    write(county / "submissions/甲镇/2031.yaml", "单位: 甲镇\n年度: 2031\n")
    for year, days in (("2031", "2031-10-01"), ("2030", "2030-10-01")):
        write(county / "data/calendar.yaml", f"years:\n  - {{year: {year}, document: 通知, days_off: [{days}]}}\n")
        for command in ("check", "status", "due"):
            paths = ("--submissions", county / "submissions") if command == "due" else (county / "submissions",)
            code, out, err = zhifa(command, *paths, "--as-of", as_of, "-f", "json")
            assert (code in (0, 1), err) == (True, "")
            found = [one["message"][:12] for one in json.loads(out)["notices"] if one["kind"] == "calendar"]
            told = ["2032 年日历未公布："] if said else []
            assert found == (["2031 年日历未公布："] if year == "2030" else []) + told


def test_a_rule_over_two_years_looks_into_the_files_of_the_year_before(zhifa: Run, county: Path) -> None:
    whole = plan(2024, "2024-02-20")
    whole += (
        "  - id: T03.people\n    title: 两年轮训一遍\n    clauses: [{place: 附件3, quote: 两年内轮训一遍}]\n"
        "    binds: {kinds: [镇]}\n"
        "    rule: {kind: amount, of: 人员.培训, called: 轮训, unit: 次, per: 人员, window: {years: 2}, at_least: 1,"
        " due: 年内}\n"
    )
    write(county / "data/plan_2024.yaml", whole)
    people = "人员:\n  - {编号: A1, 姓名: 甲, 类别: 执法人员%s}\n"
    training = ", 培训: [{日期: 2023-03-04, 课程: 课, 类别: 法律法规, 学时: 1}]"
    for unit, more in (("甲镇", training), ("乙镇", "")):
        before, now = (f"单位: {unit}\n年度: {year}\n{people}" for year in (2023, 2024))
        write(county / f"submissions/{unit}/2023/人员.yaml", before % more + "报错:\n  - 一条\n")
        write(county / f"submissions/{unit}/2024/人员.yaml", now % "")
    for jobs in ("1", "2"):
        report = judged(zhifa, county, "2025-01-31", "--jobs", jobs)
        of_people = {one["unit"]: one["status"] for one in report["outcomes"] if one["requirement"] == "T03.people"}
        assert of_people == {"jia": "met", "yi": "violated"}
        # what is wrong in them is told by the run of their own year
        assert not [one for one in report["findings"] if one["id"].startswith("D.")]
        assert not notices(report, "other-year")
    report = judged(zhifa, county, "2024-06-01", "--year", "2023")
    assert "2024 年度 4 份" in notices(report, "other-year")[0]


def outcomes(zhifa: Run, county: Path, *options: str) -> dict[str, dict[str, str]]:
    """By unit and period what came of the report."""
    code, out, err = zhifa("check", county / "submissions", *options, "-f", "json")
    assert code in (0, 1), err
    found: dict[str, dict[str, str]] = {}
    for one in json.loads(out)["outcomes"]:
        found.setdefault(one["unit"], {})[one["period"]] = one["status"]
    return found


def test_a_year_has_the_registry_of_its_own(zhifa: Run, county: Path) -> None:
    """丙镇 came with the new year and 乙镇 went: neither owes anything for a year in which it was not there."""
    now = UNITS.replace("yi, name: 乙镇", "bing, name: 丙镇")
    write(county / "data/units.yaml", now)
    write(county / "data/units_2023.yaml", UNITS)
    assert set(outcomes(zhifa, county, "--year", "2023", "--as-of", "2024-07-01")) == {"jia", "yi"}
    later = outcomes(zhifa, county, "--as-of", "2024-07-01")
    assert set(later) == {"jia", "bing"}
    assert later["bing"]["2024H1"] == "missing"
    _, _, err = zhifa("check", county / "submissions", "--year", "2023", "--as-of", "2024-07-01", "--unit", "丙镇")
    assert "单位名册里没有“丙镇”" in err
    assert "data/units_2023.yaml" in err


@pytest.mark.parametrize(
    ("dates", "owed"),
    [
        ("from: 2023-06-10", {"2023H1": "disputed", "2023H2": "missing"}),
        ("from: 2023-06-11", {"2023H2": "missing"}),
        ("from: 2023-07-01", {"2023H2": "missing"}),
        ("from: 2023-12-11", {}),
        ("to: 2023-12-10", {"2023H1": "missing", "2023H2": "missing"}),
        ("to: 2023-12-09", {"2023H1": "missing"}),
        ("to: 2023-06-09", {}),
    ],
)
def test_a_unit_owes_what_falls_due_while_it_is_there(
    zhifa: Run, county: Path, dates: str, owed: dict[str, str]
) -> None:
    write(county / "data/units.yaml", UNITS + f"  - {{id: bing, name: 丙镇, kind: 镇, {dates}}}\n")
    found = outcomes(zhifa, county, "--year", "2023", "--as-of", "2024-01-31")
    assert found.get("bing", {}) == owed
    assert set(found["jia"]) == {"2023H1", "2023H2"}


def test_a_unit_cannot_end_before_it_begins(zhifa: Run, county: Path) -> None:
    write(county / "data/units.yaml", UNITS.replace("name: 乙镇,", "name: 乙镇, from: 2023-07-01, to: 2023-06-30,"))
    code, _, err = zhifa("check", county / "submissions")
    assert code == 2
    assert "to 早于 from" in err


def test_next_years_requirement_is_explained_before_it_is_issued(
    zhifa: Run, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(county)
    for command in (("explain", "T02.half"), ("rules",)):
        code, out, err = zhifa(*command, "--year", "2024", "--as-of", "2023-12-01")
        assert (code, err) == (0, "")
        assert "2024" in out


def test_a_form_for_next_year_is_taken_in_as_it_says(zhifa: Run, county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the plan is issued the form can be had, and the command that is told takes it in."""
    monkeypatch.chdir(county)
    code, out, err = zhifa("new", "甲镇", "--year", "2024", "--as-of", "2024-01-15", "--xlsx", "表.xlsx")
    assert code == 0, err
    (command,) = [line.partition("zhifa ")[2].split() for line in out.splitlines() if "zhifa import" in line]
    assert command[-2:] == ["--year", "2024"]
    code, _, err = zhifa(*command, "--as-of", "2024-01-15")
    assert code == 0, err


def test_a_plan_without_a_registry_beside_it_is_not_judged_by_one_that_does_not_fit(zhifa: Run, county: Path) -> None:
    (county / "data/units.yaml").unlink()
    code, out, err = zhifa("check", county / "submissions", "--as-of", "2024-09-01")
    assert (code, out) == (2, "")
    assert "data 里没有单位名册 units.yaml" in err
    assert len(err.splitlines()) == 1


def test_a_registry_of_another_place_is_told(zhifa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "data/plan_2023.yaml", (ROOT / "data/plan_2023.yaml").read_text("utf-8"))
    write(tmp_path / "submissions/a.yaml", "单位: 汇龙镇\n年度: 2023\n")
    _, out, _ = zhifa("check", tmp_path / "submissions", "--as-of", "2024-01-31", "-f", "json")
    told = [one["message"] for one in json.loads(out)["notices"] if one["kind"] == "registry-shipped"]
    assert told == ["计划旁边没有单位名册 units.yaml，按随程序带的名册核对，其中的单位可能不是本地的"]
    _, out, _ = zhifa("check", ROOT / "submissions", "--as-of", "2024-01-31", "-f", "json")
    assert "registry-shipped" not in out
    # however the plan beside it is called
    monkeypatch.chdir(ROOT)
    _, out, _ = zhifa("check", "submissions", "--plan", "data/plan_2023.yaml", "--as-of", "2024-01-31", "-f", "json")
    assert "registry-shipped" not in out
