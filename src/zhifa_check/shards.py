"""Parts of one run for runners side by side: each judges its share of the units, and merging gives the whole verdict.

A shard is written unit by unit as it is judged, so that memory does not grow with the county; its first line says of
what run it is a part, its last one that it is whole.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TextIO

from pydantic import TypeAdapter

from zhifa_check import __version__
from zhifa_check.bureau.places import CannotJudgeError, Places
from zhifa_check.format.problems import PROBLEM_IDS
from zhifa_check.judge.findings import Notice, UnitResult
from zhifa_check.judge.frame import load_frame, received_of
from zhifa_check.judge.ledger import Ledger
from zhifa_check.report.check.view import View
from zhifa_check.run import Prepared, Progress, Request, conclude, judged, nobodys, places_of, prepare
from zhifa_check.source.files import reason, shown


@dataclass(frozen=True, slots=True)
class Head:
    """Of what run a shard is a part; all but its number is the same in all of them.

    ``judged_by`` is a hash of everything that the bureau keeps: plans, registry, waivers and the rest.
    """

    version: str
    shards: int
    number: int
    as_of: date
    year: int
    paths: list[str]
    judged_by: str
    git_evidence: bool
    units: list[str]
    notices: list[Notice]


@dataclass(frozen=True, slots=True)
class _End:
    whole: int


def parse_shard(text: str) -> tuple[int, int]:
    """``2/5``: number and count of the parts. Raises ValueError."""
    number, slash, count = text.partition("/")
    if not (slash and number.isascii() and number.isdigit() and count.isascii() and count.isdigit()):
        raise ValueError(text)
    if not 1 <= int(number) <= int(count) <= 10_000:
        raise ValueError(text)
    return int(number), int(count)


def write_shard(request: Request, number: int, count: int, out: TextIO, progress: Progress) -> None:
    """Judge every ``count``-th unit and write each as it is judged. Raises as ``run.check`` does."""
    prepared = prepare(request)
    own = prepared.units[number - 1 :: count]
    head = Head(
        version=__version__,
        shards=count,
        number=number,
        as_of=request.as_of,
        year=prepared.frame.plan.year,
        paths=[shown(path) for path in request.paths],
        judged_by=_judged_by(prepared.places),
        git_evidence=request.git_evidence,
        units=prepared.units,
        notices=prepared.notices,
    )
    _write(out, "run", head)
    for done, result in enumerate(judged(prepared, request, own), start=1):
        _write(out, "unit", result)
        progress(done, len(own))
    # the files of nobody are told once
    rest = list(nobodys(prepared, request)) if number == 1 else []
    for result in rest:
        _write(out, "unit", result)
    _write(out, "end", _End(len(own) + len(rest)))


def merge(files: Sequence[Path], request: Request) -> View:
    """The view of a whole run from all its shards. Raises CannotJudgeError where they are not exactly one run."""
    found = [_read(file) for file in files]
    first = found[0][0]
    for file, (head, _) in zip(files, found, strict=True):
        if replace(head, number=first.number) != first:
            raise CannotJudgeError(f"{shown(file)} 和 {shown(files[0])} 不是同一次核对的分片")
    numbers = sorted(head.number for head, _ in found)
    if numbers != list(range(1, first.shards + 1)):
        absent = [str(number) for number in range(1, first.shards + 1) if number not in numbers]
        what = f"缺第 {'、'.join(absent)} 片" if absent else "有的分片写了两次"
        raise CannotJudgeError(f"一共 {first.shards} 片，{what}，不能合并")
    request = replace(request, paths=tuple(map(Path, first.paths)), as_of=first.as_of, git_evidence=first.git_evidence)
    places = places_of(request)
    frame = load_frame(places, first.as_of, first.year)
    request.selection.check([*frame.rules, *PROBLEM_IDS])
    if _judged_by(places) != first.judged_by:
        raise CannotJudgeError("计划、名册、核准不计等文件和分片核对时的不一样，请用同一份，或重新核对")
    by_unit = {result.unit: result for _, results in found for result in results}
    if [*sorted(unit for unit in by_unit if unit)] != sorted(first.units):
        raise CannotJudgeError("各分片的单位合起来不是全部要核对的单位，请重新核对")
    prepared = Prepared(places, frame, received_of(frame, places), first.units, first.notices, {})
    return conclude(prepared, request, [by_unit[unit] for unit in (*first.units, None) if unit in by_unit])


def _judged_by(places: Places) -> str:
    whole = hashlib.sha256()
    for file in (*places.plans, *places.registries, *places.about_units):
        content = b"" if file is None else file.read_bytes()
        whole.update(b"%d:%b" % (len(content), content))
    return whole.hexdigest()


@cache
def _adapter(type_: str) -> TypeAdapter[Any]:
    adapter: TypeAdapter[Any] = TypeAdapter({"run": Head, "unit": UnitResult, "end": _End}[type_])
    adapter.rebuild(raise_errors=True, _types_namespace={"Ledger": Ledger})
    return adapter


def _write(out: TextIO, type_: str, one: object) -> None:
    out.write(json.dumps({type_: _adapter(type_).dump_python(one, mode="json")}) + "\n")


def _read(file: Path) -> tuple[Head, list[UnitResult]]:
    try:
        with file.open(encoding="utf-8") as lines:
            return _parsed(lines)
    except OSError as error:
        raise CannotJudgeError(f"读不出 {shown(file)}（{reason(error)}）") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CannotJudgeError(f"{shown(file)} 不是完整的分片，请重新核对这一片") from error


def _parsed(lines: Iterable[str]) -> tuple[Head, list[UnitResult]]:
    """Raises ValueError, KeyError or TypeError for anything but a whole shard."""
    objects = map(json.loads, lines)
    head = _taken("run", next(objects, {}))
    results: list[UnitResult] = []
    for found in objects:
        if "end" in found:
            end = _taken("end", found)
            if end.whole != len(results) or next(objects, None) is not None:
                break
            return head, results
        results.append(_taken("unit", found))
    raise ValueError


def _taken(type_: str, found: dict[str, Any]) -> Any:
    return _adapter(type_).validate_python(found[type_])
