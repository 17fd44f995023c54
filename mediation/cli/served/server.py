"""textual-serve, shut to everybody but the person who has the address."""

from __future__ import annotations

import asyncio
import logging
import secrets
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import aiohttp_jinja2
from aiohttp import web
from textual_serve.server import Server

from mediation.i18n import _

_LOOPBACK: Final = "127.0.0.1"
_COOKIE: Final = "mediation-key"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Served(Server):
    """Serves one command to one browser: by a key in the address, the newest page only.

    Nothing is loaded from elsewhere, no other page may connect, no other name may point here.
    """

    def __init__(self, command: str) -> None:
        super().__init__(
            command,
            host=_LOOPBACK,
            title=_("调解案件"),
            templates_path=str(Path(__file__).parent),
        )
        self._key = secrets.token_hex(16)
        self._listening: socket.socket | None = None
        self._closing = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()

    def listen(self, port: int = 0) -> str:
        """Take a port, any free one for 0; answers the address with its key. Raises OSError."""
        self._listening = socket.create_server((_LOOPBACK, port))
        self.port = self._listening.getsockname()[1]
        self.public_url = f"http://{_LOOPBACK}:{self.port}"
        return f"{self.public_url}/?key={self._key}"

    def run(self) -> None:
        """Serve until interrupted."""
        logging.getLogger("textual-serve").setLevel(logging.CRITICAL)
        web.run_app(self._make_app(), sock=self._listening, print=None, access_log=None)

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guard)
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing: the address has been told."""

    @aiohttp_jinja2.template("app_index.html")
    async def handle_index(self, _request: web.Request) -> dict[str, Any]:
        """What the page is filled with."""
        socket_address = f"ws://{_LOOPBACK}:{self.port}/ws"
        return {
            "font_size": 16,
            "app_websocket_url": socket_address,
            "config": {"static": {"url": f"{self.public_url}/static/"}},
            "application": {"name": self.title},
            "words": {
                "opening": _("正在打开.."),
                "closed": _("这个页面已收好。没存的内容留作草稿。"),
                "again": _("重新打开"),
            },
        }

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run the screens for this page; those of the page before are put away first."""
        before, self._closing = self._closing, asyncio.Event()
        mine = self._closing
        before.set()
        async with self._one_at_a_time:
            return await self._until(mine, super().handle_websocket(request))

    @staticmethod
    async def _until(closing: asyncio.Event, page: Any) -> web.WebSocketResponse:
        """The page until it is left or another takes its place."""
        showing = asyncio.ensure_future(page)
        waiting = asyncio.ensure_future(closing.wait())
        await asyncio.wait((showing, waiting), return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        showing.cancel()
        response: web.WebSocketResponse = await showing
        return response

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.host not in (f"{_LOOPBACK}:{self.port}", f"localhost:{self.port}"):
            raise web.HTTPForbidden(text=_("这个网址不对。"))
        given = (request.cookies.get(_COOKIE, ""), request.query.get("key", ""))
        if not any(secrets.compare_digest(each.encode(), self._key.encode()) for each in given):
            raise web.HTTPForbidden(text=_("请用 mediation serve 给出的完整网址打开。"))
        if request.path == "/ws" and request.headers.get("Origin") != self.public_url:
            raise web.HTTPForbidden(text=_("别的网页不能连到这里。"))
        response = await handler(request)
        if request.path == "/":
            response.set_cookie(_COOKIE, self._key, httponly=True, samesite="Strict")
            response.headers["Content-Security-Policy"] = (
                "default-src 'self' 'unsafe-inline' data:; "
                f"connect-src 'self' ws://{_LOOPBACK}:{self.port}; frame-ancestors 'none'"
            )
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["Cache-Control"] = "no-store"
        return response
