"""``zhifa draw``."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhifa_check.cli import options
from zhifa_check.cli.asked import Asked, asking
from zhifa_check.cli.common import fail, parse_period_option, progress
from zhifa_check.cli.options import option
from zhifa_check.report.formats import DRAW

if TYPE_CHECKING:
    from zhifa_check.calendar.periods import Period
    from zhifa_check.draw.sample import UnitDossiers
    from zhifa_check.run import Prepared, Request


@asking("paths", "as_of", "plan", "units_file")
def draw(
    *,
    period: Annotated[
        str | None, option("--period 期间", "抽哪一段时间的案卷：2023Q3、2023H1、2023-07、2023。")
    ] = None,
    count: Annotated[int, option("--count 件数", "一共抽几件，默认 100。")] = 100,
    seed: Annotated[str | None, option("--seed 种子", "决定抽取结果的文字，应来自事先公布、谁也定不了的来源。")] = None,
    strata: Annotated[
        list[str] | None, option("--strata 层", "只抽这些层（计划 strata 里的名称，或“其他”），可写多次。")
    ] = None,
    verify: Annotated[
        Path | None, option("--verify 文件", "重做 -f json 存下的一次抽取，看结果是否一样；写了路径的连名单也核对。")
    ] = None,
    asked: Asked,
    output_format: Annotated[list[str] | None, options.formats(DRAW)] = None,
    color: options.Color = "auto",
) -> None:
    """抽取要评查的案卷：谁都能用名单、种子和 sha256sum 重做一遍。"""
    from zhifa_check.draw.record import Record
    from zhifa_check.draw.sample import draw as drawn
    from zhifa_check.report.draw.formats import seed_warning
    from zhifa_check.report.output import parse_outputs, write
    from zhifa_check.run import prepare

    request = asked.request()
    if verify is not None:
        _verify(verify, request if asked.paths else None)
        return
    if period is None or not seed:
        fail("请用 --period 写明期间、用 --seed 写明种子，如 --period 2023Q3 --seed '…'")
    if count < 1:
        fail("--count 至少是 1")
    outputs = parse_outputs(output_format, DRAW)
    wanted = parse_period_option(period, "--period")
    prepared = prepare(request)
    plan = prepared.frame.plan
    if wanted.year != plan.year:
        fail(f"--period 是 {wanted.year} 年的，{asked.day} 有效的计划是 {plan.year} 年度的")
    frame = _frame(prepared, wanted, strata)
    sample = drawn(frame, seed, count)
    record = Record(plan.id, plan.year, wanted, str(asked.day), tuple(strata or ()), tuple(frame), sample)
    write(outputs, lambda name, out: DRAW[name](record, out, color), sys.stdout)
    if all(output.format != "full" for output in outputs) and (warning := seed_warning(record)):
        sys.stderr.write(f"注意：{warning}\n")
    if len(sample.drawn) < count:
        sys.stderr.write(f"注意：一共只有 {record.size} 件案卷，全部抽取，不足 {count} 件\n")


def _frame(prepared: "Prepared", period: "Period", strata: Sequence[str] | None) -> "list[UnitDossiers]":
    """The list of every unit, less the strata that are not asked for; files that cannot be read are told."""
    from zhifa_check.draw.sample import OTHERS, dossiers_of
    from zhifa_check.inputs.facts import Facts
    from zhifa_check.judge.taking_in import take_in

    judged = prepared.frame
    known = [*(stratum.name for stratum in judged.plan.strata), OTHERS]
    if unknown := [name for name in strata or () if name not in known]:
        fail(f"--strata 没有“{unknown[0]}”，能用的有：{'、'.join(known)}")
    found = []
    tell = progress()
    for number, id_ in enumerate(prepared.units, 1):
        unit = judged.registry.by_id[id_]
        intake = take_in(judged, unit, prepared.by_unit.get(id_, ()))
        tell(number, len(prepared.units))
        if intake.lost.everything:
            sys.stderr.write(f"注意：{unit.name}有读不出的文件，它的名单可能不全\n")
        dossiers = dossiers_of(judged.plan, unit, Facts(intake, judged.as_of), period)
        if dossiers is not None and (not strata or dossiers.stratum in strata):
            found.append(dossiers)
    return found


def _verify(file: Path, request: "Request | None") -> None:
    """Do a draw again. Exits with 1 where something does not come out."""
    from zhifa_check.draw.record import differences, read_record
    from zhifa_check.run import prepare

    record, told_hash = read_record(file)
    then = replace(request, as_of=date.fromisoformat(record.as_of)) if request else None
    now = _frame(prepare(then), record.period, record.strata) if then else None
    found = differences(record, told_hash, now)
    for line in found:
        sys.stdout.write(f"不符：{line}\n")
    if found:
        raise typer.Exit(1)
    also = "，名单与现在的提交文件也一致" if request else ""
    sys.stdout.write(f"相符：{len(record.sample.drawn)} 件案卷重抽结果一样{also}（名单 SHA-256 {told_hash}）\n")
