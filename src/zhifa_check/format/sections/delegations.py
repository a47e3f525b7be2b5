"""Delegations of enforcement (委托)."""

from pydantic import Field

from zhifa_check.format.record import Record, Section
from zhifa_check.format.values import Day, Remedy, Text, YesNo


class Handling(Record):
    """How a delegation that breaks the rules was mended."""

    about = "对不符合规定的委托怎样处理；还没有处理的，不写这一部分。"
    dated = "date"
    way: Remedy = Field(alias="方式", description="怎样处理的")
    date: Day = Field(alias="日期", description="处理完成那一天")


class Delegation(Section):
    """A delegation of enforcement (委托)."""

    title = "委托"
    happens = True
    file = "委托和事件.yaml"
    about = "行政执法委托，一项一条。"
    label = "delegate"
    answers = ("handling", "stopped")
    told_apart = ("delegate", "subject")
    numbered = "number"
    number: Text | None = Field(default=None, alias="编号", description="自编，可不填；单位和事项都一样的，用它分清")
    delegate: Text = Field(alias="受委托单位", description="受委托单位的名称", examples=["某服务中心"])
    subject: Text | None = Field(default=None, alias="委托事项", description="委托了哪些执法事项")
    basis: Text | None = Field(default=None, alias="依据", description="委托的法律、法规、规章依据")
    compliant: YesNo = Field(alias="符合规定", description="委托是否符合法律、法规和规章规定，填是或否")
    handling: Handling | None = Field(
        default=None, alias="处理", description="不符合规定的委托怎样处理；还没有处理的不写"
    )
    stopped: Day | None = Field(default=None, alias="停止实施日期", description="停止实施委托那一天")
