"""Records accepted at once where their words and days were met before: what a text means is worked out once.

What is refused here is not worded: the models themselves look at it then. So they do all of it where pydantic keeps
its schemas in another form than is known here.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from pydantic_core import SchemaError, SchemaValidator
from pydantic_core.core_schema import list_schema

from zhifa_check.format.record import Record
from zhifa_check.format.values import OF_LISTS
from zhifa_check.format.vocabulary import Vocabulary

#: So many texts of one field are kept.
_MOST = 4096

#: The validators of the vocabularies used last: that of the year judged, and of those that rules look back into.
_ready: dict[int, tuple[Vocabulary, dict[type[Record], SchemaValidator]]] = {}
_MOST_VOCABULARIES = 8


def accepting(model: type[Record], vocabulary: Vocabulary) -> SchemaValidator:
    """The validator of lists of a model's records by one vocabulary. It raises ValidationError or TypeError."""
    if id(vocabulary) not in _ready:
        if len(_ready) >= _MOST_VOCABULARIES:
            _ready.clear()
        # kept with them, so that no other ever has its id
        _ready[id(vocabulary)] = vocabulary, {}
    ready = _ready[id(vocabulary)][1]
    if model not in ready:
        model.model_rebuild()
        plain: Any = model.__pydantic_core_schema__
        try:
            schema = _remembering(plain, SimpleNamespace(context=vocabulary))
            ready[model] = SchemaValidator(list_schema(schema))
        except (LookupError, TypeError, SchemaError):
            ready[model] = SchemaValidator(list_schema(plain))
    return ready[model]


class _Meanings(dict[str, Any]):
    """What texts mean to a function that reads them."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        self._read = read

    def __missing__(self, text: str) -> Any:
        meant = self._read(text)
        if len(self) >= _MOST:
            self.clear()
        self[text] = meant
        return meant


def _remembering(node: Any, info: Any) -> Any:
    """A schema of pydantic's with every function that reads a single text remembering it."""
    if isinstance(node, list):
        return [_remembering(one, info) for one in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") == "function-plain" and node["function"]["function"] not in OF_LISTS:
        return node | {
            "function": {"type": "no-info", "function": _Meanings(_alone(node["function"], info)).__getitem__}
        }
    return {key: _remembering(one, info) for key, one in node.items()}


def _alone(function: dict[str, Any], info: Any) -> Callable[[str], Any]:
    read: Callable[..., Any] = function["function"]
    return read if function["type"] == "no-info" else lambda text: read(text, info)
