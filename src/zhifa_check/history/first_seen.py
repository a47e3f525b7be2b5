"""When a declaration first stood in git: by the lines of a blame, and by the versions before where lines mislead."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from zhifa_check.git.blame import Origin, blame, content
from zhifa_check.git.changes import WHOLE_CLONE
from zhifa_check.git.command import GitError
from zhifa_check.git.repository import Repository, find_repository
from zhifa_check.history.declared import Declared
from zhifa_check.source.document import Document, KeyPath, SourceError
from zhifa_check.source.loader import load

_SHALLOW = f"这是浅克隆，看不到更早的提交。{WHOLE_CLONE}"
_UNCOMMITTED = "有改动还没有提交"

Key = TypeVar("Key")
Answer = TypeVar("Answer")


class _Version(NamedTuple):
    """A version of a file with a declaration in it: the commit (None: the working tree), the name, the record."""

    commit: str | None
    name: str
    document: Document
    record: KeyPath


@dataclass(slots=True)
class History:
    """What git says of some files, which are given by the name under which they are shown.

    Each folder's repository and each version's lines are asked of git once.
    """

    paths: dict[str, Path]
    _repositories: dict[str, Repository | GitError] = field(default_factory=dict)
    _lines: dict[tuple[str, str | None, str], Sequence[Origin] | GitError] = field(default_factory=dict)
    _documents: dict[tuple[str, str], Document | GitError | None] = field(default_factory=dict)

    def first_seen(self, declared: Declared, tolerance: timedelta) -> Origin | None:
        """The commit that first shows a declaration; None where that was in time. Raises GitError: it cannot be told.

        A line is new as a whole when anything on it changes, and a record often stands on one line: a 文号 added later
        must not make its date look new. So as long as the origin looks late, the versions before are asked whether the
        same declaration stood there already. Most files never need that: one blame is all.
        """
        document = declared.entry.document
        path = os.path.realpath(self.paths[document.file])
        repository = _once(self._repositories, os.path.dirname(path), lambda: find_repository(Path(path)))
        version: _Version | None = _Version(None, repository.name(Path(path)) or "", document, declared.entry.path)
        late: list[Origin] = []
        while version is not None:
            origins = self._origins(repository, version, declared)
            late = [one for one in origins if not one.commit or one.day - declared.day > tolerance]
            if not late:
                return None
            version = self._before(repository, late, declared)
        if any(not origin.commit for origin in late):
            raise GitError(_UNCOMMITTED)
        certain = [origin for origin in late if origin.commit not in repository.cut]
        if not certain:
            raise GitError(_SHALLOW)
        return max(certain, key=lambda origin: (origin.day, origin.commit))

    def _origins(self, repository: Repository, version: _Version, declared: Declared) -> Iterable[Origin]:
        """The distinct origins of the lines that make up a declaration."""
        key = (str(repository.top), version.commit, version.name)
        lines = _once(self._lines, key, lambda: blame(repository, version.name, version.commit))
        wanted = [version.document.locate((*version.record, *path), value=True)[0] for path in declared.values]
        if max(wanted) > len(lines):  # the file changed since it was read
            raise GitError(_UNCOMMITTED)
        return dict.fromkeys(lines[line - 1] for line in wanted)

    def _before(self, repository: Repository, late: Iterable[Origin], declared: Declared) -> _Version | None:
        """The version before one of some commits in which the same declaration stood already."""
        for origin in late:
            if origin.before is not None:
                commit, name = origin.before
                document = self._document(repository, commit, name)
                record = None if document is None else _same(declared, document)
                if document is not None and record is not None:
                    return _Version(commit, name, document, record)
        return None

    def _document(self, repository: Repository, commit: str, name: str) -> Document | None:
        def read() -> Document | None:
            try:
                return load(content(repository, commit, name), name)
            except SourceError:
                return None

        return _once(self._documents, (commit, name), read)


def _once(known: dict[Key, Answer | GitError], key: Key, ask: Callable[[], Answer]) -> Answer:
    """What was answered the first time, be it an error."""
    if key not in known:
        try:
            known[key] = ask()
        except GitError as error:
            known[key] = error
    answer = known[key]
    if isinstance(answer, GitError):
        raise answer
    return answer


def _same(declared: Declared, document: Document) -> KeyPath | None:
    """Where another version has the same declaration; None where it does not."""
    entry = declared.entry
    section = entry.path[0]
    wanted = [_value(entry.document.data, (*entry.path, *path)) for path in declared.values]
    records = _value(document.data, (section,))
    for number in range(len(records) if isinstance(records, list) else 0):
        if [_value(document.data, (section, number, *path)) for path in declared.values] == wanted:
            return section, number
    return None


def _value(node: Any, path: KeyPath) -> Any:
    for part in path:
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError):
            return None
    return node
