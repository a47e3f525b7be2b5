"""A plan tried out before it judges anybody: its own examples, and records with parts of them left out at random."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhifa_check.judge.example import NeverDueError, Trial, work_out
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement

#: How many incomplete submissions are tried for each requirement.
_TRIES = 8
#: The share of keys and records that each of them lacks.
_LEFT_OUT = 0.25

GOOD, BAD = "met", frozenset({"violated", "missing", "disputed"})


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What came of one requirement; ``fatal`` where it would end a run or bind nobody, else to be looked at."""

    number: int
    message: str
    fatal: bool = True


def rehearse(plan: Plan) -> Iterator[Rehearsed]:
    """What goes wrong when the plan is used, in Chinese."""
    for number, requirement in enumerate(plan.requirements):
        try:
            trial = Trial(plan, requirement)
            yield from (Rehearsed(number, message, fatal=False) for message in _examples(plan, requirement, trial))
            _incomplete(plan, requirement, trial)
        except NeverDueError:
            since = plan.told_from(requirement)
            message = f"{requirement.id} 的期限都在{since} 之前或适用的时间以外，不约束任何单位。请核对期限和年度。"
            # what takes the place of another document in mid-year repeats what is past
            yield Rehearsed(number, message, fatal=plan.replaces is None)
        except Exception as error:  # whatever it is, it would have ended a run of check
            reason = f"{type(error).__name__}：{error}"
            yield Rehearsed(number, f"{requirement.id} 照这样写，核对时会出错（{reason}）。请检查规则的各项。")


def _examples(plan: Plan, requirement: Requirement, trial: Trial) -> Iterator[str]:
    """An example that is not judged as it was made for may be the fault of the rule or of the example."""
    good, bad = (work_out(plan, requirement, good=one, trial=trial) for one in (True, False))
    look = f"请看 zhifa explain {requirement.id} 里的例子对不对。"
    if good.status != GOOD:
        yield f"{requirement.id} 照规则写出的正例没有被判为达标（{_said(good.findings)}），{look}"
    if bad.status not in BAD and not requirement.rule.asks_nothing():
        yield f"{requirement.id} 照规则写出的反例没有被判出问题，{look}"


def _said(findings: Any) -> str:
    return next((finding.message for finding in findings), "没有结论")


def _incomplete(plan: Plan, requirement: Requirement, trial: Trial) -> None:
    """Judge submissions in which much is missing, on several days. Raises whatever a run of check would raise."""
    chance = random.Random(requirement.id)
    for number in range(_TRIES):
        good = number % 2 == 0
        sections = requirement.rule.example(trial.setting, good=good)
        text = trial.quickly_written(_thinned(sections, chance) if number else {})
        entered = trial.entered(good=good) if number else ""
        trial.judge(text, _some_day(plan, trial, chance), entered)


def _some_day(plan: Plan, trial: Trial, chance: random.Random) -> date:
    if trial.setting.due is not None and chance.random() < 0.5:
        return trial.setting.due.strict + timedelta(days=chance.randint(-1, 1))
    return plan.issued + timedelta(days=chance.randint(-30, 500))


def _thinned(node: Any, chance: random.Random) -> Any:
    """The same with some of its keys and members gone."""
    if isinstance(node, dict):
        return {key: _thinned(value, chance) for key, value in node.items() if chance.random() > _LEFT_OUT}
    if isinstance(node, list):
        return [_thinned(value, chance) for value in node if chance.random() > _LEFT_OUT]
    return node
