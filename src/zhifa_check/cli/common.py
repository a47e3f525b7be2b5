"""Options and endings that commands share."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from zhifa_check.format.problems import ConfigError
from zhifa_check.report.output import OutputError
from zhifa_check.source.files import reason
from zhifa_check.words.harmless import harmless
from zhifa_check.words.told import ToldError

if TYPE_CHECKING:
    from zhifa_check.calendar.periods import Period


#: Seconds before a person at a terminal is shown that work goes on.
_PATIENCE = 1.0

#: No plan is older or newer, and from every day between them a year can be looked ahead and back.
_FIRST_DAY, _LAST_DAY = date(1949, 10, 1), date(2999, 12, 31)

#: Nothing could be judged: bad usage, no file, an invalid plan, registry or waiver file, an output not writable.
NOTHING_JUDGED = 2


def fail(message: str) -> NoReturn:
    """Say why nothing could be judged, and exit with 2. The message may hold text of users' files."""
    sys.stderr.write(f"错误：{harmless(message)}。\n".replace("。。", "。"))
    raise typer.Exit(NOTHING_JUDGED)


def as_of_date(text: str | None) -> date:
    """The as-of date of an option, of ``ZHIFA_AS_OF``, or today."""
    given = text or os.environ.get("ZHIFA_AS_OF")
    day = parse_day(given, "--as-of") if given else date.today()  # noqa: DTZ011 - the official's own calendar day
    if not _FIRST_DAY <= day <= _LAST_DAY:
        fail(f"--as-of 应在 {_FIRST_DAY} 和 {_LAST_DAY} 之间，写的是“{day}”")
    return day


def parse_day(text: str, option: str) -> date:
    """A date as options take it; exits with 2 for any other text."""
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
    except ValueError:
        pass
    fail(f"{option} 应是日期，如 2024-01-31，写的是“{text}”")


def parse_period_option(text: str, option: str) -> "Period":
    """A period as options take it; exits with 2 for any other text."""
    from zhifa_check.calendar.periods import parse_period

    try:
        return parse_period(text)
    except ValueError:
        fail(f"{option} 应是 2023Q3（季度）、2023H1（半年）、2023-07（月）或 2023（全年），写的是“{text}”")


def cache_folder(given: Path | None = None, off: bool = False, *, always: bool = False) -> Path | None:
    """Where parsed files and answers are kept; None for nowhere, as in a CI that does not ask for it."""
    if off or (given is None and not always and os.environ.get("CI", "") not in ("", "0", "false")):
        return None
    if given is not None:
        return given / "zhifa-check"
    from platformdirs import user_cache_path

    return user_cache_path("zhifa-check", appauthor=False)


@contextmanager
def loud(*, annotating: bool = False) -> Iterator[None]:
    """Turn what makes judging impossible into a message on stderr and exit code 2.

    ``annotating``: also as annotations on stdout; in a job of GitHub Actions that is done in any case.
    """
    try:
        yield
    except ConfigError as error:
        if annotating or (os.environ.get("GITHUB_ACTIONS") == "true" and not os.environ.get("GITEA_ACTIONS")):
            from zhifa_check.report.check.github import config_errors

            sys.stdout.writelines(config_errors(error.problems))
        for problem in error.problems:
            place = f"{problem.file}:{problem.line}:{problem.column}"
            sys.stderr.write(f"{harmless(place)} {problem.id} {harmless(problem.message)}\n")
        fail(f"配置文件有 {len(error.problems)} 处错误，改正后才能判断")
    except ToldError as error:
        fail(str(error))


def write_folder(folder: Path, write: Callable[[], list[Path]], what: str) -> None:
    """Make the folder where it is not there, write files into it, and say on stderr how many. Exits with 2."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = write()
    except OSError as error:
        raise OutputError(f"写不了 {folder}（{reason(error)}）") from error
    others = len([path for path in folder.glob("*.docx") if path not in written])
    if others:
        sys.stderr.write(f"注意：{folder} 里另有 {others} 份以前的文件，不是这次写的，请核对后移走\n")
    told = f"写了 {len(written)} 份{what}，在 {folder}" if written else f"没有单位需要{what}，没有写"
    sys.stderr.write(f"{told}\n")


def progress() -> Callable[[int, int], None]:
    """A line on stderr that is overwritten, for long work on a terminal."""
    if not sys.stderr.isatty():
        return lambda done, total: None
    started = time.monotonic()

    def show(done: int, total: int) -> None:
        if time.monotonic() - started > _PATIENCE:
            line = f"\r正在核对 {done}/{total} 个单位……"
            # spaces and no escape sequence: an old console of Windows would show that
            end = "\r" + " " * 2 * len(line) + "\r" if done == total else ""
            sys.stderr.write(line + end)
            sys.stderr.flush()

    return show
