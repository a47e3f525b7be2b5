"""``-f html:总览.html``: the period as one page, over the same figures as every other output."""

import hashlib
from base64 import b64encode
from typing import TextIO

from jinja2 import Environment, PackageLoader, StrictUndefined

from zhifa_check.kinds.verdict import STATUS_NAMES
from zhifa_check.report.check.verdict import waiver_words
from zhifa_check.report.documents.formal import chinese_period
from zhifa_check.report.overview.charts import FOOT, HEIGHT, WIDTH, due_bars, problem_bars, rate_bars
from zhifa_check.report.period.matrix import SIGNS, lines
from zhifa_check.report.period.report import Report
from zhifa_check.report.period.trend import CHANGES
from zhifa_check.report.period.trend_words import MEANING, series_table, since_words
from zhifa_check.report.period.words import NOTES, Table, headline, tables, title, warnings
from zhifa_check.words.harmless import harmless


def write_overview(report: Report, out: TextIO, color: str) -> None:
    """One document; whatever a submission says in it is text and nothing else."""
    loader = PackageLoader("zhifa_check.report.overview", "page")
    # named files and no guessing by their ends: everything is escaped
    made = Environment(autoescape=True, undefined=StrictUndefined, loader=loader, trim_blocks=True, lstrip_blocks=True)
    made.filters["harmless"] = harmless
    style, script = (_text(loader, made, name) for name in ("overview.css", "overview.js"))
    period, view = report.period, report.period.view
    page = made.get_template("overview.html").render(
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
        report=report,
        period=period,
        plan=view.plan,
        called=chinese_period(period.period),
        title=title(period),
        headline=headline(period),
        warnings=list(warnings(period)),
        lines=lines(period),
        tasks=view.plan.task_titles,
        signs=SIGNS,
        status_names=STATUS_NAMES,
        faults=[fault for fault in period.faults if fault.finding.status != "met"],
        tables=[_without_ids(table) for table in tables(period)],
        series=series_table(report.trend),
        since=since_words(report.trend),
        changes=CHANGES,
        meaning=MEANING,
        charts=[
            ("各季度的问题（处）", problem_bars(report.trend)),
            ("各季度的按期率", rate_bars(report.trend)),
            ("今后 31 天到期（件）", due_bars(view.upcoming)),
        ],
        size=(WIDTH, HEIGHT, HEIGHT - FOOT),
        upcoming=view.upcoming,
        waiver_words=waiver_words,
        notes=NOTES,
    )
    out.write(page)


def _without_ids(table: Table) -> Table:
    """A table for those to whom the ids of requirements say nothing."""
    rows = tuple((row[1] or row[0], *row[2:]) for row in table.rows)
    return Table(table.title, table.head[1:], rows)


def _text(loader: PackageLoader, environment: Environment, name: str) -> str:
    return loader.get_source(environment, name)[0].replace("\r\n", "\n")


def _hash(text: str) -> str:
    """As a content security policy names an inline text that may stand in the page."""
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()
