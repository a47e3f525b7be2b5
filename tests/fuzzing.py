"""Everything that enters, damaged by chance, and the laws that hold whatever enters; each trial follows from its seed.

A law is given chance, a folder of its own and a way to run the command, and returns what broke it, or nothing.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from conftest import COUNTY
from counties.county import dump
from gitted import Clone
from ledgers import xlsx
from zhifa_check.cli.app import app
from zhifa_check.git import command
from zhifa_check.git.command import GitError
from zhifa_check.source import events, fast
from zhifa_check.source.document import Mark, SourceError

AS_OF = "2024-01-31"
UNITS = ("司法局", "海复镇", "人力资源社会保障局")
#: What each of the bureau's files holds when it is whole; plan, registry and headers are those of the example.
DECISION = "单位: x, requirement: T02.monthly, period: 2023-05, reason: 机构调整, document: 函1号".replace(
    "单位", "unit"
)
OWN = {
    "waivers": f"waivers:\n  - {{{DECISION}, approved_by: 局, approved_on: 2023-06-01, expires_on: 2024-12-31}}\n",
    "rulings": f"rulings:\n  - {{{DECISION}, result: 达标, decided_by: 局, decided_on: 2023-06-15}}\n",
    "calendar": "years:\n  - year: 2024\n    document: 甲\n    working_days: [2024-02-04]\n"
    "    days_off: [2024-01-01, {from: 2024-02-10, to: 2024-02-17}]\n",
    "received": "received:\n  - unit: 海复镇\n    item: 四张清单月报\n    period: 2023-05\n"
    "    received: {date: 2023-06-05, by: 甲, via: 邮寄}\n",
}
#: Only here: the example's plan asks for no such figure, so that the whole file is refused.
ATTESTED = (
    "attested:\n  - {unit: 海复镇, requirement: T02.monthly, period: 2023, value: 95.5, reason: 测评, document: 函1号,"
    " attested_by: 局, attested_on: 2023-12-20}\n"
)
MAPPING = "表:\n  培训表:\n    部分: 培训\n    表头行: 1\n    列: {工号: 人员编号, 课时: 学时}\n"
ODD = (
    *(
        "~",
        "null",
        "''",
        '"',
        "[",
        "]",
        "{",
        "}",
        "- ",
        ": ",
        "：",
        "#",
        "&a ",
        "*a",
        "!!int ",
        "|\n",
        "\t",
        "\0",
        "\ufeff",
    ),
    *(
        "2023-02-30",
        "9999-12-31",
        "0",
        "-1",
        "1e9",
        "٣",
        "１２",
        "是",
        "全体",
        "2023Q5",
        "x" * 300,
        "\ud7ff",
        "\u202e",
        "=1+1",
    ),
    *("320681199001011234", "<<: ", "---\n", "? ", "% ", "\r", "\x85", "，", "年度: 2022\n", "9" * 40, "99%", "24:00"),
)
_VALUE = re.compile("(?<=: )([^,}\n]+)")
#: Verdicts from bad to good; between those of one rank no evidence tells.
RANKS = ({"violated", "missing", "unreadable"}, {"disputed"}, {"pending"}, {"met", "waived", "not_applicable"})
#: What, left out of a record, is one thing less that speaks for the unit.
ANSWERS = ("备案", "法制审核", "裁量基准", "抄送日期", "典型案例", "初步报告", "完整报告", "处理")

Run = Callable[..., tuple[int, str, str]]
Law = Callable[[Random, Path, Run], str | None]


def run(*args: str | Path) -> tuple[int, str, str]:
    """The command in process: exit code, both outputs. Raises what it does not catch."""
    result = CliRunner().invoke(app, [str(arg) for arg in args], prog_name="zhifa")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def trial(seed: int, folder: Path) -> str | None:
    """One trial: which law, and what broke it; None where it held."""
    chance = Random(seed)
    law = LAWS[seed % len(LAWS)]
    try:
        broken = law(chance, folder, run)
    except Exception as error:
        broken = f"{type(error).__name__}: {error}"
    return broken and f"seed {seed}, {law.__name__}: {broken}"


def lay(folder: Path) -> Path:
    """A county of three units, with all of the bureau's files."""
    shutil.rmtree(folder, ignore_errors=True)
    for unit in UNITS:
        shutil.copytree(COUNTY / "submissions" / unit, folder / "submissions" / unit)
    shutil.copytree(COUNTY / "data", folder / "data", ignore=shutil.ignore_patterns("templates", "source*"))
    for name, text in OWN.items():
        (folder / "data" / f"{name}.yaml").write_text(text.replace("unit: x", "unit: 海复镇"), encoding="utf-8")
    return folder


def damaged(chance: Random, text: str) -> bytes:
    """The text after one to four accidents, mostly one."""
    for _ in range(chance.choice((1, 1, 1, 1, 2, 4))):
        lines = text.splitlines(keepends=True) or [""]
        at = chance.randrange(len(lines))
        accident = chance.randrange(10)
        if accident == 0:
            del lines[at]
        elif accident == 1:
            lines.insert(chance.randrange(len(lines) + 1), lines[at])
        elif accident == 2:
            lines[at] = chance.choice(["", " ", "   ", "- "]) + lines[at].lstrip()
        elif accident == 3:
            lines[at] = _VALUE.sub(lambda _: chance.choice(ODD), lines[at], count=1)
        elif accident == 4:
            lines = lines[:at]
        elif accident == 5:
            lines[at] = "".join(chance.sample(lines[at], len(lines[at])))
        elif accident in (6, 7, 8):
            words = [found[1] for line in lines if (found := _VALUE.search(line))] or [""]
            word = chance.choice(words)
            lines[at] = _VALUE.sub(word.replace("\\", "\\\\"), lines[at], count=1)
        else:
            cut = chance.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:cut] + chance.choice(ODD) + lines[at][cut + chance.randrange(3) :]
        text = "".join(lines)
    raw = text.encode("utf-8", "surrogatepass")
    if chance.random() < 0.1:
        cut = chance.randrange(len(raw) + 1)
        raw = raw[:cut] + chance.randbytes(3) + raw[cut:]
    return raw


def ended(code: int, out: str, err: str, *codes: int) -> str | None:
    """What is wrong with the way in which a run ended."""
    said = out + err
    if code not in (codes or (0, 1, 2)):
        return f"exit {code}: {err[-300:]}"
    if "Traceback" in said or "程序内部出错" in said:
        return said[-600:]
    if code == 2 and not err.strip():
        return "exit 2 without a word"
    return None


def submissions_end_well(chance: Random, folder: Path, run: Run) -> str | None:
    """A unit's damaged file is an error of that unit's and never the end of the run; no other unit's verdict moves."""
    before = verdicts(run, lay(folder))
    unit = chance.choice(UNITS[1:])
    path = chance.choice(sorted((folder / "submissions" / unit).iterdir()))
    path.write_bytes(damaged(chance, path.read_text(encoding="utf-8")))
    code, out, err = run(*_check(folder))
    if broken := ended(code, out, err, 0, 1):
        return broken
    others = {key: status for key, status in _statuses(json.loads(out)).items() if before.get(key) != status}
    strangers = [key for key in others if UNIT_IDS[unit] != key[0]]
    return f"{path.name} of {unit} changed {strangers[:3]}" if strangers else None


def bureau_files_end_well(chance: Random, folder: Path, run: Run) -> str | None:
    """Plan, registry, waivers, rulings, calendar, received, figures: used, or refused by name."""
    lay(folder)
    path = folder / "data" / f"{chance.choice(['plan_2023', 'units', *OWN, 'attested'])}.yaml"
    text = ATTESTED if path.stem == "attested" else path.read_text(encoding="utf-8")
    path.write_bytes(damaged(chance, text))
    more = ()
    if path.stem == "received":
        subprocess.run(["git", "init", "-q", folder], check=True)
        more = ("--git-evidence",)
    code, out, err = run(*_check(folder), *more)
    if code == 2 and path.name not in err:
        return f"{path.name} is refused without its name: {err[-300:]}"
    return ended(code, out, err)


def tables_end_well(chance: Random, folder: Path, run: Run) -> str | None:
    """Tables, the words of their headers and their mapping."""
    lay(folder)
    rows = [["工号", "日期", "课程", "类别", "课时"], ["HF-001", "2023-05-04", "课", "法律法规", "4"]]
    rows += [[chance.choice([*ODD, row]) for row in rows[1]] for _ in range(chance.randrange(4))]
    if chance.random() < 0.4:
        rows[0][chance.randrange(5)] = chance.choice(ODD)
    mapping, headers, table = folder / "表.yaml", folder / "data" / "headers.yaml", folder / "培训.xlsx"
    mapping.write_text(MAPPING, encoding="utf-8")
    if chance.random() < 0.5:
        clean = [["".join(c for c in cell if c.isprintable()) for cell in row] for row in rows]
        xlsx(table, {"培训表": clean})
        if chance.random() < 0.3:
            raw = bytearray(table.read_bytes())
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
            table.write_bytes(raw)
    else:
        table = folder / "培训表.csv"
        text = "\n".join(",".join(row) for row in rows)
        table.write_bytes(damaged(chance, text) if chance.random() < 0.7 else text.encode("gb18030", "replace"))
    for path in (mapping, headers):
        if chance.random() < 0.3:
            path.write_bytes(damaged(chance, path.read_text(encoding="utf-8")))
    more = ("--mapping", mapping) if chance.random() < 0.5 else ()
    where = (
        "--dir",
        folder / "submissions",
        "--units",
        folder / "data/units.yaml",
        "--plan",
        folder / "data/plan_2023.yaml",
    )
    return ended(*run("import", table, "--unit", "海复镇", "--as-of", AS_OF, *where, *more))


def less_evidence_is_never_better(chance: Random, folder: Path, run: Run) -> str | None:
    """A report or an answer that is taken away improves no verdict."""
    before = verdicts(run, lay(folder))
    unit = chance.choice(UNITS)
    sections = _sections(folder, unit)
    report = chance.random() < 0.6
    places = [
        (section, number, key)
        for section, records in sections.items()
        for number, record in enumerate(records)
        for key in ([None] if section == "报送" and report else [key for key in ANSWERS if key in record])
    ]
    if not places:
        return None
    section, number, key = chance.choice(places)
    if key is None:
        del sections[section][number]
    else:
        del sections[section][number][key]
    _rewrite(folder, unit, [sections])
    after = verdicts(run, folder)
    better = [one for one in before if _rank(after[one]) > _rank(before[one])]
    return f"without {section} {number} {key} of {unit} better: {better[:3]}" if better else None


def a_stranger_changes_nothing(chance: Random, folder: Path, run: Run) -> str | None:
    """Another record of one unit, valid and of no concern to others, moves none of theirs."""
    before = verdicts(run, lay(folder))
    unit = chance.choice(UNITS[1:])
    extra = folder / "submissions" / unit / "另.yaml"
    day = f"2023-{chance.randint(4, 12):02}-{chance.randint(1, 28):02}"
    record = chance.choice(
        [
            {"重大决定": [{"文号": "另〔2023〕9号", "类别": "行政许可", "决定日期": day}]},
            {"报送": [{"事项": "四张清单月报", "所属期": "2023-05", "日期": day}]},
            {"影响事件": [{"编号": "E-99", "发生时间": f"{day} 09:30"}]},
        ]
    )
    extra.write_text(dump({"单位": unit, "年度": "2023", **record}), encoding="utf-8")
    code, out, err = run(*_check(folder))
    if broken := ended(code, out, err, 0, 1):
        return broken
    moved = [
        key for key, status in _statuses(json.loads(out)).items() if before[key] != status and key[0] != UNIT_IDS[unit]
    ]
    return f"{record} of {unit} moved {moved[:3]}" if moved else None


def order_does_not_matter(chance: Random, folder: Path, run: Run) -> str | None:
    """The same records in another order and in other files give the same findings."""
    before = _told(run, lay(folder))
    for unit in UNITS:
        parts: list[dict[str, list[Any]]] = [{}, {}]
        for section, records in chance.sample(items := list(_sections(folder, unit).items()), len(items)):
            for record in chance.sample(records, len(records)):
                chance.choice(parts).setdefault(section, []).append(record)
        _rewrite(folder, unit, parts)
    after = _told(run, folder)
    return (
        f"only before {sorted(before - after)[:2]}, only after {sorted(after - before)[:2]}"
        if before != after
        else None
    )


def both_loaders_agree(chance: Random, folder: Path, run: Run) -> str | None:
    """What the fast loader reads, the plain one reads alike, with the same places."""
    for _ in range(20):
        path = chance.choice(sorted((COUNTY / "submissions" / chance.choice(UNITS)).iterdir()))
        head = path.read_text(encoding="utf-8").splitlines(keepends=True)
        start = chance.randrange(len(head))
        text = damaged(chance, "".join(head[:4] + head[start : start + 12])).decode("utf-8", "replace")
        found = fast.load_fast(text)
        if found is None:
            continue
        marks: list[Mark] = []
        suspicious = any(sign in text for sign in events._SUSPICIOUS)
        try:
            plain = events._build(events._PARSER(text), suspicious, marks)
        except (SourceError, yaml.YAMLError, ValueError, OverflowError) as error:
            return f"only the fast one reads {text!r}: {error}"
        places = [[(mark.line, mark.column) for mark in some] for some in (found[1], marks)]
        if [found[0]] != plain or places[0] != places[1]:
            return f"read otherwise: {text!r}"
    return None


def what_git_says_is_only_a_hint(chance: Random, folder: Path, run: Run) -> str | None:
    """Git's words, damaged or in error, end no run, and move no verdict of a unit that is judged."""
    before = verdicts(run, lay(folder))
    tree = Clone(folder)
    tree.git("init", "-q")
    late = folder / "submissions" / chance.choice(UNITS)
    tree.git("add", ".", f":!{late.relative_to(folder)}")
    tree.git("commit", "-qm", "a", at="2023-03-01T12:00:00+0800")
    tree.commit(at="2024-01-30T12:00:00+0800")
    ask = chance.choice((("--git-evidence",), ("--since", "HEAD~1")))
    honest = command._called

    def lying(where: Path, settings: dict[str, str], arguments: tuple[str, ...], given: bytes) -> bytes:
        said = honest(where, settings, arguments, given)
        if chance.random() < 0.7:
            return said
        if chance.random() < 0.2:
            raise GitError("git 没有成功", chance.choice(ODD))
        return _garbled(chance, said)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "_called", lying)
        patch.chdir(folder)
        code, out, err = run(*_check(folder), *ask)
    if broken := ended(code, out, err):
        return broken
    if code == 2:
        return None
    moved = [key for key, status in _statuses(json.loads(out)).items() if before.get(key) != status]
    return f"{ask} moved {moved[:3]}" if moved else None


def _garbled(chance: Random, said: bytes) -> bytes:
    """An output of git after an accident: cut short, a part changed, gone, told twice, or in another order."""
    sign = b"\0" if b"\0" in said else b"\n"
    parts = said.split(sign)
    at = chance.randrange(len(parts))
    accident = chance.randrange(6)
    if accident == 0:
        return said[: chance.randrange(len(said) + 1)]
    if accident == 1:
        del parts[at]
    elif accident == 2:
        parts.insert(at, chance.choice(parts))
    elif accident == 3:
        words = parts[at].split(b" ")
        words[chance.randrange(len(words))] = chance.choice(ODD).encode()
        parts[at] = b" ".join(words)
    elif accident == 4:
        chance.shuffle(parts)
    else:
        parts[at] = chance.randbytes(len(parts[at]) or 3)
    return sign.join(parts)


LAWS: tuple[Law, ...] = (
    submissions_end_well,
    bureau_files_end_well,
    tables_end_well,
    less_evidence_is_never_better,
    a_stranger_changes_nothing,
    order_does_not_matter,
    both_loaders_agree,
    what_git_says_is_only_a_hint,
)

#: The units' ids, as outcomes name them.
UNIT_IDS = {
    one["name"]: one["id"]
    for one in yaml.load((COUNTY / "data/units.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)["units"]
}


def verdicts(run: Run, folder: Path) -> dict[tuple[Any, ...], str]:
    """The status of every obligation of the county."""
    return _statuses(_report(run, folder))


def _check(folder: Path) -> tuple[str | Path, ...]:
    files = (
        pair
        for option, name in (
            ("plan", "plan_2023"),
            *((name, name) for name in ("units", "waivers", "rulings", "calendar")),
        )
        for pair in (f"--{option}", folder / "data" / f"{name}.yaml")
    )
    units = (part for unit in UNITS for part in ("--unit", unit))
    return ("check", folder / "submissions", "--as-of", AS_OF, "-f", "json", *files, *units)


def _report(run: Run, folder: Path) -> dict[str, Any]:
    code, out, err = run(*_check(folder))
    assert code in (0, 1), err
    return dict(json.loads(out))


def _statuses(report: dict[str, Any]) -> dict[tuple[Any, ...], str]:
    return {
        (one["unit"], one["requirement"], one["period"], one.get("item")): one["status"] for one in report["outcomes"]
    }


def _told(run: Run, folder: Path) -> set[tuple[str, ...]]:
    report = _report(run, folder)
    keys = ("unit", "id", "status", "period", "item", "subject")
    found = {tuple(str(one.get(key)) for key in keys) for one in report["findings"]}
    return found | {(*map(str, key), status) for key, status in _statuses(report).items()}


def _rank(status: str) -> int:
    return next(number for number, rank in enumerate(RANKS) if status in rank)


def _sections(folder: Path, unit: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((folder / "submissions" / unit).iterdir()):
        for section, records in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader).items():
            if isinstance(records, list):
                found.setdefault(section, []).extend(records)
    return found


def _rewrite(folder: Path, unit: str, parts: list[dict[str, list[Any]]]) -> None:
    for path in list((folder / "submissions" / unit).iterdir()):
        path.unlink()
    for name, sections in zip("乙甲", parts, strict=False):
        text = dump({"单位": unit, "年度": "2023", **sections})
        (folder / "submissions" / unit / f"{name}.yaml").write_text(text, encoding="utf-8")


def seeds(first: int) -> Iterator[int]:
    """Every seed from the first on, so that each law has its turn."""
    while True:
        yield first
        first += 1
