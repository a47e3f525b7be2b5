"""The page for leaders: one file, nothing from elsewhere, every figure as in the report, hostile text inert."""

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, NpmPackage, Run
from report.county import FILES, UNITS, circulars, decision, lay_out, monthly, person

AUTUMN = "2023-11-30"
PLAYWRIGHT, AXE = ("playwright-core", "1.64.1"), ("axe-core", "4.10.2")
HOSTILE = "</li><script>alert(1)</script><img src=x onerror=alert(2)>'\"{{ 7 * 7 }}"


@pytest.fixture
def overview(zhifa: Run, tmp_path: Path) -> Any:
    """The page, as a file."""

    def make(submissions: Path, *more: str) -> Path:
        file = tmp_path / "总览.html"
        arguments = ("--period", "2023Q3", "--as-of", AUTUMN, "-f", f"html:{file}", *more)
        code, _, err = zhifa("report", submissions, *arguments)
        assert code == 0, err
        return file

    return make


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def _elements(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Elements()
    parser.feed(page)
    return parser.found


def _hostile(folder: Path) -> Path:
    bad = decision(f'"{HOSTILE.replace(chr(34), chr(39))}"', "2023-08-20", None)
    files = FILES | {"交通局": FILES["交通局"].replace("重大决定:\n", "重大决定:\n" + bad)}
    return lay_out(folder, files)


def test_one_file_that_needs_nothing_else(tmp_path: Path, overview: Any) -> None:
    page = overview(_hostile(tmp_path / "county"), "--since-period", "2023Q2").read_text("utf-8")
    elements = _elements(page)
    assert not [attrs for _, attrs in elements if {"src", "srcset", "data", "action"} & attrs.keys()]
    assert not [attrs for tag, attrs in elements if tag in ("link", "iframe", "object", "embed", "img", "base")]
    assert not [name for _, attrs in elements for name in attrs if name.startswith("on") or name == "style"]
    assert all((attrs["href"] or "").startswith("#") for _, attrs in elements if "href" in attrs)
    ids = {attrs["id"] for _, attrs in elements if "id" in attrs}
    assert {attrs["href"] for _, attrs in elements if "href" in attrs} <= {f"#{one}" for one in ids}
    (policy,) = [attrs["content"] or "" for tag, attrs in elements if attrs.get("http-equiv")]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert [tag for tag, _ in elements].count("script") == 1
    assert "&lt;script&gt;alert(1)" in page
    assert "{{ 7 * 7 }}" in page


def test_matrix_and_findings_are_those_of_the_report(tmp_path: Path, overview: Any, zhifa: Run) -> None:
    submissions = lay_out(tmp_path / "county")
    page = overview(submissions).read_text("utf-8")
    _, out, _ = zhifa("report", submissions, "--period", "2023Q3", "--as-of", AUTUMN, "-f", "json")
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))
    for finding in json.loads(out)["findings"]:
        assert finding["message"] in page.replace("&#34;", '"').replace("&#39;", "'")
    assert "问题 6 处，涉及 3 个单位" in text
    rows = dict(re.findall(r'<tr data-unit="(\w+)" data-kind="\w+" data-open="(\d+)"', page))
    assert rows == {"dz": "2", "nyj": "3", "jtj": "1", "sfj": "0"}


def test_same_inputs_same_bytes(tmp_path: Path, overview: Any) -> None:
    submissions = lay_out(tmp_path / "county")
    assert overview(submissions).read_bytes() == overview(submissions).read_bytes()


def test_sixty_units_with_hundreds_of_findings_stay_below_two_megabytes(tmp_path: Path, zhifa: Run) -> None:
    names = [f"第{number}镇" for number in range(60)]
    units = UNITS + "".join(f"  - {{id: z{n}, name: {name}, kind: 镇}}\n" for n, name in enumerate(names))
    people = "".join(person(f"P{number}", [("2023-03-01", "8.5")]) for number in range(20))
    files = {name: "报送:\n" + monthly("2023-01", "2023-07") + "人员:\n" + people for name in names}
    submissions = lay_out(tmp_path / "county", files, units)
    file = tmp_path / "总览.html"
    zhifa("report", submissions, "--period", "2023", "--as-of", "2024-01-31", "-f", f"html:{file}")
    assert file.stat().st_size < 2_000_000
    assert file.read_text("utf-8").count('class="status') > 1000


@pytest.mark.slow
def test_in_a_browser(tmp_path: Path, overview: Any, npm_package: NpmPackage) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium is installed")
    file = overview(_hostile(tmp_path / "county"), "--since-period", "2023Q2")
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    packages = [npm_package(*PLAYWRIGHT), npm_package(*AXE) / "axe.min.js"]
    command = ["node", ROOT / "tests" / "overview.js", *packages, chromium, file.as_uri(), pictures]
    run = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    assert said["axe"] == []
    assert said["errors"] == []
    assert said["requests"] == []
    assert said["wide"] == []
    assert said["title"] == "2023年第三季度行政执法监督总览"
    assert said["rows"] == 4
    assert said["open"] == ["东镇", "农业局", "交通局"]
    assert said["told"] == "显示 3 个单位"
    assert "四张清单月报" in said["unfolded"]
    assert said["filters"] is False
    assert "问题 6 处" not in said["bare"]  # the hostile decision is a seventh
    assert "问题 7 处" in said["bare"]
    assert (pictures / "printed.pdf").stat().st_size > 10_000
    assert {one.name for one in pictures.glob("*.png")} == {
        f"{width}-{colours}.png" for width in (1280, 390) for colours in ("light", "dark")
    }


def test_nothing_to_tell_reads_well(tmp_path: Path, overview: Any) -> None:
    everybody = {"东镇": "报送:\n" + monthly()}
    everybody |= {unit: "报送:\n" + monthly() + circulars() for unit in ("农业局", "交通局")}
    page = overview(lay_out(tmp_path / "county", everybody)).read_text("utf-8")
    assert "没有发现问题" in page
    assert 'class="status' not in page
