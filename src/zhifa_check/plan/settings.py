"""What a plan says that is no demand: how dossiers are drawn, and how declared dates are held against git."""

from typing import ClassVar

from pydantic import Field

from zhifa_check.bureau.config import Config, Words
from zhifa_check.kinds.due import Binds
from zhifa_check.kinds.numbers import Count
from zhifa_check.kinds.phrase import Flag


class EvidenceTolerance(Config):
    """How many days a declared date may lie before the commit that first shows it, until a person is asked to look."""

    about: ClassVar[str] = "用 git 的记录对照申报的日期时，容许相差多少。"
    tolerance_days: Count = Field(title="相差几天", description="早于第一次提交多于这些天的，提示人去核实")
    assumed: Flag = Field(False, title="推定", description="原文没有写明、由人推定的写 true")


class Stratum(Config):
    """Units whose dossiers are drawn together; a unit belongs to the first stratum that fits it."""

    about: ClassVar[str] = "抽取案卷时分的一层；一个单位归入第一个相符的一层，都不相符的归入“其他”。"
    name: Words = Field(title="名称", description="zhifa draw --strata 用它")
    binds: Binds = Field(title="哪些单位")
