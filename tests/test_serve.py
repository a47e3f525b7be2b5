"""The page on the own machine: what it shows, what it takes in, and everything that it refuses."""

import io
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from werkzeug.test import Client, TestResponse

from conftest import COUNTY, Run
from zhifa_check.serve.app import Page
from zhifa_check.serve.county import County
from zhifa_check.serve.guard import MOST_BYTES

pytestmark = pytest.mark.usefixtures("judged_once")

TOKEN, PORT = "a-token", 8765
HOME = f"http://127.0.0.1:{PORT}"
DAY = date(2023, 6, 1)
Dropped = Callable[[str, bytes], TestResponse]


@pytest.fixture
def county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A county of one plan in which nobody but 合作镇 has handed in anything."""
    shutil.copytree(COUNTY / "data", tmp_path / "data")
    shutil.copytree(COUNTY / "submissions" / "合作镇", tmp_path / "submissions" / "合作镇")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def client(county: Path) -> Client:
    return Client(Page(County(Path("submissions"), DAY), TOKEN, PORT))


def get(client: Client, path: str, **more: Any) -> TestResponse:
    answer = client.get(f"/{TOKEN}{path}", base_url=HOME, **more)
    # the client is content with any text, but a server sends nothing else in a header
    assert all(value.encode("latin-1") for _, value in answer.headers)
    return answer


def post(client: Client, path: str, **more: Any) -> TestResponse:
    return client.post(f"/{TOKEN}{path}", base_url=HOME, **more)


@pytest.fixture
def drop(client: Client) -> Dropped:
    """Drop a file on the page of 汇龙镇 and look at what is said."""

    def dropped(name: str, content: bytes) -> TestResponse:
        answer = post(client, "/unit/huilong/drop", data={"file": (io.BytesIO(content), name)})
        assert answer.status_code in (303, 400), answer.text
        return get(client, answer.location.removeprefix(f"/{TOKEN}")) if answer.status_code == 303 else answer

    return dropped


def take(client: Client, shown: TestResponse, **said: str) -> TestResponse:
    (path,) = re.findall(r'action="/a-token(/drop/[^"]+/take)"', shown.text)
    return post(client, path, data=said)


def beside(client: Client, shown: TestResponse, name: str) -> bytes:
    """What the page of a file offers for download."""
    (path,) = re.findall(rf'href="/a-token(/drop/[^"]+/{name})"', shown.text)
    return get(client, path).data


def again(client: Client, shown: TestResponse, **sent: Any) -> TestResponse:
    """The same file looked at once more."""
    path = re.findall(r'action="/a-token(/drop/[^"]+/again)"', shown.text)[0]
    answer = post(client, path, data=sent)
    return get(client, answer.location.removeprefix(f"/{TOKEN}")) if answer.status_code == 303 else answer


def filled(client: Client, *rows: tuple[str, ...], sheet: str = "人员") -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(get(client, "/unit/huilong/form.xlsx").data))
    page = book[sheet]
    heads = {
        str(cell.value).rstrip(" *＊"): cell.column for row in page.iter_rows(max_row=6) for cell in row if cell.value
    }
    first = next(
        row[0].row for row in page.iter_rows(max_row=8) if any(str(c.value or "").startswith("编号") for c in row)
    )
    for at, row in enumerate(rows, start=first + 1):
        for name, value in zip(("编号", "姓名", "类别"), row, strict=True):
            page.cell(at, heads[name], value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_every_unit_is_there_also_those_that_handed_in_nothing(client: Client) -> None:
    text = get(client, "/").text
    assert "汇龙镇" in text
    assert "市司法局" in text or "司法局" in text
    assert text.count('<th scope="row">') == 28


def test_a_form_goes_out_and_comes_back_as_the_files_of_the_unit(client: Client, drop: Dropped, county: Path) -> None:
    book = filled(client, ("A01", "张三", "执法人员"), ("A02", "李四", "辅助人员"))
    shown = drop("汇龙镇填报表.xlsx", book)
    assert "看得懂" in shown.text
    assert "新增 2 条" in shown.text
    assert "+" in shown.text
    assert "张三" in shown.text
    assert not (county / "submissions" / "汇龙镇").exists(), "nothing is written before somebody says so"
    taken = take(client, shown)
    assert taken.status_code == 303
    written = (county / "submissions" / "汇龙镇" / "人员和培训.yaml").read_text(encoding="utf-8")
    assert "张三" in written
    receipt = get(client, taken.location.removeprefix(f"/{TOKEN}")).text
    assert "收到 汇龙镇填报表.xlsx（校验码 " in receipt
    assert "新增 2 条" in receipt
    assert "还没有完成的" in receipt
    again = drop("汇龙镇填报表.xlsx", book).text
    assert "没有新的内容" in again


def test_what_is_taken_is_taken_once(client: Client, drop: Dropped) -> None:
    shown = drop("表.xlsx", filled(client, ("A01", "张三", "执法人员")))
    assert take(client, shown).status_code == 303
    assert take(client, shown).status_code == 400


def test_what_has_changed_since_somebody_looked_is_not_overwritten(client: Client, drop: Dropped, county: Path) -> None:
    shown = drop("表.xlsx", filled(client, ("A01", "张三", "执法人员")))
    folder = county / "submissions" / "汇龙镇"
    folder.mkdir()
    (folder / "人员和培训.yaml").write_text("单位: 汇龙镇\n年度: 2023\n", encoding="utf-8")
    assert take(client, shown).status_code == 400
    assert (folder / "人员和培训.yaml").read_text(encoding="utf-8") == "单位: 汇龙镇\n年度: 2023\n"


def test_a_fault_is_told_by_its_cell_and_nothing_is_written(client: Client, drop: Dropped, county: Path) -> None:
    shown = drop("表.xlsx", filled(client, ("A01", "张三", "执法人"))).text
    assert "有 1 处要改，什么也没有写" in shown
    assert re.search(r"表“人员” [A-Z]+[0-9]+ ", shown)
    assert "写进去" not in shown
    assert not (county / "submissions" / "汇龙镇").exists()


def ledger(*rows: tuple[Any, ...], sheet: str = "人员", head: tuple[str, ...] = ("编号", "姓名", "类别")) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in (head, *rows):
        page.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def people(county: Path) -> str:
    return (county / "submissions" / "汇龙镇" / "人员和培训.yaml").read_text(encoding="utf-8")


def test_a_correction_is_told_with_its_cell_and_taken_once_somebody_is_sure(
    client: Client, drop: Dropped, county: Path
) -> None:
    take(client, drop("表.xlsx", ledger(("A01", "张三", "执法人员"), ("A02", "李四", "辅助人员"))))
    shown = drop("表.xlsx", ledger(("A01", "张三", "辅助人员"), ("A02", "李四", "辅助人员")))
    assert "会改动、删去已经交了的 1 处" in shown.text
    assert re.search(
        r"改：表“人员” C2 “类别” 执法人员 → 辅助人员（submissions/汇龙镇/人员和培训.yaml:\d+）", shown.text
    )
    assert "--" not in shown.text, "nobody on the page writes options"
    before = people(county)
    assert take(client, shown).status_code == 400, "a correction asks to be looked at"
    assert people(county) == before
    taken = take(client, shown, sure="1")
    assert people(county).count("编号") == 2
    assert people(county).count("辅助人员") == 2
    assert "改动 1 条" in get(client, taken.location.removeprefix(f"/{TOKEN}")).text


def test_rows_that_are_gone_are_told_before_they_are_deleted(client: Client, drop: Dropped, county: Path) -> None:
    form = filled(client, ("A01", "张三", "执法人员"), ("A02", "李四", "辅助人员"))
    take(client, drop("表.xlsx", form))
    book = openpyxl.load_workbook(io.BytesIO(get(client, "/unit/huilong/form.xlsx").data))
    (row,) = (cell.row for cell in book["人员"]["A"] if cell.value == "A02")
    book["人员"].delete_rows(row)
    shown = drop("表.xlsx", saved(book))
    assert re.search(r"删：submissions/汇龙镇/人员和培训.yaml:\d+ 人员“A02 李四 辅助人员”（表里没有了）", shown.text)
    assert "李四" in people(county)
    take(client, shown, sure="1")
    assert "李四" not in people(county)
    assert "张三" in people(county)


def test_what_is_new_and_no_correction_may_be_said_to_be_so(client: Client, drop: Dropped, county: Path) -> None:
    head = ("人员编号", "日期", "课程", "类别", "学时")
    may, june = (("A01", day, "食品检查", "业务知识", 4) for day in ("2023-05-04", "2023-06-04"))
    take(client, drop("表.xlsx", ledger(("A01", "张三", "执法人员"))))
    take(client, drop("五月.xlsx", ledger(may, sheet="培训", head=head)))
    shown = drop("六月.xlsx", ledger(june, sheet="培训", head=head))
    assert "“日期” 2023-05-04 → 2023-06-04" in shown.text
    new = again(client, shown, append="1")
    assert "新增 1 条" in new.text
    assert "→ 2023-06-04" not in new.text
    take(client, new)
    assert people(county).count("课程") == 2


def test_what_is_refused_comes_back_marked_and_may_be_mended_in_there(
    client: Client, drop: Dropped, county: Path
) -> None:
    take(client, drop("表.xlsx", ledger(("A01", "张三", "执法人员"))))
    shown = drop(
        "名册.xlsx", ledger(("A01", "张三", "执法人员"), ("A02", "李四", "执法人"), ("A03", "王五", "辅助人员"))
    )
    book = openpyxl.load_workbook(io.BytesIO(beside(client, shown, "marked.xlsx")))
    assert book.sheetnames == ["问题清单", "人员"]
    cell = book["人员"]["C3"]
    assert cell.fill.start_color.rgb == "FFFF9C9C"
    assert "不在能填的类别里" in cell.comment.text
    cell.value = "执法人员"
    mended = drop("名册（问题清单）.xlsx", saved(book))
    assert "新增 2 条，已有 1 条" in mended.text
    assert take(client, mended).status_code == 303
    assert people(county).count("编号") == 3


def test_a_correction_beside_a_fault_is_no_fault(client: Client, drop: Dropped) -> None:
    take(client, drop("表.xlsx", ledger(("A01", "张三", "执法人员"))))
    shown = drop("表.xlsx", ledger(("A01", "张三", "辅助人员"), ("A02", "李四", "执法人"))).text
    assert "有 1 处要改" in shown
    assert "已经填过" not in shown


def test_a_ledger_with_heads_of_its_own_is_mapped_on_the_page(client: Client, drop: Dropped, county: Path) -> None:
    content = ledger(("A01", "张三", "执法人员"), head=("警号", "姓名", "哪一种"), sheet="花名册")
    shown = drop("花名册.xlsx", content)
    assert "对照表" in shown.text
    book = openpyxl.load_workbook(io.BytesIO(beside(client, shown, "mapping.xlsx")))
    columns = {"警号": "编号", "姓名": "姓名", "哪一种": "类别"}
    for row in book["对照"].iter_rows(min_row=2):
        if row[2].value in columns:
            row[3].value = columns[row[2].value]
        elif row[2].value == "每行":
            row[4].value = None
    mapped = again(client, shown, mapping=(io.BytesIO(saved(book)), "对照.xlsx"))
    assert "新增 1 条" in mapped.text, mapped.text
    take(client, mapped)
    assert "张三" in people(county)


def test_a_mapping_that_is_none_is_refused_by_the_name_it_had(client: Client, drop: Dropped) -> None:
    shown = drop("花名册.xlsx", ledger(("A01", "张三", "执法人员"), head=("警号", "谁", "哪一种"), sheet="花名册"))
    answer = again(client, shown, mapping=(io.BytesIO(ledger(("x",))), "别的.xlsx"))
    assert answer.status_code == 400
    assert "对照文件 别的.xlsx 里没有叫“对照”" in answer.text


def test_the_receipt_is_the_one_that_import_writes(
    client: Client, drop: Dropped, county: Path, zhifa: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(county)
    content = ledger(("A01", "张三", "执法人员"))
    shutil.copytree(county / "submissions", county / "elsewhere" / "submissions")
    shutil.copytree(county / "data", county / "elsewhere" / "data")
    (county / "表.xlsx").write_bytes(content)
    where = county / "elsewhere"
    zhifa(
        *("import", county / "表.xlsx", "--unit", "汇龙镇", "--dir", where / "submissions"),
        *("--as-of", str(DAY), "--receipt", where),
    )
    take(client, drop("表.xlsx", content))
    told = get(client, "/unit/huilong/receipt.txt")
    written = (where / "汇龙镇2023年回执.txt").read_bytes().decode("utf-8-sig").splitlines()
    assert told.data.decode("utf-8-sig").splitlines()[:20] == written[:20]


def test_a_form_is_given_out_with_what_is_on_file_and_not_where_that_cannot_be_read(
    client: Client, drop: Dropped, county: Path
) -> None:
    take(client, drop("表.xlsx", ledger(("A01", "张三", "执法人员"))))
    book = openpyxl.load_workbook(io.BytesIO(get(client, "/unit/huilong/form.xlsx").data))
    assert "张三" in [cell.value for row in book["人员"].iter_rows() for cell in row]
    (county / "submissions" / "汇龙镇" / "坏.yaml").write_text("单位：汇龙镇\n", encoding="utf-8")
    answer = get(client, "/unit/huilong/form.xlsx")
    assert answer.status_code == 400
    assert "坏.yaml:1 读不出来" in answer.text


def test_a_table_of_text_is_called_as_its_file_is(drop: Dropped) -> None:
    text = "事项,所属期,日期\n四张清单月报,2023-04,2023-02-30\n"
    assert "表“月报” C2 “日期”写的是“2023-02-30”" in drop("月报.csv", text.encode("gbk")).text


def test_the_end_of_a_name_that_windows_adds_is_taken_off(client: Client, drop: Dropped, county: Path) -> None:
    shown = drop("人员和培训.yaml.txt", GOOD.encode())
    assert "名字后面多了“.txt”" in shown.text
    take(client, shown)
    assert people(county) == GOOD


GOOD = "单位: 汇龙镇\n年度: 2023\n人员:\n  - {编号: A01, 姓名: 张三, 类别: 执法人员}\n"


def test_yaml_is_taken_as_it_is(client: Client, drop: Dropped, county: Path) -> None:
    assert take(client, drop("人员和培训.yaml", GOOD.encode())).status_code == 303
    assert (county / "submissions" / "汇龙镇" / "人员和培训.yaml").read_bytes() == GOOD.encode()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("人员和培训.yaml", GOOD.replace("执法人员", "执法人"), "人员和培训.yaml 第 4 行"),
        ("人员和培训.yaml", GOOD.replace("汇龙镇", "南阳镇"), "写的是“南阳镇”"),
        ("人员和培训.yaml", "", "人员和培训.yaml 第 1 行"),
        ("照片.png", GOOD, "不是能读的文件"),
        ("人员.txt", GOOD, "不是能读的文件"),
        ("人员和培训.yaml.txt", GOOD.replace("执法人员", "执法人"), "人员和培训.yaml 第 4 行"),
        ("表.xlsx", "PK\x03\x04坏", "没有办成"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(drop: Dropped, county: Path, name: str, text: str, said: str) -> None:
    assert said in drop(name, text.encode()).text
    assert not (county / "submissions" / "汇龙镇").exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (GOOD.encode("gbk"), "原来是 GBK 编码，改成了 UTF-8"),
        (GOOD.encode("utf-16"), "原来是 UTF-16 编码，改成了 UTF-8"),
        (GOOD.replace("单位: ", "单位：").encode(), "写进去"),
        (GOOD.replace("{编号", "{证件有效期至: 2027.5.4, 编号").encode(), "第 4 行：“2027.5.4”改写为 2027-05-04"),
    ],
)
def test_a_file_that_is_wrong_in_form_alone_is_mended_where_somebody_asks(
    client: Client, drop: Dropped, county: Path, content: bytes, told: str
) -> None:
    shown = drop("人员和培训.yaml", content)
    assert "什么也没有写" in shown.text
    assert "改好写法，再看一次" in shown.text
    shown = again(client, shown, mend="1")
    assert told in shown.text
    assert not (county / "submissions" / "汇龙镇").exists()
    assert take(client, shown).status_code == 303
    assert people(county).replace("证件有效期至: 2027-05-04, ", "") == GOOD


def test_what_mending_cannot_do_is_left_to_be_done(client: Client, drop: Dropped) -> None:
    shown = drop("人员和培训.yaml", GOOD.replace("执法人员", "执法人").encode("gbk"))
    shown = again(client, shown, mend="1")
    assert "“类别”写的是“执法人”" in shown.text
    assert "改好写法" not in shown.text
    assert "改好写法" not in drop("人员和培训.yaml", GOOD.replace("执法人员", "执法人").encode()).text


@pytest.mark.parametrize("name", ["../../../坏.yaml", "..\\..\\坏.yaml", "C:\\临时\\坏.yaml", "/etc/坏.yaml"])
def test_a_path_in_the_name_of_a_file_leads_nowhere(client: Client, drop: Dropped, county: Path, name: str) -> None:
    before = {path for path in county.rglob("*") if path.is_file()}
    shown = drop(name, GOOD.encode())
    if shown.status_code == 200:
        take(client, shown)
    new = {path for path in county.rglob("*") if path.is_file()} - before
    assert {path.parent for path in new} <= {county / "submissions" / "汇龙镇"}
    assert all(path.name.endswith("坏.yaml") for path in new)


@pytest.mark.parametrize("name", [".yaml", ".坏.yaml", "..", ""])
def test_a_name_that_is_none_is_refused(drop: Dropped, county: Path, name: str) -> None:
    assert drop(name, GOOD.encode()).status_code == 400
    assert not (county / "submissions" / "汇龙镇").exists()


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Host": f"evil.example:{PORT}"}, 403),
        ({"Host": "127.0.0.1:80"}, 403),
        ({"Host": f"127.0.0.1.evil.example:{PORT}"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": f"http://127.0.0.1:{PORT + 1}"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": HOME, "Sec-Fetch-Site": "same-origin"}, 303),
        ({"Host": f"localhost:{PORT}"}, 303),
    ],
)
def test_only_this_machine_and_this_page_may_hand_in(client: Client, headers: dict[str, str], code: int) -> None:
    content = {"file": (io.BytesIO(GOOD.encode()), "人员和培训.yaml")}
    assert post(client, "/unit/huilong/drop", data=content, headers=headers).status_code == code


@pytest.mark.parametrize("path", ["/", "/unit/huilong/", "/a-toke/", "/a-token-x/", "/A-TOKEN/", "//a-token/"])
def test_without_the_token_there_is_nothing(client: Client, path: str) -> None:
    answer = client.get(path, base_url=HOME)
    assert answer.status_code == 404
    assert "汇龙镇" not in answer.text


@pytest.mark.parametrize(
    "path", ["/unit/nobody/", "/unit/..%2f..%2fetc/", "/drop/x/y/", "/data/units.yaml", "/style.css/"]
)
def test_there_are_no_other_pages(client: Client, path: str) -> None:
    assert get(client, path).status_code == 404


def test_a_file_larger_than_a_submission_may_be_is_not_read(client: Client) -> None:
    answer = post(client, "/unit/huilong/drop", data={"file": (io.BytesIO(b"x" * (MOST_BYTES + 2**17)), "大.csv")})
    assert answer.status_code == 413


def test_every_answer_forbids_scripts_frames_and_keeping(client: Client) -> None:
    for path in ("/", "/unit/huilong/", "/nothing", "/style.css", "/unit/huilong/form.xlsx"):
        headers = get(client, path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
    assert "<script" not in get(client, "/unit/hezuo/").text


def test_hostile_words_are_words(client: Client, drop: Dropped) -> None:
    text = drop("<img src=x>.yaml", GOOD.replace("执法人员", "<script>alert(1)</script>").encode()).text
    assert "<script>" not in text
    assert "<img" not in text
    assert "&lt;script&gt;" in text


def test_a_unit_sees_itself_alone(county: Path) -> None:
    client = Client(Page(County(Path("submissions"), DAY, only=("合作镇",)), TOKEN, PORT))
    assert get(client, "/").location.endswith("/unit/hezuo/")
    assert "未完成" in get(client, "/unit/hezuo/").text
    assert get(client, "/unit/huilong/").status_code == 404
    assert post(client, "/unit/huilong/drop", data={"file": (io.BytesIO(b""), "a.yaml")}).status_code == 404


def test_a_broken_plan_is_told_by_its_line(client: Client, county: Path) -> None:
    plan = county / "data" / "plan_2023.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("year: 2023", "year: 二〇二三", 1), encoding="utf-8")
    answer = get(client, "/")
    assert answer.status_code == 500
    assert "plan_2023.yaml:" in answer.text


def test_the_calendar_and_the_form_are_downloads(client: Client) -> None:
    calendar = get(client, "/unit/hezuo/calendar.ics")
    assert calendar.text.startswith("BEGIN:VCALENDAR")
    assert calendar.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{quote('合作镇期限.ics')}"
    assert get(client, "/unit/hezuo/form.xlsx").data.startswith(b"PK")
