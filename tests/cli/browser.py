"""A headless Chromium, driven by its debugging protocol: one page, what it loads and what it is sent."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

CHROMIUM = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    None,
)
_CODES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|.)")
CEILING = 90.0


class Page:
    """One page: the addresses it asked for, and the words its terminal was sent."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self.asked_for: list[str] = []
        self.sent = ""

    async def read(self) -> None:
        """Take in what the browser tells."""
        async for message in self._socket:
            told = json.loads(message.data)
            if "id" in told:
                self._answers.pop(told["id"]).set_result(told.get("result"))
            elif told["method"] == "Network.requestWillBeSent":
                self.asked_for.append(told["params"]["request"]["url"])
            elif told["method"] == "Network.webSocketCreated":
                self.asked_for.append(told["params"]["url"])
            elif told["method"] == "Network.webSocketFrameReceived":
                frame = told["params"]["response"]
                if frame["opcode"] == 2:
                    text = base64.b64decode(frame["payloadData"]).decode("utf-8", "replace")
                    self.sent += _CODES.sub("", text)

    async def call(self, method: str, **parameters: Any) -> Any:
        """One command and its answer."""
        self._number += 1
        answer = self._answers[self._number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": self._number, "method": method, "params": parameters})
        return await asyncio.wait_for(answer, CEILING)

    async def until_sent(self, words: str) -> None:
        """Until these words have been sent to the page's terminal."""
        async with asyncio.timeout(CEILING):
            while words not in self.sent:
                await asyncio.sleep(0.05)

    async def type(self, text: str) -> None:
        """Press keys that write themselves."""
        for character in text:
            await self.call("Input.dispatchKeyEvent", type="keyDown", text=character, key=character)
            await self.call("Input.dispatchKeyEvent", type="keyUp", key=character)


@asynccontextmanager
async def page(address: str) -> AsyncIterator[Page]:
    """A page at this address in a browser of its own."""
    assert CHROMIUM is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        program = subprocess.Popen(
            [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
             f"--user-data-dir={profile}", "--no-first-run", "--window-size=1200,800", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            async with aiohttp.ClientSession() as session:
                port = await _port(Path(profile) / "DevToolsActivePort")
                async with session.get(f"http://127.0.0.1:{port}/json") as answer:
                    target = next(each for each in await answer.json() if each["type"] == "page")
                async with session.ws_connect(
                    target["webSocketDebuggerUrl"], max_msg_size=0
                ) as socket:
                    shown = Page(socket)
                    reading = asyncio.create_task(shown.read())
                    await shown.call("Network.enable")
                    await shown.call("Page.navigate", url=address)
                    yield shown
                    reading.cancel()
        finally:
            program.terminate()
            program.wait(CEILING)


async def _port(place: Path) -> int:
    async with asyncio.timeout(CEILING):
        while not (place.exists() and place.read_text().strip()):
            await asyncio.sleep(0.05)
    return int(place.read_text().splitlines()[0])
