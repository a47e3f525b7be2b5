"""How ledgers call sheets, columns and words: ``headers.yaml`` beside the plan, and a mapping file for one ledger."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import Field

from zhifa_check.bureau.config import Config, read_document, validate
from zhifa_check.format.problems import ConfigError, at
from zhifa_check.forms.columns import Column, Sheet
from zhifa_check.source.document import Document
from zhifa_check.words.meant import nearest, quoted

#: What a mapping file writes for a sheet or a column that is left out.
LEFT_OUT = "不导入"
#: The key of a mapping file's sheet that names the section it holds.
HOLDS = "表"

Aliases = dict[str, tuple[str, ...]]


class Spellings(Config):
    """``headers.yaml``: other names of sheets and columns, other spellings of words, and what is left out."""

    sheets: Aliases = {}
    every: Aliases = {}
    columns: dict[str, Aliases] = {}
    words: Aliases = {}
    ignored: tuple[str, ...] = ()
    ignored_sheets: tuple[str, ...] = ()
    totals: tuple[str, ...] = Field(min_length=1)

    def sheet(self, name: str, known: tuple[Sheet, ...]) -> Sheet | None:
        """The sheet that goes by a name."""
        plain = normal(name)
        names = {normal(other): one for one in known for other in self.sheets.get(one.name, ())}
        return next((one for one in known if plain == normal(one.name)), names.get(plain))

    def column(self, header: str, sheet: Sheet) -> Column | None:
        """The column of a sheet that goes by a header: its own names first, then those of this sheet, then of every."""
        plain = normal(header)
        by_name = {normal(column.header): column for column in sheet.columns}
        if plain in by_name:
            return by_name[plain]
        for aliases in (self.columns.get(sheet.name, {}), self.every):
            for name, others in aliases.items():
                if plain in map(normal, others) and normal(name) in by_name:
                    return by_name[normal(name)]
        return None


@dataclass(frozen=True, slots=True)
class LedgerMapping:
    """What a mapping file says: per sheet of the ledger the section's sheet, and for each header its column."""

    document: Document | None = None
    sheets: Mapping[str, "SheetMapping"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """One sheet of a mapping file; ``left_out`` where the whole of it is."""

    left_out: bool = False
    holds: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


def normal(name: str) -> str:
    """A name without white space, signs of a required column and their words."""
    return re.sub(r"[（(](?:必填|选填)[)）]|[\s*＊：:]", "", name)


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
    names = {sheet.name: sheet for sheet in known}
    for name, content in data.items():
        if content == LEFT_OUT:
            sheets[name] = SheetMapping(left_out=True)
            continue
        if not isinstance(content, dict):
            message = f"“{name}”下面应是若干行“表头: 列名”，整张表不导入的写“{name}: {LEFT_OUT}”。"
            problems.append(at(document, "D.value", message, (name,), value=True))
            continue
        holds = content.get(HOLDS)
        if holds is not None and holds not in names:
            message = f"“{HOLDS}”写的是“{_text(holds)}”，能写的有：{quoted(names)}。"
            problems.append(at(document, "D.value", message, (name, HOLDS), value=True))
        columns: dict[str, str] = {}
        for header, target in content.items():
            if header == HOLDS:
                continue
            possible = [c.header for s in known if holds in (None, s.name) for c in s.columns]
            if target != LEFT_OUT and target not in possible:
                meant = nearest(target, possible) if isinstance(target, str) else None
                hint = f"是不是“{meant}”" if meant else f"能写的有：{quoted(dict.fromkeys(possible))}，或“{LEFT_OUT}”"
                message = f"“{header}”写的是“{_text(target)}”，没有这一列，{hint}。"
                problems.append(at(document, "D.value", message, (name, header), value=True))
            else:
                columns[header] = target
        sheets[name] = SheetMapping(holds=holds, columns=columns)
    if problems:
        raise ConfigError(problems)
    return LedgerMapping(document, sheets)


def _text(value: object) -> str:
    return value[:40] if isinstance(value, str) else "空" if value is None else "列表或一组内容"
