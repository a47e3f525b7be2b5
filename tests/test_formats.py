"""The formats for programs: each given to what really reads it, over the example county and over a hostile one."""

import csv
import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import junitparser
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from conftest import COUNTY, ROOT, NpmPackage, Run, golden
from zhifa_check.report.formats import CHECK
from zhifa_check.report.tables import write_csv_table
from zhifa_check.words.harmless import harmless, markdown_code, markdown_text

HOSTILE = yaml.load((Path(__file__).parent / "formats" / "hostile.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
#: By format the ending of its goldens; those that hold no text, say nothing of their own or are shown in other tests
#: have none.
ENDINGS = {"junit": "xml", "github": "github.txt", "gitlab": "gitlab.json", "markdown": "md"}
FILES = {name: ENDINGS.get(name, name) for name in CHECK if name not in ("full", "concise", "json", "jsonl", "xlsx")}
SOME_UNITS = ("近海镇", "启隆镇", "城市管理局")
MULTITOOL = ("@microsoft/sarif-multitool", "5.7.0")
#: Everything that a line of a job's log can ask a runner to do.
RUNNER_COMMANDS = {
    *("add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group", "internal-set-repo-path"),
    *("notice", "remove-matcher", "save-state", "set-env", "set-output", "stop-commands", "warning"),
}
TAGS = {"h2", "h3", "h4", "p", "br", "strong", "ul", "li", "code", "table", "thead", "tbody", "tr", "th", "td"}
Report = dict[str, Any]
#: What a county gives, by the name of its folder and the arguments: worked out by the first test that asks.
_known: dict[tuple[str, ...], dict[str, str]] = {}


@pytest.fixture
def check(zhifa: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., dict[str, str]]:
    """Run with every format at once, in a folder: the text of each, and the JSON beside them."""

    def run(folder: Path, *args: str) -> dict[str, str]:
        if (known := _known.get((folder.name, *args))) is not None:
            return known
        monkeypatch.chdir(folder)
        outputs = [word for name in FILES for word in ("-f", f"{name}:{tmp_path / name}")]
        code, out, err = zhifa("check", "submissions", "--as-of", "2024-01-31", *args, *outputs, "-f", "json")
        assert (code, err) == (1, "")
        found = {name: (tmp_path / name).read_bytes().decode() for name in FILES} | {"json": out}
        return _known.setdefault((folder.name, *args), found)

    return run


@pytest.fixture
def hostile(check: Callable[..., dict[str, str]], tmp_path: Path) -> dict[str, str]:
    folder = tmp_path / "hostile"
    for name, text in HOSTILE.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "data" / "plan_2023.yaml", folder / "data")
    return check(folder)


@pytest.fixture
def county(check: Callable[..., dict[str, str]]) -> dict[str, str]:
    return check(COUNTY)


@pytest.fixture(params=["hostile", "county"])
def texts(request: pytest.FixtureRequest) -> dict[str, str]:
    found: dict[str, str] = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize("name", FILES)
def test_whole_outputs(hostile: dict[str, str], name: str) -> None:
    golden(f"formats/hostile.{FILES[name]}", hostile[name])


def test_whole_outputs_of_the_county(check: Callable[..., dict[str, str]]) -> None:
    texts = check(COUNTY, *(word for unit in SOME_UNITS for word in ("--unit", unit)))
    for name, suffix in FILES.items():
        golden(f"formats/county.{suffix}", texts[name])


def test_every_format_says_by_what_as_of_when_and_of_how_many(texts: dict[str, str]) -> None:
    report = json.loads(texts["json"])
    verdict = (report["plan"]["id"], report["as_of"], f"单位 {report['summary']['units']} 个")
    for name in FILES:
        lacking = [word for word in verdict if word not in texts[name]]
        lacking += [one["message"] for one in report["notices"] if _words(one["message"]) not in _words(texts[name])]
        assert not lacking, f"{name} does not say by which plan, as of when, of how many, or a notice"


def _words(text: str) -> str:
    """Letters and figures alone, which no format escapes."""
    return re.sub(r"[^\w]|_", "", text.replace("%25", "%"))


# --- SARIF


def _sarif(texts: dict[str, str]) -> tuple[Report, Report]:
    log: Report = json.loads(texts["sarif"])
    (run,) = log["runs"]
    return log, run


@pytest.fixture
def sarif_tool(npm_package: NpmPackage) -> Path:
    main = npm_package(*MULTITOOL)
    return main.with_name(f"{main.name}-{sys.platform}")


def test_sarif_is_what_the_published_schema_asks(texts: dict[str, str], sarif_tool: Path) -> None:
    schema = json.loads((sarif_tool / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [error.message for error in validator.iter_errors(_sarif(texts)[0])] == []


@pytest.mark.slow
def test_sarif_is_what_the_validator_of_its_authors_asks(
    texts: dict[str, str], sarif_tool: Path, tmp_path: Path
) -> None:
    (tmp_path / "in.sarif").write_text(texts["sarif"], encoding="utf-8")
    command = [str(sarif_tool / "Sarif.Multitool"), "validate", "in.sarif", "-o", "found.sarif"]
    command += ["--level", "Error;Warning", "--kind", "Fail", "--rule-kind", "Sarif;Ghas"]
    # .NET's own culture data is not wanted, and not there on every machine
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    (found,) = json.loads((tmp_path / "found.sarif").read_text(encoding="utf-8-sig"))["runs"]
    assert found["results"] == []
    assert not [one for one in found["invocations"] if not one["executionSuccessful"]]


def test_sarif_says_what_the_json_says(texts: dict[str, str]) -> None:
    report = json.loads(texts["json"])
    _, run = _sarif(texts)
    levels = {"disputed": "warning", "waived": "note", "met": "note"}
    assert len(run["results"]) == len(report["findings"])
    for result, finding in zip(run["results"], report["findings"], strict=True):
        location = result["locations"][0]["physicalLocation"]
        uri = location["artifactLocation"]["uri"]
        assert location["artifactLocation"]["uriBaseId"] == "SRCROOT"
        assert re.fullmatch(r"[A-Za-z0-9%/._~-]+", uri)
        assert unquote(uri) == finding["file"]
        assert location["region"] == {"startLine": finding["line"], "startColumn": finding["column"]}
        assert result["level"] == levels.get(finding["status"], "error")
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding["id"]
        assert result["partialFingerprints"]["zhifaFinding/v1"] == finding["fingerprint"]
        assert bool(result.get("suppressions")) is (finding["status"] == "waived")
        assert not re.search(r"\]\(|(?<!\{)\{(?!\{)", result["message"]["text"])
    (invocation,) = run["invocations"]
    assert len(invocation["toolExecutionNotifications"]) == len(report["notices"])
    assert run["columnKind"] == "unicodeCodePoints"


def test_sarif_of_rules_with_chinese_names_and_the_clause_as_help(county: dict[str, str]) -> None:
    rules = {rule["id"]: rule for rule in _sarif(county)[1]["tool"]["driver"]["rules"]}
    assert rules["T10.hours"]["name"] == "年度培训学时"
    assert "附件10·2「每名行政执法（辅助）人员每年法律法规和业务培训不少于60学时" in rules["T10.hours"]["help"]["text"]
    assert rules["D.syntax"]["name"] == "写法读不懂"


def test_sarif_suppresses_what_is_waived_and_says_why(hostile: dict[str, str]) -> None:
    _, run = _sarif(hostile)
    found = [one["suppressions"] for one in run["results"] if one["suppressions"]]
    assert len(found) == 3
    assert {
        "kind": "external",
        "status": "accepted",
        "justification": "全年|挂职\\x01 <b>（启司函`〔2023〕5号`，市司法局批准，2024-03-31 到期）",
    } in [one for (one,) in found]


def test_sarif_of_files_outside_the_working_directory(zhifa: Run, tmp_path: Path) -> None:
    file = tmp_path / "甲 1.yaml"
    file.write_text("单位: 汇龙镇\n年度: 2022\n", encoding="utf-8")
    args = ("--units", "data/units.yaml", "--as-of", "2024-01-31", "--select", "D", "-f", "sarif")
    uris = []
    for path in (file, Path(os.path.relpath(file, COUNTY))):
        _, out, _ = zhifa("check", path, *args)
        uris.append(json.loads(out)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"])
    assert uris[0] == {"uri": file.as_uri()}
    assert list(uris[1]) == ["uri"]
    assert uris[1]["uri"].startswith("../")


# --- JUnit


def test_junit_has_a_case_for_every_obligation(texts: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_text(texts["junit"], encoding="utf-8")
    report, suites = json.loads(texts["json"]), junitparser.JUnitXml.fromfile(str(tmp_path / "x.xml"))
    cases = [case for suite in suites for case in suite]
    names = Counter((case.classname, case.name) for case in cases)
    assert max(names.values()) == 1
    assert len(cases) == len(report["outcomes"]) + report["summary"]["data_errors"] + len(report["notices"])
    found = Counter(type(result).__name__ for case in cases for result in case.result)
    by_status = report["summary"]["by_status"]
    assert found["Failure"] == by_status["violated"] + by_status["missing"] == suites.failures
    assert found["Error"] == by_status["unreadable"] + report["summary"]["data_errors"] == suites.errors
    idle = sum(by_status[status] for status in ("disputed", "pending", "waived", "not_applicable"))
    assert found["Skipped"] == idle + len(report["notices"]) == suites.skipped
    assert suites.tests == len(cases) == sum(suite.tests for suite in suites)
    assert [suite.name for suite in suites if suite.name != "注意"] == list(dict.fromkeys(c for c, _ in names))[:-1]


def test_junit_tells_every_finding(texts: dict[str, str]) -> None:
    told = "".join(result.text or "" for result in ElementTree.fromstring(texts["junit"]).iter())
    for finding in json.loads(texts["json"])["findings"]:
        assert f"{finding['file']}:{finding['line']}:{finding['column']}" in told
        assert finding["message"] in told
    assert set(re.findall(r' time="(.*?)"', texts["junit"])) == {"0"}


# --- GitHub


def _commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """What a runner makes of a log: ``::`` first in a line, or ``##[`` anywhere in it, and a name that it knows."""
    found = []
    for line in text.splitlines():
        match = re.match(r"::([^ :]*)(?: (.*?))?::(.*)", line.lstrip())
        if match and match[1] in RUNNER_COMMANDS:
            pairs = (pair.split("=", 1) for pair in (match[2] or "").split(",") if "=" in pair)
            properties = {key: _unescaped(value, ":,%") for key, value in pairs}
            found.append((match[1], properties, _unescaped(match[3], "%")))
            continue
        if match := re.search(r"##\[([^ \]]*)[^\]]*\]", line):
            assert match[1] not in RUNNER_COMMANDS, line
    return found


def _unescaped(text: str, signs: str) -> str:
    for sign in "\r\n" + signs:
        text = text.replace(f"%{ord(sign):02X}", sign)
    return text


def test_github_is_told_the_most_serious_first_and_nothing_by_anybody_else(texts: dict[str, str]) -> None:
    report, commands = json.loads(texts["json"]), _commands(texts["github"])
    names = [name for name, _, _ in commands]
    errors, warnings = names.count("error"), names.count("warning")
    assert names == ["error"] * errors + ["warning"] * warnings + ["notice", "group", "endgroup"]
    assert 0 < errors <= 10
    assert 0 < warnings <= 10
    placed = {(f["file"], str(f["line"]), str(f["column"])) for f in report["findings"]}
    for name, properties, message in commands[: errors + warnings]:
        assert (properties["file"], properties["line"], properties["col"]) in placed, name
        assert list(properties) == ["file", "line", "col", "title"]
        assert any(_starts(message, finding) for finding in report["findings"])
    statuses = [properties["title"].split()[0] for _, properties, _ in commands[:errors]]
    order = ["填写有误", "未达标", "无法读取", "未报"]
    assert statuses == sorted(statuses, key=order.index)


def _starts(message: str, finding: Report) -> bool:
    return message.split("\n")[0].partition("：")[2] == finding["message"]


def test_github_counts_what_it_cannot_show(county: dict[str, str]) -> None:
    commands = _commands(county["github"])
    findings = json.loads(county["json"])["findings"]
    shown = Counter(name for name, *_ in commands)
    folded = sum(int(n) - 1 for n in re.findall(r"（(\d+) 处）", " ".join(p.get("title", "") for _, p, _ in commands)))
    told = [finding for finding in findings if finding["status"] not in ("waived", "met")]
    (notice,) = (message for name, _, message in commands if name == "notice")
    left = sum(int(n) for n in re.findall(r"\d+", notice.splitlines()[-1]))
    assert notice.splitlines()[-1].startswith("另有 ")
    assert shown["error"] == 10
    assert shown["error"] + shown["warning"] + folded + left == len(told)
    plain = [line for line in county["github"].splitlines() if not line.startswith("::")]
    assert len(plain) == len(findings) + len(json.loads(county["json"])["notices"])


# --- GitLab


def test_gitlab_is_as_documented(texts: dict[str, str]) -> None:
    report, issues = json.loads(texts["json"]), json.loads(texts["gitlab"])
    for issue in issues:
        assert list(issue) == ["description", "check_name", "fingerprint", "severity", "location"]
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert not issue["location"]["path"].startswith(("/", "./"))
        assert issue["location"]["lines"]["begin"] >= 1
        assert issue["description"]
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    assert len(issues) == 1 + len(report["findings"]) + len(report["notices"])
    told = {(issue["check_name"], issue["fingerprint"]) for issue in issues}
    assert {(finding["id"], finding["fingerprint"]) for finding in report["findings"]} <= told


# --- markdown


def _html(text: str) -> str:
    return MarkdownIt("commonmark").enable("table").render(text)


def test_markdown_holds_no_tag_of_anybody_else(texts: dict[str, str]) -> None:
    tags = set(re.findall(r"</?([A-Za-z][^ />]*)", _html(texts["markdown"])))
    assert tags <= TAGS
    outside = re.sub(r"<code>.*?</code>", "", _html(texts["markdown"]))
    assert not re.search(r"[@#!~]\w|://|www\.|:\w+:|\$\w", html.unescape(outside))


def _told_once(report: dict[str, Any]) -> list[dict[str, Any]]:
    """The findings without those that only add others of the same unit up."""
    rests_on = {"T11.filing-rate": "T11.filing", "T10.completion": "T10.hours"}
    found = {(one["unit"], one["id"]) for one in report["findings"]}
    return [one for one in report["findings"] if (one["unit"], rests_on.get(one["id"])) not in found]


def test_markdown_tells_every_finding_and_counts_every_unit(texts: dict[str, str]) -> None:
    report = json.loads(texts["json"])
    shown = _shown(_html(texts["markdown"]))
    told = _told_once(report)
    errors = ("violated", "missing", "unreadable", "invalid")
    for finding in told:
        assert finding["message"] in shown
        assert f"{finding['file']}:{finding['line']}:{finding['column']}" in shown
        assert finding["quote"] is None or finding["quote"] in shown
    assert texts["markdown"].count("\n  - ") == len(told)
    assert report["summary"]["problems"] == sum(finding["status"] in errors for finding in told)
    for finding in report["findings"]:
        assert finding in told or (finding["actual"] or "") in shown
    kinds = {"需要改正或说明": errors, "待认定": ("disputed",), "核准不计": ("waived", "met")}
    for title, statuses in kinds.items():
        assert (f"### {title}" in texts["markdown"]) is any(one["status"] in statuses for one in told)


@pytest.mark.slow
def test_markdown_stays_below_what_a_page_may_hold(zhifa: Run, tmp_path: Path) -> None:
    """Twelve thousand people without an hour of training, and the one file that cannot be read is still told."""
    people = "".join(f"  - {{编号: S-{i}, 姓名: {'长' * 60}, 类别: 执法人员}}\n" for i in range(4000))
    (tmp_path / "submissions").mkdir()
    (tmp_path / "submissions" / "汇龙镇.yaml").write_text(
        f"单位: 汇龙镇\n年度: 2023\n人员:\n{people}", encoding="utf-8"
    )
    (tmp_path / "submissions" / "王鲍镇.yaml").write_text("单位: 王鲍镇\n年度：2023\n", encoding="utf-8")
    args = ("check", tmp_path / "submissions", "--units", "data/units.yaml", "--as-of", "2024-01-31")
    _, out, _ = zhifa(*args, "-f", "markdown")
    assert len(out.encode()) < 1_000_000
    assert "**填写有误** D.syntax" in out
    (left,) = re.findall(r"还有 (\d+) 处没有列出", out)
    _, whole, _ = zhifa(*args, "-f", "json")
    assert out.count("\n  - ") + int(left) == len(_told_once(json.loads(whole)))


def _shown(rendered: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", rendered)).replace("\u2060", "")


@given(st.text())
def test_markdown_text_and_code_show_what_they_are_given(text: str) -> None:
    clean = harmless(text)
    assert _shown(_html(f"前{markdown_text(clean)}后")) == f"前{clean}后\n"
    if clean:
        assert html.unescape(_html(f"前{markdown_code(clean)}后")) == f"<p>前<code>{clean}</code>后</p>\n"


# --- CSV


def test_csv_opens_in_excel_and_computes_nothing(texts: dict[str, str]) -> None:
    assert texts["csv"].startswith("\ufeff截至,计划,状态,单位,")
    assert texts["csv"].count("\n") == texts["csv"].count("\r\n")
    report, rows = json.loads(texts["json"]), list(csv.DictReader(io.StringIO(texts["csv"][1:], newline="")))
    assert Counter(row["状态"] for row in rows)["汇总"] == 1
    found = [row for row in rows if row["状态"] not in ("汇总", "注意")]
    assert len(rows) - 1 - len(found) == len(report["notices"])
    keys = {"对象": "subject", "实际": "actual", "应为": "required", "说明": "message", "原文": "quote", "编号": "id"}
    for row, finding in zip(found, report["findings"], strict=True):
        for name, key in keys.items():
            assert row[name].removeprefix("'") == (finding[key] or "")
        assert not any(re.match(r"\s*[=+@＝＋－＠-]", cell) for cell in row.values())


@pytest.mark.parametrize(
    ("cell", "guarded"),
    [
        *(
            (text, True)
            for text in ("=1", "+1", "-1", "@x", "＝1", "  =1", "　＝1", "\u200b=1", "1/2", "007", "1" * 16)
        ),
        *(
            (text, False)
            for text in ("58.5", "2023-05-04", "100%", "T10.hours", "0", "SC-003", "", "11111111111", "0.5")
        ),
    ],
)
def test_csv_guards_what_a_spreadsheet_would_change(cell: str, guarded: bool) -> None:
    out = io.StringIO()
    write_csv_table(["a"], [[cell, "x"]], out)
    assert out.getvalue().splitlines()[1] == f"{chr(39) if guarded else ''}{cell},x"


# --- several at once


@pytest.mark.parametrize(
    ("outputs", "said"),
    [
        (["json", "full"], "只能有一种格式显示在屏幕上"),
        (["json:{0}/a", "csv:{0}/b/../a"], "同一个文件"),
        (["json:{0}/a", "csv:{0}/link"], "同一个文件"),
        (["csv:{0}/b"], "这是一个文件夹"),
        (["csv:{0}/none/a"], "没有 "),
        (["csv:"], "冒号后面没有写文件"),
        (["xml"], "没有“xml”这种输出格式"),
    ],
)
def test_outputs_that_cannot_be_are_refused_before_anything_is_judged(
    zhifa: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, outputs: list[str], said: str
) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a")
    monkeypatch.setattr("zhifa_check.run.check", lambda *_: pytest.fail("it was judged"))
    words = [word for output in outputs for word in ("-f", output.format(tmp_path))]
    code, out, err = zhifa("check", "submissions", "--as-of", "2024-01-31", *words)
    assert (code, out) == (2, "")
    assert said in err
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("name", FILES)
def test_nothing_owed_is_said_too(zhifa: Run, tmp_path: Path, name: str) -> None:
    code, out, _ = zhifa(
        "check", "submissions", "--as-of", "2024-01-31", "--unit", "市政务办", "--select", "T10", "-f", name
    )
    assert code == 0
    assert "单位 1 个" in out
    assert "没有核对事项" in out
