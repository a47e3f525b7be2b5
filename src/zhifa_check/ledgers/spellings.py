"""How ledgers call sheets, columns and words: ``headers.yaml`` beside the plan."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from zhifa_check.bureau.config import Config, read_document, validate
from zhifa_check.forms.columns import Column, Sheet
from zhifa_check.words.unseen import visible

#: No name of a sheet, a column or a word is longer, and what is longer would be looked through for a long time.
_LONGEST = 200

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

    ``units`` stand behind numbers, by the column or the key; ``blanks`` are words for what a column left blank says.
    ``ditto`` are words for what the row above says;
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
    blanks: Aliases = {}
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


def normal(name: str) -> str:
    """A name without white space and unseen signs, signs of a required column and their words."""
    return _normal(name[:_LONGEST])


# every cell near the top of a table is compared with every header of every section
@lru_cache(maxsize=4096)
def _normal(name: str) -> str:
    return re.sub(r"[（(](?:必填|选填)[)）]|[\s*＊：:]", "", visible(name))


def is_total(value: object, spellings: Spellings) -> bool:
    """Whether a cell says that its row is a total."""
    return isinstance(value, str) and normal(value).endswith(spellings.totals) and len(normal(value)) <= 10


def load_spellings(path: Path) -> Spellings:
    """Read ``headers.yaml``. Raises ConfigError with all its errors."""
    return validate(Spellings, read_document(path))
