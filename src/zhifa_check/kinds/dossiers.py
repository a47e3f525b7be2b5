"""The dossiers and reviews of examples."""

from datetime import date
from typing import Any

from zhifa_check.kinds.base import Sections, Setting


def volume_example(setting: Setting, count: int = 12) -> Sections:
    """A year's dossiers of one fictional body, in two categories."""
    first, second, *_ = setting.categories["执法行为类别"]
    return {"案卷": [{"执法主体": "某执法大队", "件数": {first: count, second: count}}]}


def review_example(setting: Setting, day: date, reviewed: int = 6, *, whole: bool = True) -> dict[str, Any]:
    """A review of that body, in both categories or in the first alone."""
    first, second, *_ = setting.categories["执法行为类别"]
    counts = {first: reviewed, second: reviewed} if whole else {first: reviewed}
    return {"日期": day, "名称": "案卷评查", "抽查": [{"执法主体": "某执法大队", "件数": counts}]}
