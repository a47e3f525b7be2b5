"""What is no submission at all though it is called one: files of other programs, and what git itself left behind."""

import re

from zhifa_check.source.document import SourceError

_WORKBOOK = (
    "这是表格文件（Excel、WPS 表格），不是文字文件。请把文件名改回 .xlsx（老表格是 .xls），再用 zhifa import 导入"
)
_WORD = "这是 Word 或 WPS 文字文件，不是文字文件。数据请填在表格里用 zhifa import 导入，或用记事本照格式写成 .yaml"
_ARCHIVE = "这是压缩包，不是文字文件。请解开，把里面的表格用 zhifa import 导入，或把里面的 .yaml 放到这里"
_PICTURE = "这是图片，不是文字文件。请照图片把内容填进表格，用 zhifa import 导入，或用记事本照格式写成 .yaml"
_PDF = "这是 PDF 文件，不是文字文件。请把内容填进表格，用 zhifa import 导入，或用记事本照格式写成 .yaml"
_PAGE = "这是网页，不是文字文件，多半是下载时存下了登录页或网页本身。请重新下载文件的原始内容"
_LFS = (
    "这里只有 Git LFS 的指针，文件本身没有取下来，看不到填了什么。请管理员运行 git lfs pull；"
    "提交文件很小，请从 .gitattributes 里去掉管 .yaml 的那一行，再重新提交文件本身"
)
_CRYPT = "这是 git-crypt 加密后的文件，看不到填了什么。请管理员解锁（git-crypt unlock）后再核对"
_LINK = "这里只有一个链接指向的路径，文件本身没有取下来（Windows 上的 git 常这样）。请把文件本身放到这里"

#: How the bytes of files begin that are no text.
_BINARY = (
    (b"\0GITCRYPT\0", _CRYPT),
    (b"\x89PNG\r\n\x1a\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"Rar!\x1a", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"%PDF-", _PDF),
)
#: Signs that stand further in, behind what may stand before them.
_PICTURES = re.compile(rb"BM.{4}\0{4}|RIFF.{4}WEBP|.{4}ftyp", re.DOTALL)
#: How those of text begin, in any case and after blanks and a byte-order mark.
_TEXT = (
    (b"version https://git-lfs.github.com/spec/", _LFS),
    (b"version http://git-media.io/", _LFS),
    (b"version https://hawser.github.com/", _LFS),
    (b"{\\rtf", _WORD),
    (b"<!doctype html", _PAGE),
    (b"<html", _PAGE),
    (b"<?xml", "这是 XML 文件，不是本工具的提交文件。是表格的请另存为 .xlsx，用 zhifa import 导入"),
)
_PATH_ALONE = rb"(?:\.{1,2}/|/)[^\r\n:]{1,400}\.ya?ml\s*"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_WORD = "WordDocument".encode("utf-16-le")

#: Seven signs or more: an attribute of git says how many.
_CONFLICT = r"^(?:<{7,}|>{7,}|\|{7,})(?:[ \t].*)?$|^={7,}$"


def refuse_other_programs(content: bytes) -> None:
    """Raise SourceError where the bytes are those of another kind of file, or of what git put in a file's place."""
    begins = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    message = next((said for sign, said in _BINARY if content.startswith(sign)), None) or _office(content)
    if message is not None:
        raise SourceError("D.encoding", f"{message}。")
    message = next((said for sign, said in _TEXT if begins.startswith(sign)), None)
    if message is None and len(content) < 500 and re.fullmatch(_PATH_ALONE, content, flags=re.IGNORECASE):
        message = _LINK
    if message is not None:
        raise SourceError("D.syntax", f"{message}。")


def refuse_conflict(text: str) -> None:
    """Raise SourceError at the first line of a merge that nobody finished."""
    if not any(sign in text for sign in ("<<<<<<<", ">>>>>>>", "=======", "|||||||")):
        return
    if found := re.search(_CONFLICT, text.replace("\r\n", "\n"), flags=re.MULTILINE):
        mark = found.group().split()[0]
        message = (
            f"这里有 git 合并时留下的冲突标记“{mark}”：同一处有两个人的写法，还没有选定。"
            "请在“<<<<<<<”和“>>>>>>>”之间只留下对的写法，把“<<<<<<<”“=======”“>>>>>>>”开头的几行都删去，再重新提交。"
        )
        line = found.string.count("\n", 0, found.start()) + 1
        raise SourceError("D.syntax", message, line)


def _office(content: bytes) -> str | None:
    if content.startswith(_OLD_OFFICE):
        return _WORD if _OLD_WORD in content else _WORKBOOK
    if _PICTURES.match(content):
        return _PICTURE
    if not content.startswith((b"PK\3\4", b"PK\5\6")):
        return None
    if b"xl/" in content or b"xl\\" in content or b"opendocument.spreadsheet" in content[:200]:
        return _WORKBOOK
    return _WORD if b"word/" in content or b"opendocument.text" in content[:200] else _ARCHIVE
