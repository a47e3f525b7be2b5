"""CODEOWNERS: who is asked when somebody changes the folder of a unit, or what the bureau alone may change."""

import re
from collections.abc import Iterator, Mapping, Sequence

from zhifa_check.bureau.units import Unit
from zhifa_check.plan.model import Plan
from zhifa_check.repository.hosts import Host
from zhifa_check.words.harmless import harmless

#: What hosts read as a pattern or a comment; one of any sign stands in for it, since escapes differ between them.
_GLOB_SIGNS = re.compile(r"[\[\]#!*?\\]")
_REGEX_SIGNS = re.compile(r"[.+*?()|\[\]{}^$\\]")

_HEAD = """\
# 谁负责哪个文件夹，由 zhifa init 按 data/units.yaml 里各单位的 owners 生成。名册改了，这里也要改。
# 有人改动时，{label} 会请负责人审核。后面的规则优先。
"""


def supervisors(plan: Plan, units: Sequence[Unit]) -> list[Unit]:
    """The units that supervise the others: those whose kind alone may fill in the reserved sections."""
    kinds = {kind for reserved in plan.reserved_sections.values() for kind in reserved}
    return [unit for unit in units if unit.kind in kinds]


def codeowners(host: Host, plan: Plan, units: Sequence[Unit], folders: Mapping[str, str], ci: Sequence[str]) -> str:
    """The text of the file; ``folders`` by unit id, ``ci`` the files of the CI."""
    lines = [_HEAD.format(label=host.label)]
    lines += [_rule(host, f"submissions/{folders[unit.id]}/", _owners(host, [unit]), unit.name) for unit in units]
    bureau = supervisors(plan, units)
    owners = _owners(host, bureau)
    lines += ["", "# 计划、名册、核准不计、流水线，以及本文件"]
    names = "、".join(unit.name for unit in bureau) or "监督单位"
    lines += [_rule(host, path, owners, names) for path in _guarded(host, ci)]
    return "\n".join(lines) + "\n"


def _guarded(host: Host, ci: Sequence[str]) -> Iterator[str]:
    # a file in a folder is guarded with all that may be put beside it
    found = [
        "data/",
        *(f"{path.partition('/')[0]}/" if "/" in path else path for path in (*ci, host.codeowners)),
    ]
    yield from dict.fromkeys(found)


def _owners(host: Host, units: Sequence[Unit]) -> list[str]:
    owners = dict.fromkeys(owner for unit in units for owner in unit.owners)
    return [owner for owner in owners if owner.startswith("@") or host.emails]


def _rule(host: Host, path: str, owners: Sequence[str], name: str) -> str:
    pattern = _regex(path) if host.owner_patterns == "regex" else _glob(path)
    if owners:
        return f"{pattern} {' '.join(owners)}"
    only = "" if host.emails else "（只能写 @账号，不能写邮箱）"
    return f"# {harmless(name)}在名册里没有 owners{only}，补上后写：{harmless(pattern)} @账号"


def _glob(path: str) -> str:
    return "/" + _GLOB_SIGNS.sub("?", path).replace(" ", "\\ ")


def _regex(path: str) -> str:
    """Gitea's: the whole path, without a slash before it; a backslash takes away the meaning of the next sign."""
    escaped = _REGEX_SIGNS.sub(lambda sign: "\\\\" + ("\\\\" if sign[0] == "\\" else sign[0]), path)
    escaped = escaped.replace("#", "\\#").replace(" ", "\\ ")
    return escaped + ".*" if path.endswith("/") else escaped
