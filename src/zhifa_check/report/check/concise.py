"""``concise``: one line a finding, ``path:line:col: STATUS ID message``."""

from typing import TextIO

from zhifa_check.kinds.verdict import STATUS_NAMES
from zhifa_check.report.check.verdict import place
from zhifa_check.report.check.view import View
from zhifa_check.report.formats import Style


def write_concise(view: View, out: TextIO, style: Style) -> None:
    """Findings in the order of the view; nothing else, so that editors and grep can read it."""
    for unit in view.units:
        for finding in unit.told:
            owner = "" if finding.status == "invalid" else f"{unit.name} "
            out.write(f"{place(finding)}: {STATUS_NAMES[finding.status]} {finding.id} {owner}{finding.message}\n")
