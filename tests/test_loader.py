"""The fast way of reading a file gives what the plain loop gives, or leaves the file to it."""

import re
import threading
from collections.abc import Iterable
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import Run, examples
from zhifa_check.plan import years
from zhifa_check.plan.load import load_plan
from zhifa_check.source import events, fast
from zhifa_check.source.document import Mark, SourceError
from zhifa_check.source.loader import load
from zhifa_check.words import signs

Read = tuple[Any, list[tuple[int, int]]]

_SIGNS = "abé张 　:：-?#|>'\"{}[],~%@`.\n\r\t&*!\\<=\0\ufeff\u2028\x85"
_WORDS = (
    *("单位: 市场监管局", "年度: 2023", "人员:", "- ", "  ", "    ", "\n", "编号: A01", ": ", "姓名: 张三", "[a, b]"),
    *("{a: b}", "~", "null", "''", '"x: y"', "|\n  一\n", "---\n", "...\n", "# 注\n", "a: 1\n", "<<: 2\n", "? x\n"),
    *("12:30", "备注：甲", "[" * 33, "- - - a\n", "&a", "*a", "!t", "\\", "\ufeff"),
)


def _read(text: str, parser: Any) -> Read | None:
    marks: list[Mark] = []
    suspicious = any(sign in text for sign in events._SUSPICIOUS)
    try:
        (root,) = events._build(parser(text), suspicious, marks)
    except (SourceError, yaml.YAMLError, ValueError, OverflowError):
        return None
    return root, _places(marks)


def _fast(text: str) -> Read | None:
    found = fast.load_fast(text)
    return found and (found[0], _places(found[1]))


def _places(marks: Iterable[Mark]) -> list[tuple[int, int]]:
    return [(mark.line, mark.column) for mark in marks]


@pytest.mark.parametrize(
    "text",
    [
        "单位: 市场监管局\n年度: 2023\n人员:\n  - {编号: A01, 姓名: 张三, 培训: [], 备注: ~}\n  - 编号: 'A02'\n",
        "# 注\n\n  a: b  # 注\n  c:\n  - d\n  - e: f\n    g:\n      h:\n    # 注\n    i: 09:30\n  j:\n",
        "- a, b [c] {d}? -e f \n-   k: 'it''s: # no'\n    l: \"m # n\"\n-  [o, {p: [q]}, \"\", ~ ] # r\n",
        "a:\r\n- b\r\n- c: d e  f\r\nnull: Null",
        "人员:\n  - 编号: A\n    培训:\n    - 日期: 2023-05-04\n      学时: 4\n    考试:\n报送: []\n",
        "a: b\\&*!c  # &*!\\",
    ],
)
def test_the_usual_file_is_read_fast(text: str) -> None:
    assert _fast(text) == _read(text, events._PARSER)
    assert _fast(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "a: &x 1\n",
        "a: *x\n",
        "a: !t 1\n",
        'a: "\\x31"\n',
        "a: 1\na: 2\n",
        "<<: 1\n",
        "a: b\n  c：d\n",
        "a: b\n  c:d\n",
        "? [a]\n: b\n",
        "a: 1\n---\nb: 2\n",
        "[" * 33 + "]" * 33,
        "a: [1\n",
        "a: '\n",
        "\tb: c\n",
        "a: b: c\n",
        "",
        "# a\n",
        "~\n",
        "a: b\n c: d\n",
        "a:\n  b: c\n d: e\n",
        "a:\n  - b\n  c: d\n",
        "a: b\n- c\n",
        "- a\nb: c\n",
        "- a\n  - b\n",
        "a: |\n  b\n",
        "a: 'b\n  c'\n",
        "a: {b: 1, b: 2}\n",
        "a: {b: 1}, c\n",
        "a: [b: 1]\n",
        "a: {b}\n",
        "a: [b c: d]\n",
        "a: [[[[[b]]]]]\n",
        "a: [b,]\n",
        "a: 'b'#c\n",
        "a: b\rc: d\n",
        'a: "1101051949123100\\x32X"\n',
        "%YAML 1.1\n---\na: b\n",
        "".join(f"{' ' * n}a:\n" for n in range(40)),
    ],
)
def test_what_is_odd_is_left_to_the_plain_loop(text: str) -> None:
    assert _fast(text) is None


@examples(400)
@given(st.one_of(st.text(_SIGNS, max_size=60), st.lists(st.sampled_from(_WORDS), max_size=25).map("".join)))
@example("a:\n")
@example("- \n-\n- ~\n")
@example("a: 'b\n\n  c：d'\n")
@example("a:\n  b: c\n  -\n")
def test_any_text_is_read_alike(text: str) -> None:
    found = _fast(text)
    assert found is None or found == _read(text, events._PARSER)


_SCALARS = st.text("ab1张三.-", min_size=1, max_size=6).map(lambda text: f"x{text}")
_NODES = st.recursive(
    _SCALARS | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_SCALARS, inner, max_size=4),
    max_leaves=25,
)


@examples(200)
@given(st.dictionaries(_SCALARS, _NODES, min_size=1, max_size=4), st.booleans())
def test_structured_texts_are_read_alike_by_both(data: Any, flow: bool) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow, width=10_000)
    found = _fast(text)
    plain = _read(text, events._PARSER)
    assert plain is not None
    assert plain[0] == data
    if found is not None:
        assert found == plain


def test_more_lines_than_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast, "_MOST_KNOWN", 10)
    text = "a:\n" + "".join(f"  - b: {n % 30}\n" for n in range(300))
    assert _fast(text) == _read(text, events._PARSER)
    assert len(fast._known) <= 10


def test_what_is_read_belongs_to_nobody_else() -> None:
    (first, _), (second, _) = (fast.load_fast("a: {b: [c, {d: e}]}\n") or ({}, []) for _ in range(2))
    assert first == second == {"a": {"b": ["c", {"d": "e"}]}}
    first["a"]["b"][1]["d"] = "f"
    assert second["a"]["b"][1]["d"] == "e"


def test_threads_read_the_same() -> None:
    """What another thread reads must not end in the lists of this one."""
    texts = [f"单位: 某{n}局\n年度: 2023\n人员:\n" + "  - {编号: A, 姓名: 张}\n" * 200 for n in range(8)]
    found: dict[int, Any] = {}

    def work(n: int) -> None:
        found[n] = [load(texts[n].encode(), "x").data for _ in range(20)]

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for n, text in enumerate(texts):
        assert found[n] == [events._build(events._events(text), False, [])[0]] * 20


def test_no_odd_sign_is_usual() -> None:
    usual = [sign for sign in map(chr, range(0x110000)) if signs.is_usual(sign)]
    assert not re.search(signs._ODD, "".join(usual))
    assert set("张三（一）“引”·—…①℃，。\t\r\n aZ09") <= set(usual)
    assert signs.is_usual("")


def test_without_libyaml_nothing_is_judged(monkeypatch: pytest.MonkeyPatch, zhifa: Run) -> None:
    """Another parser would accept other files: one verdict everywhere, or none. The usual file needs no parser."""
    monkeypatch.setattr(events, "_PARSER", None)
    monkeypatch.setattr(years, "load_plan", load_plan)  # the tests remember plans that were read
    for command in (("check", "submissions"), ("status", "submissions"), ("fix", "submissions")):
        code, out, err = zhifa(*command)
        assert (code, out) == (2, "")
        assert "没有带 libyaml" in err
