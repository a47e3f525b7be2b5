"""A seeded place of any size whose breaches are known: what was put in is what must be found.

Units are 部门 with people trained and examined, decisions filed with the bureau and monthly returns, in five files
each. Every unit gets a few breaches by the seed; ``write_place`` returns them as (requirement, unit, subject).
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

Breach = tuple[str, str, str]

#: The requirements of which everything that is to be found is known.
KNOWN = ("T10.hours", "T10.certified", "T11.filing", "T02.monthly")
AS_OF = "2024-01-31"


@dataclass(frozen=True)
class Size:
    """So many units with so many people each."""

    units: int
    people: int
    trainings: int = 30


SIZES = {
    "XS": Size(20, 20),
    "S": Size(60, 40),
    "M": Size(600, 60),
    "prefecture": Size(6_000, 40),
    "province": Size(60_000, 40),
}


def write_place(folder: Path, size: Size, seed: int) -> tuple[list[Path], set[Breach]]:
    """Registry and submissions below ``folder``; the submission files in order, and the breaches that they hold."""
    (folder / "data").mkdir(parents=True)
    lines = (f"  - {{id: u{n}, name: 示例{n}局, kind: 部门}}\n" for n in range(size.units))
    (folder / "data" / "units.yaml").write_text("units:\n" + "".join(lines), encoding="utf-8")
    files: list[Path] = []
    breaches: set[Breach] = set()
    for number in range(size.units):
        unit = _Unit(number, size, random.Random(f"{seed}/{number}"))
        own = folder / "submissions" / f"示例{number}局"
        own.mkdir(parents=True)
        for name, body in unit.files():
            file = own / f"{name}.yaml"
            file.write_text(f"单位: 示例{number}局\n年度: 2023\n" + body, encoding="utf-8")
            files.append(file)
        breaches |= unit.breaches
    return files, breaches


class _Unit:
    """One unit's files; ``breaches`` fills as they are written."""

    def __init__(self, number: int, size: Size, chance: random.Random) -> None:
        self.id = f"u{number}"
        self._size = size
        self._chance = chance
        self.breaches: set[Breach] = set()

    def files(self) -> Iterator[tuple[str, str]]:
        half = self._size.people // 2
        yield "人员一", "人员:\n" + "".join(map(self._person, range(half)))
        yield "人员二", "人员:\n" + "".join(map(self._person, range(half, self._size.people)))
        yield "重大决定", "重大决定:\n" + "".join(map(self._decision, range(self._size.people // 4)))
        yield "报送", "报送:\n" + "".join(self._returns())
        yield "平台", _PLATFORM

    def _odds(self, share: float) -> bool:
        return self._chance.random() < share

    def _person(self, n: int) -> str:
        number = f"A{n:03d}"
        short = self._odds(0.02)
        if short:
            self.breaches.add(("T10.hours", self.id, number))
        trainings = "".join(
            f"      - 日期: 2023-{k % 12 + 1:02d}-{(n + k) % 28 + 1:02d}\n        课程: 第{k}期培训\n"
            f"        类别: {('业务知识', '执法技能', '法律法规')[k % 3]}\n"
            + ("        专题: 包容审慎执法\n" if k % 5 == 0 else "")
            + f"        学时: {1.5 if short and k == 7 else 60 / self._size.trainings:g}\n"
            for k in range(self._size.trainings)
        )
        return (
            f"  - 编号: {number}\n    姓名: 某{n}\n    类别: 执法人员\n    执法证号: FZ-{self.id}-{n:04d}\n"
            f"    培训:\n{trainings}    考试:\n      - {{日期: 2023-11-06, 科目: 综合, 成绩: 90, 合格: 是}}\n"
        )

    def _decision(self, n: int) -> str:
        subject = f"某罚〔2023〕{self.id}-{n}号"
        decided = date(2023, 4, 1) + timedelta(days=self._chance.randrange(180))
        late = self._odds(0.1)
        if late:
            self.breaches.add(("T11.filing", self.id, subject))
        return (
            f"  - 文号: {subject}\n    类别: 行政处罚\n    决定日期: {decided}\n    送达日期: {decided}\n"
            f"    法制审核: {{日期: {decided - timedelta(days=1)}, 结论: 通过}}\n    裁量基准: 第{n}项，一般\n"
            f"    承办人: [A000, A001]\n"
            f"    备案: {{日期: {decided + timedelta(days=40 if late else 9)}, 编号: BA{n:05d}}}\n"
        )

    def _returns(self) -> Iterator[str]:
        for month in range(3, 13):
            if self._odds(0.02):
                self.breaches.add(("T02.monthly", self.id, f"2023-{month:02d}"))
                continue
            following = date(2023 + month // 12, month % 12 + 1, 3)
            yield f"  - {{事项: 四张清单月报, 所属期: 2023-{month:02d}, 日期: {following}}}\n"


_PLATFORM = "平台录入:\n" + "".join(
    f"  - {{类别: {name}, 办件: 100, 录入: 100}}\n" for name in ("行政许可", "行政处罚", "行政强制", "行政检查")
)
