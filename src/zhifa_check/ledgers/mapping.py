"""The mapping of one ledger: which section each of its sheets holds, and what its headers mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zhifa_check.format.problems import ConfigError, Problem, at
from zhifa_check.forms.columns import Sheet
from zhifa_check.source.document import Document
from zhifa_check.words.meant import nearest, quoted

#: What a mapping file writes for a sheet or a column that is left out.
LEFT_OUT = "不导入"
#: The key of a mapping file's sheet that names the section it holds.
HOLDS = "表"
#: The key for what every row says, and the word for what is in a cell of a wide ledger.
EVERY, THIS = "每行", "本格"
#: What records say by the names of the columns; ``THIS`` stands for what is in the cell.
Said = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LedgerMapping:
    """What a mapping file says: per sheet of the ledger the section's sheet, and for each header its column."""

    document: Document | None = None
    sheets: Mapping[str, "SheetMapping"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """One sheet of a mapping file; ``left_out`` where the whole of it is.

    ``drops_only`` where columns are left out and nothing else is said: a sheet that is not known without them is left
    out too. ``columns`` are headers and the columns they mean, ``spread`` headers each of whose cells makes a record,
    ``every`` what all records of the sheet have in common.
    """

    left_out: bool = False
    drops_only: bool = False
    holds: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    spread: Mapping[str, Said] = field(default_factory=dict)
    every: Said = field(default_factory=dict)


def read_mapping(document: Document, known: tuple[Sheet, ...]) -> LedgerMapping:
    """What a mapping says. Raises ConfigError with all its errors and their lines."""
    problems: list[Problem] = []
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
    spread: dict[str, Said] = {}
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
                spread[header] = said
        elif target == LEFT_OUT or check(target, header):
            columns[header] = target
    nothing = holds is None and columns and {*columns.values()} == {LEFT_OUT} and not (spread or every)
    return SheetMapping(False, bool(nothing), holds, columns, spread, every)


def _text(value: object) -> str:
    return value[:40] if isinstance(value, str) else "空" if value is None else "列表或一组内容"
