"""Private notes and compromise statements never leave: every writer is run and its bytes searched."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from mediation.bootstrap import open_office
from mediation.cases.case import Case, Party, Session
from mediation.cases.folder import Statement
from mediation.cases.notes import PrivateNote
from mediation.cases.terms import EndReason, Outcome, Performance, Side, Zone
from mediation.cli import arguments
from mediation.errors import StoreUnusable
from mediation.identity import new_id
from mediation.listing import CaseQuery
from mediation.office.folders import Talk
from mediation.office.office import Office
from mediation.registry.mediators import Mediator
from mediation.reports.pages_back import page_texts
from tests.cli.calling import GOOD, HEADINGS, Call

PRIVATE, COMPROMISE = "金丝雀私语7391", "金丝雀让步7392"
FACT = "双方确认送货十二批"
TODAY = date(2026, 3, 31)
FOREVER = {"private_notes", "compromises", "undoables", "drafts"}
"""The tables that hold such words: their own, what undo brings back, and unsaved input."""

WRITERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "report": (
        ("report", "2026-03"),
        *(("report", "2026-03", "--format", form) for form in ("text", "json", "csv")),
        *(
            ("report", "2026-03", "-o", f"月报{end}")
            for end in (".xlsx", ".docx", ".pdf", ".md", ".csv", ".json", ".txt")
        ),
    ),
    "list": (("list",), ("list", "--json"), ("list", "--text", "张秀英", "--json")),
    "show": (("show", "N1"), ("show", "N1", "--json")),
    "agreement": (
        ("agreement", "N1"),
        ("agreement", "N1", "--json"),
        ("agreement", "N1", "-o", "协议.docx"),
    ),
    "conflicts": (
        ("conflicts", "N1"),
        ("conflicts", "N1", "--json"),
        *(("conflicts", "N1", "-o", f"利害关系{end}") for end in (".docx", ".txt")),
    ),
    "audit": (("audit", "list"), ("audit", "list", "--json"), ("audit", "verify")),
    "person": (
        ("person", "张秀英"),
        *(("person", "张秀英", "--export", f"本人{end}") for end in (".json", ".docx")),
    ),
    "cases": (("cases", "--of", "succeeded", "2026-03"),),
    "cross": (("cross", "2026-03", "--by", "cause,channel", "--json"),),
    "funnel": (("funnel", "2026-03", "--json"),),
    "seal": (("seal", "2026-03", "--anyway", "试"), ("seal", "--json")),
    "verify": (("verify", "月报.json"),),
    "unseal": (("unseal", "2026-03", "--reason", "试"),),
    "due": (
        ("due", "--on", "2026-03-31"),
        ("due", "--on", "2026-03-31", "--json"),
        ("due", "--case", "N2"),
        ("due", "--on", "2026-03-31", "--ics", "-o", "期限.ics"),
    ),
    "member": (
        ("member", "高文彬", "2026", "--json"),
        *(("member", "高文彬", "2026", "-o", f"档案{end}") for end in (".docx", ".xlsx", ".json")),
    ),
    "subsidy": (
        ("subsidy", "tariff", "标准.csv"),
        ("subsidy", "list", "2026-03"),
        ("subsidy", "freeze", "2026-03", "-o", "名单.xlsx"),
    ),
    "import": (("import", "坏.csv"),),
    "bundle": (
        ("bundle", "keys", "--name", "联络办", "-o", "联络办.keys", "--no-passphrase"),
        ("bundle", "partner", "list"),
        ("bundle", "conflicts", "--json"),
    ),
    "reconcile": (("reconcile", "好.csv", "-o", "对账.xlsx"),),
    "about": (("about",),),
    "doctor": (("doctor",),),
    "settings": (("settings",),),
    "duty": (("duty", "list", "高文彬", "2026", "--json"),),
}
NOTHING_OF_A_CASE = {
    *("init", "template", "demo", "definitions", "holidays", "limit", "causes", "courts"),
    *("read-referral", "backup", "backups", "restore", "serve"),
    *("encrypt", "passphrase", "decrypt"),
}
"""Commands that write nothing of a case, or whole copies of the user's own database; ``serve`` shows
the user's own rooms on this computer. What a bundle carries, being locked, the tests of merging open."""


def told(office: Office, mediator: Mediator, number: str) -> Case:
    """A case in whose talks every kind of thing was said."""
    case = office.cases.register(
        Case(
            id=new_id(),
            number=number,
            court="内0603",
            cause_name="买卖合同纠纷",
            mediator=mediator.id,
            referred_on=date(2026, 3, 1),
            signed_on=date(2026, 3, 2),
            parties=(
                Party(side=Side.APPLICANT, name="张秀英"),
                Party(side=Side.RESPONDENT, name="李强"),
            ),
        )
    )
    session = Session(
        id=new_id(),
        case=case.id,
        held_on=date(2026, 3, 5),
        held_at=time(9),
        present="张秀英",
        summary="谈了货款",
    )
    said = {"case": case.id, "on": session.held_on, "session": session.id}
    office.folders.log(
        Talk(
            session=session,
            facts=(Statement(id=new_id(), zone=Zone.UNDISPUTED, text=FACT, **said),),
            compromises=(Statement(id=new_id(), zone=Zone.COMPROMISE, text=COMPROMISE, **said),),
            notes=(PrivateNote(id=new_id(), text=PRIVATE, **said),),
        )
    )
    note = PrivateNote(id=new_id(), case=case.id, on=TODAY, text="先写一句")
    office.folders.put_note(note)
    office.folders.put_note(replace(note, text=f"改成 {PRIVATE}"), before=note)
    return case


@pytest.fixture
def house(db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office with two cases, told everything; the files that commands read lie beside it."""
    monkeypatch.setenv("MEDIATION_DB", str(db))
    monkeypatch.chdir(tmp_path)
    office = open_office(db, today=lambda: TODAY)
    mediator = Mediator(id=new_id(), name="高文彬", holds_office=False)
    office.roster.add(mediator)
    done = told(office, mediator, "N1")
    told(office, mediator, "N2")
    office.cases.close(
        done.id,
        done.version,
        date(2026, 3, 20),
        Outcome.SUCCEEDED,
        reason=EndReason.AGREED,
        agreed=100_00,
        performed=100_00,
        performance=Performance.PERFORMED,
    )
    office.drafts.keep(f"private_note:{done.id}", "私人备注 N1", {"text": PRIVATE})
    office.close()
    (tmp_path / "标准.csv").write_text(
        "难易等级,结果,金额(元),有效期起,依据\n普通,成功,200,2026-01-01,文\n", encoding="utf-8"
    )
    (tmp_path / "坏.csv").write_text(f"{HEADINGS}\n{GOOD.replace('20万', '约20万')}\n", "utf-8")
    (tmp_path / "好.csv").write_text(f"{HEADINGS}\n{GOOD}\n", encoding="utf-8")
    return db


def contents(path: Path) -> Iterator[bytes]:
    """What a file holds, its packed parts unpacked."""
    yield path.read_bytes()
    if path.suffix == ".pdf":
        yield "".join(page_texts(path.read_bytes(), path)).encode()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as parts:
            for name in parts.namelist():
                yield name.encode()
                yield parts.read(name)


def leaks(data: bytes) -> list[str]:
    """Which of the words stand in some bytes, as UTF-8, UTF-16 or as JSON may spell them."""
    return [
        word
        for word in (PRIVATE, COMPROMISE)
        for spelled in (
            word.encode(),
            word.encode("utf-16-le"),
            word.encode("ascii", "backslashreplace"),
            "".join(f"&#{ord(char)};" for char in word).encode(),
        )
        if spelled in data
    ]


def is_database(path: Path) -> bool:
    return path.read_bytes()[:15] == b"SQLite format 3"


def test_no_command_tells_private_words_or_what_was_said_in_compromise(
    house: Path, call: Call, tmp_path: Path, own_home: Path
) -> None:
    for ways in WRITERS.values():
        for way in ways:
            answer = call(*way)
            assert answer.code in (0, 1), (way, answer.err)
            assert leaks((answer.out + answer.err).encode()) == [], way
    with_list = open_office(house, today=lambda: TODAY)
    for end in (".xlsx", ".csv"):
        keys = with_list.cases.keys(CaseQuery())
        assert with_list.cases.save_list(tmp_path / f"清单{end}", keys, "全部") == 2
    with_list.close()
    written = [
        path
        for folder in (tmp_path, own_home)
        for path in folder.rglob("*")
        if path.is_file() and not is_database(path)
    ]
    assert {".xlsx", ".docx", ".md", ".csv", ".json", ".ics"} <= {path.suffix for path in written}
    for path in written:
        for data in contents(path):
            assert leaks(data) == [], path.name


def test_every_command_is_run_or_known_to_write_nothing_of_a_case() -> None:
    (commands,) = arguments.parser()._subparsers._group_actions  # type: ignore[union-attr]
    assert set(commands.choices) == set(WRITERS) | NOTHING_OF_A_CASE  # type: ignore[arg-type]


def test_the_words_stand_in_their_own_tables_and_nowhere_else(house: Path) -> None:
    connection = sqlite3.connect(house)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master")]
    holding = set()
    for table in tables:
        try:
            rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
        except sqlite3.DatabaseError:
            continue
        if leaks(repr(rows).encode()):
            holding.add(table)
    connection.close()
    assert {"private_notes", "compromises"} <= holding <= FOREVER


def test_no_search_finds_a_case_by_private_words(house: Path, call: Call) -> None:
    for word in (PRIVATE, COMPROMISE, "私语", "让步", "7391"):
        assert call("list", "--text", word, "--json").value["cases"] == []


def test_undisputed_facts_are_told_since_they_may_go_to_the_court(house: Path, call: Call) -> None:
    assert FACT in call("show", "N1").out
    told = call("show", "N1", "--json").value
    assert [fact["text"] for fact in told["undisputed_facts"]] == [FACT]
    assert "compromises" not in told


def test_a_draft_of_a_private_note_is_never_set_aside_in_a_file(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = open_office(house, today=lambda: TODAY)

    def unusable(*_any: object) -> None:
        raise StoreUnusable("磁盘已满")

    with monkeypatch.context() as patched:
        patched.setattr(office.store, "writing", unusable)
        for form in ("private_note", "log"):
            with pytest.raises(StoreUnusable):
                office.drafts.keep(f"{form}:1", "备注", {"text": PRIVATE})
            assert office.drafts.keep_aside(f"{form}:1", "备注", {"text": PRIVATE}) is None
        assert office.drafts.keep("register", "新案", {"remark": "可以"}) is not None
    office.close()
    for path in house.parent.iterdir():
        assert is_database(path) or leaks(path.read_bytes()) == []


def test_a_leak_would_be_noticed(tmp_path: Path) -> None:
    packed = tmp_path / "a.docx"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", f"<w:t>{PRIVATE}</w:t>")
    assert any(leaks(data) for data in contents(packed))
    assert leaks(PRIVATE.encode("ascii", "backslashreplace"))
