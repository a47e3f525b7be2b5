"""Strict YAML: every scalar stays text, and whatever could surprise is refused before anything is built from it."""

from zhifa_check.source.document import Document, SourceError
from zhifa_check.source.fast import load_fast
from zhifa_check.source.limits import MAX_BYTES, TOO_LARGE
from zhifa_check.source.text import decode
from zhifa_check.words.told import ToldError

#: A key given again is kept under its name, this sign and its number, so that the schema refuses it in its place.
AGAIN = "\0"


class NoParserError(ToldError):
    """PyYAML came without libyaml, and a file is not of the usual form. PyYAML's own parser accepts other files and
    finds other places: a verdict must not hang on how a machine was set up, so there is one parser or none.
    """

    def __init__(self) -> None:
        super().__init__(
            "这台电脑上的 PyYAML 没有带 libyaml，不能读取文件。请管理员重新安装带 libyaml 的 PyYAML（官方的安装包都带）"
        )


def load(content: bytes, file: str) -> Document:
    """Read one document. Raises SourceError (``D.encoding``, ``D.syntax``, ``D.limit``) with its place, and
    NoParserError.
    """
    if len(content) > MAX_BYTES:
        raise SourceError("D.limit", TOO_LARGE)
    text = decode(content)
    if (found := load_fast(text)) is not None:
        return Document(file, *found)
    # PyYAML is a good part of the start-up
    from zhifa_check.source.events import built

    root, marks = built(text)
    if root in ([], [None]):
        raise SourceError("D.syntax", "文件是空的，或只有注释。请按格式填写，提交的文件至少要有“单位”和“年度”两行。")
    return Document(file, root[0], marks)
