"""What has changed in a plan as a whole: its head, its words, its readings, from when it holds, how it assesses."""

from collections.abc import Iterable, Iterator, Mapping

from zhifa_check.kinds.due import Binds
from zhifa_check.plan.assessment import Assessment
from zhifa_check.plan.changes import Line, compared, lists
from zhifa_check.plan.demands import Demand, leaves
from zhifa_check.plan.model import Plan
from zhifa_check.plan.requirement import Reading
from zhifa_check.plan.scored import Scored
from zhifa_check.words.figures import plain

_NOBODY = frozenset[str]()
_READ = tuple(str(Reading.model_fields[name].title) for name in ("strict", "lenient"))
_WHO = str(Scored.model_fields["binds"].title)


def overall(old: Plan, new: Plan) -> Iterator[Line]:
    """What has changed in the plan as a whole; most of it is nothing that a unit does."""
    yield from (Line(text, _NOBODY) for text in _heads(old, new))
    yield from _readings(old, new)
    yield from _effective(old, new)
    yield from _assessment(old, new)
    yield from _scores(old, new)


def _heads(old: Plan, new: Plan) -> Iterator[str]:
    for name in ("id", "title", "year", "issued", "replaces"):
        label = Plan.model_fields[name].title
        if getattr(old, name) != getattr(new, name):
            yield f"{label}：{getattr(old, name) or '没有'} → {getattr(new, name) or '没有'}"
    for name in ("kinds", "roles"):
        yield from lists(str(Plan.model_fields[name].title), getattr(old, name), getattr(new, name))
    for name in dict.fromkeys((*old.categories, *new.categories)):
        yield from lists(f"词表“{name}”", old.categories.get(name, ()), new.categories.get(name, ()))
    for name in dict.fromkeys((*old.verbs, *new.verbs)):
        yield from lists(f"动词“{name}”", old.verbs.get(name, ()), new.verbs.get(name, ()))
    for name in dict.fromkeys((*old.reserved_sections, *new.reserved_sections)):
        one, two = old.reserved_sections.get(name, ()), new.reserved_sections.get(name, ())
        yield from lists(f"专用部分“{name}”", one, two)
    yield from lists("任务", *([f"{task} {title}" for task, title in plan.tasks.items()] for plan in (old, new)))
    yield from lists("案卷抽取的分层", *([f"{one.name}（{one.binds}）" for one in plan.strata] for plan in (old, new)))
    evidence = (dict(leaves(plan.evidence, "日期的对照")) if plan.evidence else {} for plan in (old, new))
    yield from (line.text for line in compared(old, new, *evidence))
    yield from lists("部分和字段", *(list(_declared(plan)) for plan in (old, new)))
    gone, come = ({one.quote for one in plan.not_checked} for plan in (old, new))
    yield from (f"不由机器核对，新增：「{quote}」" for quote in sorted(come - gone))
    yield from (f"不由机器核对，去掉：「{quote}」" for quote in sorted(gone - come))


def _declared(plan: Plan) -> Iterator[str]:
    """The fields that a plan adds to the format, each with its section and its type."""
    for title, one in plan.sections.items():
        for key, field in (one.extend | one.fields).items():
            for path, inner in ((key, field), *((f"{key}.{name}", member) for name, member in field.fields.items())):
                kind = f"[{inner.type.name}]" if inner.type.many else inner.type.name
                yield f"{title}.{path}（{kind}{'，必填' if inner.required else ''}）"


def _words(binds: Iterable[Binds]) -> frozenset[str]:
    return frozenset(word for one in binds for word in (*one.kinds, *one.roles))


def _readings(old: Plan, new: Plan) -> Iterator[Line]:
    """What the document leaves open and how it is read, with the requirements that are read so."""
    for name in dict.fromkeys((*old.readings, *new.readings)):
        told = [_reading(plan.readings.get(name)) for plan in (old, new)]
        users = [one for plan in (new, old) for one in plan.requirements if name in one.readings]
        ids = "、".join(dict.fromkeys(one.id for one in users))
        label = f"读法“{name}”（{ids}）" if ids else f"读法“{name}”"
        whose = _words(one.binds for one in users)
        for line in compared(old, new, *told):
            # another question or another law behind it is nothing that a unit does
            yield Line(f"{label}{line.text}", whose if line.text.startswith(_READ) else _NOBODY)


def _reading(reading: Reading | None) -> Mapping[str, Demand]:
    return dict(leaves(reading, "")) if reading is not None else {}


def _effective(old: Plan, new: Plan) -> Iterator[Line]:
    """From when to when the whole of it holds; requirements that have their own do not move with it."""
    title = str(Plan.model_fields["effective"].title)
    told = (dict(leaves(plan.effective, title)) if plan.effective else {} for plan in (old, new))
    whose = _words(one.binds for one in new.requirements if one.effective is None)
    yield from (Line(line.text, whose) for line in compared(old, new, *told))


def _assessed(plan: Plan) -> frozenset[str]:
    """Whom it gives points; of what other plans ask it is anybody."""
    own = _words(one.binds for one in plan.requirements if one.score is not None)
    binds = [one.binds for one in plan.scores]
    return own | _words(one for one in binds if one) | (frozenset(plan.kinds) if None in binds else _NOBODY)


def _assessment(old: Plan, new: Plan) -> Iterator[Line]:
    """All points together, grades, and what is done where nothing applies."""
    whose = _assessed(old) | _assessed(new)
    told = [_terms(plan.assessment) if plan.assessment else {} for plan in (old, new)]
    yield from (Line(line.text, whose) for line in compared(old, new, *told))
    quotes = [plan.assessment.quote if plan.assessment else "" for plan in (old, new)]
    if "".join(quotes[0].split()) != "".join(quotes[1].split()):
        yield Line(f"考核的原文：{' → '.join(f'「{quote}」' if quote else '没有' for quote in quotes)}", _NOBODY)


def _terms(assessment: Assessment) -> Mapping[str, Demand]:
    found = {}
    if assessment.points is not None:
        found["考核总分"] = Demand(plain(assessment.points))
    for grade in assessment.grades:
        found[f"等次“{grade.name}”要达到的分"] = Demand(plain(grade.at_least) if grade.at_least else "其余")
    found["没有这类事项的"] = Demand("按其余各项折算" if assessment.rescaled else "按满分")
    return found


def _scores(old: Plan, new: Plan) -> Iterator[Line]:
    """Points for what other plans ask."""
    before, after = ({one.id: one for one in plan.scores} for plan in (old, new))
    for id_ in dict.fromkeys((*after, *before)):
        one, two = before.get(id_), after.get(id_)
        entry = two or one
        assert entry is not None
        label = f"{id_} {entry.title}"
        whose = _words([entry.binds]) if entry.binds else frozenset(new.kinds)
        if one is None or two is None:
            what = "新增计分" if one is None else "不再计分"
            yield Line(f"{what} {label}（看 {'、'.join(entry.of)}）：{'；'.join(entry.score.words())}", whose)
            continue
        # who has it no more is told so
        either = whose | (_words([one.binds]) if one.binds else frozenset(old.kinds))
        for line in compared(old, new, _given(one), _given(two)):
            yield Line(f"{label}：{line.text}", either if line.text.startswith(_WHO) else whose)
        quotes = [[clause.quote for clause in each.clauses] for each in (one, two)]
        yield from (Line(f"{label}：{text}", _NOBODY) for text in lists("原文", *quotes))


def _given(entry: Scored) -> Mapping[str, Demand]:
    found = dict(leaves(entry.score, ""))
    for name in ("title", "of", "by_hand"):
        found |= dict(leaves(getattr(entry, name), str(Scored.model_fields[name].title)))
    found[_WHO] = Demand(str(entry.binds or "所看要求约束的单位"))
    return {label or "考核分值": demand for label, demand in found.items()}
