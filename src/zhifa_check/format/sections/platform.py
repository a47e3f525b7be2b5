"""What is entered on the provincial platform (平台录入)."""

from typing import Self

from pydantic import Field, model_validator

from zhifa_check.format.record import Section
from zhifa_check.format.values import EnteredCategory, Whole, fault


class PlatformEntry(Section):
    """Cases handled and cases entered on the provincial platform, by category (平台录入)."""

    title = "平台录入"
    file = "案卷和平台.yaml"
    about = "省行政执法监督平台的录入情况，一个类别一条。"
    key = "category"
    category: EnteredCategory = Field(alias="类别", description="录入平台的哪一类执法信息")
    handled: Whole = Field(alias="办件", description="全年办理的件数")
    entered: Whole = Field(alias="录入", description="其中录入平台的件数，不能多于办件")

    @model_validator(mode="after")
    def _entered_at_most_handled(self) -> Self:
        if self.entered > self.handled:
            raise fault(f"录入不能多于办件 {self.handled}，请核对这两个数", "录入")
        return self
