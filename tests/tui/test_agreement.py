"""An agreement by keyboard on a real database: closing, the check, clauses, payments, what follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

from mediation.cases.agreement import Clause, ClauseKind, How
from mediation.cases.case import Case
from mediation.cases.performing import Proof
from mediation.cases.schedule import instalments
from mediation.cases.terms import Channel, Outcome, Performance
from mediation.identity import new_id
from mediation.office.agreements import AgreementFile
from mediation.office.office import Office
from tests.tui.made_window import (
    TODAY,
    enter,
    kept_case,
    office_at,
    press,
    said,
    screen_text,
    settled,
    window,
)
from tui.screens.agreement import AgreementRoom, ExitRoom

Answer = TypeVar("Answer")
HOSTILE = "[/b]乙[red]\x1b[31m"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "room.db"


def with_office(path: Path, call: Callable[[Office], Answer]) -> Answer:
    office = office_at(path)
    try:
        return call(office)
    finally:
        office.close()


def agreed_case(path: Path, *clauses: Clause, close: bool = True, **fields: object) -> Case:
    """A delegated success with these clauses, signed today."""

    def make(office: Office) -> Case:
        case = kept_case(office, channel=Channel.DELEGATED, **fields)
        for clause in clauses:
            version = office.agreements.open(case.id).agreement.version
            office.agreements.put_clause(case.id, version, clause)
        if not close:
            return case
        return office.cases.close(case.id, case.version, TODAY, Outcome.SUCCEEDED)

    return with_office(path, make)


def paying(**fields: object) -> Clause:
    values = {
        "id": new_id(),
        "kind": ClauseKind.PAY,
        "payer": "某商贸公司",
        "payee": "张秀英",
        "what": "货款",
        "fen": 1_200_000,
        "how": How.CASH,
        "instalments": instalments(1_200_000, date(2026, 11, 15), times=3),
    }
    return Clause(**{**values, **fields})  # type: ignore[arg-type]


def read(path: Path, case: Case) -> AgreementFile:
    return with_office(path, lambda office: office.agreements.open(case.id))


async def test_closing_with_success_offers_the_check_and_enter_takes_it(path: Path) -> None:
    case = agreed_case(path, close=False)
    async with window(path) as (app, pilot):
        app.open_form("close", case=case.id)
        await settled(pilot)
        await press(pilot, "tab", "1", "ctrl+s")
        assert "双方离开前,核对一遍协议?" in screen_text(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, ExitRoom)
        assert "还没有条款" in screen_text(pilot)
    assert read(path, case).case.outcome is Outcome.SUCCEEDED


async def test_a_failure_is_closed_without_a_question(path: Path) -> None:
    case = agreed_case(path, close=False)
    async with window(path) as (app, pilot):
        app.open_form("close", case=case.id)
        await settled(pilot)
        await press(pilot, "tab", "3", "ctrl+s")
        assert "核对一遍" not in screen_text(pilot)


async def test_a_reason_that_contradicts_the_outcome_is_told_at_once(path: Path) -> None:
    case = agreed_case(path, close=False)
    async with window(path) as (app, pilot):
        app.open_form("close", case=case.id)
        await settled(pilot)
        await press(pilot, "tab", "3", "tab", "1", "tab")
        assert "与结果“不成功”矛盾" in screen_text(pilot)


async def test_a_reason_alone_suggests_its_outcome(path: Path) -> None:
    case = agreed_case(path, close=False)
    async with window(path) as (app, pilot):
        app.open_form("close", case=case.id)
        await settled(pilot)
        await press(pilot, "tab", "tab", "5", "tab")
        assert app.screen.row("outcome").text == Outcome.FAILED.value


async def test_a_clause_in_instalments_is_entered_by_keys(path: Path) -> None:
    case = agreed_case(path, close=False)
    async with window(path) as (app, pilot):
        app.open_agreement(case.id)
        await settled(pilot)
        await press(pilot, "a")
        form = app.screen
        assert form.row("payer").text == "某商贸公司"
        await press(pilot, "tab", "tab", "tab")
        await enter(pilot, "货款")
        await press(pilot, "tab")
        await enter(pilot, "10000")
        await press(pilot, "tab", "tab", "2", "tab", "tab", "3", "tab")
        await enter(pilot, "2026-11-30")
        await press(pilot, "tab")
        await enter(pilot, "3")
        await press(pilot, "tab")
        assert "3 期:2026-11-30 起 3,333.00 元,末期 2027-01-31 3,334.00 元" in screen_text(pilot)
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, AgreementRoom)
        shown = screen_text(pilot)
    assert "协议 10,000.00 元  壹万元整" in shown
    assert "第 3 期 2027-01-31" in shown
    (clause,) = read(path, case).agreement.clauses
    assert clause.how is How.CASH
    assert sum(part.fen or 0 for part in clause.instalments) == 1_000_000


async def test_capital_words_that_differ_are_a_fault_of_the_check(path: Path) -> None:
    case = agreed_case(path, paying(words="壹万叁仟元整"))
    async with window(path, (120, 40)) as (app, pilot):
        app.open_exit_check(case.id)
        await settled(pilot)
        shown = screen_text(pilot)
    assert "数字的大写是“壹万贰仟元整”" in shown
    assert "要改" in shown


async def test_enter_on_a_fault_opens_where_it_is_put_right(path: Path) -> None:
    case = agreed_case(path, paying(words="壹万叁仟元整", payer=""))
    async with window(path) as (app, pilot):
        app.open_exit_check(case.id)
        await settled(pilot)
        await press(pilot, "enter")
        assert app.screen.heading == "协议条款"
        await press(pilot, "tab")
        await enter(pilot, "乙")
        await press(pilot, "ctrl+s")
        assert "没有写明" not in screen_text(pilot)


async def test_a_missing_address_is_put_right_in_the_party_itself(path: Path) -> None:
    case = agreed_case(
        path, paying(words="壹万贰仟元整", instalments=instalments(1_200_000, TODAY, times=1))
    )
    async with window(path) as (app, pilot):
        app.open_exit_check(case.id)
        await settled(pilot)
        await press(pilot, "enter")
        assert app.screen.heading == "当事人"
        assert app.screen.row("name").text == "张秀英"


async def test_an_entrusted_case_is_not_asked_for_a_confirmation_when_it_is_closed(
    path: Path,
) -> None:
    case = with_office(path, lambda office: kept_case(office, channel=Channel.ENTRUSTED))
    async with window(path, (80, 40)) as (app, pilot):
        app.open_form("close", case=case.id)
        await settled(pilot)
        await press(pilot, "tab", "1")
        assert "协议金额" in screen_text(pilot)
        assert "司法确认号" not in screen_text(pilot)


@pytest.mark.parametrize("room", ["home", "cases"])
async def test_a_payment_is_one_key_from_where_the_case_is_listed(path: Path, room: str) -> None:
    agreed_case(path, paying())
    async with window(path, first=room) as (app, pilot):
        await press(pilot, "p")
        assert app.screen.heading == "记履行"


async def test_a_payment_begins_with_what_is_due_and_moves_the_case(path: Path) -> None:
    case = agreed_case(path, paying())
    async with window(path) as (app, pilot):
        app.open_case(case.id)
        await settled(pilot)
        await press(pilot, "p")
        assert app.screen.row("fen").text == "4,000.00"
        await press(pilot, "ctrl+s")
        assert any("4,000.00 元,共付 4,000.00 / 12,000.00 元" in note for note in said(pilot))
    file = read(path, case)
    assert file.case.performed == 400_000
    assert file.case.performance is Performance.NOT_DUE
    assert file.payments[0].how is How.CASH


async def test_too_much_is_kept_and_told(path: Path) -> None:
    case = agreed_case(path, paying(instalments=instalments(1_200_000, TODAY, times=1)))
    async with window(path) as (app, pilot):
        app.open_form("payment", case=case.id)
        await settled(pilot)
        app.screen.row("fen").text = ""
        app.screen.row("fen").take_focus()
        await enter(pilot, "13000")
        await press(pilot, "tab", "tab", "1", "ctrl+s")
        assert any("多付了 1,000.00 元" in note for note in said(pilot))
    file = read(path, case)
    assert file.case.performed == 1_200_000
    assert file.payments[0].proof is Proof.SLIP


async def test_a_payment_taken_back_leaves_the_case_as_it_was(path: Path) -> None:
    case = agreed_case(path, paying())
    async with window(path) as (app, pilot):
        app.open_form("payment", case=case.id)
        await settled(pilot)
        await press(pilot, "ctrl+s")
        app.open_agreement(case.id)
        await settled(pilot)
        await press(pilot, "u")
        assert "撤销这笔履行?" in screen_text(pilot)
        await press(pilot, "u")
        assert "还没有:钱到了按 p" in screen_text(pilot)
    file = read(path, case)
    assert file.payments == ()
    assert file.case.performed == 0
    assert file.case.performance is Performance.OVERDUE


async def test_without_clauses_a_payment_says_what_to_do(path: Path) -> None:
    case = agreed_case(path)
    async with window(path) as (app, pilot):
        app.open_form("payment", case=case.id)
        await settled(pilot)
        assert any("先按 a 打开协议录入条款" in note for note in said(pilot))


async def test_a_step_after_the_closing_is_ticked_and_unticked_by_enter(path: Path) -> None:
    case = agreed_case(path, paying())
    async with window(path, (120, 40)) as (app, pilot):
        app.open_agreement(case.id)
        await settled(pilot)
        assert "把调解协议送达双方当事人" in screen_text(pilot)
        await press(pilot, "end", "enter")
        assert "[2026-11-21 办]" in screen_text(pilot)
        await press(pilot, "enter")
        assert "[2026-11-21 办]" not in screen_text(pilot)


async def test_confirmation_of_an_entrusted_case_is_refused_where_it_is_asked_for(
    path: Path,
) -> None:
    def make(office: Office) -> Case:
        return kept_case(office, channel=Channel.ENTRUSTED)

    case = with_office(path, make)
    async with window(path) as (app, pilot):
        app.open_form("signatures", case=case.id)
        await settled(pilot)
        await press(pilot, "tab", "1", "tab", "1", "ctrl+s")
        assert "不走司法确认" in screen_text(pilot)
        assert app.screen.row("confirming").is_refused


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (20, 5)])
async def test_text_that_looks_like_orders_is_shown_as_text(
    path: Path, size: tuple[int, int]
) -> None:
    case = agreed_case(path, paying(payer=HOSTILE, what="款" * 200 + "尾"))
    async with window(path, size) as (app, pilot):
        app.open_agreement(case.id)
        await settled(pilot)
        shown = screen_text(pilot)
        if size[0] > 20:
            assert "[/b]乙[red]" in shown
            assert shown.count("款") >= 200
            assert "尾" in shown
        assert "\x1b" not in shown
        app.open_exit_check(case.id)
        await settled(pilot)


async def test_a_clause_saved_beside_another_keeps_both_and_says_so(path: Path) -> None:
    case = agreed_case(path, paying(), close=False)
    async with window(path) as (app, pilot):
        app.open_form("clause", case=case.id)
        await settled(pilot)
        with_office(path, lambda office: office.agreements.put_clause(case.id, 1, paying()))
        await press(pilot, "4", "tab")
        await enter(pilot, "诉讼费由乙方负担")
        await press(pilot, "ctrl+s")
        assert any("两边都保留" in words for words in said(pilot))
    kinds = [clause.kind for clause in read(path, case).agreement.clauses]
    assert kinds == [ClauseKind.PAY, ClauseKind.PAY, ClauseKind.OTHER]


async def test_the_agreement_goes_into_a_document_by_one_key(path: Path, tmp_path: Path) -> None:
    case = agreed_case(path, paying(), close=False)
    target = tmp_path / "one.docx"
    async with window(path) as (app, pilot):
        app.push_screen(AgreementRoom(case.id))
        await settled(pilot)
        await press(pilot, "o", "ctrl+u")
        await enter(pilot, str(target))
        await press(pilot, "enter")
        assert any("已存成" in words for words in said(pilot))
    assert target.read_bytes().startswith(b"PK")


async def test_without_clauses_there_is_no_document_and_it_says_what_to_do(path: Path) -> None:
    case = agreed_case(path, close=False)
    async with window(path) as (app, pilot):
        app.push_screen(AgreementRoom(case.id))
        await settled(pilot)
        await press(pilot, "o")
        assert said(pilot)[-1] == "还没有条款可写:按 a 录入。"
