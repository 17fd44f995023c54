"""``mediation agreement``, and what ``show`` tells of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from docx import Document

from mediation.bootstrap import open_office
from mediation.cases.agreement import Clause, ClauseKind
from mediation.cases.performing import Payment
from mediation.cases.schedule import instalments
from mediation.identity import new_id
from tests.cli.calling import GOOD, Call


def promised(db: Path) -> None:
    office = open_office(db, today=lambda: date(2026, 12, 20))
    case = office.cases.find("A-1")
    clause = Clause(
        id=new_id(),
        kind=ClauseKind.PAY,
        payer="赵大海",
        payee="王小丽\x1b[2J",
        what="借款本金",
        fen=15_000_000,
        instalments=instalments(15_000_000, date(2026, 12, 1), times=3),
    )
    office.agreements.put_clause(case, 0, clause)
    office.agreements.pay(
        Payment(id=new_id(), case=case, clause=clause.id, paid_on=date(2026, 12, 1), fen=100)
    )
    office.close()


def test_an_agreement_is_told_with_its_instalments_and_payments(
    call: Call, db: Path, ledger: Callable[..., Path]
) -> None:
    call("import", ledger(GOOD), "--db", db)
    promised(db)
    answer = call("agreement", "A-1", "--db", db)
    assert answer.code == 0
    assert "协议 150,000.00 元(壹拾伍万元整),已付 1.00 元" in answer.out
    assert "\n   第 2 期 2027-01-01 50,000.00 元" in answer.out
    assert "出门检查:" in answer.out
    assert "\x1b" not in answer.out
    assert "协议 150,000.00 元(壹拾伍万元整)" in call("show", "A-1", "--db", db).out


def test_an_agreement_as_data_has_amounts_in_yuan(
    call: Call, db: Path, ledger: Callable[..., Path]
) -> None:
    call("import", ledger(GOOD), "--db", db)
    assert call("show", "A-1", "--db", db, "--json").value["agreement"] is None
    promised(db)
    found = call("agreement", "A-1", "--db", db, "--json").value
    assert (found["total"], found["paid"]) == ("150000.00", "1.00")
    assert [each["left"] for each in found["clauses"][0]["instalments"]] == [
        "49999.00",
        "50000.00",
        "50000.00",
    ]
    assert found["payments"][0]["clause"] == 1
    assert call("show", "A-1", "--db", db, "--json").value["agreement"]["total"] == "150000.00"


def test_a_case_that_is_not_there_has_no_agreement(call: Call, db: Path) -> None:
    assert call("agreement", "A-9", "--db", db).code == 3


def test_an_agreement_is_saved_as_a_paper_with_its_instalments(
    call: Call, db: Path, ledger: Callable[..., Path], tmp_path: Path
) -> None:
    call("import", ledger(GOOD), "--db", db)
    paper = tmp_path / "协议.docx"
    refused = call("agreement", "A-1", "--db", db, "-o", paper)
    assert (refused.code, paper.exists()) == (1, False)
    promised(db)
    assert call("agreement", "A-1", "--db", db, "-o", tmp_path / "协议.txt").code == 1
    assert call("agreement", "A-1", "--db", db, "-o", paper).code == 0
    newest = call("audit", "list", "--object", "A-1", "--db", db, "--json").value[0]
    assert (newest["action"], newest["detail"]) == ("export", "agreement")
    document = Document(str(paper))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "赵大海付给王小丽[2J借款本金150,000.00 元(大写:壹拾伍万元整)" in text
    assert [cell.text for cell in document.tables[0].rows[2].cells] == [
        "2",
        "2027-01-01",
        "50,000.00",
    ]
