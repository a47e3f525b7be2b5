"""Records that are accepted from memory are those that the models make, whatever the texts and in whatever order."""

import copy
from contextlib import suppress
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from conftest import COUNTY, examples
from zhifa_check.bureau.places import find_places
from zhifa_check.format import remembered
from zhifa_check.format.record import Record
from zhifa_check.format.sections import SECTIONS
from zhifa_check.format.sections.people import Person
from zhifa_check.format.shape import Shape
from zhifa_check.judge.frame import load_frame
from zhifa_check.source.document import SourceError
from zhifa_check.source.loader import load

VOCABULARY = load_frame(find_places([COUNTY / "submissions"]), date(2024, 1, 31)).vocabulary
#: Texts of every sort, right in one place and wrong in another; also what is no text and equals another that is none.
WORDS = [word for words in VOCABULARY.categories.values() for word in words]
TEXTS = [
    *("2023-05-04", "2023-05-04 18:30", "2023-12-31", "2024-02-29", "2023-13-01", "2023-5-4"),
    *("2023Q3", "2023H1", "2023-07", "2023", "2023Q5", "0", "8", "00123", "8.5", "100", "1e3", "-1", "50000", "８", ""),
    *("是", "否", "全体", "A01", "某甲", *WORDS, *VOCABULARY.items, *list(VOCABULARY.units)[:5]),
]
ODD = [
    None,
    1,
    True,
    1.0,
    0,
    False,
    [],
    ["A01"],
    ["A01", "A01"],
    {},
    {"日期": "2023-05-04"},
    {VOCABULARY.categories["执法行为类别"][0]: "3"},
]


def _values(model: Any, key: str, shape: Shape) -> st.SearchStrategy[Any]:
    """What may be written in a field: most often what it takes."""
    inner = shape.records
    if inner:
        own: Any = _records(inner[0])
        own = own if shape.fields else st.lists(own, max_size=2)
    else:
        own = st.sampled_from([one for one in [*TEXTS, *ODD] if _takes(model, key, one)])
    anything = st.sampled_from([*TEXTS, *ODD])
    return st.integers(0, 20).flatmap(lambda chance: anything if chance == 20 else own)


def _takes(model: Any, key: str, value: Any) -> bool:
    try:
        TypeAdapter(model).validate_python({key: value}, context=VOCABULARY)
    except ValidationError as error:
        return all(one["loc"][:1] != (key,) for one in error.errors())
    return True


@cache
def _records(shape: Shape) -> st.SearchStrategy[Any]:
    fields = {field.key: _values(shape.holds, field.key, field.shape) for field in shape.fields}
    needed = {field.key for field in shape.fields if field.required}
    return st.fixed_dictionaries(
        {key: one for key, one in fields.items() if key in needed},
        optional={key: one for key, one in fields.items() if key not in needed},
    )


def _found(validator: Any, records: list[Any]) -> list[Record] | None:
    try:
        return list(validator.validate_python(copy.deepcopy(records), context=VOCABULARY))
    except (ValidationError, TypeError):
        return None


@pytest.mark.parametrize("model", SECTIONS, ids=lambda model: model.title)
def test_as_the_models_have_it(model: Any) -> None:
    plain = TypeAdapter(list[model])

    @examples(200)
    @given(st.lists(_records(model.shape()), min_size=1, max_size=2))
    def same(records: list[Any]) -> None:
        for _ in range(2):
            assert _found(remembered.accepting(model, VOCABULARY), records) == _found(plain, records)

    same()


def test_what_a_county_handed_in_is_accepted_as_the_models_have_it() -> None:
    accepted = set()
    for file in sorted((COUNTY / "submissions").rglob("*.yaml")):
        with suppress(SourceError):
            data = load(file.read_bytes(), file.name).data
            for model in SECTIONS:
                records = data.get(model.title) or []
                found = _found(remembered.accepting(model, VOCABULARY), records)
                assert found == _found(TypeAdapter(list[model]), records)
                accepted |= {model} if found else set()
    assert len(accepted) > 8


def test_another_vocabulary_is_asked_anew() -> None:
    records = [{"编号": "A01", "姓名": "某甲", "类别": WORDS[0]}]
    assert _found(remembered.accepting(Person, VOCABULARY), records)
    other = VOCABULARY._replace(categories=dict.fromkeys(VOCABULARY.categories, ("别的",)))
    with pytest.raises(ValidationError):
        remembered.accepting(Person, other).validate_python(records, context=other)


@pytest.mark.parametrize("change", ["no function", "another function", "an unknown type"])
def test_a_schema_of_an_unknown_form_is_left_to_the_models(change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(node: Any) -> Any:
        if isinstance(node, list):
            return [changed(one) for one in node]
        if not isinstance(node, dict):
            return node
        if node.get("type") != "function-plain":
            return {key: changed(one) for key, one in node.items()}
        if change == "no function":
            return {key: one for key, one in node.items() if key != "function"}
        return node | ({"function": print} if change == "another function" else {"type": "function-other"})

    real = remembered._remembering
    monkeypatch.setattr(remembered, "_ready", {})
    monkeypatch.setattr(remembered, "_remembering", lambda node, info: real(changed(node), info))
    good = [{"编号": "A01", "姓名": "某甲", "类别": WORDS[0]}]
    for records in (good, [{"编号": "A01"}]):
        found = _found(remembered.accepting(Person, VOCABULARY), records)
        assert found == _found(TypeAdapter(list[Person]), records)
        assert bool(found) == (records is good)


def test_no_more_than_so_many_texts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "_MOST", 3)
    meanings = remembered._Meanings(str.upper)
    assert [meanings[text] for text in "abcdabcd"] == list("ABCDABCD")
    assert len(meanings) <= 3
