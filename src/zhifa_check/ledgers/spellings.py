"""How ledgers call sheets, columns and words: ``headers.yaml`` beside the plan, and a mapping file for one ledger."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from zhifa_check.bureau.config import Config, read_document, validate
from zhifa_check.format.problems import ConfigError, Problem, at
from zhifa_check.forms.columns import Column, Sheet
from zhifa_check.source.document import Document
from zhifa_check.words.meant import nearest, quoted
from zhifa_check.words.unseen import visible

#: What a mapping file writes for a sheet or a column that is left out.
LEFT_OUT = "不导入"
#: The key of a mapping file's sheet that names the section it holds.
HOLDS = "表"
#: The key for what every row says, and the word for what is in a cell of a wide ledger.
EVERY, THIS = "每行", "本格"

Aliases = dict[str, tuple[str, ...]]


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError("不是正则表达式") from error
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]


class Spellings(Config):
    """``headers.yaml``: other names of sheets and columns, other spellings of words, and what is left out.

    ``units`` stand behind numbers, by the column or the key. ``ditto`` are words for what the row above says;
    ``totals`` and ``asides`` begin rows that are no records; ``bands`` are patterns of rows that part a ledger.
    """

    sheets: Aliases = {}
    every: Aliases = {}
    columns: dict[str, Aliases] = {}
    words: Aliases = {}
    ignored: tuple[str, ...] = ()
    ignored_sheets: tuple[str, ...] = ()
    totals: tuple[str, ...] = Field(min_length=1)
    units: Aliases = {}
    ditto: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
    bands: tuple[Pattern, ...] = ()
    crowds: tuple[Pattern, ...] = ()

    def sheet(self, name: str, known: tuple[Sheet, ...]) -> Sheet | None:
        """The sheet that goes by a name."""
        plain = normal(name)
        names = {normal(other): one for one in known for other in self.sheets.get(one.name, ())}
        return next((one for one in known if plain == normal(one.name)), names.get(plain))

    def headers(self, sheet: Sheet) -> dict[str, Column]:
        """Every header by which a column goes: its own names first, then those of its sheet, then of every sheet."""
        columns = {normal(column.header): column for column in sheet.columns}
        found = dict(columns)
        for aliases in (self.columns.get(sheet.name, {}), self.every):
            for name, others in aliases.items():
                if column := columns.get(normal(name)):
                    for other in others:
                        found.setdefault(normal(other), column)
        return found


@dataclass(frozen=True, slots=True)
class LedgerMapping:
    """What a mapping file says: per sheet of the ledger the section's sheet, and for each header its column."""

    document: Document | None = None
    sheets: Mapping[str, "SheetMapping"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """One sheet of a mapping file; ``left_out`` where the whole of it is.

    ``columns`` are headers and the columns they mean, ``spread`` headers each of whose cells makes a record, ``every``
    what all records of the sheet have in common.
    """

    left_out: bool = False
    holds: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    spread: Mapping[str, "Spread"] = field(default_factory=dict)
    every: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spread:
    """What a record of one cell says, by the names of the columns; ``THIS`` stands for what is in the cell."""

    said: Mapping[str, str]


def normal(name: str) -> str:
    """A name without white space and unseen signs, signs of a required column and their words."""
    return re.sub(r"[（(](?:必填|选填)[)）]|[\s*＊：:]", "", visible(name))


def load_spellings(path: Path) -> Spellings:
    """Read ``headers.yaml``. Raises ConfigError with all its errors."""
    return validate(Spellings, read_document(path))


def load_mapping(path: Path | None, known: tuple[Sheet, ...]) -> LedgerMapping:
    """Read a mapping file. Raises ConfigError with all its errors and their lines."""
    if path is None:
        return LedgerMapping()
    document = read_document(path)
    problems = []
    sheets: dict[str, SheetMapping] = {}
    data: Any = document.data
    if not isinstance(data, dict):
        message = "对照文件应是“工作表名:”，下面每行“表头: 列名”。请照填报说明的例子写。"
        raise ConfigError([at(document, "D.syntax", message, ())])
    for name, content in data.items():
        if content == LEFT_OUT:
            sheets[name] = SheetMapping(left_out=True)
        elif not isinstance(content, dict):
            message = f"“{name}”下面应是若干行“表头: 列名”，整张表不导入的写“{name}: {LEFT_OUT}”。"
            problems.append(at(document, "D.value", message, (name,), value=True))
        else:
            sheets[name] = _sheet(document, name, content, known, problems)
    if problems:
        raise ConfigError(problems)
    return LedgerMapping(document, sheets)


def _sheet(
    document: Document, name: str, content: dict[str, Any], known: tuple[Sheet, ...], problems: list[Problem]
) -> SheetMapping:
    holds = content.get(HOLDS)
    names = [sheet.name for sheet in known]
    if holds is not None and holds not in names:
        message = f"“{HOLDS}”写的是“{_text(holds)}”，能写的有：{quoted(names)}。"
        problems.append(at(document, "D.value", message, (name, HOLDS), value=True))
    possible = [c.header for s in known if holds in (None, s.name) for c in s.columns]

    def check(target: object, *path: str) -> bool:
        if target in possible:
            return True
        meant = nearest(target, possible) if isinstance(target, str) else None
        hint = f"是不是“{meant}”" if meant else f"能写的有：{quoted(dict.fromkeys(possible))}，或“{LEFT_OUT}”"
        message = f"“{path[-1]}”写的是“{_text(target)}”，没有这一列，{hint}。"
        problems.append(at(document, "D.value", message, (name, *path), value=True))
        return False

    columns: dict[str, str] = {}
    spread: dict[str, Spread] = {}
    every: dict[str, str] = {}
    for header, target in content.items():
        if header == HOLDS:
            continue
        if isinstance(target, dict):
            said = {}
            for column, value in target.items():
                if column not in possible:
                    meant = nearest(column, possible)
                    message = f"“{header}”里的“{column}”不是列名{f'，是不是“{meant}”' if meant else ''}。"
                    problems.append(at(document, "D.value", message, (name, header, column)))
                elif not isinstance(value, str) or not value.strip():
                    message = (
                        f"“{header}”里的“{column}”还没有填。请填上每一格都一样的内容；是格子里的内容的，写“{THIS}”。"
                    )
                    problems.append(at(document, "D.value", message, (name, header, column)))
                else:
                    said[column] = value
            if header == EVERY:
                every = said
            else:
                spread[header] = Spread(said)
        elif target == LEFT_OUT or check(target, header):
            columns[header] = target
    return SheetMapping(holds=holds, columns=columns, spread=spread, every=every)


def _text(value: object) -> str:
    return value[:40] if isinstance(value, str) else "空" if value is None else "列表或一组内容"
