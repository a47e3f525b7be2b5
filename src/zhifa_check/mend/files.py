"""The files that ``fix`` looks at, read and written."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from zhifa_check.bureau.places import find_places
from zhifa_check.format.format import Format
from zhifa_check.judge.looking import no_submissions, submission_files, survey, there
from zhifa_check.mend.fixing import Fixed, Remark, fix, recode
from zhifa_check.plan.load import format_of_all
from zhifa_check.source.files import read_limited, reason
from zhifa_check.source.writing import WriteError, replace_all, sweep

_ELSEWHERE = "这是指向别处的链接，没有看。请对那里的文件运行本命令"


def files_of(paths: Sequence[Path]) -> Iterator[tuple[Path, str | None]]:
    """Every file that ``check`` would read, each once, and whatever is not looked at, with the reason."""
    there(paths)
    found: dict[str, tuple[Path, str | None]] = {}
    whole = survey(paths)
    for path in paths:
        base = os.path.realpath(path if os.path.isdir(path) else path.parent)
        for file in submission_files(survey([path]), find_places([path])):
            real = os.path.realpath(file)
            inside = not file.is_symlink() or Path(real).is_relative_to(base)
            found.setdefault(real, (file, None if inside else _ELSEWHERE))
    if not found:
        raise no_submissions(paths, whole)
    yield from found.values()
    for one in whole.refused:
        yield one.path, _ELSEWHERE if os.path.isfile(one.path) else one.message


def format_for(paths: Sequence[Path]) -> Format | None:
    """The format of the plans that the files are for; None where no plan adds to it."""
    adding = set()
    for plan in {plan for path in paths for plan in find_places([path]).plans}:
        with suppress(OSError):  # check tells of it
            adding |= {plan} if b"\nsections:" in plan.read_bytes() else set()
    if not adding:
        return None
    return format_of_all(sorted(adding))


def read(path: Path, refused: str | None, known: Format | None) -> Fixed:
    """What fixing makes of a file; what is not looked at or cannot be read has a remark alone."""
    if refused is not None:
        return Fixed(b"", "", "", left=(Remark(1, 1, refused),))
    try:
        content = read_limited(path)
        return recode(content) if path.suffix.lower() == ".txt" else fix(content, known)
    except OSError as error:
        message = f"读不出文件（{reason(error)}）。请检查文件是否还在、是否有权限打开"
        return Fixed(b"", "", "", left=(Remark(1, 1, message),))


def write(path: Path, fixed: Fixed) -> str | None:
    """Write a file; why that could not be done, in Chinese."""
    # a link stays a link
    target = Path(os.path.realpath(path))
    try:
        sweep({target.parent})
        replace_all([(target, fixed.content, fixed.new_content)])
    except WriteError as error:
        return f"没有写成：{error}"
    return None
