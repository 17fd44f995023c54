"""A copy for somebody else holds the cases and not a byte of what is its user's own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mediation.bootstrap import open_office
from mediation.cases.case import Case, Party
from mediation.cases.folder import Statement
from mediation.cases.notes import PrivateNote
from mediation.cases.terms import Side, Zone
from mediation.identity import new_id
from mediation.shelf import KeptView
from mediation.store import Draft
from tests.cli.calling import Call

OWN = ("金丝雀私语", "金丝雀让步", "金丝雀草稿", "金丝雀已删", "金丝雀视图", "金丝雀缘由")
NAME = "斯琴高娃"


@pytest.fixture
def kept(db: Path) -> Path:
    office = open_office(db, today=lambda: date(2026, 11, 21))

    def registered(number: str, name: str, remark: str) -> Case:
        party = Party(side=Side.APPLICANT, name=name)
        return office.cases.register(
            Case(
                id=new_id(),
                number=number,
                parties=(party,),
                referred_on=date(2026, 10, 2),
                remark=remark,
            )
        )

    case = registered("H-1", NAME, "")
    with office.store.writing("甲") as writing:
        writing.notes.put(PrivateNote(id=new_id(), case=case.id, on=date(2026, 10, 5), text=OWN[0]))
        writing.put_draft(Draft("x", "当事人", {"name": OWN[2]}, datetime.now(UTC)))
        writing.views.put(KeptView(OWN[4], {"text": OWN[4]}))
    office.folders.put_statement(
        Statement(
            id=new_id(), case=case.id, zone=Zone.COMPROMISE, on=date(2026, 10, 5), text=OWN[1]
        )
    )
    gone = registered("H-2", OWN[3], OWN[3])
    office.bin.put([(gone.id, gone.version)], why=OWN[5])
    office.locking.set_word("锁屏口令一")
    office.close()
    return db


def test_the_copy_holds_the_cases_and_no_byte_of_what_is_its_users_own(
    kept: Path, call: Call, tmp_path: Path
) -> None:
    copy = tmp_path / "别处" / "交出.db"
    copy.parent.mkdir()
    assert any(text.encode() in kept.read_bytes() for text in OWN)
    told = call("backup", "--for-others", copy, "--db", kept, "--json").value
    assert told["cases"] == 1
    assert told["left_out"]["private_notes"] == told["left_out"]["binned_cases"] == 1
    content = copy.read_bytes()
    assert [text for text in OWN if text.encode() in content] == []
    assert b"scrypt$" not in content
    assert NAME.encode() in content
    assert [file.name for file in copy.parent.iterdir()] == [copy.name]
    assert not list(kept.parent.glob(".*.tmp*"))
    assert copy.stat().st_mode & 0o077 == 0
    assert call("show", "H-1", "--db", copy).code == 0
    assert call("audit", "verify", "--db", copy).code == 0
    newest = call("audit", "list", "--db", kept, "--json").value[0]
    assert (newest["action"], told["sha256"] in newest["detail"]) == ("hand_over", True)
    assert call("backup", "--for-others", copy, "--db", kept).code == 5, "never over a file"
