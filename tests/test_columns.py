"""The sheets and columns of a workbook cover the whole submission format, and nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter

from conftest import COUNTY
from zhifa_check.bureau.places import find_places
from zhifa_check.format.record import Record
from zhifa_check.format.sections import standard
from zhifa_check.format.values import EVERYBODY
from zhifa_check.format.vocabulary import Vocabulary
from zhifa_check.forms.cell_kinds import MANY
from zhifa_check.forms.columns import Column, Sheet, sheets
from zhifa_check.judge.frame import load_frame


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_frame(find_places((COUNTY,)), date(2024, 1, 31)).vocabulary


def _value(column: Column, vocabulary: Vocabulary) -> Any:
    if column.words == (EVERYBODY,):
        return EVERYBODY
    values = {"date": "2023-05-04", "moment": "2023-05-04 09:30", "decimal": "4.5", "whole": "4"}
    values |= {"unit": "汇龙镇", "units": "汇龙镇", "period": "2023"}
    if column.kind == "item":
        return next(item for item, lengths in vocabulary.items.items() if "year" in lengths)
    value = values.get(column.kind) or (column.words[0] if column.words else "某")
    return [value] if column.kind in MANY else value


def _filled(sheet: Sheet, vocabulary: Vocabulary) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    for column in sheet.columns:
        if column.owner:
            continue
        target = raw
        for key in column.path[:-1]:
            inner = target.setdefault(key, [{}] if key == sheet.grouped else {})
            target = inner[0] if isinstance(inner, list) else inner
        assert column.path[-1] not in target
        target[column.path[-1]] = _value(column, vocabulary)
    return raw


def _blanks(record: Record, at: str) -> Iterator[str]:
    for name, field in type(record).model_fields.items():
        if name not in record.model_fields_set:
            yield f"{at}.{field.alias}"
        value = getattr(record, name)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Record):
                yield from _blanks(one, f"{at}.{field.alias}")


@pytest.mark.parametrize("section", list(standard()))
def test_a_row_with_every_column_filled_is_a_valid_record_with_no_key_left_out(
    section: str, vocabulary: Vocabulary
) -> None:
    own = [sheet for sheet in sheets(vocabulary) if sheet.section == section]
    raw = _filled(own[0], vocabulary)
    for sheet in own[1:]:
        raw[str(sheet.nested)] = [_filled(sheet, vocabulary)]
    record = TypeAdapter(standard()[section]).validate_python(raw, context=vocabulary)
    assert list(_blanks(record, section)) == []


@pytest.mark.parametrize("section", list(standard()))
def test_a_row_with_the_required_columns_alone_is_valid_and_each_of_them_is_needed(
    section: str, vocabulary: Vocabulary
) -> None:
    for sheet in sheets(vocabulary):
        if sheet.section != section or sheet.nested:
            continue
        needed = [column for column in sheet.columns if column.required]
        counts = next((c for c in sheet.columns if "件数" in c.path[:-1]), None)
        least = replace(sheet, nodes=(*needed, *([counts] if counts else [])))
        model = TypeAdapter(standard()[section])
        model.validate_python(_filled(least, vocabulary), context=vocabulary)
        for column in least.columns:
            fewer = tuple(one for one in least.columns if one is not column)
            raw = _filled(replace(sheet, nodes=fewer), vocabulary)
            with pytest.raises(ValueError, match="missing"):
                model.validate_python(raw, context=vocabulary)


def test_headers_are_unique_in_their_sheet_and_sheets_in_the_workbook(vocabulary: Vocabulary) -> None:
    every = sheets(vocabulary)
    assert len({sheet.name for sheet in every}) == len(every)
    for sheet in every:
        headers = [column.header for column in sheet.columns]
        assert len(set(headers)) == len(headers), sheet.name


def test_the_sheets_of_people_and_reviews(vocabulary: Vocabulary) -> None:
    by_name = {sheet.name: sheet for sheet in sheets(vocabulary)}
    assert list(by_name)[:4] == ["人员", "培训", "考试", "培训班"]
    training = by_name["培训"]
    assert [column.header for column in training.columns if column.owner] == ["人员编号", "姓名"]
    assert [c.header for c in training.columns if c.required] == ["人员编号", "日期", "课程", "类别", "学时"]
    review = by_name["案卷评查"]
    assert review.grouped == "抽查"
    assert [column.header for column in review.columns][-3:] == ["通报文号", "通报日期", "通报抄送日期"]
    assert [c.required_with for c in review.columns][-3:] == [None, "通报", None]
    categories = list(vocabulary.categories["执法行为类别"])
    assert [column.header for column in by_name["案卷"].columns] == ["执法主体", *categories]


def test_every_column_has_a_kind_that_the_type_says(vocabulary: Vocabulary) -> None:
    kinds = {(sheet.name, column.header): column.kind for sheet in sheets(vocabulary) for column in sheet.columns}
    assert set(kinds.values()) == set(get_args(Column.__annotations__["kind"]))
    assert kinds["重大决定", "承办人"] == kinds["培训班", "参训"] == "persons"
    assert kinds["报送", "典型案例"] == "texts"
    assert kinds["报送", "覆盖单位"] == "units"
    assert kinds["影响事件", "完整报告"] == "moment"
    assert kinds["案卷抽查", "单位"] == "unit"
