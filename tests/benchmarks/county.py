"""A large county for measuring: units of 40 people, all trained enough, in some 130 kB of YAML each."""

from pathlib import Path

_PERSON = "  - 编号: A{n:02d}\n    姓名: 某{n}\n    类别: 执法人员\n    执法证号: FZ-{n:04d}\n    培训:\n"
_TRAINING = (
    "      - 日期: 2023-{month:02d}-{day:02d}\n        课程: {course}\n        类别: {category}\n        学时: 2.5\n"
)
_EXAM = "    考试:\n      - {日期: 2023-11-06, 科目: 综合, 成绩: 90, 合格: 是}\n"


def write_county(folder: Path, units: int, people: int = 40, trainings: int = 30) -> list[Path]:
    """Write registry and submissions below ``folder``; the submission files in order."""
    (folder / "data").mkdir(parents=True)
    registry = "".join(f"  - {{id: u{n}, name: 某{n}局, kind: 部门}}\n" for n in range(units))
    (folder / "data" / "units.yaml").write_text("units:\n" + registry, encoding="utf-8")
    files = []
    for unit in range(units):
        text = [f"单位: 某{unit}局\n年度: 2023\n人员:\n"]
        for n in range(people):
            text.append(_PERSON.format(n=n))
            for k in range(trainings):
                category = ("业务知识", "执法技能", "法律法规")[k % 3]
                text.append(
                    _TRAINING.format(
                        month=k % 12 + 1,
                        day=(n + k) % 28 + 1,
                        course=f"第{k}期培训",
                        category=category,
                        topic=", 专题: 包容审慎执法" if k % 5 == 0 else "",
                    )
                )
            text.append(_EXAM)
        file = folder / "submissions" / f"某{unit}局" / "人员.yaml"
        file.parent.mkdir(parents=True)
        file.write_text("".join(text), encoding="utf-8")
        files.append(file)
    return files
