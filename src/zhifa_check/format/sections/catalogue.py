"""The list of a unit's dossiers, one by one (案卷目录): what the bureau draws its sample from."""

from pydantic import Field

from zhifa_check.format.record import Section
from zhifa_check.format.values import ActCategory, DayInYear, Text


class Dossier(Section):
    """One dossier of the year."""

    title = "案卷目录"
    file = "案卷目录.yaml"
    about = "本年度的案卷，一卷一条，供市司法局抽取评查；没有目录的单位可以不填。"
    key = "number"
    dated = "date"
    number: Text = Field(alias="编号", description="案卷编号或文号，不能重复", examples=["某罚〔{year}〕1号"])
    body: Text = Field(alias="执法主体", description="执法主体的名称", examples=["某执法大队"])
    category: ActCategory = Field(alias="类别", description="属于哪一类执法行为")
    date: DayInYear = Field(alias="日期", description="结案或作出决定那一天")
