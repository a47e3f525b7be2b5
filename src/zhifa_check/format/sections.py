"""The sections of a submission: Chinese keys outside, English names inside.

``dated`` names the field that says when a record came about: dated after the as-of date it is not seen.
``answers`` are the later facts in it (filings, reports, copies): dated after the as-of date they count as absent.
``key`` names the field by which a record is known and must be unique within the unit; ``label`` the field by which
findings call a record that has no key, and people one that has. ``about`` and the fields' descriptions tell a liaison,
in Chinese, what to fill in; no number of the plan stands in them.
"""

from datetime import date, datetime, timedelta
from typing import ClassVar, Self

from dateutil.relativedelta import relativedelta
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from zhifa_check.format.values import (
    ActCategory,
    Attendance,
    BodyRef,
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
    PersonRef,
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

    about: ClassVar[str] = ""
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

    about: ClassVar[str] = "一个人的一次培训。"
    dated: ClassVar[str | None] = "date"
    date: DayInYear = Field(alias="日期", description="培训那一天；跨天的按天分开填写")
    course: Text = Field(alias="课程", description="课程名称")
    category: TrainingCategory = Field(alias="类别", description="培训内容属于哪一类")
    topic: TrainingTopic | None = Field(
        default=None, alias="专题", description="属于某个专题的，照抄专题名称；不属于的不写"
    )
    hours: EntryHours = Field(alias="学时", description="这一次培训的学时，只写数字")


class TrainingClass(Training):
    """A class that many attended: the whole roster, or a list of 人员 编号."""

    about: ClassVar[str] = "很多人一起参加的培训，一次一条，不用每人抄一遍。"
    number: Text | None = Field(default=None, alias="编号", description="自编，可不填")
    attended: Attendance = Field(
        alias="参训", description="参加人员编号的列表，如 [A01, A02]；本单位全体人员都参加的，写“全体”"
    )


class Exam(Record):
    """One exam of one person."""

    about: ClassVar[str] = "一个人的一次考试。"
    dated: ClassVar[str | None] = "date"
    date: DayInYear = Field(alias="日期", description="考试那一天")
    subject: Text | None = Field(default=None, alias="科目", description="考试科目")
    score: Score | None = Field(default=None, alias="成绩", description="分数，只写数字")
    passed: YesNo = Field(alias="合格", description="是否合格，填是或否")


class Person(Record):
    """One person on the unit's roster, auxiliary staff too."""

    about: ClassVar[str] = "一人一条，执法人员和辅助人员都填。"
    key: ClassVar[str | None] = "number"
    label: ClassVar[str | None] = "name"
    answers: ClassVar[tuple[str, ...]] = ("trainings", "exams")
    number: Text = Field(alias="编号", description="本单位自编的人员编号，如 A01，不能重复；不得填写身份证号")
    name: Text = Field(alias="姓名", description="人员姓名")
    category: PersonCategory = Field(alias="类别", description="执法人员还是辅助人员")
    licence: StatedText | None = Field(default=None, alias="执法证号", description="行政执法证号；没有证的不写这一行")
    licence_until: Day | None = Field(
        default=None, alias="证件有效期至", description="执法证有效期的最后一天；不写为长期有效"
    )
    first_application: YesNo | None = Field(
        default=None, alias="初次申领", description="今年是否初次申领执法证；不写为否"
    )
    study_hours: Number | None = Field(default=None, alias="集中学习学时", description="初次申领人员的集中学习学时")
    practice_hours: Number | None = Field(default=None, alias="岗位实训学时", description="初次申领人员的岗位实训学时")
    trainings: list[Training] | None = Field(
        default=None, alias="培训", description="这个人的培训，一次一条；很多人一起参加的，填在“培训班”里"
    )
    exams: list[Exam] | None = Field(default=None, alias="考试", description="这个人的考试，一次一条")


class LegalReview(Record):
    """法制审核 of a decision."""

    about: ClassVar[str] = "决定作出前的法制审核。"
    dated: ClassVar[str | None] = "date"
    date: Day = Field(alias="日期", description="作出审核结论那一天")
    result: ReviewResult = Field(alias="结论", description="法制审核的结论")


class Filing(Record):
    """备案 of a decision."""

    about: ClassVar[str] = "决定作出后的备案；没有备案的，不写这一部分。"
    dated: ClassVar[str | None] = "date"
    date: Day = Field(alias="日期", description="备案那一天，不能早于决定日期")
    number: Text | None = Field(default=None, alias="编号", description="备案编号，可不填")


class Decision(Record):
    """A major decision of the year (重大决定)."""

    about: ClassVar[str] = "本年度作出的重大行政执法决定，一件一条。"
    key: ClassVar[str | None] = "number"
    dated: ClassVar[str | None] = "date"
    answers: ClassVar[tuple[str, ...]] = ("served", "review", "filing")
    number: Text = Field(alias="文号", description="决定书文号，不能重复；以方括号开头的要加英文引号，如 '[2023]11号'")
    category: ActCategory = Field(alias="类别", description="属于哪一类执法行为")
    date: DayInYear = Field(alias="决定日期", description="作出决定那一天")
    served: Day | None = Field(default=None, alias="送达日期", description="送达当事人那一天")
    handlers: list[PersonRef] | None = Field(
        default=None, alias="承办人", description="承办人的人员编号，如 [A01, A02]，要在“人员”名册里"
    )
    discretion: StatedText | None = Field(
        default=None, alias="裁量基准", description="决定书里写明的裁量权基准适用情况"
    )
    review: LegalReview | None = Field(default=None, alias="法制审核", description="决定作出前的法制审核")
    filing: Filing | None = Field(default=None, alias="备案", description="决定作出后的备案；没有备案的不写")

    @model_validator(mode="after")
    def _filed_after_decision(self) -> Self:
        if self.filing:
            _in_order(self.date, self.filing.date, f"备案不能早于决定日期 {self.date}，请核对", "备案", "日期")
        return self


class Volume(Record):
    """A year's dossiers of one enforcement body (案卷)."""

    about: ClassVar[str] = "全年的案卷数，一个执法主体一条。"
    key: ClassVar[str | None] = "body"
    body: Text = Field(alias="执法主体", description="执法主体的名称，不能重复")
    counts: dict[ActCategory, Whole] = Field(
        alias="件数", description="各类执法行为的案卷数，如 {行政处罚: 14, 行政检查: 30}"
    )


class Circular(Record):
    """通报 of a case review."""

    about: ClassVar[str] = "评查后的通报；没有通报的，不写这一部分。"
    dated: ClassVar[str | None] = "date"
    answers: ClassVar[tuple[str, ...]] = ("copied",)
    number: Text | None = Field(default=None, alias="文号", description="通报文号")
    date: Day = Field(alias="日期", description="通报印发那一天")
    copied: Day | None = Field(default=None, alias="抄送日期", description="抄送市司法局那一天，不能早于通报日期")

    @model_validator(mode="after")
    def _copied_after_issue(self) -> Self:
        _in_order(self.date, self.copied, f"抄送日期不能早于日期 {self.date}，请核对", "抄送日期")
        return self


class Sample(Record):
    """Dossiers of one enforcement body looked at in one review."""

    about: ClassVar[str] = "这次评查抽查的案卷数，一个执法主体一条。"
    body: BodyRef = Field(alias="执法主体", description="执法主体的名称，要与“案卷”里的一致")
    counts: dict[ActCategory, Whole] = Field(alias="件数", description="这次评查的各类案卷数，不能多于“案卷”里的件数")


class CaseReview(Record):
    """A unit's own review of its dossiers (案卷评查)."""

    about: ClassVar[str] = "本单位组织的案卷评查，一次一条。"
    label: ClassVar[str | None] = "date"
    dated: ClassVar[str | None] = "date"
    answers: ClassVar[tuple[str, ...]] = ("circular",)
    date: DayInYear = Field(alias="日期", description="评查那一天")
    name: Text | None = Field(default=None, alias="名称", description="这次评查的名称")
    samples: list[Sample] = Field(alias="抽查", description="抽查了哪些执法主体的多少案卷")
    circular: Circular | None = Field(default=None, alias="通报", description="评查后的通报；没有通报的不写")


class Report(Record):
    """One thing reported to the bureau (报送)."""

    about: ClassVar[str] = "向市司法局报送、备案、抄送的材料，一个事项的一个所属期一条。"
    label: ClassVar[str | None] = "item"
    dated: ClassVar[str | None] = "date"
    answers: ClassVar[tuple[str, ...]] = ("issued", "copied")
    item: Item = Field(alias="事项", description="计划里的事项，照抄名称")
    period: PeriodText = Field(
        alias="所属期", description="材料说的是哪一段时间：全年 2023，半年 2023H1，季度 2023Q2，月份 2023-05"
    )
    date: Day = Field(alias="日期", description="报送那一天")
    number: Text | None = Field(default=None, alias="文号", description="报送材料的文号")
    issued: Day | None = Field(default=None, alias="发文日期", description="正式发文那一天")
    cases: list[Text] | None = Field(default=None, alias="典型案例", description="典型案例名称的列表")
    copied: Day | None = Field(default=None, alias="抄送日期", description="抄送市司法局那一天，不能早于报送日期")
    covered: list[UnitRef] | None = Field(default=None, alias="覆盖单位", description="专项监督检查了哪些单位")

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

    about: ClassVar[str] = "对不符合规定的委托怎样处理；还没有处理的，不写这一部分。"
    dated: ClassVar[str | None] = "date"
    way: Remedy = Field(alias="方式", description="怎样处理的")
    date: Day = Field(alias="日期", description="处理完成那一天")


class Delegation(Record):
    """A delegation of enforcement (委托)."""

    about: ClassVar[str] = "行政执法委托，一项一条。"
    label: ClassVar[str | None] = "delegate"
    answers: ClassVar[tuple[str, ...]] = ("handling", "stopped")
    delegate: Text = Field(alias="受委托单位", description="受委托单位的名称")
    subject: Text | None = Field(default=None, alias="委托事项", description="委托了哪些执法事项")
    basis: Text | None = Field(default=None, alias="依据", description="委托的法律、法规、规章依据")
    compliant: YesNo = Field(alias="符合规定", description="委托是否符合法律、法规和规章规定，填是或否")
    handling: Handling | None = Field(
        default=None, alias="处理", description="不符合规定的委托怎样处理；还没有处理的不写"
    )
    stopped: Day | None = Field(default=None, alias="停止实施日期", description="停止实施委托那一天")


class Incident(Record):
    """An enforcement incident with a bad public effect (影响事件)."""

    about: ClassVar[str] = "造成不良社会影响的执法事件，一件一条。"
    key: ClassVar[str | None] = "number"
    dated: ClassVar[str | None] = "occurred"
    answers: ClassVar[tuple[str, ...]] = ("first", "full")
    number: Text = Field(alias="编号", description="自编，如 E-1，不能重复")
    summary: Text | None = Field(default=None, alias="概况", description="事件概况")
    occurred: MomentInYear = Field(alias="发生时间", description="事件发生的日期和时刻")
    first: Moment | None = Field(
        default=None, alias="初步报告", description="报送初步调查报告的日期和时刻；没有报送的不写"
    )
    full: Moment | None = Field(
        default=None, alias="完整报告", description="报送完整调查报告的日期和时刻；没有报送的不写"
    )

    @model_validator(mode="after")
    def _reported_after_event(self) -> Self:
        for moment, name in ((self.first, "初步报告"), (self.full, "完整报告")):
            _in_order(self.occurred, moment, f"{name}不能早于发生时间 {self.occurred:%Y-%m-%d %H:%M}，请核对", name)
        return self


class Measure(Record):
    """A coercive measure against an enforcement officer (人员追责)."""

    about: ClassVar[str] = "行政执法人员被采取强制措施或追究责任的，一次一条。"
    key: ClassVar[str | None] = "number"
    dated: ClassVar[str | None] = "taken"
    answers: ClassVar[tuple[str, ...]] = ("reported",)
    number: Text = Field(alias="编号", description="自编，如 Z-1，不能重复")
    person: PersonRef | None = Field(
        default=None, alias="人员编号", description="被采取措施的人员编号，要在“人员”名册里"
    )
    what: Text | None = Field(default=None, alias="措施", description="采取的措施")
    taken: DayInYear = Field(alias="措施日期", description="被采取措施那一天")
    reported: Day | None = Field(
        default=None, alias="报告日期", description="向市司法局报告那一天，不能早于措施日期；没有报告的不写"
    )

    @model_validator(mode="after")
    def _reported_after_measure(self) -> Self:
        _in_order(self.taken, self.reported, f"报告日期不能早于措施日期 {self.taken}，请核对", "报告日期")
        return self


class PlatformEntry(Record):
    """Cases handled and cases entered on the provincial platform, by category (平台录入)."""

    about: ClassVar[str] = "省行政执法监督平台的录入情况，一个类别一条。"
    key: ClassVar[str | None] = "category"
    category: EnteredCategory = Field(alias="类别", description="录入平台的哪一类执法信息")
    handled: Whole = Field(alias="办件", description="全年办理的件数")
    entered: Whole = Field(alias="录入", description="其中录入平台的件数，不能多于办件")

    @model_validator(mode="after")
    def _entered_at_most_handled(self) -> Self:
        if self.entered > self.handled:
            raise fault(f"录入不能多于办件 {self.handled}，请核对这两个数", "录入")
        return self


class BureauSample(Record):
    """Dossiers that the bureau looked at (案卷抽查)."""

    about: ClassVar[str] = "市司法局抽查的案卷，一次一个单位一条。"
    dated: ClassVar[str | None] = "date"
    date: DayInYear = Field(alias="日期", description="抽查那一天")
    unit: UnitRef = Field(alias="单位", description="被抽查的单位")
    count: Whole = Field(alias="件数", description="抽查的案卷数")


class Naming(Record):
    """A unit that the bureau's circular names for poor results (通报不理想); seen once its period is over."""

    about: ClassVar[str] = "市司法局通报实施情况不理想的单位，一个单位一次一条。"
    item: Item = Field(alias="事项", description="被通报的事项，照抄名称")
    unit: UnitRef = Field(alias="单位", description="被通报的单位")
    period: PeriodText = Field(alias="所属期", description="通报的是哪一段时间")

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
