"""Demands in steps: how much is asked of a volume, by the step that the volume falls into."""

from collections.abc import Sequence
from decimal import ROUND_CEILING
from typing import ClassVar, Self

from pydantic import Field, model_validator

from zhifa_check.bureau.config import Config
from zhifa_check.format.values import fault
from zhifa_check.kinds.numbers import Count, Percent
from zhifa_check.words.figures import plain


class Step(Config):
    """Volumes above the step before up to ``to`` (the last has none): ``share`` percent, or ``at_least`` so many."""

    about: ClassVar[str] = "一级：数量在上一级以上、to 以下的，要百分之多少，或至少多少。"
    to: Count | None = Field(None, title="到多少", description="含这个数；最后一级不写，表示以上")
    share: Percent | None = Field(None, title="百分之几", description="不足一的进为一；与 at_least 写其中一个")
    at_least: Count | None = Field(None, title="至少多少", description="与 share 写其中一个")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.share is None) == (self.at_least is None):
            raise fault("每一级要写 share（百分比）或 at_least（件数）中的一个")
        return self


Steps = tuple[Step, ...]


def rising(steps: Steps, *, against: bool) -> None:
    """Refuse steps that do not rise, or that are held against nothing. Raises a fault."""
    if not steps:
        return
    if not against:
        raise fault("写了 steps 的，要用 against 写明按什么分级", "steps")
    *limits, last = [step.to for step in steps]
    if last is not None:
        raise fault("最后一级不写 to，表示“以上”", "steps")
    if None in limits or limits != sorted(set(limits), key=lambda limit: limit or 0):
        raise fault("除最后一级外，各级的 to 要写，并且一级比一级大", "steps")


def step_of(steps: Sequence[Step], volume: int) -> Step:
    """The step that a volume of at least 1 falls into."""
    return next(step for step in steps if step.to is None or volume <= step.to)


def needed(steps: Sequence[Step], volume: int) -> int:
    """What is asked of a volume of at least 1; a fraction is rounded up."""
    step = step_of(steps, volume)
    if step.share is None:
        return step.at_least or 0
    return int((volume * step.share / 100).to_integral_value(ROUND_CEILING))


def edges(steps: Sequence[Step]) -> list[int]:
    """The volumes on both sides of every step."""
    return [1, *(volume for step in steps if step.to for volume in (step.to, step.to + 1))]


def told(steps: Sequence[Step], unit: str) -> str:
    """All steps in a sentence."""
    since, lines = 1, []
    for step in steps:
        volumes = f"{since} {unit}以上" if step.to is None else f"{since}—{step.to} {unit}"
        demand = f"不少于 {step.at_least} {unit}" if step.share is None else f"{plain(step.share)}%"
        lines.append(f"{volumes} {demand}")
        since = (step.to or 0) + 1
    return "；".join(lines)
