"""The registry of units, ``data/units.yaml``."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar, NamedTuple, Self, cast

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator

from zhifa_check.bureau.config import Config, read_document, validate
from zhifa_check.format.problems import ConfigError, at
from zhifa_check.format.record import in_order
from zhifa_check.format.shape import Written
from zhifa_check.format.values import Day, as_text, fault, unknown_word
from zhifa_check.source.document import Document


class KnownWords(NamedTuple):
    """The kinds and roles that the plan speaks of; every other one in the registry would silently bind nobody."""

    kinds: tuple[str, ...]
    roles: tuple[str, ...]


def _known(words: Sequence[str], word: str, what: str) -> str:
    if word not in words:
        raise unknown_word(f"不是计划用到的{what}", words)
    return word


def _kind(value: object, info: ValidationInfo) -> str:
    return _known(cast(KnownWords, info.context).kinds, as_text(value), "单位类别")


def _role(value: object, info: ValidationInfo) -> str:
    return _known(cast(KnownWords, info.context).roles, as_text(value), "职责标签")


def _ascii(value: str) -> str:
    if not (value.isascii() and value.replace("-", "").replace("_", "").isalnum()):
        raise fault("应是英文字母、数字、“-”或“_”组成的代号")
    return value


OWNER = (
    r"@[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*"
    r"|[A-Za-z0-9_%+-][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)


def _owner(value: str) -> str:
    if not re.fullmatch(OWNER, value):
        raise fault("应是代码平台上的账号（@账号）、团队（@组织/团队）或邮箱，如 '@zhang-san'，带 @ 的要加英文引号")
    return value


Name = Annotated[str, BeforeValidator(as_text)]


class Unit(Config):
    """One unit that the plan may bind; ``owners`` are those who answer for its folder on the git host."""

    about: ClassVar[str] = "受计划约束的一个单位。"
    id: Annotated[Name, AfterValidator(_ascii), Written("code")] = Field(
        title="代号", description="英文字母、数字、“-”或“_”，不能重复；输出给程序时用它"
    )
    name: Name = Field(title="名称", description="平时用的名称，不能重复；提交文件的“单位”写它")
    full_name: Name | None = Field(None, title="全称", description="印章上的全称，可不填")
    kind: Annotated[str, BeforeValidator(_kind), Written("unit_kind")] = Field(
        title="单位类别", description="计划按类别约束单位"
    )
    roles: tuple[Annotated[str, BeforeValidator(_role), Written("unit_role")], ...] = Field(
        (), title="职责标签", description="只约束一部分单位的要求，按职责认单位"
    )
    first: Day | None = Field(
        None, alias="from", title="设立之日", description="年中设立的写，在那以前的事和期限不约束它"
    )
    last: Day | None = Field(None, alias="to", title="撤销之日", description="年中撤销的写，在那以后的事和期限不约束它")
    owners: tuple[Annotated[Name, AfterValidator(_owner), Written("owner")], ...] = Field(
        (), title="负责人", description="代码平台上的账号、团队或邮箱；改动这个单位的文件夹时请他们审核"
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        in_order(self.first, self.last, "to 早于 from", "to")
        return self

    @property
    def sort(self) -> tuple[object, ...]:
        """What a plan goes by: units of one sort owe the same."""
        return self.kind, self.roles, self.first, self.last

    def is_there(self, first: date, last: date) -> bool:
        """Whether it exists at some time between two days."""
        return (self.first is None or self.first <= last) and (self.last is None or first <= self.last)

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that a submission may call it."""
        return tuple(dict.fromkeys(name for name in (self.id, self.name, self.full_name) if name))


class RegistryFile(Config):
    """The file as a whole."""

    about: ClassVar[str] = "单位名册：受计划约束的全部单位。"
    units: Annotated[tuple[Unit, ...], Field(min_length=1)] = Field(title="单位", description="一个单位一条")


class Registry(NamedTuple):
    """The units in the order of the file; ``places`` gives file, line and column of each by its id."""

    document: Document
    units: tuple[Unit, ...]
    by_id: dict[str, Unit]
    ids: dict[str, str]
    places: dict[str, tuple[str, int, int]]


def load_registry(path: Path, known: KnownWords) -> Registry:
    """Read the registry. Raises ConfigError with all its errors."""
    return registry_of(read_document(path), known)


def registry_of(document: Document, known: KnownWords) -> Registry:
    """The registry that a document holds. Raises ConfigError with all its errors."""
    units = validate(RegistryFile, document, known).units
    ids: dict[str, str] = {}
    by_id: dict[str, Unit] = {}
    clashes = []
    for index, unit in enumerate(units):
        for name in unit.names:
            if unit.id in by_id or ids.setdefault(name, unit.id) != unit.id:
                message = f"“{name}”已是另一个单位的代号或名称，请改成不重复的。"
                clashes.append(at(document, "D.duplicate-id", message, ("units", index)))
                break
        by_id.setdefault(unit.id, unit)
    if clashes:
        raise ConfigError(clashes)
    places = {unit.id: (document.file, *document.locate(("units", index))) for index, unit in enumerate(units)}
    return Registry(document, units, by_id, ids, places)
