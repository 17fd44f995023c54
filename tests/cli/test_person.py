"""A person's data handed over and erased; after the erasure nothing of them is found in any file."""

from __future__ import annotations

import io
import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import insert

from db.schema import merge_conflicts, partners
from mediation.bootstrap import open_office
from mediation.cases.case import Agent, Case, Party
from mediation.cases.notes import PrivateNote
from mediation.cases.terms import EndReason, Outcome, Side
from mediation.cases.transcript import TranscriptLine
from mediation.exchange.canonical import canonical
from mediation.identity import new_id
from mediation.shelf import KeptView
from mediation.store import CaseQuery, Draft
from tests.cli.calling import Call

NAME, PHONE, NUMBER = "金丝雀花", "13847712345", "11010519491231002X"
PLACE = "康宁街七十七号院"
OTHER_PHONE = "13700009999"
LONG_AGO = datetime(2026, 11, 1)  # noqa: DTZ001 — as the tables keep moments
CANARY = (NAME, PHONE, NUMBER, PLACE)


@pytest.fixture
def kept(db: Path) -> Path:
    """The person in a closed case, in an open one, in an undo, a draft, a session and a remark."""
    office = open_office(db, today=lambda: date(2026, 11, 21))
    person = Party(side=Side.APPLICANT, name=NAME, phone=PHONE, id_number=NUMBER, address=PLACE)
    other = Party(side=Side.RESPONDENT, name=f"{NAME}子", agents=(Agent(name="王五"),))
    case = office.cases.register(
        Case(
            id=new_id(),
            number="P-1",
            parties=(person, other),
            referred_on=date(2026, 10, 2),
            signed_on=date(2026, 10, 3),
            closed_on=date(2026, 10, 20),
            outcome=Outcome.SUCCEEDED,
            agreed=1_000_00,
            claimed=5_000_00,
        )
    )
    office.cases.correct(
        case.id, case.version, {"remark": f"{NAME}改电话 {PHONE}"}, why=f"{NAME}来电"
    )
    with office.store.writing("甲") as writing:
        writing.put_draft(Draft("x", "当事人", {"name": NAME, "phone": PHONE}, datetime.now(UTC)))
        writing.views.put(KeptView(f"{NAME}的案件", {"text": PHONE}))
        writing.transcripts.tick(case.id, TranscriptLine("applicants", "申请人", NAME))
        writing.notes.put(
            PrivateNote(id=new_id(), case=case.id, on=date(2026, 10, 5), text=f"{NAME}很急")
        )
        keep_disputes(writing.connection, case.id)
    office.drafts.keep_aside("y", "当事人", {"name": NAME, "phone": PHONE})
    office.close()
    return db


def keep_disputes(connection, case) -> None:
    """An open dispute of the exchange and a settled one, each with the person as the partner has them."""
    theirs = {"side": "applicant", "position": 0, "name": NAME, "phone": OTHER_PHONE}
    entry = {
        "id": case.hex,
        "rows": {
            "cases": [{"remark": f"{NAME}说明"}],
            "parties": [theirs],
            "case_tags": [{"tag": PHONE}],
        },
    }
    connection.execute(
        insert(partners).values(
            name="联络办", role="liaison", sign=b"s", seal=b"e", who="甲", added_at=LONG_AGO
        )
    )
    for settled in (None, LONG_AGO):
        connection.execute(
            insert(merge_conflicts).values(
                partner=1,
                case_id=case,
                kind="conflict",
                theirs="s",
                content=canonical(entry),
                at=LONG_AGO,
                settled_at=settled,
            )
        )


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text + "\n"))


def hits(folder: Path) -> set[tuple[str, str]]:
    """Which canary text stands in which file."""
    return {
        (file.name, text)
        for file in folder.rglob("*")
        if file.is_file()
        for text in CANARY
        if text.encode() in file.read_bytes().replace(f"{NAME}子".encode(), b"")
    }


def test_a_person_is_found_by_name_number_and_phone_and_no_particular_is_told(
    kept: Path, call: Call
) -> None:
    spelt = (
        f"{NAME[:2]} {NAME[2:]}",
        "138 4771 2345",
        "+86 138-4771-2345",
        "１３８４７７１２３４５",
    )
    for key in (NAME, NUMBER, NUMBER.lower(), "110105 19491231 002x", PHONE, *spelt):
        told = call("person", key, "--db", kept)
        assert told.code == 0
        assert "P-1" in told.out
        assert not any(text in told.out for text in CANARY)
    assert call("person", "没有此人", "--db", kept).code == 3


def test_all_that_is_kept_is_handed_over_and_that_is_noted(
    kept: Path, call: Call, tmp_path: Path
) -> None:
    data, paper = tmp_path / "a.json", tmp_path / "a.docx"
    assert call("person", PHONE, "--export", data, "--db", kept).code == 0
    assert call("person", PHONE, "--export", paper, "--db", kept).code == 0
    (case,) = json.loads(data.read_text("utf-8"))["cases"]
    assert (case["case"], case["role"], case["id_number"]) == ("P-1", "party", NUMBER)
    assert any(NAME in line["new"] for line in case["history"])
    elsewhere = {(one["table"], one["column"]): one["text"] for one in case["elsewhere"]}
    assert elsewhere["cases", "remark"] == f"{NAME}改电话 {PHONE}"
    assert OTHER_PHONE in elsewhere["merge_conflicts", "parties"]
    assert elsewhere["private_notes", "text"] is None, "told of, not handed out"
    text = "\n".join(each.text for each in Document(str(paper)).paragraphs)
    assert all(each in text for each in CANARY)
    newest = call("audit", "list", "--db", kept, "--object", "P-1", "--json").value[0]
    assert (newest["action"], newest["detail"]) == ("export", ".docx")
    assert call("person", PHONE, "--export", tmp_path / "a.xlsx", "--db", kept).code == 1


def test_after_an_erasure_nothing_of_the_person_is_in_any_file(
    kept: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {text for _file, text in hits(kept.parent)} == set(CANARY)
    typed(monkeypatch, "删除1")
    told = call("person", NAME, "--erase", "--json", "--db", kept)
    assert told.code == 0, told.err
    answer = json.loads(told.out)
    assert answer["erased"] == 1
    assert any("审计" in line for line in answer["staying"])
    assert hits(kept.parent) == set()
    office = open_office(kept)
    (open_one,) = office.exchange.disputes()
    assert office.exchange.disputes(settled=True) == []
    told = office.exchange.dispute(open_one.number)
    office.close()
    assert OTHER_PHONE not in repr(told)
    assert call("audit", "verify", "--db", kept).code == 0
    assert call("doctor", "--db", kept, "--json").code in (0, 1)
    assert call("person", NAME, "--db", kept).code == 3


def test_the_index_of_the_search_holds_no_term_of_the_person_any_more(
    kept: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A deleted term stays in the pieces of the index; only one built anew is without it."""
    typed(monkeypatch, "删除1")
    assert call("person", NAME, "--erase", "--db", kept).code == 0
    with closing(sqlite3.connect(kept)) as raw:
        blocks = "SELECT block FROM case_search_data WHERE id > 10 ORDER BY id"
        left = raw.execute(blocks).fetchall()
        raw.execute("INSERT INTO case_search (case_search) VALUES ('rebuild')")
        raw.commit()
        assert [len(block) for (block,) in left] == [len(block) for (block,) in raw.execute(blocks)]


def test_figures_and_other_people_stay_as_they_were(
    kept: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = call("report", "2026-10", "--db", kept, "--format", "json").value
    typed(monkeypatch, "删除1")
    assert call("person", NAME, "--erase", "--db", kept).code == 0
    after = call("report", "2026-10", "--db", kept, "--format", "json").value
    for each in (before, after):
        each.pop("made_at", None)
    assert after == before
    shown = call("show", "P-1", "--db", kept, "--json").value
    assert [party["name"] for party in shown["parties"]] == ["〔已删除〕", f"{NAME}子"]
    assert shown["remark"] == "〔已删除〕改电话 〔已删除〕"
    office = open_office(kept)
    try:
        assert office.cases.first_rows(CaseQuery(text=NAME + "子"))
        assert not office.cases.first_rows(CaseQuery(text=PHONE))
    finally:
        office.close()


def test_an_erasure_without_the_typed_word_changes_nothing(
    kept: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "y")
    told = call("person", NAME, "--erase", "--db", kept)
    assert told.code == 1
    assert "没有确认" in told.err
    assert call("person", NAME, "--db", kept).code == 0


def test_a_person_typed_with_blanks_and_dashes_is_found_and_every_spelling_goes(
    db: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = open_office(db, today=lambda: date(2026, 11, 21))
    person = Party(side=Side.APPLICANT, name="金丝 雀花", phone="138-4771 2345", id_number=NUMBER)
    case = office.cases.register(
        Case(
            id=new_id(), number="P-1", parties=(person,), referred_on=date(2026, 10, 2),
            signed_on=date(2026, 10, 3), closed_on=date(2026, 10, 20), outcome=Outcome.FAILED,
            reason=EndReason.UNWILLING,
        )
    )  # fmt: skip
    said = "改打 +86 13847712345、138 4771 2345,证 110105 19491231 002x,另 13847712346"
    office.cases.correct(case.id, case.version, {"remark": said}, why="来电")
    with office.store.writing("甲") as writing:
        writing.put_draft(Draft("x", "当事人", {"phone": "138 47712345"}, datetime.now(UTC)))
    office.close()
    for key in (NAME, PHONE):
        assert "P-1" in call("person", key, "--db", db).out
    typed(monkeypatch, "删除1")
    assert call("person", PHONE, "--erase", "--db", db).code == 0
    office = open_office(db)
    assert office.cases.open(case.id).case.remark == (
        "改打 〔已删除〕、〔已删除〕,证 〔已删除〕,另 13847712346"
    )
    assert office.drafts.all() == []
    office.close()
    assert not re.search(rb"138.?4771.?2345|19491231", db.read_bytes())


def test_a_backup_that_still_holds_the_person_is_named(
    kept: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = call("backup", "--db", kept, "--json").value["backup"]["name"]
    typed(monkeypatch, "删除1")
    told = call("person", NAME, "--erase", "--json", "--db", kept)
    assert json.loads(told.out)["backups"] == [name]


@pytest.mark.parametrize("binned", [False, True])
def test_a_backup_that_holds_a_representative_or_a_deleted_case_is_named(
    db: Path, call: Call, monkeypatch: pytest.MonkeyPatch, binned: bool
) -> None:
    office = open_office(db, today=lambda: date(2026, 11, 21))
    company = Party(side=Side.APPLICANT, name="某商贸公司", representative=NAME)
    case = office.cases.register(
        Case(
            id=new_id(), number="P-1", parties=(company,), referred_on=date(2026, 10, 2),
            signed_on=date(2026, 10, 3), closed_on=date(2026, 10, 20), outcome=Outcome.FAILED,
            reason=EndReason.UNWILLING,
        )
    )  # fmt: skip
    if binned:
        office.bin.put([(case.id, case.version)], why="登记重复")
    office.close()
    name = call("backup", "--db", db, "--json").value["backup"]["name"]
    typed(monkeypatch, "删除1")
    assert call("person", NAME, "--erase", "--json", "--db", db).value["backups"] == [name]
    typed(monkeypatch, "删除1")
    assert call("person", "没有这个人", "--erase", "--db", db).code == 3


def test_a_name_piped_in_another_encoding_is_refused_in_words(db: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mediation", "person", "-", "--db", db],
        input=f"{NAME}\n".encode("gbk"),
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]),
             "PYTHONIOENCODING": "utf-8:strict"},
        check=False,
    )  # fmt: skip
    assert (done.returncode, "残缺的字符" in done.stderr.decode()) == (1, True)


def test_a_retention_rule_and_an_open_case_keep_the_person(
    kept: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("settings", "--db", kept, "set", "privacy.keep_years", "10").code == 0
    told = call("person", NAME, "--json", "--db", kept)
    assert told.value["erasable"] == []
    assert "2036-10-20" in told.value["staying"][0]
    typed(monkeypatch, "删除1")
    assert call("person", NAME, "--erase", "--db", kept).code == 1


def test_two_people_of_one_name_are_told_apart_by_number(kept: Path, call: Call) -> None:
    office = open_office(kept)
    twin = Party(side=Side.APPLICANT, name=NAME, id_number="150602199003078515")
    office.cases.register(
        Case(id=new_id(), number="P-2", parties=(twin,), referred_on=date(2026, 10, 2))
    )
    office.close()
    told = call("person", NAME, "--db", kept)
    assert told.code == 1
    assert "2 人" in told.err
    assert NUMBER not in told.err
    assert call("person", NUMBER, "--db", kept).code == 0


def test_the_key_may_come_from_the_keyboard(
    kept: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, PHONE)
    assert "P-1" in call("person", "-", "--db", kept).out
