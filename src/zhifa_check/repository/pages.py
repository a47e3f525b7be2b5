"""The pages that officials read on the git host: one for everybody, one for each unit."""

import re
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from string import Template
from urllib.parse import quote

from zhifa_check.bureau.units import Unit
from zhifa_check.forms.duties import REPORTS, Duties, ReportEntry, SectionDuty, duties_of
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Requirement
from zhifa_check.report.tables import write_markup_table
from zhifa_check.repository.ci import template
from zhifa_check.repository.hosts import Host
from zhifa_check.repository.owners import supervisors
from zhifa_check.words.harmless import harmless

_MARKS = re.compile(r"([\\`*_\[\]<>#|~])")


def front_page(host: Host, plan: Plan, units: Sequence[Unit], folders: Mapping[str, str]) -> str:
    """README.md of the repository; ``folders`` by unit id."""
    rows = [
        (
            f"[{_text(unit.name)}](submissions/{quote(folders[unit.id])}/README.md)",
            _text(unit.kind),
            _text("、".join(unit.owners)) or "名册里没有写 owners",
        )
        for unit in units
    ]
    return Template(template("README.md")).substitute(
        plan=_text(plan.title),
        document=_text(plan.id),
        units=_table(("单位", "类别", "负责人"), rows),
        request=_spaced(host.request),
        codeowners=host.codeowners,
        setup="\n".join(f"- {line}" for line in host.setup),
    )


def unit_page(host: Host, plan: Plan, units: Sequence[Unit], unit: Unit, folder: str) -> str:
    """README.md of the folder of one of the units."""
    duties = duties_of(plan, unit)
    bureau = supervisors(plan, units)
    contacts = [f"- {_text(one.name)}{_in_brackets(one.owners)}" for one in bureau]
    return Template(template("unit.md")).substitute(
        name=_text(unit.full_name or unit.name),
        kind=unit.kind + _in_brackets(unit.roles),
        plan=_text(plan.title),
        document=_text(plan.id),
        id=unit.id,
        folder=_text(folder),
        reports=_reports(duties),
        sections=_sections(duties),
        steps="\n".join(f"{number}. {step}" for number, step in enumerate(host.handing_in, start=3)),
        request=_spaced(host.request),
        contacts="\n".join(contacts) or "名册里没有监督单位，请问管理员。",
    )


def _reports(duties: Duties) -> str:
    asks = {item.item: "；".join(item.asks.values()) for item in duties.items}
    rows = [
        (
            _dates(entry),
            _text(entry.item),
            str(entry.period),
            _text(asks[entry.item]),
            "、".join(dict.fromkeys(_text(due.place) for due in entry.dues)),
        )
        for entry in duties.calendar()
    ]
    if not rows:
        return "没有。"
    lines = [
        "写在“报送”部分，一件一条；事项和所属期照抄。",
        "",
        _table(("期限", "事项", "所属期", "还要有", "出处"), rows),
    ]
    if any(entry.strict_due != entry.lenient_due for entry in duties.calendar()):
        lines += ["", "“→”后面是宽松理解的期限（休息日顺延等），两个期限之间交的待认定。请按前一个期限交。"]
    return "\n".join(lines)


def _sections(duties: Duties) -> str:
    rows = [(section.section, "；".join(_asked(section))) for section in duties.sections if section.section != REPORTS]
    return _table(("部分", "核对什么"), rows) if rows else "没有。"


def _asked(section: SectionDuty) -> Iterator[str]:
    by_when: dict[str, list[str]] = {}
    for requirement in section.requirements:
        by_when.setdefault(_when(section, requirement), []).append(_text(requirement.title))
    for when, titles in by_when.items():
        yield f"{when}：{'、'.join(titles)}"


def _when(section: SectionDuty, requirement: Requirement) -> str:
    if section.for_others:
        return "有了就填，认定别的单位用"
    due = section.due.get(requirement.id)
    return f"截至 {due.strict_due}" if due else "有了就填，按每件事起算"


def _dates(entry: ReportEntry) -> str:
    later = f" → {entry.lenient_due}" if entry.lenient_due != entry.strict_due else ""
    return f"{entry.strict_due}{later}"


def _in_brackets(words: Sequence[str]) -> str:
    return f"（{_text('、'.join(words))}）" if words else ""


def _spaced(words: str) -> str:
    return f" {words} " if words.isascii() else words


def _text(text: str) -> str:
    """Text of the registry or the plan that no markdown reader takes for a mark."""
    return _MARKS.sub(r"\\\1", harmless(text))


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    out = StringIO()
    write_markup_table(header, rows, out)
    return out.getvalue().rstrip()
