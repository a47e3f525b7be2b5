"""A plan drafted from any text: in whatever encoding it was saved, and whatever it says, no draft ends in a crash."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT, Run
from zhifa_check.format.problems import ConfigError
from zhifa_check.judge.rehearsal import rehearse
from zhifa_check.plan.drafting import draft
from zhifa_check.plan.load import load_plan
from zhifa_check.plan.model import Plan
from zhifa_check.plan.proof import prove
from zhifa_check.plan.remarks import remarks
from zhifa_check.plan.source import load_source, read_source
from zhifa_check.source.document import Document

HEAD, FOOT = ["某政办发〔2026〕8号", "关于印发某县2026年工作方案的通知"], ["某县人民政府办公室", "2026年1月15日"]
PLAN = ROOT / "data" / "plan_2023.yaml"
SOURCES = sorted(path for folder in ("data", "examples/*/data") for path in ROOT.glob(f"{folder}/source_*.txt"))


def _document(*sentences: str) -> str:
    return "\n".join([*HEAD, *sentences, *FOOT])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_text_is_read_as_word_and_notepad_save_it(tmp_path: Path, encoding: str, ending: str) -> None:
    text = _document("第一条 各镇12月20日前报送总结。")
    path = tmp_path / "原文.txt"
    path.write_bytes(text.replace("\n", ending).encode(encoding))
    source = load_source(path)
    assert (source.text, len(source.lines)) == (read_source(text).text, 5)


@pytest.mark.parametrize("command", [["new"], ["check", PLAN, "--source"]], ids=lambda command: command[0])
def test_a_text_in_an_encoding_that_is_in_doubt_is_refused_with_what_to_do(
    zhifa: Run, tmp_path: Path, command: list[str | Path]
) -> None:
    path = tmp_path / "原文.txt"
    path.write_bytes("各鎮每月報送。".encode("big5"))
    code, out, err = zhifa("plan", *command, path)
    assert (code, out) == (2, "")
    assert "编码不是 UTF-8" in err
    assert "decode" not in err


@pytest.mark.parametrize(("encoding", "name"), [("gb18030", "GBK"), ("utf-16", "UTF-16")])
def test_a_text_that_notepad_saved_is_drafted_from_and_laid_beside_the_plan(
    zhifa: Run, tmp_path: Path, encoding: str, name: str
) -> None:
    text = SOURCES[0].read_text(encoding="utf-8")
    path, plan = tmp_path / "原文.txt", tmp_path / "plan_2026.yaml"
    path.write_bytes(text.encode(encoding))
    code, out, _ = zhifa("plan", "new", path, "-o", plan)
    assert (code, f"原文是 {name} 编码" in out) == (0, True)
    beside = tmp_path / "source_plan_2026.txt"
    assert beside.read_text(encoding="utf-8") == text
    assert path.read_bytes() == text.encode(encoding)
    assert f"zhifa plan check {plan} --source {beside}" in out
    plan.unlink()
    code, _, err = zhifa("plan", "new", path, "-o", plan)
    assert (code, plan.exists(), f"{beside}，可是已经有了" in err) == (2, False, True)


@pytest.mark.parametrize(("encoding", "name"), [("gb18030", "GBK"), ("utf-16", "UTF-16")])
def test_the_proof_names_the_one_command_that_mends_the_encoding(
    zhifa: Run, tmp_path: Path, encoding: str, name: str
) -> None:
    text = SOURCES[0].read_text(encoding="utf-8")
    path = tmp_path / "原文.txt"
    path.write_bytes(text.encode(encoding))
    code, _, err = zhifa("plan", "check", PLAN, "--source", path)
    command = re.search("zhifa (fix .* --write)", err)
    assert (code, f"编码是 {name}" in err, bool(command)) == (2, True, True)
    assert zhifa(*command[1].split())[0] == 0  # type: ignore[index]
    # nothing of a document but its encoding is mended, whatever a submission would have mended in it
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "里没有字"),
        (b"\n \n", "里没有字"),
        (b"PK\x03\x04\0\0", "不是纯文本"),
        (b"PK\x03\x04\xff", "Word 文件请另存为纯文本"),
    ],
)
def test_what_is_no_text_is_refused_in_chinese(zhifa: Run, tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "原文.docx"
    path.write_bytes(content)
    code, out, err = zhifa("plan", "new", path)
    assert (code, out) == (2, "")
    assert said in err
    assert "另存为纯文本" in err


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        (
            "决定自作出之日起15日内报县司法局备案",
            "section: 重大决定, since: 决定日期, until: 备案.日期, strict",
        ),
        (
            "决定应当自作出之日起七日内送达当事人",
            "section: 重大决定, since: 决定日期, until: 送达日期, strict",
        ),
        (
            "自收到申请之日起5个工作日内核实",
            "section: 新的部分, since: 收到申请日期, until: 核实日期, strict",
        ),
        ("自核实之日起24小时内更正", "since: 核实时刻, until: 更正时刻, strict: {hours: 24}"),
        ("公示期满后应当在3个工作日内撤下", "since: 公示期满日期, until: 撤下日期, strict: {workdays: 3}"),
        ("每季度通报一次工作进展，于次季度首月15日前印发", "every: quarter, due: 次季度首月15日前"),
        ("每年培训不少于40学时", "of: 人员.培训.学时, called: 培训, unit: 学时, per: 人员, at_least: 40, due: 每年"),
    ],
)
def test_a_rule_is_drafted_from_the_words_of_the_sentence(sentence: str, rule: str) -> None:
    assert rule in draft(read_source(_document(f"第一条 {sentence}。")))


@pytest.mark.parametrize("sentence", ["每年参加集中轮训不少于2天", "每期培训至少3天"])
def test_days_that_somebody_takes_part_in_are_no_interval(sentence: str) -> None:
    assert "kind: within" not in draft(read_source(_document(f"第一条 {sentence}。")))


@pytest.mark.parametrize(
    "words", ["认为公示的信息不准确的", "确需公示的", "报送上半年小结", "报送上半年工作总结", "第一季度小结"]
)
def test_words_that_lay_down_nothing_are_not_listed(words: str) -> None:
    assert "# ----" not in draft(read_source(_document(f"第一条 {words}。")))


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("关于印发某县2026年工作方案的通知", "某县2026年工作方案"),
        ("关于印发《某县2026年工作方案》的通知", "某县2026年工作方案"),
        ("关于某县2026年公示工作的补充通知", "某县2026年公示工作"),
        ("关于做好2026年公示工作的通知", "做好2026年公示工作"),
    ],
)
def test_the_title_is_that_of_the_document(heading: str, title: str) -> None:
    text = "\n".join([HEAD[0], heading, "第一条 各镇12月20日前报送总结。", *FOOT])
    assert f"title: {title}\nyear: 2026\nissued: 2026-01-15\n" in draft(read_source(text))


def test_an_item_of_a_chapter_is_cited_with_its_chapter() -> None:
    text = _document("一、学习", "（一）每月学习。", "二、报送", "（一）每月报送。", "（二）不得迟报。")
    assert re.findall("# ---- (.*?)（原文", draft(read_source(text))) == [
        "正文一（一）",
        "正文二（一）",
        "正文二（二）",
    ]


# --- any text


def _texts(seeds: range) -> Iterator[str]:
    """Lines of documents as they are, damaged, and put together from pieces of sentences."""
    lines = [line for path in SOURCES for line in path.read_text(encoding="utf-8").splitlines()]
    spellings = (ROOT / "tests" / "phrases.txt").read_text(encoding="utf-8").splitlines()
    signs = "第一二十百〇条款项（）()：；。，、.．01259％%—“”《》〔〕\t\u3000 年月日季每内前底旬个于'\"{}[]&*#!|>@\\😀"
    for seed in seeds:
        chance = random.Random(seed)
        chosen = [chance.choice(lines) for _ in range(chance.randint(1, 12))]
        for number, line in enumerate(chosen):
            kind = chance.random()
            if kind < 0.2:
                chosen[number] = "".join(chance.choices(signs, k=chance.randint(1, 50)))
            elif kind < 0.5 and line:
                at = chance.randrange(len(line))
                chosen[number] = line[:at] + chance.choice(signs) + line[at + 1 :]
            elif kind < 0.7:
                begins = chance.choice(["一、", "（一）", "第三条 ", "1. ", "附件2\n", "序号\t名称\n3\t", ""])
                chosen[number] = f"{begins}{chance.choice(spellings)}报送总结，不少于{chance.randint(0, 99)}篇。"
        yield "\n".join(chosen if chance.random() < 0.2 else [*HEAD, *chosen, *FOOT])


def _made_up(drafted: str) -> str:
    """The draft with every rule that it proposes first, but those for a section that is still to be added."""
    head, blocks = drafted.split("\nnot_checked:")[0].split("requirements:\n")
    lines = [line.replace("# ", "", 1) for line in blocks.splitlines() if re.match("  # - id|  #   (?!# )", line)]
    kept = re.split("(?m)^(?=  - id: )", "\n".join(lines))
    return f"{head}requirements:\n" + "".join(
        block.rstrip("\n") + "\n" for block in kept if "\n    rule:" in block and "新的部分" not in block
    )


def _read(path: Path) -> tuple[Plan, Document] | ConfigError:
    try:
        return load_plan(path)
    except ConfigError as refused:
        return refused


@pytest.mark.parametrize("seeds", [range(12), pytest.param(range(12, 120), marks=pytest.mark.slow)], ids=str)
def test_whatever_a_text_says_its_draft_is_a_plan_or_says_why_not(tmp_path: Path, seeds: range) -> None:
    plans = 0
    for text in _texts(seeds):
        source = read_source(text)
        drafted = draft(source)
        for number, content in enumerate((drafted, _made_up(drafted))):
            path = tmp_path / f"plan_{number}.yaml"
            path.write_text(content, encoding="utf-8")
            read = _read(path)
            if isinstance(read, ConfigError):
                assert all(one.line and one.message.endswith("。") for one in read.problems)
                continue
            plan, document = read
            plans += 1
            assert isinstance(prove(plan, document, source), list)
            assert [*remarks(plan, document)] == [*remarks(plan, document)]
            assert not [one.message for one in rehearse(plan) if "出错" in one.message]
    assert plans > len(seeds) / 3
