"""More time in the lenient reading, for a step to which the document gives no date of its own."""

from typing import ClassVar

from dateutil.relativedelta import relativedelta
from pydantic import Field

from zhifa_check.bureau.config import Config
from zhifa_check.kinds.due import Due
from zhifa_check.kinds.numbers import Count
from zhifa_check.kinds.phrase import Flag


class Grace(Config):
    """Strict, by the date of the deed; lenient, ``months`` after it. Never rolls."""

    about: ClassVar[str] = "原文没有另写日期的一步：严格理解与做的期限相同，宽松理解再加几个月。"
    months: Count = Field(title="宽松理解再加几个月")
    assumed: Flag = Field(False, title="推定", description="原文没有写明、由人推定的写 true")

    def extends(self, deed: Due) -> Due:
        """The deadlines of the step, from those of the deed."""
        return Due(deed.strict, deed.lenient + relativedelta(months=self.months))
