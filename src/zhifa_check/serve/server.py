"""The server around the page: loopback, a random token, and quiet."""

import gc
from collections.abc import Callable
from secrets import token_urlsafe
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from zhifa_check.serve.app import Page
from zhifa_check.serve.county import County

LOOPBACK = "127.0.0.1"
#: Seconds that a connection may keep silent.
_PATIENCE = 60


class _Handler(WSGIRequestHandler):
    timeout = _PATIENCE

    def log(self, type: str, message: str, *args: Any) -> None:
        """Nothing: an address holds the token."""

    def version_string(self) -> str:
        return "zhifa"


def serve(county: County, port: int, ready: Callable[[str], None]) -> None:
    """Answer until interrupted; ``ready`` is told the address. Raises OSError where the port is taken."""
    # the command line never looks for cycles, since it ends at once; this goes on for a day
    gc.enable()
    token = token_urlsafe(24)
    page: list[Page] = []
    server = make_server(LOOPBACK, port, lambda *given: page[0](*given), threaded=True, request_handler=_Handler)
    page.append(Page(county, token, server.port))
    ready(f"http://{LOOPBACK}:{server.port}/{token}/")
    try:
        server.serve_forever()
    finally:
        server.server_close()
