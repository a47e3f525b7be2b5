"""Whole commands side by side in one run, as ratios, after what they find was compared with what was put in.

``python benchmarks/run.py [--size S] [--others XS] [--seed 1] [--rounds 3]``. CPU and wall are the least of the rounds;
in each round every command runs once, so that whatever else the machine does falls on all of them. Needs the project
installed with its extra ``test`` and, for the rival that is a policy engine, ``regopy``; yamllint likewise.
"""

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from county import AS_OF, KNOWN, SIZES, Breach, write_place

HERE = Path(__file__).parent
PYTHON = sys.executable
ZHIFA = [PYTHON, "-m", "zhifa_check"]
_EACH = "import sys, glob, yaml\nfor name in sorted(glob.glob(sys.argv[1] + '/*/*.yaml')):\n    "
BARE = _EACH + "yaml.load(open(name, 'rb'), yaml.CSafeLoader)"
EVENTS = _EACH + "parser = yaml.CSafeLoader(open(name, 'rb'))\n    while parser.get_event() is not None: pass"


@dataclass
class Figures:
    """The least of what the rounds took, in seconds, and the most memory, in MiB."""

    cpu: float = float("inf")
    wall: float = float("inf")
    memory: int = 0


class Place:
    """A generated place and the commands that look at it."""

    def __init__(self, folder: Path, size: str, seed: int) -> None:
        self.folder = folder
        self.files, self.breaches = write_place(folder, SIZES[size], seed)
        self.megabytes = sum(file.stat().st_size for file in self.files) / 1e6
        self.submissions = os.fspath(folder / "submissions")

    def check(self, *more: str) -> list[str]:
        """``zhifa check`` of it, with JSON on standard output."""
        units = os.fspath(self.folder / "data" / "units.yaml")
        return [*ZHIFA, "check", self.submissions, "--units", units, "--as-of", AS_OF, "-f", "json", *more]


def main() -> None:
    """Generate, compare what is found, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="S")
    parser.add_argument("--others", choices=SIZES, default="XS", help="the place that the slower rivals look at")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    os.environ["CI"] = "true"
    # an environment that keeps no compiled modules would have every command compile the whole package anew
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as scratch:
        place = Place(Path(scratch, "place"), options.size, options.seed)
        small = Place(Path(scratch, "small"), options.others, options.seed)
        cache = os.fspath(Path(scratch, "cache"))
        _compare(place, cache)
        title = f"{options.size}: {len(place.files)} files, {place.megabytes:.1f} MB, {len(place.breaches)} breaches"
        _table(title, "bare", _ours(place, cache), options.rounds)
        title = f"{options.others}: {len(small.files)} files, {small.megabytes:.1f} MB"
        _table(title, "bare", _rivals(small), options.rounds)
        _table("Start-up", "python -c pass", _starts(cache), max(5, options.rounds))


def _ours(place: Place, cache: str) -> dict[str, list[str]]:
    return {
        "bare": [PYTHON, "-c", BARE, place.submissions],
        "CParser events": [PYTHON, "-c", EVENTS, place.submissions],
        "check --jobs 1": place.check("--jobs", "1"),
        "check --jobs 2": place.check("--jobs", "2"),
        "check, filling a cache": place.check("--jobs", "1", "--cache-dir", f"{cache}-{{}}"),
        "check, warm cache": place.check("--jobs", "1", "--cache-dir", cache),
        "check --shard 1/1": [*place.check("--jobs", "1")[:-4], "--shard", "1/1"],
    }


def _rivals(place: Place) -> dict[str, list[str]]:
    schema = os.fspath(place.folder / "schema.json")
    units = os.fspath(place.folder / "data" / "units.yaml")
    subprocess.run([*ZHIFA, "schema", "submission", "--units", units, "--as-of", AS_OF, "-o", schema], check=True)
    files = list(map(os.fspath, place.files))
    commands = {
        "bare": [PYTHON, "-c", BARE, place.submissions],
        "check --jobs 1": place.check("--jobs", "1"),
        "check-jsonschema": [PYTHON, "-m", "check_jsonschema", "--schemafile", schema, *files],
    }
    if importlib.util.find_spec("yamllint"):
        commands["yamllint"] = [PYTHON, "-m", "yamllint", "-d", "relaxed", *files]
    if importlib.util.find_spec("regopy"):
        commands["Rego, two rules"] = [PYTHON, os.fspath(HERE / "rego.py"), place.submissions]
        found = {(id_, unit, subject) for id_, unit, subject in json.loads(_output(commands["Rego, two rules"]))}
        known = {
            (id_, f"示例{unit[1:]}局", subject)
            for id_, unit, subject in place.breaches
            if id_ in ("T10.hours", "T11.filing")
        }
        assert found == known, found ^ known
    return commands


def _starts(cache: str) -> dict[str, list[str]]:
    """Commands that are short; those that keep their answers are asked again, and without what they kept."""
    asked = {
        "due": [*ZHIFA, "due", "--month", "9", "--as-of", "2023-09-01"],
        "explain": [*ZHIFA, "explain", "T10.hours", "--as-of", AS_OF],
        "rules": [*ZHIFA, "rules", "--as-of", AS_OF],
    }
    for command in asked.values():
        said = [_output([*command, *more]) for more in (["--no-cache"], *[["--cache-dir", cache]] * 2)]
        assert said[0] == said[1] == said[2], command
    return {
        "python -c pass": [PYTHON, "-c", "pass"],
        "--version": [*ZHIFA, "--version"],
        "--help": [*ZHIFA, "--help"],
        **{f"{name}, asked before": [*command, "--cache-dir", cache] for name, command in asked.items()},
        **{f"{name}, asked first": [*command, "--no-cache"] for name, command in asked.items()},
    }


def _compare(place: Place, cache: str) -> None:
    """Every mode finds what was put in, and says the same to the byte."""
    whole = _output(place.check("--jobs", "1"))
    found: set[Breach] = {
        (one["id"], one["unit"], one["period"] if one["id"] == "T02.monthly" else one["subject"])
        for one in json.loads(whole)["findings"]
        if one["id"] in KNOWN
    }
    assert found == place.breaches, sorted(found ^ place.breaches)
    for more in (("--jobs", "2"), ("--cache-dir", cache), ("--cache-dir", cache)):
        assert _output(place.check(*more)) == whole, more
    shards = []
    for number in (1, 2, 3):
        shards.append(place.folder / f"{number}.jsonl")
        shards[-1].write_bytes(_output([*place.check()[:-2], "--shard", f"{number}/3"]))
    units = os.fspath(place.folder / "data" / "units.yaml")
    assert _output([*ZHIFA, "merge", *map(os.fspath, shards), "--units", units, "-f", "json"]) == whole
    print(f"{len(found)} breaches put in, {len(found)} found; every mode says the same to the byte")


def _output(command: Sequence[str]) -> bytes:
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    assert done.returncode in (0, 1), command
    return done.stdout


def _table(title: str, base: str, commands: dict[str, list[str]], rounds: int) -> None:
    figures = {name: Figures() for name in commands}
    for number in range(rounds):
        for name, command in commands.items():
            _measure([part.replace("{}", str(number)) for part in command], figures[name])
    print(f"\n{title}\n\n| command | CPU s | wall s | CPU ÷ {base} | peak MiB |\n| --- | --- | --- | --- | --- |")
    for name, one in figures.items():
        ratio = one.cpu / figures[base].cpu
        print(f"| {name} | {one.cpu:.3f} | {one.wall:.3f} | {ratio:.2f} | {one.memory} |", flush=True)


def _measure(command: Sequence[str], best: Figures) -> None:
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    best.wall = min(best.wall, time.perf_counter() - start)
    best.cpu = min(best.cpu, used.ru_utime + used.ru_stime)
    best.memory = max(best.memory, _mebibytes(used))


def _mebibytes(used: resource.struct_rusage) -> int:
    # Linux gives kilobytes, macOS bytes
    return used.ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
