"""The circular, the notices and the reminders: figures that recount, words of an office, a layout by the standard."""

import importlib.util
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from conftest import COUNTY, ROOT, Run, some
from office import lines, pages, part
from report.county import FILES, UNITS, circulars, decision, lay_out, monthly, person
from zhifa_check.report.documents.formal import formal

AUTUMN = "2023-11-30"
#: What no document of the bureau may say.
TOOL_WORDS = re.compile(
    r"T\d\d\.|D\.[a-z]|YAML|yaml|zhifa|submissions|严格理解|宽松理解|待认定|无法读取|填写有误|没有填|fingerprint|\{\{"
)


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "county")


@pytest.fixture
def circular(zhifa: Run, tmp_path: Path) -> Any:
    """The circular as bytes."""

    def make(submissions: Path, period: str = "2023Q3", as_of: str = AUTUMN, *more: str) -> bytes:
        file = tmp_path / "通报.docx"
        code, out, err = zhifa("report", submissions, "--period", period, "--as-of", as_of, "-f", f"docx:{file}", *more)
        assert (code, out) == (0, ""), err
        return file.read_bytes()

    return make


def test_the_circular_says_who_fell_short_in_what_by_which_clause(county: Path, circular: Any) -> None:
    text = "\n".join(lines(circular(county)))
    assert "测试县司法局关于2023年第三季度行政执法监督工作计划落实情况的通报" in text
    assert "各镇，各有关部门：" in text
    assert "本期应报11件，已报10件。应报的11件中，按期8件、逾期1件、报送不合要求1件、未报1件。按期率72.72%。" in text
    assert "重大决定十五日内备案应核4件，按期2件、逾期2件（其中至今未办1件）" in text
    assert "共发现问题6处，涉及3个单位；其余单位未发现问题。" in text
    (monthly_reports,) = [line for line in text.splitlines() if line.startswith("1.四张清单月报。")]
    assert "东镇：" in monthly_reports
    assert "（依据：测政办发〔2023〕1号附件2第3项“每月6日前及时报送上月开展情况有关数据”）" in monthly_reports
    assert [line for line in text.splitlines() if line.startswith("（")][:4] == [
        "（一）四张清单",
        "（二）三项制度",
        "（三）平台与备案",
        "（四）监督指导",
    ]


def test_the_figures_are_those_of_the_period(zhifa: Run, circular: Any) -> None:
    text = "\n".join(lines(circular(COUNTY / "submissions", "2023Q3", "2023-12-08")))
    _, out, _ = zhifa("report", COUNTY / "submissions", "--period", "2023Q3", "--as-of", "2023-12-08", "-f", "json")
    found = json.loads(out)
    owed, handed_in = (sum(row[key] for row in found["duties"]) for key in ("owed", "handed_in"))
    assert f"本期应报{owed}件，已报{handed_in}件" in text
    assert f"共发现问题{found['summary']['problems']}处，涉及{found['summary']['units_with_problems']}个单位" in text
    body = text[text.index("二、主要问题") : text.index("三、下一步要求")]
    named = {one["unit_name"] for one in found["findings"] if one["status"] in ("violated", "missing", "unreadable")}
    told = {
        name
        for line in body.splitlines()
        for part_ in re.split("[；。]", line)
        for name in part_.split("：")[0].split("、")
    }
    assert named <= told
    others = {row["name"] for row in _units()} - named
    assert not others & told


def _units() -> list[dict[str, str]]:
    import yaml

    units: list[dict[str, str]] = yaml.safe_load((COUNTY / "data" / "units.yaml").read_text("utf-8"))["units"]
    return units


@pytest.mark.parametrize("period", some(["2023Q1", "2023Q2", "2023Q3", "2023Q4", "2023"], ["2023Q3"]))
def test_no_document_speaks_like_a_tool_or_names_what_is_undecided(
    circular: Any, zhifa: Run, tmp_path: Path, period: str
) -> None:
    submissions = COUNTY / "submissions"
    texts = {"通报": circular(submissions, period, "2024-01-31")}
    zhifa(
        "report",
        submissions,
        "--period",
        period,
        "--as-of",
        "2024-01-31",
        "--per-unit",
        tmp_path / "n",
        "-f",
        f"json:{tmp_path / 'p.json'}",
    )
    texts |= {file.name: file.read_bytes() for file in (tmp_path / "n").iterdir()}
    found = json.loads((tmp_path / "p.json").read_text("utf-8"))
    people = {one["subject"] for one in found["findings"] if one["id"].startswith("T10") and one["subject"]}
    for name, content in texts.items():
        text = "\n".join(lines(content))
        assert not TOOL_WORDS.search(text), (name, TOOL_WORDS.search(text))
        assert not [number for number in people if f"（{number}）" in text]
        assert not re.search(r"\d{4}-\d\d-\d\d", text)


def test_what_is_undecided_is_counted_without_a_name(tmp_path: Path, circular: Any) -> None:
    files = {"东镇": "报送:\n" + monthly(late={"2023-07": "2023-08-07"}), "农业局": FILES["交通局"].replace("交", "农")}
    content = circular(lay_out(tmp_path / "county", files), "2023-08")
    text = "\n".join(lines(content))
    assert "另有1件正在核实" in text
    assert "东镇" not in text[text.index("二、主要问题") :]


def test_nothing_to_name_reads_well(tmp_path: Path, circular: Any) -> None:
    everybody = {"东镇": "报送:\n" + monthly()}
    everybody |= {unit: "报送:\n" + monthly() + circulars() for unit in ("农业局", "交通局")}
    text = "\n".join(lines(circular(lay_out(tmp_path / "county", everybody))))
    assert "本期应报11件，已报11件。各单位均按时报送，按期率100%。" in text
    assert "本期未发现问题，各单位均按要求完成了到期的任务。" in text
    assert "限期整改" not in text
    assert "重大决定" not in text


def test_units_of_which_the_same_is_to_be_said_share_a_sentence(tmp_path: Path, circular: Any) -> None:
    files = {"东镇": "报送:\n" + monthly("2023-06", "2023-07"), "农业局": "报送:\n" + monthly("2023-07") + circulars()}
    text = "\n".join(lines(circular(lay_out(tmp_path / "county", files))))
    assert "东镇、农业局、交通局：四张清单月报（2023年7月）" in text
    assert "东镇、交通局：四张清单月报（2023年6月）" in text


def test_people_are_counted_and_not_named(tmp_path: Path, circular: Any) -> None:
    files = FILES | {"农业局": FILES["农业局"].replace("人员:\n", "人员:\n" + person("N3", [("2023-03-01", "8")]))}
    text = "\n".join(lines(circular(lay_out(tmp_path / "county", files), "2023Q4", "2024-01-31")))
    assert "农业局2人（应达标3人）未达到要求" in text
    assert "某N" not in text


def test_the_deadline_for_putting_right_is_given_or_left_open(county: Path, circular: Any) -> None:
    assert "于2024年1月15日前完成整改" in "\n".join(
        lines(circular(county, "2023Q3", AUTUMN, "--rectify-by", "2024-01-15"))
    )
    assert "于　　年　　月　　日前完成整改" in "\n".join(lines(circular(county)))


def test_it_is_a_draft_laid_out_by_the_standard(county: Path, circular: Any) -> None:
    content = circular(county)
    document = Document(str(_saved(county, content)))
    (section,) = document.sections
    mm = [round(length.mm) for length in (section.page_width, section.page_height)]  # type: ignore[union-attr]
    margins = (section.top_margin, section.left_margin, section.bottom_margin, section.right_margin)
    assert mm == [210, 297]
    assert [round(length.mm) for length in margins] == [37, 28, 35, 26]  # type: ignore[union-attr]
    body = part(content, "word/document.xml")
    assert 'w:linePitch="579"' in body
    assert 'w:type="linesAndChars"' in body
    styles = part(content, "word/styles.xml")
    for font in ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"):
        assert f'w:eastAsia="{font}"' in styles
        assert f'w:name="{font}"><w:altName' in part(content, "word/fontTable.xml")
    # 22 exact lines fit the height of the text and 23 do not; 28 signs its width and 29 do not
    pitch, sign = 579 / 20, 16 - 5 / 20
    assert 22 * pitch <= 225 / 25.4 * 72 < 23 * pitch
    assert 28 * sign <= 156 / 25.4 * 72 < 29 * sign
    text = lines(content)
    assert text[0] == "草　稿"
    assert text[1] == "— 1 —"
    assert "文号：　　　　　　　　　　　　　　签发人：　　　　" in text


def _saved(county: Path, content: bytes) -> Path:
    file = county.parent / "saved.docx"
    file.write_bytes(content)
    return file


def test_same_inputs_same_bytes(county: Path, circular: Any, zhifa: Run, tmp_path: Path) -> None:
    assert circular(county) == circular(county)
    for name in ("a", "b"):
        zhifa(
            "report",
            county,
            "--period",
            "2023Q3",
            "--as-of",
            AUTUMN,
            "--per-unit",
            tmp_path / name,
            "-q" if False else "-f",
            "json:" + str(tmp_path / "x.json"),
        )
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()


def test_each_units_notice_holds_its_own_alone(county: Path, zhifa: Run, tmp_path: Path) -> None:
    earlier, folder = tmp_path / "q2.json", tmp_path / "通知"
    zhifa("report", county, "--period", "2023Q3", "--as-of", "2023-09-25", "-f", f"json:{earlier}")
    code, _, err = zhifa(
        "report", county, "--period", "2023Q3", "--as-of", AUTUMN, "--per-unit", folder, "--previous", earlier,
        "--rectify-by", "2024-01-15",
    )  # fmt: skip
    assert code == 0
    assert "写了 3 份整改通知" in err
    assert {file.name for file in folder.iterdir()} == {f"{unit}整改通知.docx" for unit in FILES}
    office = lines((folder / "农业局整改通知.docx").read_bytes())
    text = "\n".join(office)
    assert "测试县农业局：" in text
    assert "东镇" not in text
    assert "交罚" not in text
    first, second = text.index("一、上次问题的整改情况"), text.index("二、本期发现的问题（共3处）")
    assert first < second
    assert "整改期限：2024年1月15日。" in text
    slip = [line for line in office if line.count("|") == 4]
    assert slip[0] == "序号|问题|原因|整改措施和结果|完成日期"
    assert len(slip) == 4
    # lateness cannot be undone, what was never done can still be
    by_number = {line.partition("。")[0]: office[number + 1] for number, line in enumerate(office[:-1])}
    assert "逾期的事实已不能改变" in by_number["1.重大决定十五日内备案"]
    assert "请立即补办" in by_number["2.重大决定十五日内备案"]


def test_an_older_notice_in_the_folder_is_pointed_out(county: Path, zhifa: Run, tmp_path: Path) -> None:
    (tmp_path / "n").mkdir()
    (tmp_path / "n" / "西镇整改通知.docx").write_bytes(b"")
    _, _, err = zhifa("report", county, "--period", "2023Q3", "--as-of", AUTUMN, "--per-unit", tmp_path / "n")
    assert "另有 1 份以前的文件" in err


def test_the_circular_says_what_became_of_last_times_problems(county: Path, circular: Any) -> None:
    # as of the end of September: one report missing, one late, a filing late, a review late; a second filing since
    text = "\n".join(lines(circular(county, "2023Q4", "2024-01-31", "--since-period", "2023Q3")))
    assert "2023年第三季度列出的4处问题中，此前已补办、逾期事实不变3处、仍未整改1处。" in text


def test_a_unit_without_problems_gets_no_notice(tmp_path: Path, zhifa: Run) -> None:
    submissions = lay_out(
        tmp_path / "county", {"东镇": "报送:\n" + monthly()}, UNITS.splitlines(True)[0] + UNITS.splitlines(True)[1]
    )
    _, _, err = zhifa("report", submissions, "--period", "2023Q3", "--as-of", AUTUMN, "--per-unit", tmp_path / "n")
    assert "没有单位需要整改通知" in err
    assert not list((tmp_path / "n").iterdir())


def test_reminders_leave_out_what_is_done(county: Path, zhifa: Run, tmp_path: Path) -> None:
    arguments = ("--month", "8", "--as-of", "2023-08-05", "--submissions", county, "--per-unit", tmp_path / "letters")
    code, _, err = zhifa("due", *arguments)
    assert code == 0, err
    (letter,) = (tmp_path / "letters").iterdir()
    text = "\n".join(lines(letter.read_bytes()))
    assert letter.name == "东镇提醒函.docx"
    assert "1|四张清单月报|2023年7月|2023年8月6日（星期日，周末，此前最后一个工作日为8月4日）|附件2第3项" in text


def test_reminders_tell_what_follows_from_records(county: Path, zhifa: Run, tmp_path: Path) -> None:
    arguments = ("--month", "10", "--as-of", "2023-10-10", "--submissions", county, "--per-unit", tmp_path / "letters")
    code, _, err = zhifa("due", *arguments)
    assert code == 0, err
    rows = [line for line in lines((tmp_path / "letters" / "农业局提醒函.docx").read_bytes()) if "农罚" in line]
    assert [row.split("|")[1:4] for row in rows] == [
        ["重大决定十五日内备案 农罚4号", "2023年度", "2023年10月13日（星期五）"],
        ["重大决定十五日内备案 农罚5号", "2023年度", "2023年10月24日（星期二）"],
    ]


def test_the_bureau_may_replace_a_template(county: Path, circular: Any, zhifa: Run, tmp_path: Path) -> None:
    templates = county.parent / "data" / "templates"
    templates.unlink()
    shutil.copytree(ROOT / "data" / "templates", templates)
    document = Document()
    document.add_paragraph("我县自己的版式：{{标 题}}".replace(" ", ""))
    document.add_paragraph("{{主要问题}}")
    document.save(str(templates / "通报.docx"))
    text = lines(circular(county))
    assert "我县自己的版式：测试县司法局关于2023年第三季度行政执法监督工作计划落实情况的通报" in text
    assert "（一）四张清单" in text
    document.add_paragraph("{{主要间题}}")
    document.save(str(templates / "通报.docx"))
    code, _, err = zhifa("report", county, "--period", "2023Q3", "--as-of", AUTUMN, "-f", f"docx:{tmp_path / 'x.docx'}")
    assert code == 2
    assert "{{主要间题}}" in err
    assert "是不是“主要问题”" in err
    assert "“下一步要求”" in err
    # a box that floats above the text is looked into as well
    inner = "<w:txbxContent><w:p><w:r><w:t>{{日其}}</w:t></w:r></w:p></w:txbxContent>"
    spaces = f'{nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"'
    shape = f"<v:shape><v:textbox>{inner}</v:textbox></v:shape>"
    box = f"<w:p {spaces}><w:r><w:pict>{shape}</w:pict></w:r></w:p>"
    document.paragraphs[-1].text = ""
    document.element.body.insert(0, parse_xml(box))
    document.save(str(templates / "通报.docx"))
    code, _, err = zhifa("report", county, "--period", "2023Q3", "--as-of", AUTUMN, "-f", f"docx:{tmp_path / 'x.docx'}")
    assert (code, "{{日其}}" in err) == (2, True)
    document.element.body.remove(document.element.body[0])
    document.paragraphs[-1].text = "前面有字{{主要问题}}"
    document.save(str(templates / "通报.docx"))
    code, _, err = zhifa("report", county, "--period", "2023Q3", "--as-of", AUTUMN, "-f", f"docx:{tmp_path / 'x.docx'}")
    assert (code, "要独占一段" in err) == (2, True)
    (templates / "通报.docx").write_text("no zip", "utf-8")
    code, _, err = zhifa("report", county, "--period", "2023Q3", "--as-of", AUTUMN, "-f", f"docx:{tmp_path / 'x.docx'}")
    assert (code, "读不出模板" in err) == (2, True)


def test_the_templates_are_what_their_script_makes() -> None:
    spec = importlib.util.spec_from_file_location("office_templates", ROOT / "scripts" / "office_templates.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for name, make in script.ALL.items():
        assert script.made(make()) == (ROOT / "data" / "templates" / name).read_bytes()


def test_a_document_needs_a_file(county: Path, zhifa: Run) -> None:
    code, _, err = zhifa("report", county, "--period", "2023Q3", "-f", "docx")
    assert code == 2
    assert "docx:文件名" in err


@pytest.mark.parametrize(
    ("said", "formal_words"),
    [
        ("四张清单月报（2023年7月）于 2023-08-09 报送，期限 2023-08-06（宽松理解 2023-08-07），迟 2 天",
         "四张清单月报（2023年7月）于8月9日报送，期限为8月6日（从宽计算为8月7日），迟2天"),
        ("“甲1号”的完整报告在 2023-08-17 11:10，期限 2024-01-02",
         "“甲1号”的完整报告时间为8月17日11时10分，期限为2024年1月2日"),
        ("“甲罚1号”没有填“裁量基准”，无法核对，请核对原件并如实补上", "“甲罚1号”未填报裁量基准"),
        ("某甲培训 58.5/60 学时，少 1.5", "某甲培训58.5学时（应为60学时），少1.5学时"),
        ("情况通报（2023年第3季度）没有抄送市司法局（没有填“抄送日期”）", "情况通报（2023年第三季度）没有抄送市司法局"),
        ("期限 2031-01-31（2031 年日历未公布，宽松理解的期限按最宽的算）",
         "期限为2031年1月31日（放假安排尚未公布，期限从宽计算）"),
    ],
)  # fmt: skip
def test_messages_become_words_of_an_office(said: str, formal_words: str) -> None:
    assert formal(said, 2023) == formal_words


def test_hostile_text_stays_text(tmp_path: Path, circular: Any) -> None:
    number = "罚{{署名}}<w:b/>&号"
    hostile = decision(f'"{number}"', "2023-08-20", None)
    files = FILES | {"交通局": FILES["交通局"].replace("重大决定:\n", "重大决定:\n" + hostile)}
    assert number in "\n".join(lines(circular(lay_out(tmp_path / "county", files))))


@pytest.mark.slow
def test_office_programs_open_it(county: Path, circular: Any, tmp_path: Path) -> None:
    file = tmp_path / "pages" / "通报.docx"
    file.parent.mkdir()
    file.write_bytes(circular(county))
    assert 2 <= len(pages(file, file.parent)) <= 4
