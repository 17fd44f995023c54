"""The screens in a browser of this machine: for one person, with nothing loaded from elsewhere."""

import asyncio
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from mediation.cli import serve
from mediation.cli.main import main
from tests.encrypted import CANARY, PASSPHRASE, needs_cipher
from tests.encrypted import made as encrypted_at
from tests.tui.made_window import kept_case, office_at

ROOT = Path(__file__).parents[2]
CODES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|.)")


def test_another_address_than_this_machine_is_refused(capsys):
    assert main(["serve", "--host", "0.0.0.0"]) == 2
    assert "只能在本机 127.0.0.1 上打开,不能给 0.0.0.0" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["1", "70000", "-3"])
def test_a_port_nobody_may_take_is_refused(port, capsys):
    assert main(["serve", f"--port={port}"]) == 2
    assert "1024 至 65535" in capsys.readouterr().err


def test_without_the_extra_the_sentence_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr(serve, "find_spec", lambda _name: None)
    assert main(["serve"]) == 1
    assert "pip install 'mediation[serve]'" in capsys.readouterr().err


@pytest.fixture
def path(tmp_path):
    office = office_at(tmp_path / "court.db")
    kept_case(office, "2026-0001")
    office.close()
    return tmp_path / "court.db"


@contextmanager
def served(path, tmp_path):
    """The running server's address."""
    pytest.importorskip(
        "textual_serve", reason="textual-serve (the extra [serve]) is not installed"
    )
    program = subprocess.Popen(
        [sys.executable, "-m", "mediation", "--db", str(path), "serve"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8",
             "MEDIATION_STATE": str(tmp_path / "state"), "HOME": str(tmp_path)},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )  # fmt: skip
    try:
        yield re.search(r"http://\S+", program.stderr.readline())[0]
    finally:
        program.send_signal(signal.SIGINT)
        assert program.wait(60) in (0, 130)
        program.stderr.close()


async def answer(session, address, **more):
    async with session.get(address, **more) as response:
        return response.status


async def test_only_who_has_the_key_gets_in_and_no_other_page(path, tmp_path):
    aiohttp = pytest.importorskip("aiohttp")
    with served(path, tmp_path) as address:
        port = urlsplit(address).port
        plain = f"http://127.0.0.1:{port}"
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
            assert await answer(session, address) == 200
            assert await answer(session, plain) == 403
            assert await answer(session, plain + "/?key=guessed") == 403
            assert await answer(session, address, headers={"Host": "evil.example"}) == 403
            socket_address = address.replace("/?", "/ws?")
            upgrade = {
                "Connection": "Upgrade",
                "Upgrade": "websocket",
                "Origin": "http://evil.example",
            }
            assert await answer(session, socket_address, headers=upgrade) == 403
        with pytest.raises(OSError), socket.create_connection((own_address(), port), 2):
            pass


@needs_cipher
async def test_an_encrypted_database_asks_for_its_passphrase_in_the_browser(tmp_path):
    aiohttp = pytest.importorskip("aiohttp")
    path = encrypted_at(tmp_path / "库")
    with served(path, tmp_path) as address:
        plain, _question, key = address.partition("/?")
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{plain}/ws?width=80&height=24&{key}", origin=plain) as screens,
        ):
            await screens.send_json(["resize", {"width": 80, "height": 24}])
            sent = await until_sent(screens, "请输入口令")
            assert CANARY not in sent
            await screens.send_json(["stdin", PASSPHRASE + "\r"])
            await until_sent(screens, "[1首页]", path.name)
            await screens.send_json(["stdin", "2"])
            assert PASSPHRASE not in sent + await until_sent(screens, CANARY)


async def until_sent(screens, *words):
    """What the page is sent, without the codes for colour, until these words stand in it."""
    sent = ""
    async with asyncio.timeout(60):
        while not all(word in sent for word in words):
            message = await screens.receive()
            if isinstance(message.data, bytes):
                sent += CODES.sub("", message.data.decode("utf-8", "replace"))
    return sent


def own_address():
    """An address of this machine that is not the loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("this machine has no address but the loopback")
        return probe.getsockname()[0]


async def test_the_browser_shows_the_case_list_in_chinese_and_loads_nothing_from_elsewhere(
    path, tmp_path
):
    pytest.importorskip("aiohttp")
    from tests.cli.browser import CHROMIUM, page

    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with served(path, tmp_path) as address:
        async with page(address) as shown:
            await shown.until_sent("court.db")
            await shown.type("2")
            await shown.until_sent("张秀英")
            hosts = {urlsplit(each).hostname for each in shown.asked_for}
            assert hosts - {None, "127.0.0.1"} == set()
            async with page(address) as newer:
                await newer.until_sent("court.db")
                assert "只读" not in newer.sent
