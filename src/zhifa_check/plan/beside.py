"""What a plan may name without declaring it: sections, fields and word lists of earlier plans of its year beside it."""

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from zhifa_check.bureau.config import read_document
from zhifa_check.bureau.places import PLANS
from zhifa_check.format.problems import ConfigError
from zhifa_check.kinds.due import PlanWords
from zhifa_check.plan.sections import Sections, together, well_formed
from zhifa_check.source.files import read_limited


class Lent(NamedTuple):
    """Sections, fields of sections and word lists that a plan does not declare itself."""

    sections: Sections
    categories: Mapping[str, tuple[str, ...]]

    def without(self, sections: Sections, categories: Mapping[str, object]) -> "Lent":
        """Those that are not declared by others, who go before."""
        left: Sections = {}
        for title, one in self.sections.items():
            mine = sections.get(title)
            if mine is None or not mine.fields:
                kept = {key: field for key, field in one.extend.items() if mine is None or key not in mine.extend}
                if one.fields or kept:
                    left[title] = one.model_copy(update={"extend": kept})
        return Lent(left, {name: words for name, words in self.categories.items() if name not in categories})

    @classmethod
    def of_all(cls, parts: Iterable["Lent"]) -> "Lent":
        """What several plans have borrowed, each once."""
        each = list(parts)
        return cls(together(one.sections for one in each), dict(ChainMap(*(dict(one.categories) for one in each))))


NOTHING = Lent({}, {})


def plans_beside(path: Path, data: Any) -> list[Mapping[str, Any]]:
    """The plans of its year beside one, as they stand in their files, that were not issued after it."""
    year, issued = (data.get("year"), data.get("issued")) if isinstance(data, dict) else (None, None)
    if not isinstance(year, str):
        return []
    others = [other for other in sorted(path.parent.glob(PLANS)) if other.name != path.name]
    return [there for other in others if (there := _of_year(other, year, str(issued))) is not None]


def _of_year(path: Path, year: str, issued: str) -> Mapping[str, Any] | None:
    # PyYAML is a good part of the start-up, and most plans stand alone
    from zhifa_check.source.events import head

    try:
        content = read_limited(path)
        if head(content, "year") == year and (head(content, "issued") or "") <= issued:
            there = read_document(path).data
            return there if isinstance(there, dict) else None
    except (OSError, ConfigError):
        pass  # whoever reads that plan is told
    return None


def lent_by(others: Sequence[Mapping[str, Any]], words: PlanWords) -> Lent:
    """What plans lend; ``words`` has the word lists and the types of all."""
    sections = together(well_formed(one, words) or {} for one in others)
    return Lent(sections, words.categories)
