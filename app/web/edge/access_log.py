"""Request id, common headers, access log and counting of everything the fast path does not answer."""

from time import perf_counter

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.edge.downloads import DownloadTooSlowError
from app.web.edge.http_cache import read_headers
from app.web.edge.rate_limits import rate_limit_headers
from app.web.edge.security import security_headers
from app.web.edge.traffic import RequestIds, Traffic, known_method
from app.words.cells import terminal_text

UNMATCHED = "unmatched"
LOGGED_PATH_CHARACTERS = 500

_log = structlog.get_logger("boxrank.access")


class AccessLog:
    """ASGI: adds the request id and common headers to every answer, answers HEAD, counts and logs.

    An unexpected error has been answered further in; it is logged here and goes no further.
    """

    def __init__(self, app: ASGIApp, traffic: Traffic, ids: RequestIds) -> None:
        self._app, self._traffic, self._ids = app, traffic, ids

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        exchange = _Exchange(scope, send, self._ids.name(read_headers(scope["headers"]).request_id))
        with structlog.contextvars.bound_contextvars(request_id=exchange.request_id.decode()):
            await self._answer(exchange, receive)
            self._finish(exchange)
        return None

    async def _answer(self, exchange: "_Exchange", receive: Receive) -> None:
        try:
            await self._app(exchange.scope, receive, exchange.send)
        except DownloadTooSlowError:
            _log.warning("download_cut", path=exchange.path)
            raise
        except Exception:
            _log.exception("request_failed", path=exchange.path)
            if exchange.status != 500:  # half an answer is out: the server must break the connection
                raise

    def _finish(self, exchange: "_Exchange") -> None:
        seconds = perf_counter() - exchange.started
        self._traffic.record(exchange.method, exchange.route, exchange.status, seconds)
        _log.info(
            "answered",
            method=known_method(exchange.method),
            path=exchange.path,
            status=exchange.status,
            milliseconds=round(1000 * seconds, 2),
        )


def logged_path(scope: Scope) -> str:
    """The beginning of the path, as text without control characters."""
    return terminal_text(scope["raw_path"][:LOGGED_PATH_CHARACTERS].decode("latin-1"))


class _Exchange:
    def __init__(self, scope: Scope, send: Send, request_id: bytes) -> None:
        self.started, self.status = perf_counter(), 0
        self.request_id, self._send = request_id, send
        self.method: str = scope["method"]
        self.path: str = logged_path(scope)
        method = "GET" if self.method == "HEAD" else self.method
        self.scope: Scope = {**scope, "method": method, "request_id": request_id.decode()}

    @property
    def route(self) -> str:
        return getattr(self.scope.get("route"), "path", UNMATCHED)

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = message["headers"]
            common = (*security_headers(headers), *rate_limit_headers(self.scope))
            message = {**message, "headers": [*headers, *common, (b"x-request-id", self.request_id)]}
        elif self.method == "HEAD":
            message = {**message, "body": b""}
        await self._send(message)
