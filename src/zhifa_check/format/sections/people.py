"""Who enforces the law, what they learned and how they were examined (人员, 培训班)."""

import datetime
from typing import Self

from pydantic import Field, model_validator

from zhifa_check.format.record import Record, Section, in_order
from zhifa_check.format.values import (
    Attendance,
    Day,
    DayInYear,
    EntryHours,
    Number,
    PersonCategory,
    Score,
    StatedText,
    Text,
    TrainingCategory,
    TrainingTopic,
    YesNo,
    YesOrNothing,
)


class Training(Record):
    """One training of one person, in 学时."""

    about = "一个人的一次培训。"
    dated = "date"
    told_apart = ("date", "course")
    date: DayInYear = Field(alias="日期", description="培训那一天；跨天的按天分开填写")
    course: Text = Field(alias="课程", description="课程名称", examples=["业务培训"])
    category: TrainingCategory = Field(alias="类别", description="培训内容属于哪一类")
    topic: TrainingTopic | None = Field(
        default=None, alias="专题", description="属于某个专题的，照抄专题名称；不属于的不写"
    )
    hours: EntryHours = Field(alias="学时", description="这一次培训的学时，只写数字")


class Exam(Record):
    """One exam of one person."""

    about = "一个人的一次考试。"
    dated = "date"
    told_apart = ("date", "subject")
    date: DayInYear = Field(alias="日期", description="考试那一天")
    subject: Text | None = Field(default=None, alias="科目", description="考试科目")
    score: Score | None = Field(default=None, alias="成绩", description="分数，只写数字")
    passed: YesNo = Field(alias="合格", description="是否合格，填是或否")


class Person(Section):
    """One person on the unit's roster, auxiliary staff too."""

    title = "人员"
    file = "人员和培训.yaml"
    about = "一人一条，执法人员和辅助人员都填。"
    absent = "编号“{}”不在本单位“人员”名册里。请核对编号，或在“人员”里补上这个人。"
    key = "number"
    label = "name"
    answers = ("trainings", "exams")
    number: Text = Field(
        alias="编号", description="本单位自编的人员编号，如 A01，不能重复；不得填写身份证号", examples=["A01"]
    )
    name: Text = Field(alias="姓名", description="人员姓名", examples=["某甲"])
    category: PersonCategory = Field(alias="类别", description="执法人员还是辅助人员")
    licence: StatedText | None = Field(default=None, alias="执法证号", description="行政执法证号；没有证的不写这一行")
    licence_until: Day | None = Field(
        default=None, alias="证件有效期至", description="执法证有效期的最后一天；不写为长期有效"
    )
    first_application: YesOrNothing | None = Field(
        default=None, alias="初次申领", description="今年是否初次申领执法证；不写为否"
    )
    joined: Day | None = Field(
        default=None, alias="在岗起", description="年内调入、新到岗的，填到岗那一天；不写为年初已在岗"
    )
    left: Day | None = Field(
        default=None, alias="在岗止", description="年内调出、离岗的，填在岗的最后一天；不写为仍在岗"
    )
    study_hours: Number | None = Field(default=None, alias="集中学习学时", description="初次申领人员的集中学习学时")
    practice_hours: Number | None = Field(default=None, alias="岗位实训学时", description="初次申领人员的岗位实训学时")
    trainings: list[Training] | None = Field(
        default=None, alias="培训", description="这个人的培训，一次一条；很多人一起参加的，填在“培训班”里"
    )
    exams: list[Exam] | None = Field(default=None, alias="考试", description="这个人的考试，一次一条")

    @model_validator(mode="after")
    def _left_after_joining(self) -> Self:
        in_order(self.joined, self.left, f"在岗止不能早于在岗起 {self.joined}，请核对", "在岗止")
        return self

    @property
    def all_year(self) -> bool:
        """Whether nothing says that the person came or left."""
        return self.joined is None and self.left is None

    def on_roster(self, day: datetime.date) -> bool:
        """Whether the person belonged to the unit on a day; both ends are included."""
        return (self.joined is None or self.joined <= day) and (self.left is None or day <= self.left)


class TrainingClass(Training, Section):
    """A class that many attended: the whole roster, or a list of 人员 编号."""

    title = "培训班"
    file = "人员和培训.yaml"
    about = "很多人一起参加的培训，一次一条，不用每人抄一遍。"
    numbered = "number"
    number: Text | None = Field(default=None, alias="编号", description="自编，可不填；同一天办了两次的，用它分清")
    attended: Attendance = Field(
        alias="参训", description="参加人员编号的列表，如 [A01, A02]；本单位全体人员都参加的，写“全体”"
    )

    def had(self, person: Person) -> bool:
        """Whether a person of the roster attended: by number, or as one of those on it that day."""
        return person.on_roster(self.date) if self.attended is None else person.number in self.attended
