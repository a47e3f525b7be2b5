"""What a check keeps of a unit while it goes on to the next."""

import gc
import weakref
from datetime import date

from conftest import ROOT
from zhifa_check.bureau.places import find_places
from zhifa_check.inputs.facts import Facts
from zhifa_check.inputs.intake import read_documents
from zhifa_check.judge.engine import judge_unit
from zhifa_check.judge.frame import load_frame
from zhifa_check.source.loader import load

#: Somebody who came after a deadline: the facts by that day are others than those of the year.
FILED = "单位: 汇龙镇\n年度: 2023\n人员:\n  - {编号: A1, 姓名: 甲, 类别: 执法人员, 在岗起: 2023-12-01}\n"


def test_what_was_read_of_a_unit_goes_with_it_though_nothing_collects_circles() -> None:
    frame = load_frame(find_places([ROOT / "submissions"]), date(2024, 1, 31))
    owner = frame.registry.by_id[frame.registry.ids["汇龙镇"]]
    intake = read_documents(owner, [load(FILED.encode(), "a.yaml")], frame.vocabulary)
    facts = Facts(intake, frame.as_of)
    assert facts.by(date(2023, 6, 30)) is not facts
    gone = weakref.ref(facts)
    gc.disable()
    try:
        judge_unit(frame, owner, intake, {}, facts)
        del facts
        assert gone() is None
    finally:
        gc.enable()
