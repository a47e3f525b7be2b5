"""What ``due``, ``explain`` and ``rules`` say from memory is what they would say anew, whatever has changed since."""

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import typer.main

from conftest import COUNTY, Run
from zhifa_check.bureau.places import Places, find_places
from zhifa_check.cache import store
from zhifa_check.cli import answered
from zhifa_check.cli.app import app
from zhifa_check.plan import years

COMMANDS = {
    "due": ("due", "--month", "9"),
    "calendar": ("due", "-f", "ics"),
    "closes": ("due", "--closes", "2023Q3"),
    "explain": ("explain", "T10.hours"),
    "error": ("explain", "D.value", "--color", "always"),
    "rules": ("rules",),
    "json": ("rules", "-f", "json"),
}
AS_OF = date(2023, 9, 1)
OPENED: list[str] = []
_listening = False


def _heard(event: str, given: Any) -> None:
    if _listening and event == "open" and isinstance(given[0], str | os.PathLike):
        OPENED.append(os.path.realpath(given[0]))


sys.addaudithook(_heard)


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zhifa: Run) -> Path:
    """The files of a bureau of its own, all that there can be, and the folder to work in."""
    shutil.copytree(COUNTY / "data", tmp_path / "data")
    for name in ("waivers.yaml", "rulings.yaml", "attested.yaml"):
        if not (tmp_path / "data" / name).exists():
            (tmp_path / "data" / name).write_text(f"{name.partition('.')[0]}: []\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


class Asking:
    """Asks for the same, and tells whether it was worked out anew."""

    def __init__(self, zhifa: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.anew, self._zhifa, self._folder = 0, zhifa, folder
        load = years.load_plan

        def counted(path: Path) -> Any:
            self.anew += 1
            return load(path)

        monkeypatch.setattr(years, "load_plan", counted)

    def __call__(self, *args: str) -> tuple[tuple[int, str, str], bool]:
        before = self.anew
        found = self._zhifa(*args, "--as-of", str(AS_OF), "--cache-dir", self._folder)
        anew = self.anew > before
        assert found == self._zhifa(*args, "--as-of", str(AS_OF), "--no-cache")
        return found, anew


@pytest.fixture
def ask(zhifa: Run, bureau: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asking:
    return Asking(zhifa, tmp_path / "cache", monkeypatch)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_second_time_nothing_is_worked_out_and_the_same_is_said(name: str, ask: Asking) -> None:
    first, anew = ask(*COMMANDS[name])
    assert anew
    assert first[0] == 0
    assert first[1]
    assert ask(*COMMANDS[name]) == (first, False)


def test_none_of_the_others_answers(ask: Asking) -> None:
    for _ in range(2):
        said = [ask(*args)[0] for args in COMMANDS.values()]
        assert len(set(said)) == len(COMMANDS)


def test_a_known_answer_needs_no_model(tmp_path: Path) -> None:
    command = ["rules", "--as-of", str(AS_OF), "--cache-dir", os.fspath(tmp_path)]
    code = f"""import sys
from zhifa_check.cli.app import app
try: app({command})
except SystemExit: pass
print([name for name in ('pydantic', 'yaml', 'rich') if name in sys.modules], file=sys.stderr)"""
    said = [subprocess.run([sys.executable, "-c", code], cwd=COUNTY, capture_output=True, text=True) for _ in "12"]
    assert said[0].stdout == said[1].stdout
    # neither does a first answer need the parser where all files are of the usual form
    assert "yaml" not in said[0].stderr
    assert said[1].stderr == "[]\n"


def _comment(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\n#\n")


@pytest.mark.parametrize("name", ["plan_2023", "units", "calendar", "waivers", "rulings", "attested"])
def test_a_changed_file_is_read_anew(name: str, ask: Asking, bureau: Path) -> None:
    ask("due")
    _comment(bureau / f"{name}.yaml")
    assert ask("due")[1]
    assert not ask("due")[1]


def test_what_changes_is_said(ask: Asking, bureau: Path) -> None:
    before = ask("explain", "T10.hours")[0]
    plan = bureau / "plan_2023.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("at_least: 60", "at_least: 61"), encoding="utf-8")
    assert ask("explain", "T10.hours")[0] != before


def test_a_plan_more_or_a_file_less_is_noticed(ask: Asking, bureau: Path) -> None:
    ask("due")
    shutil.copy(bureau / "plan_2023.yaml", bureau / "plan_2022.yaml")
    assert ask("due")[0][0] == 2, "two plans with the same requirements"
    (bureau / "plan_2022.yaml").unlink()
    assert not ask("due")[1]
    (bureau / "calendar.yaml").unlink()
    assert ask("due")[1]


def test_every_file_that_is_read_is_in_the_key(zhifa: Run, bureau: Path) -> None:
    global _listening
    known = {os.path.realpath(file) for file in find_places([Path("submissions")]).files}
    for args in COMMANDS.values():
        _listening = True
        zhifa(*args, "--as-of", str(AS_OF))
        _listening = False
    own = {file for file in OPENED if file.startswith(os.path.join(os.path.realpath(bureau.parent), ""))}
    assert own
    assert own <= known


def _keys(params: dict[str, Any], *, command: str = "zhifa due", day: date = AS_OF) -> bytes:
    ctx: Any = SimpleNamespace(command_path=command, params=params)
    key = answered._key(ctx, day, find_places([Path("submissions")]))
    assert key is not None
    return key


@pytest.mark.parametrize("command", ["due", "explain", "rules"])
def test_every_option_changes_the_key(command: str, ask: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []
    real = answered._key
    monkeypatch.setattr(answered, "_key", lambda *key: given.append(key[0].params) or real(*key))
    ask(*COMMANDS[command])
    group: Any = typer.main.get_command(app)
    names = {one.name for one in group.get_command(None, command).params} - {"help"}
    assert names == set(given[0])
    keys = [_keys(given[0])] + [_keys({**given[0], name: "other"}) for name in sorted(names)]
    assert len(set(keys)) == len(names) + 1


def test_command_day_place_environment_and_release_change_the_key(
    bureau: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [_keys({}), _keys({}, command="zhifa rules"), _keys({}, day=date(2023, 9, 2))]
    with monkeypatch.context() as change:
        change.setattr(answered, "__version__", "0.0.0")
        keys.append(_keys({}))
    for name in ("NO_COLOR", "COLUMNS", "LANG"):
        with monkeypatch.context() as change:
            change.setenv(name, "33")
            keys.append(_keys({}))
    with monkeypatch.context() as change:
        (tmp_path / "lib" / "chinesecalendar-99.dist-info").mkdir(parents=True)
        change.syspath_prepend(tmp_path / "lib")
        keys.append(_keys({}))
    (tmp_path / "elsewhere").mkdir()
    shutil.copytree(bureau, tmp_path / "elsewhere" / "data")
    monkeypatch.chdir(tmp_path / "elsewhere")
    keys.append(_keys({}))
    assert len(set(keys)) == len(keys)
    monkeypatch.chdir(tmp_path)
    assert _keys({}) == keys[0]


def test_a_file_that_cannot_be_read_has_no_key(bureau: Path) -> None:
    ctx: Any = SimpleNamespace(command_path="zhifa due", params={})
    assert answered._key(ctx, AS_OF, Places((bureau,), bureau / "units.yaml", None)) is None


def test_a_damaged_answer_is_no_answer(ask: Asking, tmp_path: Path) -> None:
    found, _ = ask("rules")
    with sqlite3.connect(tmp_path / "cache" / "zhifa-check" / store.FILE) as file:
        file.execute("UPDATE parsed SET content = CAST(substr(content, 1, 40) || x'00' || substr(content, 42) AS BLOB)")
    file.close()
    assert ask("rules") == (found, True)
    assert ask("rules") == (found, False)


@pytest.mark.parametrize(
    "args",
    [("explain", "T99"), ("due", "--month", "13"), ("due", "--from", "2026-01-01", "--to", "2026-01-02", "-f", "ics")],
)
def test_what_is_told_on_stderr_is_told_each_time(args: tuple[str, ...], ask: Asking) -> None:
    for _ in range(2):
        found, anew = ask(*args)
        assert anew
        assert found[2]


def test_what_goes_to_a_file_is_written_each_time(ask: Asking, tmp_path: Path) -> None:
    for _ in range(2):
        assert ask("rules", "-f", "json:rules.json")[1]
        (tmp_path / "rules.json").unlink()


def test_what_changes_while_it_is_worked_out_is_not_kept(
    ask: Asking, bureau: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = years.load_plan

    def meanwhile(path: Path) -> Any:
        found = load(path)
        _comment(bureau / "units.yaml")
        return found

    with monkeypatch.context() as change:
        change.setattr(years, "load_plan", meanwhile)
        ask("rules")
    assert ask("rules")[1]


def test_in_a_ci_nothing_is_kept_unless_asked(zhifa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", os.fspath(tmp_path / "home"))
    zhifa("rules")
    assert not (tmp_path / "home").exists()
    monkeypatch.delenv("CI")
    zhifa("rules", "--no-cache")
    assert not (tmp_path / "home").exists()
