"""Encryption from the command line: asked for, never told, and never in the clear afterwards."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from db import cipher
from mediation.cli import passphrases
from tests.cli.calling import GOOD, OPEN, Answer, Call
from tests.encrypted import OTHER, PASSPHRASE, cheap_keys, holding, needs_cipher

pytestmark = [needs_cipher, pytest.mark.usefixtures("cheap_keys")]
__all__ = ["cheap_keys"]

NAME = "王小丽"
"""A party of the ledger."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """A person at a terminal who types these, one after another; answers what was asked."""

    def typing(*answers: str) -> list[str]:
        waiting, prompts = list(answers), []

        def ask(prompt: str) -> str:
            prompts.append(prompt)
            return waiting.pop(0)

        monkeypatch.setattr(passphrases, "_at_terminal", lambda: True)
        monkeypatch.setattr("getpass.getpass", ask)
        return prompts

    return typing


@pytest.fixture
def anew(call: Call) -> Call:
    """``main`` as a new process would run it: with no key held."""

    def called(*arguments: object) -> Answer:
        cipher.forget()
        return call(*arguments)

    return called


@pytest.fixture
def passphrase_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the environment says the passphrase is."""
    file = tmp_path / "口令"
    file.write_text(PASSPHRASE + "\n", "utf-8")
    file.chmod(0o600)
    monkeypatch.setenv("MEDIATION_PASSPHRASE_FILE", str(file))
    return file


def test_init_asks_twice_and_every_command_after_it_once(
    tmp_path: Path, anew: Call, asked: Callable[..., list[str]], ledger: Callable[..., Path]
) -> None:
    folder = tmp_path / "库"
    path = folder / "a.db"
    prompts = asked(PASSPHRASE, PASSPHRASE)
    assert anew("init", "--encrypt", "--db", path).code == 0
    assert len(prompts) == 2
    source = ledger(GOOD, OPEN)
    prompts = asked(PASSPHRASE)
    assert anew("import", source, "--db", path).code == 0
    assert len(prompts) == 1
    asked(PASSPHRASE)
    assert NAME in anew("list", "--db", path).out
    asked(PASSPHRASE)
    assert anew("backup", "--db", path).code == 0
    assert holding(folder, NAME) == []
    assert holding(tmp_path, NAME) != []  # the ledger itself: the search sees what is in the clear


def test_two_passphrases_that_differ_or_one_too_easy_make_nothing(
    tmp_path: Path, anew: Call, asked: Callable[..., list[str]]
) -> None:
    path = tmp_path / "a.db"
    asked(PASSPHRASE, OTHER)
    answer = anew("init", "--encrypt", "--db", path)
    assert (answer.code, "不同" in answer.err) == (5, True)
    prompts = asked("1234")
    assert "至少 8 个字符" in anew("init", "--encrypt", "--db", path).err
    assert len(prompts) == 1
    assert not path.exists()


def test_without_the_library_nobody_is_asked_for_a_passphrase(
    tmp_path: Path,
    db: Path,
    anew: Call,
    asked: Callable[..., list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    for command in (("init", "--encrypt", "--db", tmp_path / "a.db"), ("encrypt", "--db", db)):
        prompts = asked()
        answer = anew(*command)
        assert (answer.code, "先装 SQLCipher" in answer.err, prompts) == (5, True, [])


def test_a_passphrase_is_no_argument(db: Path, call: Call) -> None:
    for command in ("init", "encrypt", "passphrase", "decrypt"):
        assert call(command, "--passphrase", PASSPHRASE, "--db", db).code == 2
        assert call(command, PASSPHRASE, "--db", db).code == 2


def test_encrypt_change_and_decrypt_by_the_file(
    db: Path, anew: Call, passphrase_file: Path, ledger: Callable[..., Path]
) -> None:
    assert anew("import", ledger(GOOD, OPEN), "--db", db).code == 0
    plain = anew("report", "2026-10", "--format", "json", "--db", db)
    assert anew("backup", "--db", db).code == 0
    done = anew("encrypt", "--db", db)
    assert (done.code, "1 个" in done.out) == (0, True)
    assert PASSPHRASE not in done.out + done.err
    assert {Path(name).suffix for name in holding(db.parent, NAME)} == {".csv"}
    assert anew("report", "2026-10", "--format", "json", "--db", db).out == plain.out
    assert anew("audit", "verify", "--db", db).code == 0
    assert "已经是加密的" in anew("encrypt", "--db", db).out
    told = {check["key"]: check for check in anew("doctor", "--json", "--db", db).value}
    assert told["encryption"]["passed"]
    assert "SQLCipher" in told["encryption"]["detail"]
    assert [one["encrypted"] for one in anew("backups", "--json", "--db", db).value] == [True]

    passphrase_file.write_text(f"{PASSPHRASE}\n{OTHER}\n", "utf-8")
    assert anew("passphrase", "--db", db).code == 0
    refused = anew("list", "--db", db)
    assert (refused.code, "口令不对" in refused.err) == (5, True)
    passphrase_file.write_text(OTHER, "utf-8")
    assert NAME in anew("list", "--db", db).out
    assert anew("restore", "--yes", "--db", db).code == 0
    assert NAME in anew("list", "--db", db).out
    assert anew("decrypt", "--db", db).code == 0
    os.environ.pop("MEDIATION_PASSPHRASE_FILE")
    assert NAME in anew("list", "--db", db).out
    assert len(holding(db.parent, NAME)) >= 4
    assert "没有加密" in anew("decrypt", "--db", db).err


def test_a_plain_backup_put_back_goes_under_the_passphrase_of_the_database(
    db: Path, anew: Call, passphrase_file: Path, ledger: Callable[..., Path], tmp_path: Path
) -> None:
    place = tmp_path / "U盘"
    place.mkdir()
    assert anew("import", ledger(GOOD, OPEN), "--db", db).code == 0
    assert anew("backup", "--second", place, "--db", db).code == 0
    away = place.rename(tmp_path / "带走")  # not there when the others are encrypted
    told = anew("encrypt", "--db", db)
    assert (told.code, "没有接上" in told.err) == (1, True)
    away.rename(place)
    assert anew("doctor", "--db", db).code == 1
    (plain,) = (one for one in anew("backups", "--json", "--db", db).value if not one["encrypted"])
    assert anew("restore", plain["name"], "--yes", "--db", db).code == 0
    assert NAME in anew("list", "--db", db).out
    assert NAME.encode() not in db.read_bytes()
    assert anew("audit", "verify", "--db", db).code == 0
    assert anew("encrypt", "--db", db).code == 0
    assert {Path(name).suffix for name in holding(tmp_path, NAME)} == {".csv"}


def test_a_kill_between_a_decryption_and_its_backups_is_made_good_by_a_second_run(
    db: Path,
    anew: Call,
    passphrase_file: Path,
    ledger: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert anew("import", ledger(GOOD), "--db", db).code == 0
    assert anew("encrypt", "--db", db).code == 0
    assert anew("backup", "--db", db).code == 0
    with monkeypatch.context() as patched:
        patched.setattr("db.encrypting.bring_along", lambda _path: sys.exit(9))
        assert anew("decrypt", "--db", db).code == 9
    assert db.read_bytes().startswith(b"SQLite format 3")
    (told,) = (
        one for one in anew("doctor", "--json", "--db", db).value if one["key"] == "encryption"
    )
    assert not told["passed"]
    done = anew("decrypt", "--db", db)
    assert (done.code, "1 个" in done.out) == (0, True)
    assert [one["encrypted"] for one in anew("backups", "--json", "--db", db).value] == [False]
    assert anew("decrypt", "--db", db).code == 1


def test_whoever_forgot_the_passphrase_gets_back_what_was_never_encrypted(
    db: Path, anew: Call, passphrase_file: Path, ledger: Callable[..., Path], tmp_path: Path
) -> None:
    place = tmp_path / "U盘"
    place.mkdir()
    assert anew("import", ledger(GOOD), "--db", db).code == 0
    assert anew("backup", "--second", place, "--db", db).code == 0
    away = place.rename(tmp_path / "带走")
    assert anew("encrypt", "--db", db).code == 1
    away.rename(place)
    passphrase_file.write_text("不记得了 只好猜一个", "utf-8")
    plain = next(place.glob("*.db")).name
    assert "口令不对" in anew("restore", plain, "--yes", "--db", db).err
    db.rename(tmp_path / "移走.db")
    assert anew("restore", plain, "--yes", "--db", db).code == 0
    assert NAME in anew("list", "--db", db).out


def test_standard_input_gives_a_line(
    tmp_path: Path, anew: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.db"

    def lines(*words: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(words) + "\n"))

    lines(PASSPHRASE)
    assert anew("init", "--encrypt", "--passphrase-stdin", "--db", path).code == 0
    lines(PASSPHRASE, OTHER)
    assert anew("passphrase", "--passphrase-stdin", "--db", path).code == 0
    lines(OTHER)
    assert anew("--passphrase-stdin", "list", "--db", path).code == 0
    lines(PASSPHRASE)
    assert anew("--passphrase-stdin", "list", "--db", path).code == 5


def test_three_wrong_ones_at_a_terminal_end_the_command(
    db: Path, anew: Call, asked: Callable[..., list[str]]
) -> None:
    asked(PASSPHRASE, PASSPHRASE)
    assert anew("encrypt", "--db", db).code == 0
    prompts = asked("wrong one", "wrong two", PASSPHRASE)
    assert anew("list", "--db", db).code == 0
    assert len(prompts) == 3
    asked("wrong one", "wrong two", "wrong three")
    answer = anew("list", "--db", db)
    assert (answer.code, answer.err.count("口令不对")) == (5, 3)


def test_without_a_terminal_the_sentence_says_what_to_do(
    db: Path, anew: Call, asked: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(PASSPHRASE, PASSPHRASE)
    assert anew("encrypt", "--db", db).code == 0
    monkeypatch.setattr(passphrases, "_at_terminal", lambda: False)
    for command in ("list", "backup", "doctor", "restore", "passphrase", "decrypt", "encrypt"):
        answer = anew(command, "--db", db)
        assert (answer.code, "MEDIATION_PASSPHRASE_FILE" in answer.err) == (5, True), command
    assert anew("about", "--db", db).code == 0


def test_a_passphrase_file_that_others_read_or_that_is_missing_is_not_used(
    db: Path, anew: Call, passphrase_file: Path
) -> None:
    passphrase_file.chmod(0o644)
    assert "别的用户也能读" in anew("encrypt", "--db", db).err
    passphrase_file.unlink()
    answer = anew("encrypt", "--db", db)
    assert (answer.code, "找不到口令文件" in answer.err) == (5, True)
    assert db.read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize(
    "words", ["Ordos2026敖包山".encode("gbk"), "四个不相干的词".encode("utf-16")]
)
def test_a_passphrase_in_another_encoding_is_refused_before_it_shuts_anybody_out(
    db: Path, anew: Call, passphrase_file: Path, monkeypatch: pytest.MonkeyPatch, words: bytes
) -> None:
    passphrase_file.write_bytes(words)
    told = anew("encrypt", "--db", db)
    assert (told.code, "UTF-8" in told.err) == (5, True)
    monkeypatch.delenv("MEDIATION_PASSPHRASE_FILE")
    for errors in ("strict", "surrogateescape"):  # as a locale of UTF-8 reads, and one of none
        monkeypatch.setattr(
            "sys.stdin", io.TextIOWrapper(io.BytesIO(words + b"\n"), "utf-8", errors)
        )
        told = anew("encrypt", "--passphrase-stdin", "--db", db)
        assert (told.code, "UTF-8" in told.err) == (5, True)
    assert db.read_bytes().startswith(b"SQLite format 3")


def test_an_open_window_keeps_the_database_as_it_is(
    db: Path, anew: Call, passphrase_file: Path
) -> None:
    from mediation.bootstrap import open_window

    window = open_window(db)
    try:
        answer = anew("encrypt", "--db", db)
        assert (answer.code, "关掉" in answer.err) == (5, True)
    finally:
        window.close()
    assert db.read_bytes().startswith(b"SQLite format 3")


def test_the_lock_of_a_window_is_proved_by_the_passphrase(db: Path, anew: Call) -> None:
    from mediation.bootstrap import create_office, proves

    path = db.with_name("b.db")
    office = create_office(path, passphrase=PASSPHRASE)
    assert proves(path, PASSPHRASE)
    assert not proves(path, OTHER)
    assert not proves(db, PASSPHRASE)
    office.close()


READ = (
    ("report", "2026-10", "--format", "json"),
    ("list", "--text", "公司", "--json"),
    ("due", "--json"),
    ("funnel", "2026", "--json"),
    ("cross", "2026-Q3", "--by", "cause,channel", "--json"),
    ("audit", "verify", "--json"),
    ("seal", "--json"),
    ("report", "2026-10", "--court", "康巴什区法院"),
)
"""Commands that read much of the demonstration, each by another way through the store."""


def test_every_answer_is_the_same_from_an_encrypted_database(demo_copy: Path, call: Call) -> None:
    from mediation.bootstrap import encrypt

    before = [call(*command, "--db", demo_copy) for command in READ]
    assert encrypt(demo_copy, PASSPHRASE)[1] == []
    after = [call(*command, "--db", demo_copy) for command in READ]
    for command, plain, hidden in zip(READ, before, after, strict=True):
        if command[0] != "audit":  # that it was encrypted is an entry more
            told = [re.sub(r"\d\d:\d\d 北京时间", "", each.out) for each in (plain, hidden)]
            assert (hidden.code, told[1]) == (plain.code, told[0]), command
    assert [answer.code for answer in before].count(0) >= 6
    assert after[5].value["passed"]
    assert after[5].value["entries"] == before[5].value["entries"] + 1


def test_a_missing_database_is_told_before_a_passphrase_is_asked_for(
    anew: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passphrases, "_at_terminal", lambda: False)
    told = anew("encrypt", "--db", tmp_path / "无.db")
    assert (told.code, "无.db" in told.err, "口令" in told.err) == (5, True, False)
