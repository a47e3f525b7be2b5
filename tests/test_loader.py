"""The fast way of reading a file gives what the plain loop gives, or leaves the file to it."""

import threading
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import Run
from zhifa_check.source import fast, loader
from zhifa_check.source.document import Mark, SourceError
from zhifa_check.words import signs

Read = tuple[Any, list[tuple[int, int]], list[tuple[int, int]]]

_SIGNS = "abé张 　:：-?#|>'\"{}[],~%@`.\n\r\t&*!\\<=\0\ufeff\u2028\x85"
_WORDS = (
    *("单位: 市场监管局", "年度: 2023", "人员:", "- ", "  ", "    ", "\n", "编号: A01", ": ", "姓名: 张三", "[a, b]"),
    *("{a: b}", "~", "null", "''", '"x: y"', "|\n  一\n", "---\n", "...\n", "# 注\n", "a: 1\n", "<<: 2\n", "? x\n"),
    *("12:30", "备注：甲", "[" * 33, "- - - a\n", "&a", "*a", "!t", "\\", "\ufeff"),
)


def _read(text: str, parser: Any) -> Read | None:
    marks: list[Mark] = []
    spans: dict[int, tuple[int, int]] = {}
    suspicious = any(sign in text for sign in fast.SUSPICIOUS)
    try:
        root = loader._build(parser(text), suspicious, marks, spans)
    except (SourceError, yaml.YAMLError, ValueError, OverflowError):
        return None
    return root, _places(marks), list(spans.values())


def _fast(text: str) -> Read | None:
    marks: list[Mark] = []
    spans: dict[int, tuple[int, int]] = {}
    root = fast.load_fast(text, marks, spans)
    return None if root is None else (root, _places(marks), list(spans.values()))


def _places(marks: list[Mark]) -> list[tuple[int, int]]:
    return [(mark.line, mark.column) for mark in marks]


def test_this_pyyaml_can_be_read_fast() -> None:
    """Were a release of PyYAML to change this, everything would still be read, and a third slower."""
    assert fast.usable()


def test_the_usual_file_is_read_fast() -> None:
    text = "单位: 市场监管局\n年度: 2023\n人员:\n  - {编号: A01, 姓名: 张三, 培训: [], 备注: ~}\n  - 编号: 'A02'\n"
    assert _fast(text) == _read(text, loader._PARSER)
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
    ],
)
def test_what_is_odd_is_left_to_the_plain_loop(text: str) -> None:
    assert _fast(text) is None


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(_SIGNS, max_size=60), st.lists(st.sampled_from(_WORDS), max_size=25).map("".join)))
@example("a:\n")
@example("- \n-\n- ~\n")
@example("a: 'b\n\n  c：d'\n")
def test_any_text_is_read_alike(text: str) -> None:
    found = _fast(text)
    assert found is None or found == _read(text, loader._PARSER)


_SCALARS = st.text("ab1张三.-", min_size=1, max_size=6).map(lambda text: f"x{text}")
_NODES = st.recursive(
    _SCALARS | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_SCALARS, inner, max_size=4),
    max_leaves=25,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(_SCALARS, _NODES, min_size=1, max_size=4), st.booleans())
def test_structured_texts_are_read_alike_by_both(data: Any, flow: bool) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow, width=10_000)
    found = _fast(text)
    plain = _read(text, loader._PARSER)
    assert plain is not None
    assert plain[0] == [data]
    if found is not None:
        assert found == plain


def test_the_names_are_put_back_whatever_happens() -> None:
    before = {name: getattr(yaml._yaml, name) for name in fast._NAMES}
    for text in ("a: 1\n", "a: [", "[" * 40, "a: 1\na: 2\n"):
        _fast(text)
        assert {name: getattr(yaml._yaml, name) for name in fast._NAMES} == before
    assert yaml.load("a: [1]", yaml.CSafeLoader) == {"a": [1]}


def test_threads_read_the_same() -> None:
    """What another thread reads must not end in the lists of this one."""
    texts = [f"单位: 某{n}局\n年度: 2023\n人员:\n" + "  - {编号: A, 姓名: 张}\n" * 200 for n in range(8)]
    found: dict[int, Any] = {}

    def work(n: int) -> None:
        found[n] = [loader.load(texts[n].encode(), "x").data for _ in range(20)]

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for n, text in enumerate(texts):
        assert found[n] == [loader._build(loader._events(text), False, [], {})[0]] * 20


def test_no_odd_sign_is_usual() -> None:
    usual = [sign for sign in map(chr, range(0x110000)) if signs.is_usual(sign)]
    assert not signs._ODD.search("".join(usual))
    assert set("张三（一）“引”·—…①℃，。\t\r\n aZ09") <= set(usual)
    assert signs.is_usual("")


def test_without_libyaml_nothing_is_judged(monkeypatch: pytest.MonkeyPatch, zhifa: Run) -> None:
    """Another parser would accept other files: one verdict everywhere, or none."""
    monkeypatch.setattr(loader, "_PARSER", None)
    monkeypatch.setattr(fast, "usable", lambda: False)
    for command in (("check", "submissions"), ("status", "submissions"), ("fix", "submissions"), ("rules",)):
        code, out, err = zhifa(*command)
        assert (code, out) == (2, "")
        assert "没有带 libyaml" in err
