"""The formats of ``zhifa draw``: to read, to keep and verify, and as rows of 案卷抽查 to import."""

from collections.abc import Iterator
from typing import TextIO

from zhifa_check.draw.record import Record, as_object, lists
from zhifa_check.draw.sample import SOURCES, frame_hash, looks_public
from zhifa_check.report.json_text import HEAD, write_document
from zhifa_check.report.tables import write_csv_table, write_markdown_table
from zhifa_check.report.terminal import Terminal
from zhifa_check.words.harmless import markdown_text


def method(record: Record) -> str:
    """How it was drawn, in one paragraph that suffices to do it again."""
    return (
        f"从 {record.period.chinese}的案卷名单（{len(record.frame)} 个单位，{record.size} 件）中抽取 "
        f"{len(record.sample.drawn)} 件，名单的 SHA-256 为 {frame_hash(record.frame)}（每行“单位代号|案卷编号”，"
        "按代号、编号排序，每行以换行结束，UTF-8）。"
        "名单取自各单位的案卷目录；没有目录的取本期重大决定的文号；两者都没有的按案卷件数编序号。"
        f"每个单位先抽 1 件，其余按各层剩余案卷数、再按层内各单位剩余案卷数的比例分配，取整数部分，余数大的先补足。"
        f"单位内部，对“种子|单位代号|案卷编号”求 SHA-256，从小到大取够件数。种子为“{record.sample.seed}”。"
        "核对一件：printf '%s' '种子|单位代号|案卷编号' | sha256sum。"
    )


def seed_warning(record: Record) -> str | None:
    """What to say of a seed that somebody could have chosen after trying several."""
    if looks_public(record.sample.seed):
        return None
    return (
        "种子看不出来自事先公布、谁也定不了的来源，别人无法排除反复试抽。"
        "请在抽取前公布种子的取法（如“某年某月某日某彩票第某期开奖号码 03 11 …”），并把来源和号码一起写进 --seed"
    )


def write_full(record: Record, out: TextIO, color: str) -> None:
    """For people: the method, then the list of each unit."""
    terminal = Terminal(out, color)
    terminal.line(f"案卷抽取：{record.period.chinese}，{record.plan}，截至 {record.as_of}", indent="  ")
    if warning := seed_warning(record):
        terminal.warn([warning])
    terminal.line()
    terminal.line(method(record), indent="  ")
    for one in record.frame:
        drawn = [piece for piece in record.sample.drawn if piece.unit == one.unit]
        terminal.line()
        text = f"{one.name}（{one.stratum}）{len(drawn)}/{len(one.ids)} 件，名单取自{SOURCES[one.source]}"
        terminal.line(text, indent="  ", styles={one.name: "bold"})
        for piece in drawn:
            terminal.line(f"  {piece.id}  {piece.rank[:16]}…", indent="    ")


def write_json(record: Record, out: TextIO, color: str) -> None:
    """What ``--verify`` reads: everything that is needed to do it again."""
    head = {**HEAD, **as_object(record), "method": method(record), "seed_warning": seed_warning(record)}
    write_document(head, lists(record), out)


def write_markdown(record: Record, out: TextIO, color: str) -> None:
    """For a document."""
    out.write(f"{markdown_text(method(record))}\n\n")
    if warning := seed_warning(record):
        out.write(f"- 注意：{markdown_text(warning)}\n\n")
    names = {one.unit: one.name for one in record.frame}
    rows = [(names[one.unit], one.id, one.rank) for one in record.sample.drawn]
    write_markdown_table(("单位", "案卷", "排序值"), rows, out)


def write_csv(record: Record, out: TextIO, color: str) -> None:
    """Rows of 案卷抽查 that ``zhifa import`` takes; the day is that of the draw, to be set to that of the review."""
    write_csv_table(("编号", "日期", "单位", "件数"), _rows(record), out)


def _rows(record: Record) -> Iterator[tuple[str, str, str, str]]:
    for number, one in enumerate(record.frame, 1):
        count = record.sample.quotas[one.unit]
        yield f"CC-{record.period}-{number:02d}", record.as_of, one.name, str(count)
