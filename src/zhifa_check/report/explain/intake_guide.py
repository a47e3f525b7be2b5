"""What the errors of intake mean, each with a file that makes it and the same file mended; the tests try every one.

The files speak of the plan in force: ``$year`` and the like stand for its year, its first 事项 and its words.
"""

from datetime import timedelta
from string import Template
from typing import NamedTuple

from zhifa_check.calendar.periods import EVERY_NAMES, some_period
from zhifa_check.plan.model import Plan

HEAD = "单位: 某局\n年度: $year\n"


class Guide(NamedTuple):
    """One error: in words, and as a file before and after; ``encoding`` is that of the wrong file.

    ``cost`` is what it does to the judgement.
    """

    title: str
    meaning: str
    mend: str
    wrong: str
    right: str
    cost: str = "有错的记录不参加认定，受它影响的核对事项显示“无法读取”，不会当作未报；其余照常认定。"
    encoding: str = "utf-8"

    def told(self, plan: Plan) -> "Guide":
        """The same in the words of a plan."""
        lengths = {item: every for one in plan.requirements for item, every in one.rule.item_lengths().items()}
        item = min(lengths, key=lambda item: -[*EVERY_NAMES].index(lengths[item]), default="")
        period = some_period(plan.year, lengths.get(item, "year"))
        day = period.end + timedelta(5)
        words = {"year": plan.year, "before": plan.year - 1, "item": item, "period": period, "day": day}
        words |= {"dotted": f"{day.year}.{day.month}.{day.day}"}
        lists = {"staff": "人员类别", "lesson": "培训类别", "act": "执法行为类别"}
        words |= {name: plan.word_lists.get(known, (f"某{known}",))[0] for name, known in lists.items()}
        wrong, right = (Template(text).substitute(words) for text in (self.wrong, self.right))
        return self._replace(wrong=wrong, right=right)


_REPORT = "报送:\n  - {事项: $item, 所属期: $period, 日期: $day}\n"
_PEOPLE = "人员:\n  - {编号: A01, 姓名: 某甲, 类别: $staff}\n"

_REVIEW = "  - {日期: $year-06-20, 抽查: [{执法主体: 某局, 件数: {$act: 5}}]}\n"
_VOLUME = "案卷:\n  - {执法主体: 某局, 件数: {$act: 12}}\n"

GUIDE: dict[str, Guide] = {
    "D.encoding": Guide(
        "文件编码不对",
        "文件不是用 UTF-8 保存的（多半是旧版记事本的 ANSI，即 GBK，或 Unicode，即 UTF-16），也可能根本打不开。",
        "用记事本打开，选“文件—另存为”，“编码”选 UTF-8，保存。",
        HEAD + _REPORT,
        HEAD + _REPORT,
        encoding="gbk",
    ),
    "D.syntax": Guide(
        "写法读不懂",
        "冒号、引号、括号、行首空格这些记号不合写法，文件从这里起读不下去。"
        "常见的是全角冒号“：”、行首的 Tab 或全角空格、冒号后少空格、以方括号开头的文号没有加引号。",
        "照提示改那一行：记号用英文半角，冒号后空一格，同一层的行首空格一样多。",
        HEAD + "报送:\n  - 事项：$item\n    所属期: $period\n    日期: $day\n",
        HEAD + "报送:\n  - 事项: $item\n    所属期: $period\n    日期: $day\n",
    ),
    "D.limit": Guide(
        "文件太大或嵌套太深",
        "单个文件不超过 16 MiB，内容不超过一百万项，嵌套不超过 32 层。嵌套太深多半是括号漏了另一半。",
        "补齐括号；文件太大的拆成几个，放在同一个文件夹里。",
        HEAD + "报送: " + "[" * 40 + "]" * 40 + "\n",
        HEAD + "报送: []\n",
    ),
    "D.duplicate-key": Guide(
        "同一项写了两次",
        "同一条记录里一个名称出现两次，不知道以哪个为准；提示里有两处的行号。",
        "留下对的一行，删去另一行。整个部分（如“人员”）写了两次的，把两处的记录并到一处。",
        HEAD + "报送:\n  - {事项: $item, 所属期: $period, 日期: $day, 日期: $year-12-31}\n",
        HEAD + _REPORT,
    ),
    "D.unknown-key": Guide(
        "没有这一项",
        "名称写错了，或者写在了不该写的地方；提示里有最像的名称。",
        "改成提示的名称；确实多余的删去。",
        HEAD + "报送:\n  - {事项: $item, 所属期: $period, 报送日期: $day, 日期: $day}\n",
        HEAD + _REPORT,
    ),
    "D.missing-key": Guide(
        "少了必填的一项",
        "这条记录缺一个必填项，或者写了名称没有填内容。",
        "在这条记录里补上一行“名称: 内容”。",
        HEAD + "报送:\n  - {事项: $item, 日期: $day}\n",
        HEAD + _REPORT,
    ),
    "D.value": Guide(
        "填的内容不对",
        "日期不存在或格式不对、数字不是数字、类别或事项不在能填的范围内、前后两个日期颠倒，等等。",
        "照提示改。日期写成 年-月-日 的形式，时刻再加 时:分，月、日、时、分都写两位；数字只写数字，是否写“是”或“否”。",
        HEAD + "报送:\n  - {事项: $item, 所属期: $period, 日期: $dotted}\n",
        HEAD + _REPORT,
    ),
    "D.duplicate-id": Guide(
        "编号重复",
        "同一个单位里，人员编号、文号、执法主体等不能重复（几个文件合在一起算）。以先出现的一条为准，后一条不算。",
        "改正编号；确是同一条的删去一条。",
        HEAD + _PEOPLE + "  - {编号: A01, 姓名: 某乙, 类别: $staff}\n",
        HEAD + _PEOPLE + "  - {编号: A02, 姓名: 某乙, 类别: $staff}\n",
    ),
    "D.duplicate-record": Guide(
        "同一条记录写了两遍",
        "两条记录每一项都一样，或者一个人的培训已经写在他参加的培训班里。多半是复制了文件（如“培训班 - 副本.yaml”）"
        "或者重复粘贴。只算先出现的一条；两个文件里，名称或文件夹写着副本、复件、copy、(1)、备份的算后一条。",
        "删去多余的一条或副本文件。确是两次的：培训班、案卷评查、委托、案卷抽查各填一个不同的“编号”，"
        "本人的培训在“课程”里写出区别。",
        HEAD + "案卷评查:\n" + _REVIEW * 2 + _VOLUME,
        HEAD + "案卷评查:\n" + _REVIEW + _VOLUME,
        "先出现的一条照常认定，核对事项不受影响。",
    ),
    "D.reference": Guide(
        "引用的人、执法主体或单位不存在",
        "参训、承办人、人员编号要是本单位“人员”里的编号，抽查的执法主体要在“案卷”里，覆盖单位要在单位名册里。",
        "核对编号或名称；确有此人的，在“人员”里补上。",
        HEAD + _PEOPLE + "培训班:\n  - {日期: $year-05-04, 课程: 行政处罚法, 类别: $lesson, 学时: 8, 参训: [A09]}\n",
        HEAD + _PEOPLE + "培训班:\n  - {日期: $year-05-04, 课程: 行政处罚法, 类别: $lesson, 学时: 8, 参训: [A01]}\n",
    ),
    "D.unit": Guide(
        "单位写错，或文件放错",
        "开头“单位”写的名称，单位名册（data/units.yaml）里没有；或者文件放在别的单位的文件夹里，这样的文件哪个单位的都不算。",
        "照名册写单位的代号、名称或全称，放错的移到自己的文件夹；名册缺单位的请联系市司法局。",
        "单位: 某司\n年度: $year\n" + _REPORT,
        HEAD + _REPORT,
    ),
    "D.year": Guide(
        "年度不对",
        "开头“年度”与所用计划的年度不同，整个文件不参加认定。",
        "写错的改正；别的年度的文件请放到别处。",
        "单位: 某局\n年度: $before\n" + _REPORT,
        HEAD + _REPORT,
    ),
    "D.privacy": Guide(
        "有身份证号",
        "文件里（注释里也算）有 18 位居民身份证号。共享的仓库里不得有身份证号，工具不会把它显示出来。",
        "删去；人员用本单位自编的编号（如 A01）。已经推送的，请联系市司法局从历史里清除。",
        "",
        "",
    ),
}
