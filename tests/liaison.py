"""A liaison who fills in the files of ``zhifa new``: removes ``#`` and writes after the colons, and no more."""

import re
from collections.abc import Callable
from datetime import date, timedelta

#: Section, group in it or None, key, number of the copy, deadline on the line or None → what is written there.
Answers = Callable[[str, str | None, str, int, date | None], str]

_BLANK = re.compile(r"([^\s{,:]+): (\[\])?(?=[,}]|$)")
_GROUP = re.compile(r"^ *(?:- )?([^\s:{]+):(?: \{|$)")
_DUE = re.compile(r"# 期限 ([0-9-]{10})")
_OPTIONAL = re.compile(r"^( +)#(.*)$")


def blocks(text: str) -> list[tuple[str, int, int]]:
    """Every blank record of a file: its section, its first line and the line after it, from 0."""
    found, section, lines = [], "", text.split("\n")
    for number, line in enumerate(lines):
        if line.endswith(":") and line[0] not in "# ":
            section = line[:-1]
        if line.startswith("  #- "):
            end = number + 1
            while re.match(" {4,}#", lines[end]):
                end += 1
            found.append((section, number, end))
    return found


def enabled(lines: list[str]) -> list[str]:
    """The lines with one ``#`` removed from each."""
    return [re.sub("^( *)#", r"\1", line) for line in lines]


def used(text: str, answers: Answers, copies: Callable[[str, int], int]) -> str:
    """The file with each record used as many times as ``copies`` says for its section and first line."""
    lines = text.split("\n")
    for section, start, end in reversed(blocks(text)):
        record = enabled(lines[start:end])
        written = [filled(section, record, answers, copy) for copy in range(copies(section, start))]
        lines[start:end] = [line for one in written for line in one] or lines[start:end]
    return "\n".join(lines)


def filled(section: str, record: list[str], answers: Answers, copy: int = 0) -> list[str]:
    """An enabled record with its blanks filled; a line that is still a comment is used where there is an answer."""
    done, group, depth = [], None, 0
    for line in record:
        optional = _OPTIONAL.match(line)
        text = optional[1] + optional[2] if optional else line
        indent = len(text) - len(text.lstrip(" -"))
        if found := _GROUP.match(text):
            group, depth = found[1], indent
        elif indent <= depth:
            group = None
        due = _DUE.search(text)
        day = date.fromisoformat(due[1]) if due else None
        given = {key: answers(section, group, key, copy, day) for key, _ in _BLANK.findall(text)}
        if optional and given and not any(given.values()):
            done.append(line)
        else:
            done.append(_BLANK.sub(lambda blank, given=given: f"{blank[1]}: {given[blank[1]] or blank[2] or ''}", text))
    return done


def dutiful(year: int, covered: list[str], earlier: int = 0) -> Answers:
    """Answers that satisfy every requirement; reports are made on the day they are due or ``earlier`` days before."""

    def day(month: int, number: int) -> str:
        return str(date(year, month, number))

    def answer(section: str, group: str | None, key: str, copy: int, due: date | None) -> str:
        done = due - timedelta(days=earlier) if due else None
        people = {"编号": f"A{copy:02d}", "姓名": f"某{copy}", "类别": "执法人员", "执法证号": f"Z{copy:04d}"}
        people |= {"初次申领": "是", "集中学习学时": "40", "岗位实训学时": "120.5"}
        training = {"日期": day(5, 4), "课程": "行政处罚法", "学时": "20", "专题": "包容审慎执法"}
        training["类别"] = ("法律法规", "业务知识", "执法技能")[copy % 3]
        counts = {"行政处罚": "6", "行政许可": "4"}
        known: dict[tuple[str, str | None], dict[str, str]] = {
            ("人员", None): people,
            ("人员", "培训"): training | {"课程": "行政许可法", "类别": "业务知识"},
            ("人员", "考试"): {"日期": day(11, 6), "合格": "是", "成绩": "88.5"},
            ("培训班", None): training | {"编号": f"P{copy}", "参训": "全体"},
            ("重大决定", None): {
                "文号": f"'[{year}]{copy}号'",
                "类别": "行政处罚",
                "决定日期": day(6, 6),
                "送达日期": day(6, 7),
                "承办人": "[A00, A01]",
                "裁量基准": "一般情节",
            },
            ("重大决定", "法制审核"): {"日期": day(6, 5), "结论": "通过"},
            ("重大决定", "备案"): {"日期": day(6, 12), "编号": "B1"},
            ("案卷", None): {"执法主体": "某大队"},
            ("案卷", "件数"): counts,
            ("案卷评查", None): {"日期": day(6 + copy % 2, 20), "名称": "案卷评查"},
            ("案卷评查", "抽查"): {"执法主体": "某大队"},
            ("案卷评查", "件数"): counts,
            ("案卷评查", "通报"): {"文号": "某评1号", "日期": day(9, 1), "抄送日期": day(9, 2)},
            ("委托", None): {"受委托单位": "某中心", "符合规定": "否", "停止实施日期": day(7, 1)},
            ("委托", "处理"): {"方式": "清理", "日期": day(7, 1)},
            ("影响事件", None): {
                "编号": "E1",
                "概况": "围观",
                "发生时间": f"{day(3, 20)} 09:30",
                "初步报告": f"{day(3, 20)} 10:00",
                "完整报告": f"{day(3, 21)} 09:30",
            },
            ("人员追责", None): {
                "编号": "Z1",
                "人员编号": "A00",
                "措施": "留置",
                "措施日期": day(4, 1),
                "报告日期": day(4, 3),
            },
            ("平台录入", None): {"办件": "12", "录入": "12"},
            ("案卷抽查", None): {"日期": day(6 + copy % 2, 8), "单位": "汇龙镇", "件数": "60"},
            ("通报不理想", None): {"事项": "告知承诺制实施数据", "单位": "汇龙镇", "所属期": f"{year}Q1"},
            ("报送", None): {
                "日期": str(done),
                "抄送日期": str(done),
                "发文日期": str(done),
                "文号": "某发1号",
                "典型案例": "[某案一, 某案二]",
                "覆盖单位": f"[{', '.join(covered)}]",
            },
        }
        return known.get((section, group), {}).get(key, "")

    return answer


def enough(section: str, line: int) -> int:
    """How many records satisfy the requirements about a section."""
    return {"人员": 2, "培训班": 3, "案卷评查": 2, "案卷抽查": 2}.get(section, 1)
