"""The page itself: addresses to answers, plain HTML without a script."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime
from difflib import unified_diff
from pathlib import PureWindowsPath
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import Map, Rule
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from zhifa_check.bureau.places import CannotJudgeError
from zhifa_check.bureau.units import Unit
from zhifa_check.format.problems import ConfigError
from zhifa_check.forms.folder import unit_folder
from zhifa_check.forms.marked import MARKED
from zhifa_check.kinds.verdict import STATUS_NAMES
from zhifa_check.report.receipt import receipt, receipt_file, received
from zhifa_check.serve.county import County
from zhifa_check.serve.drop import TABLES, Drop, copy_of, guess_of, look_at
from zhifa_check.serve.guard import HEADERS, LocalRequest, admit
from zhifa_check.source.files import SUFFIXES, reason, shown
from zhifa_check.source.writing import replace_all, sweep
from zhifa_check.words.harmless import harmless
from zhifa_check.words.identity import masked
from zhifa_check.words.told import ToldError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

#: So many files that were looked at and not taken yet are remembered; the oldest are forgotten first.
_MOST_DROPS = 16
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_REFUSALS = {
    403: "这个页面只在本机使用，请用启动时给出的网址打开。",
    404: "没有这一页。请从启动时给出的网址重新打开。",
    405: "不能这样打开这一页。",
    413: "文件太大：最多 16 MB。请拆成几份，或者只留要导入的表。",
}


class Page:
    """A WSGI application; ``token`` is the first part of every address."""

    def __init__(self, county: County, token: str, port: int) -> None:
        self.county, self.token, self.port = county, token, port
        self._drops: OrderedDict[str, Drop] = OrderedDict()
        # what each unit's receipt says was handed in, since the page was opened
        self._received: dict[str, list[str]] = {}
        # the files are read and written by one request at a time
        self._one_at_a_time = threading.Lock()
        self._templates = Environment(
            loader=PackageLoader("zhifa_check.serve", "pages"), autoescape=True, undefined=StrictUndefined
        )
        self._templates.globals.update(status_names=STATUS_NAMES, root=f"/{token}")
        self._templates.filters["clean"] = lambda text: harmless(masked(str(text)))
        self._addresses = Map(
            [
                Rule("/", endpoint=self._overview, methods=["GET"]),
                Rule("/style.css", endpoint=self._style, methods=["GET"]),
                Rule("/unit/<unit>/", endpoint=self._unit, methods=["GET"]),
                Rule("/unit/<unit>/drop", endpoint=self._drop, methods=["POST"]),
                Rule("/unit/<unit>/form.xlsx", endpoint=self._form, methods=["GET"]),
                Rule("/unit/<unit>/calendar.ics", endpoint=self._calendar, methods=["GET"]),
                Rule("/unit/<unit>/receipt", endpoint=self._receipt, methods=["GET"]),
                Rule("/unit/<unit>/receipt.txt", endpoint=self._receipt_file, methods=["GET"]),
                Rule("/drop/<key>/", endpoint=self._looked_at, methods=["GET"]),
                Rule("/drop/<key>/marked.xlsx", endpoint=self._marked, methods=["GET"]),
                Rule("/drop/<key>/mapping.xlsx", endpoint=self._guess, methods=["GET"]),
                Rule("/drop/<key>/again", endpoint=self._again, methods=["POST"]),
                Rule("/drop/<key>/take", endpoint=self._take, methods=["POST"]),
            ]
        )

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        response = self._answer(LocalRequest(environ))
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response(environ, start_response)

    def _answer(self, request: LocalRequest) -> Response:
        try:
            admit(request, self.token, self.port)
            environ = {
                **request.environ,
                "SCRIPT_NAME": f"/{self.token}",
                "PATH_INFO": request.path[len(self.token) + 1 :],
            }
            endpoint, values = self._addresses.bind_to_environ(environ).match()
            with self._one_at_a_time:
                return endpoint(request, **values)  # type: ignore[no-any-return]
        except ConfigError as error:
            faults = [f"{one.file}:{one.line} {one.message}" for one in error.problems]
            return self._shown("refused.html", 500, title="计划、名册等配置文件有误，请联系市司法局", faults=faults)
        except ToldError as error:
            return self._shown("refused.html", 400, title="没有办成", faults=[str(error)])
        except OSError as error:
            what = f"读写不了 {error.filename or '文件'}（{reason(error)}）"
            return self._shown("refused.html", 500, title="没有办成", faults=[what])
        except HTTPException as error:
            if error.response is not None:
                return Response.force_type(error.response)  # type: ignore[arg-type]
            code = error.code or 500
            return self._shown("refused.html", code, title="打不开", faults=[_REFUSALS.get(code, "请求不对。")])

    def _shown(self, template: str, code: int = 200, **values: Any) -> Response:
        text = self._templates.get_template(template).render(**values)
        return Response(text, code, content_type="text/html; charset=utf-8")

    def _named(self, id_: str) -> Unit:
        frame, _ = self.county.frame()
        unit = next((one for one in self.county.units(frame) if one.id == id_), None)
        if unit is None:
            raise NotFound
        return unit

    def _style(self, request: LocalRequest) -> Response:
        return Response(self._templates.get_template("style.css").render(), content_type="text/css; charset=utf-8")

    def _overview(self, request: LocalRequest) -> Response:
        frame, _ = self.county.frame()
        units = self.county.units(frame)
        if len(units) == 1:
            return redirect(f"/{self.token}/unit/{units[0].id}/", 303)
        view = self.county.verdict([])
        shown_units = {one.id: one for one in view.units} if view else {}
        return self._shown("overview.html", plan=frame.plan, as_of=self.county.today(), units=units, views=shown_units)

    def _unit(self, request: LocalRequest, unit: str) -> Response:
        named = self._named(unit)
        frame, _ = self.county.frame()
        view = self.county.verdict([unit])
        mine = next((one for one in view.units if one.id == unit), None) if view else None
        return self._shown(
            "unit.html",
            plan=frame.plan,
            unit=named,
            as_of=self.county.today(),
            mine=mine,
            notices=view.notices if view else (),
            upcoming=[item for item in view.upcoming if item.units] if view else [],
            accepted=",".join((*TABLES, *SUFFIXES)),
            alone=len(self.county.units(frame)) == 1,
        )

    def _drop(self, request: LocalRequest, unit: str) -> Response:
        named = self._named(unit)
        name, content = request.sent("file")
        return self._remembered(look_at(self.county, named, name, content))

    def _remembered(self, drop: Drop) -> Response:
        key = token_urlsafe(16)
        self._drops[key] = drop
        while len(self._drops) > _MOST_DROPS:
            self._drops.popitem(last=False)
        return redirect(f"/{self.token}/drop/{key}/", 303)

    def _dropped(self, key: str) -> Drop:
        if key not in self._drops:
            raise CannotJudgeError("这份文件已经办过，或者放得太久了。请回到本单位的页面再选一次")
        return self._drops[key]

    def _looked_at(self, request: LocalRequest, key: str) -> Response:
        drop = self._dropped(key)
        files = [(shown(path), list(_diff(before, after))) for path, before, after in drop.writes]
        return self._shown(
            "drop.html", key=key, drop=drop, result=drop.result, unit=self._named(drop.unit), files=files
        )

    def _again(self, request: LocalRequest, key: str) -> Response:
        """The same file once more: with a mapping, as one of which all is new, or its form mended."""
        drop = self._dropped(key)
        append, mend = "append" in request.form, "mend" in request.form
        mapping = None if append or mend else request.sent("mapping")
        named = self._named(drop.unit)
        return self._remembered(look_at(self.county, named, drop.name, drop.content, mapping, append, mend))

    def _marked(self, request: LocalRequest, key: str) -> Response:
        drop = self._dropped(key)
        if not drop.result.grids:
            raise NotFound
        stem = PureWindowsPath(drop.name).stem.removesuffix(MARKED)
        return _download(copy_of(self.county, drop), f"{stem}{MARKED}.xlsx", _XLSX)

    def _guess(self, request: LocalRequest, key: str) -> Response:
        drop = self._dropped(key)
        if not drop.is_table:
            raise NotFound
        return _download(guess_of(self.county, self._named(drop.unit), drop), "对照.xlsx", _XLSX)

    def _take(self, request: LocalRequest, key: str) -> Response:
        drop = self._dropped(key)
        self._named(drop.unit)
        if drop.result.refused or not drop.writes:
            raise CannotJudgeError("这份文件没有可以写的内容")
        if drop.result.updates and "sure" not in request.form:
            raise CannotJudgeError("有改动、删去的，请先看过，在“都是我要改的”前面打勾，再按“写进去”")
        sweep(path.parent for path, _, _ in drop.writes)
        replace_all(drop.writes)
        del self._drops[key]
        self._received.setdefault(drop.unit, []).extend(received(drop.name, drop.content, drop.result.rows))
        return redirect(f"/{self.token}/unit/{drop.unit}/receipt", 303)

    def _receipt_lines(self, unit: Unit) -> list[str]:
        view = self.county.verdict([unit.id])
        return list(receipt(view, unit.id, self._received.get(unit.id, []), most=None)) if view else []

    def _receipt(self, request: LocalRequest, unit: str) -> Response:
        named = self._named(unit)
        now = datetime.now().strftime("%Y-%m-%d %H:%M")  # noqa: DTZ005 - the clock on the official's wall
        plan = self.county.frame()[0].plan
        return self._shown("receipt.html", plan=plan, unit=named, now=now, lines=self._receipt_lines(named))

    def _receipt_file(self, request: LocalRequest, unit: str) -> Response:
        named = self._named(unit)
        year = self.county.frame()[0].plan.year
        content = receipt_file(self._receipt_lines(named) or [f"回执：{named.name} 还没有交过文件。"])
        return _download(content, f"{unit_folder(named)}{year}年回执.txt", "text/plain; charset=utf-8")

    def _form(self, request: LocalRequest, unit: str) -> Response:
        named = self._named(unit)
        return _download(self.county.form(named), f"{named.name}填报表.xlsx", _XLSX)

    def _calendar(self, request: LocalRequest, unit: str) -> Response:
        named = self._named(unit)
        return _download(self.county.calendar(named).encode(), f"{named.name}期限.ics", "text/calendar; charset=utf-8")


def _download(content: bytes, name: str, kind: str) -> Response:
    response = Response(content, content_type=kind)
    # a header holds no Chinese: the name goes encoded
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response


def _diff(before: bytes | None, after: bytes) -> Iterable[str]:
    """Lines with - and +, and "…" between places that lie apart."""
    old, new = ((text or b"").decode("utf-8-sig", "replace").splitlines() for text in (before, after))
    changed = list(unified_diff(old, new, lineterm="", n=1))[3:]
    return ["…" if line.startswith("@@") else line for line in changed]
