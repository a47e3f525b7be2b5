"""Who may ask: a browser on this machine that was given the address; everything else is refused before it is read."""

from pathlib import PureWindowsPath
from secrets import compare_digest

from werkzeug.exceptions import Forbidden, NotFound, RequestEntityTooLarge
from werkzeug.wrappers import Request

from zhifa_check.bureau.places import CannotJudgeError

#: The largest file that submissions and ledgers may be, and room for the form around it.
MOST_BYTES = 16 * 2**20
_FORM = 2**16

#: What every answer says: no script, no frame, no other origin, nothing kept by the browser.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'",
    # a page that lets no address out at all makes browsers call the origin of its own forms null
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class LocalRequest(Request):
    """A request whose body is read only as far as a submission may be long."""

    max_content_length = MOST_BYTES + _FORM
    max_form_memory_size = _FORM
    max_form_parts = 8

    def sent(self, field: str) -> tuple[str, bytes]:
        """Name and content of a file of the form. Raises CannotJudgeError where it is none that may be taken."""
        file = self.files.get(field)
        # a browser of long ago sends the whole path, as Windows writes it
        name = PureWindowsPath(file.filename or "").name.strip() if file else ""
        if file is None or not name:
            raise CannotJudgeError("没有选文件。请先选好要交的表格，再按按钮")
        if name.startswith(".") or any(ord(sign) < ord(" ") for sign in name):
            raise CannotJudgeError("文件名不能用，请给文件改个名字再交")
        return name, file.read()


def admit(request: Request, token: str, port: int) -> None:
    """Raise what refuses a request that names another host, comes from another page, or does not know the token.

    The host is compared as the browser sent it: a name that somebody lets point at this machine is not this machine.
    """
    if request.host not in (f"127.0.0.1:{port}", f"localhost:{port}"):
        raise Forbidden
    if not compare_digest(request.path.split("/")[1].encode(), token.encode()):
        raise NotFound
    origin = request.headers.get("Origin")
    if request.method == "POST" and origin is not None and origin != f"http://{request.host}":
        raise Forbidden
    if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        raise Forbidden
    if (request.content_length or 0) > MOST_BYTES + _FORM:
        raise RequestEntityTooLarge
