"""The draw: anybody does it again with ten lines or with sha256sum, and whatever was changed is found out."""

import csv
import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import COUNTY, Run
from report.county import lay_out
from zhifa_check.draw.sample import apportion, looks_public

SEED = "福利彩票双色球第2023121期 04 06 10 16 22 30 + 09"
AUTUMN = "2023-11-30"


def dossiers(unit: str, days: list[str]) -> str:
    rows = [
        f"  - {{编号: {unit}案{number}, 执法主体: {unit}大队, 类别: 行政处罚, 日期: {day}}}\n"
        for number, day in enumerate(days, 1)
    ]
    return "案卷目录:\n" + "".join(rows)


def decisions(unit: str, days: list[str]) -> str:
    rows = [
        f"  - {{文号: {unit}罚{number}号, 类别: 行政处罚, 决定日期: {day}}}\n" for number, day in enumerate(days, 1)
    ]
    return "重大决定:\n" + "".join(rows)


#: A list, some decisions, and a volume alone; of each something lies outside the third quarter.
FILES = {
    "东镇": "案卷:\n  - {执法主体: 东镇政府, 件数: {行政处罚: 3, 行政检查: 2}}\n",
    "农业局": dossiers("农", ["2023-06-30", *["2023-07-01", "2023-09-30"] * 10, "2023-10-01"])
    + decisions("农", ["2023-08-01"]),
    "交通局": decisions("交", ["2023-06-30", "2023-07-01", "2023-08-15", "2023-09-30", "2023-10-01"]),
}


@pytest.fixture
def county(tmp_path: Path) -> Path:
    submissions = lay_out(tmp_path / "county", FILES)
    plan = submissions.parent / "data" / "plan_2023.yaml"
    strata = "strata:\n  - {name: 乡镇, binds: {kinds: [镇]}}\n  - {name: 部门, binds: {kinds: [部门]}}\n"
    plan.write_text(plan.read_text("utf-8").replace("requirements:\n", strata + "requirements:\n"), "utf-8")
    return submissions


@pytest.fixture
def drawn(zhifa: Run, county: Path, tmp_path: Path) -> Any:
    """The record of a draw, and its file."""

    def run(count: int = 10, *more: str) -> tuple[Any, Path]:
        file = tmp_path / "抽取.json"
        arguments = ("--period", "2023Q3", "--count", str(count), "--seed", SEED, "--as-of", AUTUMN)
        code, _, err = zhifa("draw", county, *arguments, "-f", f"json:{file}", *more)
        assert code == 0, err
        return json.loads(file.read_text("utf-8")), file

    return run


def test_ten_lines_do_it_again(drawn: Any) -> None:
    record, _ = drawn()
    lines = sorted(f"{unit['unit']}|{id_}" for unit in record["units"] for id_ in unit["ids"])
    assert hashlib.sha256("".join(line + "\n" for line in lines).encode()).hexdigest() == record["frame"]["sha256"]
    again = []
    for unit in record["units"]:
        ranked = sorted(
            (hashlib.sha256(f"{record['seed']}|{unit['unit']}|{id_}".encode()).hexdigest(), id_) for id_ in unit["ids"]
        )
        again += [{"unit": unit["unit"], "id": id_, "rank": rank} for rank, id_ in ranked[: unit["quota"]]]
    assert again == record["sample"]


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum here")
def test_sha256sum_gives_the_rank(drawn: Any) -> None:
    record, _ = drawn()
    first = record["sample"][0]
    text = f"{record['seed']}|{first['unit']}|{first['id']}"
    done = subprocess.run(["sha256sum"], input=text.encode(), capture_output=True, check=True)
    assert done.stdout.decode().split()[0] == first["rank"]


def test_what_there_is_to_draw_from(drawn: Any) -> None:
    record, _ = drawn()
    units = {one["unit"]: one for one in record["units"]}
    assert {one: unit["source"] for one, unit in units.items()} == {
        "dz": "volumes",
        "nyj": "catalogue",
        "jtj": "decisions",
    }
    assert {one: unit["stratum"] for one, unit in units.items()} == {"dz": "乡镇", "nyj": "部门", "jtj": "部门"}
    assert units["dz"]["ids"] == [
        *(f"东镇政府/行政处罚/{number}" for number in (1, 2, 3)),
        *(f"东镇政府/行政检查/{number}" for number in (1, 2)),
    ]
    assert units["jtj"]["ids"] == ["交罚2号", "交罚3号", "交罚4号"]
    assert len(units["nyj"]["ids"]) == 20
    assert "农案1" not in units["nyj"]["ids"]
    assert "农案22" not in units["nyj"]["ids"]


def test_one_of_each_unit_and_the_rest_by_what_is_left(drawn: Any) -> None:
    record, _ = drawn(10)
    # 5, 20 and 3 dossiers: one each, then 7 over what is left, 4 and 21 (1.12, 5.88), then 6 over 19 and 2 (5.43, 0.57)
    assert {one["unit"]: one["quota"] for one in record["units"]} == {"dz": 2, "nyj": 6, "jtj": 2}
    assert len(record["sample"]) == 10


def test_more_than_there_are_takes_all(zhifa: Run, county: Path, drawn: Any) -> None:
    record, _ = drawn(100)
    assert len(record["sample"]) == record["frame"]["size"] == 28


def test_some_strata_alone(drawn: Any, zhifa: Run, county: Path) -> None:
    record, file = drawn(3, "--strata", "部门")
    assert {one["unit"] for one in record["units"]} == {"nyj", "jtj"}
    code, out, _ = zhifa("draw", county, "--verify", file)
    assert code == 0, out
    code, _, err = zhifa("draw", county, "--period", "2023Q3", "--seed", SEED, "--strata", "局")
    assert (code, "乡镇、部门、其他" in err) == (2, True)


def test_the_same_seed_draws_the_same_and_another_one_does_not(drawn: Any, zhifa: Run, county: Path) -> None:
    first, file = drawn()
    before = file.read_bytes()
    drawn()
    assert file.read_bytes() == before
    arguments = ("--period", "2023Q3", "--count", "10", "--seed", SEED + "!", "--as-of", AUTUMN, "-f", "json")
    _, out, _ = zhifa("draw", county, *arguments)
    assert json.loads(out)["sample"] != first["sample"]


def _reseeded(record: Any) -> None:
    record["seed"] += " "


def _dropped(record: Any) -> None:
    record["units"][1]["ids"].pop()


def _swapped(record: Any) -> None:
    taken = {one["id"] for one in record["sample"]}
    record["sample"][-1]["id"] = next(id_ for unit in record["units"] for id_ in unit["ids"] if id_ not in taken)


def _shifted(record: Any) -> None:
    record["units"][0]["quota"] += 1
    record["units"][1]["quota"] -= 1


def _doubled(record: Any) -> None:
    record["sample"].append(record["sample"][0])


@pytest.mark.parametrize("tampered", [_reseeded, _dropped, _swapped, _shifted, _doubled])
def test_a_changed_record_is_found_out(drawn: Any, zhifa: Run, tampered: Any) -> None:
    record, file = drawn()
    code, out, _ = zhifa("draw", "--verify", file)
    assert (code, out.startswith("相符：10 件")) == (0, True)
    tampered(record)
    file.write_text(json.dumps(record), "utf-8")
    code, out, _ = zhifa("draw", "--verify", file)
    assert code == 1
    assert "不符" in out


def test_a_list_that_has_changed_since_is_found_out(drawn: Any, zhifa: Run, county: Path) -> None:
    _, file = drawn()
    submitted = county / "农业局" / "2023年.yaml"
    submitted.write_text(submitted.read_text("utf-8").replace("编号: 农案2,", "编号: 农案二,"), "utf-8")
    code, out, _ = zhifa("draw", county, "--verify", file)
    assert code == 1
    assert "农业局的名单和现在的提交文件不同：少了 1 件，多了 1 件" in out


def test_the_sample_comes_in_as_the_bureaus_own_records(drawn: Any, zhifa: Run, county: Path, tmp_path: Path) -> None:
    table = tmp_path / "案卷抽查.csv"
    drawn(10, "-f", f"csv:{table}")
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["件数"] for row in rows] == ["2", "6", "2"]
    code, _, err = zhifa("import", table, "--unit", "司法局", "--dir", county, "--as-of", AUTUMN)
    assert code == 0, err
    written = "".join(file.read_text("utf-8") for file in (county / "司法局").rglob("*.yaml"))
    assert "案卷抽查:" in written
    code, out, _ = zhifa("check", county, "--as-of", AUTUMN, "--select", "D")
    assert code == 0, out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--seed", SEED), "--period"),
        (("--period", "2023Q3"), "--seed"),
        (("--period", "2023Q3", "--seed", SEED, "--count", "2"), "不能少于 3"),
        (("--period", "2023Q3", "--seed", SEED, "--count", "0"), "至少是 1"),
        (("--period", "2024Q3", "--seed", SEED), "2023 年度"),
        (("--verify", "nothing.json"), "nothing.json"),
        (("--verify", "data/units.yaml"), "不是抽取记录"),
    ],
)
def test_a_wrong_question_is_refused(
    county: Path, zhifa: Run, monkeypatch: Any, arguments: tuple[str, ...], message: str
) -> None:
    monkeypatch.chdir(county.parent)
    code, out, err = zhifa("draw", "submissions", "--as-of", AUTUMN, *arguments)
    assert (code, out) == (2, "")
    assert message in err


@pytest.mark.parametrize(
    ("seed", "public"),
    [
        (SEED, True),
        ("上证指数2023年10月20日收盘 2983.06 点（20231020）", True),
        ("abc", False),
        ("12345678", False),
        ("我的种子", False),
    ],
)
def test_a_seed_that_nobody_could_know_is_told_from_one_that_somebody_chose(
    seed: str, public: bool, zhifa: Run, county: Path
) -> None:
    assert looks_public(seed) is public
    _, out, _ = zhifa("draw", county, "--period", "2023Q3", "--count", "10", "--seed", seed, "--as-of", AUTUMN)
    assert ("无法排除反复试抽" in out) is not public


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 500), min_size=1, max_size=12), st.integers(0, 3000))
def test_shares_are_whole_exact_and_next_to_proportional(weights: dict[str, int], seats: int) -> None:
    whole = sum(weights.values())
    seats = min(seats, whole)
    shares = apportion(seats, weights)
    assert sum(shares.values()) == seats
    for name, weight in weights.items():
        assert 0 <= shares[name] <= weight
        assert abs(shares[name] * whole - seats * weight) < whole or not whole


def test_the_example_county_is_drawn_by_the_strata_of_its_plan(zhifa: Run) -> None:
    arguments = ("--period", "2023", "--count", "100", "--seed", SEED, "--as-of", "2024-01-31", "-f", "json")
    _, out, _ = zhifa("draw", COUNTY / "submissions", *arguments)
    record = json.loads(out)
    assert len(record["sample"]) == 100
    assert {one["stratum"] for one in record["units"]} == {"区镇", "重点执法部门", "重点领域部门", "其他部门"}
    assert all(one["quota"] >= 1 for one in record["units"])
