"""The sections of a submission: Chinese keys outside, English names inside.

``dated`` names the field that says when a record came about: dated after the as-of date it is not seen.
``answers`` are the later facts in it (filings, reports, copies): dated after the as-of date they count as absent.
``key`` names the field by which a record is known and must be unique within the unit; ``label`` the field by which
findings call a record that has no key.
"""

from datetime import date, datetime, timedelta
from typing import ClassVar, Self

from dateutil.relativedelta import relativedelta
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from zhifa_check.inputs.values import (
    ActCategory,
    Attendance,
    Day,
    DayInYear,
    EnteredCategory,
    EntryHours,
    Item,
    Moment,
    MomentInYear,
    Number,
    PeriodText,
    PersonCategory,
    Remedy,
    ReviewResult,
    Score,
    StatedText,
    Text,
    TrainingCategory,
    TrainingTopic,
    UnitRef,
    Whole,
    YesNo,
    check_item_period,
    fault,
)


class Record(BaseModel):
    """What all records share: Chinese aliases alone, no unknown keys, no change after reading."""

    # built when first read: a unit without delegations never pays for their model
    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, validate_by_alias=True, validate_by_name=False, defer_build=True
    )

    key: ClassVar[str | None] = None
    label: ClassVar[str | None] = None
    dated: ClassVar[str | None] = None
    answers: ClassVar[tuple[str, ...]] = ()

    def seen_from(self) -> date | None:
        """The first day on whose evening the record is known; None for what has no date and is always seen."""
        value = getattr(self, self.dated) if self.dated else None
        return value.date() if isinstance(value, datetime) else value


def _in_order(earlier: date | datetime | None, later: date | datetime | None, what: str, *at: str) -> None:
    if earlier is not None and later is not None and later < earlier:
        raise fault(what, *at)


class Training(Record):
    """One training of one person, in 学时."""

    dated: ClassVar[str | None] = "date"
    date: DayInYear = Field(alias="日期")
    course: Text = Field(alias="课程")
    category: TrainingCategory = Field(alias="类别")
    topic: TrainingTopic | None = Field(default=None, alias="专题")
    hours: EntryHours = Field(alias="学时")


class TrainingClass(Training):
    """A class that many attended: the whole roster, or a list of 人员 编号."""

    number: Text | None = Field(default=None, alias="编号")
    attended: Attendance = Field(alias="参训")


class Exam(Record):
    """One exam of one person."""

    dated: ClassVar[str | None] = "date"
    date: DayInYear = Field(alias="日期")
    subject: Text | None = Field(default=None, alias="科目")
    score: Score | None = Field(default=None, alias="成绩")
    passed: YesNo = Field(alias="合格")


class Person(Record):
    """One person on the unit's roster, auxiliary staff too."""

    key: ClassVar[str | None] = "number"
    answers: ClassVar[tuple[str, ...]] = ("trainings", "exams")
    number: Text = Field(alias="编号")
    name: Text = Field(alias="姓名")
    category: PersonCategory = Field(alias="类别")
    licence: StatedText | None = Field(default=None, alias="执法证号")
    licence_until: Day | None = Field(default=None, alias="证件有效期至")
    first_application: YesNo | None = Field(default=None, alias="初次申领")
    study_hours: Number | None = Field(default=None, alias="集中学习学时")
    practice_hours: Number | None = Field(default=None, alias="岗位实训学时")
    trainings: list[Training] | None = Field(default=None, alias="培训")
    exams: list[Exam] | None = Field(default=None, alias="考试")


class LegalReview(Record):
    """法制审核 of a decision."""

    dated: ClassVar[str | None] = "date"
    date: Day = Field(alias="日期")
    result: ReviewResult = Field(alias="结论")


class Filing(Record):
    """备案 of a decision."""

    dated: ClassVar[str | None] = "date"
    date: Day = Field(alias="日期")
    number: Text | None = Field(default=None, alias="编号")


class Decision(Record):
    """A major decision of the year (重大决定)."""

    key: ClassVar[str | None] = "number"
    dated: ClassVar[str | None] = "date"
    answers: ClassVar[tuple[str, ...]] = ("served", "review", "filing")
    number: Text = Field(alias="文号")
    category: ActCategory = Field(alias="类别")
    date: DayInYear = Field(alias="决定日期")
    served: Day | None = Field(default=None, alias="送达日期")
    handlers: list[Text] | None = Field(default=None, alias="承办人")
    discretion: StatedText | None = Field(default=None, alias="裁量基准")
    review: LegalReview | None = Field(default=None, alias="法制审核")
    filing: Filing | None = Field(default=None, alias="备案")

    @model_validator(mode="after")
    def _filed_after_decision(self) -> Self:
        if self.filing:
            _in_order(self.date, self.filing.date, f"备案不能早于决定日期 {self.date}，请核对", "备案", "日期")
        return self


class Volume(Record):
    """A year's dossiers of one enforcement body (案卷)."""

    key: ClassVar[str | None] = "body"
    body: Text = Field(alias="执法主体")
    counts: dict[ActCategory, Whole] = Field(alias="件数")


class Circular(Record):
    """通报 of a case review."""

    dated: ClassVar[str | None] = "date"
    answers: ClassVar[tuple[str, ...]] = ("copied",)
    number: Text | None = Field(default=None, alias="文号")
    date: Day = Field(alias="日期")
    copied: Day | None = Field(default=None, alias="抄送日期")

    @model_validator(mode="after")
    def _copied_after_issue(self) -> Self:
        _in_order(self.date, self.copied, f"抄送日期不能早于日期 {self.date}，请核对", "抄送日期")
        return self


class Sample(Record):
    """Dossiers of one enforcement body looked at in one review."""

    body: Text = Field(alias="执法主体")
    counts: dict[ActCategory, Whole] = Field(alias="件数")


class CaseReview(Record):
    """A unit's own review of its dossiers (案卷评查)."""

    label: ClassVar[str | None] = "date"
    dated: ClassVar[str | None] = "date"
    answers: ClassVar[tuple[str, ...]] = ("circular",)
    date: DayInYear = Field(alias="日期")
    name: Text | None = Field(default=None, alias="名称")
    samples: list[Sample] = Field(alias="抽查")
    circular: Circular | None = Field(default=None, alias="通报")


class Report(Record):
    """One thing reported to the bureau (报送)."""

    label: ClassVar[str | None] = "item"
    dated: ClassVar[str | None] = "date"
    answers: ClassVar[tuple[str, ...]] = ("issued", "copied")
    item: Item = Field(alias="事项")
    period: PeriodText = Field(alias="所属期")
    date: Day = Field(alias="日期")
    number: Text | None = Field(default=None, alias="文号")
    issued: Day | None = Field(default=None, alias="发文日期")
    cases: list[Text] | None = Field(default=None, alias="典型案例")
    copied: Day | None = Field(default=None, alias="抄送日期")
    covered: list[UnitRef] | None = Field(default=None, alias="覆盖单位")

    @model_validator(mode="after")
    def _dates_agree(self, info: ValidationInfo) -> Self:
        check_item_period(self.item, self.period, info)
        _in_order(
            self.period.start, self.date, f"日期早于所属期的开始（{self.period.start}），请核对日期和所属期", "日期"
        )
        latest = self.period.end + relativedelta(years=1)
        _in_order(self.date, latest, f"日期比所属期的结束晚了一年以上（最晚 {latest}），请核对日期和所属期", "日期")
        _in_order(self.date, self.copied, f"抄送日期不能早于日期 {self.date}，请核对", "抄送日期")
        return self


class Handling(Record):
    """How a delegation that breaks the rules was mended."""

    dated: ClassVar[str | None] = "date"
    way: Remedy = Field(alias="方式")
    date: Day = Field(alias="日期")


class Delegation(Record):
    """A delegation of enforcement (委托)."""

    label: ClassVar[str | None] = "delegate"
    answers: ClassVar[tuple[str, ...]] = ("handling", "stopped")
    delegate: Text = Field(alias="受委托单位")
    subject: Text | None = Field(default=None, alias="委托事项")
    basis: Text | None = Field(default=None, alias="依据")
    compliant: YesNo = Field(alias="符合规定")
    handling: Handling | None = Field(default=None, alias="处理")
    stopped: Day | None = Field(default=None, alias="停止实施日期")


class Incident(Record):
    """An enforcement incident with a bad public effect (影响事件)."""

    key: ClassVar[str | None] = "number"
    dated: ClassVar[str | None] = "occurred"
    answers: ClassVar[tuple[str, ...]] = ("first", "full")
    number: Text = Field(alias="编号")
    summary: Text | None = Field(default=None, alias="概况")
    occurred: MomentInYear = Field(alias="发生时间")
    first: Moment | None = Field(default=None, alias="初步报告")
    full: Moment | None = Field(default=None, alias="完整报告")

    @model_validator(mode="after")
    def _reported_after_event(self) -> Self:
        for moment, name in ((self.first, "初步报告"), (self.full, "完整报告")):
            _in_order(self.occurred, moment, f"{name}不能早于发生时间 {self.occurred:%Y-%m-%d %H:%M}，请核对", name)
        return self


class Measure(Record):
    """A coercive measure against an enforcement officer (人员追责)."""

    key: ClassVar[str | None] = "number"
    dated: ClassVar[str | None] = "taken"
    answers: ClassVar[tuple[str, ...]] = ("reported",)
    number: Text = Field(alias="编号")
    person: Text | None = Field(default=None, alias="人员编号")
    what: Text | None = Field(default=None, alias="措施")
    taken: DayInYear = Field(alias="措施日期")
    reported: Day | None = Field(default=None, alias="报告日期")

    @model_validator(mode="after")
    def _reported_after_measure(self) -> Self:
        _in_order(self.taken, self.reported, f"报告日期不能早于措施日期 {self.taken}，请核对", "报告日期")
        return self


class PlatformEntry(Record):
    """Cases handled and cases entered on the provincial platform, by category (平台录入)."""

    key: ClassVar[str | None] = "category"
    category: EnteredCategory = Field(alias="类别")
    handled: Whole = Field(alias="办件")
    entered: Whole = Field(alias="录入")

    @model_validator(mode="after")
    def _entered_at_most_handled(self) -> Self:
        if self.entered > self.handled:
            raise fault(f"录入不能多于办件 {self.handled}，请核对这两个数", "录入")
        return self


class BureauSample(Record):
    """Dossiers that the bureau looked at (案卷抽查)."""

    dated: ClassVar[str | None] = "date"
    date: DayInYear = Field(alias="日期")
    unit: UnitRef = Field(alias="单位")
    count: Whole = Field(alias="件数")


class Naming(Record):
    """A unit that the bureau's circular names for poor results (通报不理想); seen once its period is over."""

    item: Item = Field(alias="事项")
    unit: UnitRef = Field(alias="单位")
    period: PeriodText = Field(alias="所属期")

    def seen_from(self) -> date:
        """The day after its period."""
        return self.period.end + timedelta(days=1)

    @model_validator(mode="after")
    def _period_fits(self, info: ValidationInfo) -> Self:
        check_item_period(self.item, self.period, info)
        return self


SECTIONS: dict[str, type[Record]] = {
    "人员": Person,
    "培训班": TrainingClass,
    "重大决定": Decision,
    "案卷": Volume,
    "案卷评查": CaseReview,
    "报送": Report,
    "委托": Delegation,
    "影响事件": Incident,
    "人员追责": Measure,
    "平台录入": PlatformEntry,
    "案卷抽查": BureauSample,
    "通报不理想": Naming,
}


def aliases(record: type[Record]) -> tuple[str, ...]:
    """The Chinese keys of a record, in the order of the format."""
    return tuple(str(field.alias) for field in record.model_fields.values())
