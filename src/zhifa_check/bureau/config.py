"""What maintainers configure (plan, registry, waivers): one strict file to one model, or all that is wrong with it."""

from pathlib import Path
from typing import Annotated, ClassVar, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from zhifa_check.format.problems import ConfigError, Problem, unreadable
from zhifa_check.format.refusals import refused
from zhifa_check.format.values import as_text
from zhifa_check.source.document import Document, SourceError
from zhifa_check.source.files import read_limited, reason, shown
from zhifa_check.source.loader import load
from zhifa_check.source.text import blemishes

Model = TypeVar("Model", bound=BaseModel)

Words = Annotated[str, BeforeValidator(as_text)]


class Config(BaseModel):
    """What configured models share: English keys, none unknown, no change after reading.

    ``about`` and the fields' titles and descriptions are for whoever writes the file in an editor.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    about: ClassVar[str] = ""


def read_document(path: Path) -> Document:
    """Load a configured file. Raises ConfigError with its place."""
    try:
        content = read_limited(path)
        found = [one for one in blemishes(content) if one.certain]
        document = load(content, shown(path))
    except OSError as error:
        raise ConfigError([Problem("D.encoding", f"读不出文件：{reason(error)}。", shown(path), 1, 1)]) from error
    except SourceError as error:
        raise ConfigError([unreadable(shown(path), error)]) from error
    if found:
        raise ConfigError([Problem(one.id, one.message, shown(path), one.line, one.column) for one in found])
    return document


def headed(path: Path | Document, key: str, what: str, none: str = "") -> Document:
    """A file of one key that holds a list, or what was read of it. Raises ConfigError where there is something else."""
    document = path if isinstance(path, Document) else read_document(path)
    if not isinstance(document.data, dict):
        message = f"{what}要以“{key}:”开头，没有{none}的写“{key}: []”。"
        raise ConfigError([Problem("D.syntax", message, document.file, 1, 1)])
    return document


def validate(model: type[Model], document: Document, context: object = None) -> Model:
    """The model of a document. Raises ConfigError with every error and its line."""
    try:
        return model.model_validate(document.data, context=context)
    except ValidationError as error:
        raise ConfigError(list(refused(document, error.errors(include_url=False), model, ()))) from error
