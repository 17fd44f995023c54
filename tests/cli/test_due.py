"""``mediation due``: limits over and near, cases to be signed for, and the calendar of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.bootstrap import open_office
from mediation.cases.case import Case, Party, Session
from mediation.cases.terms import Channel, Outcome, Procedure, Side
from mediation.clock.books import NextStep
from mediation.conflicts.assignments import Answer, Way
from mediation.identity import new_id
from mediation.office.assigning import Choice
from mediation.office.dues import Task, TaskKind
from mediation.registry.mediators import Mediator
from mediation.reports.calendar_file import _folded, as_calendar
from mediation.store import CaseRow
from tests.cli.calling import Call

ON = ("--on", "2026-11-22")


@pytest.fixture
def busy(db: Path) -> Path:
    """A database with one case of each kind."""
    office = open_office(db, today=lambda: date(2026, 11, 22))
    for number, signed, procedure, closed in (
        ("A-逾期", date(2026, 11, 2), Procedure.ORDINARY, None),
        ("A-今天", date(2026, 11, 6), Procedure.ORDINARY, None),
        ("A-还早", date(2026, 11, 20), Procedure.ORDINARY, None),
        ("A-没程序", date(2026, 11, 2), None, None),
        ("A-已结", date(2026, 11, 2), Procedure.ORDINARY, date(2026, 11, 20)),
        ("A-未签", None, Procedure.SUMMARY, None),
    ):
        office.cases.register(
            Case(
                id=new_id(),
                number=number,
                channel=Channel.ENTRUSTED,
                procedure=procedure,
                referred_on=date(2026, 11, 2),
                signed_on=signed,
                closed_on=closed,
                outcome=Outcome.FAILED if closed else None,
                parties=(Party(side=Side.APPLICANT, name="那日苏", phone="13900000001"),),
            )
        )
    office.close()
    return db


def test_limits_over_and_near_and_cases_to_be_signed_for_stand_by_day(
    call: Call, busy: Path
) -> None:
    found = call("due", "--db", busy, *ON, "--json").value
    dated = [task for task in found if task["kind"] != "unplanned"]
    assert [(task["date"], task["kind"], task["case"]) for task in dated] == [
        ("2026-11-02", "signing", "A-未签"),
        ("2026-11-17", "limit", "A-逾期"),
        ("2026-11-23", "limit", "A-今天"),
    ]
    assert dated[1]["why"].startswith("已逾期 5 天;2026-11-02 签收,次日起算")
    assert "2026-11-21 是周末,顺延到 2026-11-23" in dated[2]["why"]
    assert "20 天还没有签收" in dated[0]["why"]
    assert "应在 2026-11-05 前确认接受" in dated[0]["why"]


def test_cases_without_a_next_step_are_named(call: Call, busy: Path) -> None:
    found = call("due", "--db", busy, *ON, "--json").value
    cases = [task["case"] for task in found if task["kind"] == "unplanned"]
    assert cases == ["A-没程序", "A-逾期", "A-今天", "A-还早"]


def test_the_days_ahead_can_be_chosen(call: Call, busy: Path) -> None:
    def cases(*more: str) -> list[str]:
        found = call("due", "--db", busy, "--json", *more).value
        return [task["case"] for task in found if task["kind"] == "limit"]

    assert cases(*ON, "--days", "0") == ["A-逾期"]
    assert cases("--on", "2026-11-23", "--days", "0") == ["A-逾期", "A-今天"]
    assert cases(*ON, "--days", "15") == ["A-逾期", "A-今天", "A-还早"]
    assert cases(*ON, "--days", "14") == ["A-逾期", "A-今天"]


def test_for_people_it_is_the_groups_of_the_desk_with_their_counts(call: Call, busy: Path) -> None:
    answer = call("due", "--db", busy, *ON)
    lines = answer.out.splitlines()
    assert [line.split()[0] for line in lines] == [
        "事项", "已逾期", "期限快到", "等签收", *["没有下一步"] * 4,
    ]  # fmt: skip
    assert "已逾期 1,期限快到 1,等签收 1,没有下一步 4。" in answer.err
    assert "那日苏" not in answer.out


def test_steps_and_sessions_are_due_on_their_days(call: Call, busy: Path, tmp_path: Path) -> None:
    office = open_office(busy, today=lambda: date(2026, 11, 22))
    step = NextStep(on=date(2026, 11, 24), at=time(9, 30), words="给那日苏打电话")
    office.clocks.plan(office.cases.find("A-还早"), step)
    meets = Session(id=new_id(), case=office.cases.find("A-逾期"), held_on=date(2026, 11, 25))
    office.cases.hold_session(meets)
    office.close()
    found = call("due", "--db", busy, *ON, "--json").value
    planned = [(task["date"], task["kind"], task["why"]) for task in found]
    assert ("2026-11-24", "step", "2026-11-24 09:30 下一步:电话") in planned
    assert ("2026-11-25", "session", "2026-11-25 调解会(现场)") in planned
    call("due", "--db", busy, *ON, "--ics", "-o", tmp_path / "a.ics")
    text = (tmp_path / "a.ics").read_text(encoding="utf-8")
    assert "DTSTART:20261124T013000Z" in text
    assert "SUMMARY:A-还早 下一步" in text
    assert f"UID:{meets.id}-session@mediation" in text
    assert "那日苏" not in text


def test_a_calendar_read_again_moves_a_session_and_strikes_out_a_cancelled_one(
    call: Call, busy: Path, tmp_path: Path
) -> None:
    office = open_office(busy, today=lambda: date(2026, 11, 22))
    case = office.cases.find("A-还早")
    moved, gone = (
        office.sessions.plan(Session(id=new_id(), case=case, held_on=day, held_at=time(9)))
        for day in (date(2026, 11, 24), date(2026, 11, 25))
    )

    def calendar() -> list[str]:
        call("due", "--db", busy, *ON, "--ics", "-o", tmp_path / "a.ics")
        text = (tmp_path / "a.ics").read_text(encoding="utf-8").replace("\r\n ", "")
        events = text.replace("\r", "").split("BEGIN:VEVENT")
        return [event for event in events if "-session@" in event]

    assert all("SEQUENCE:0" in event and "STATUS" not in event for event in calendar())
    office.sessions.plan(replace(moved, held_on=date(2026, 12, 20)))
    office.sessions.cancel(gone, "被申请人出差")
    first, second = sorted(calendar(), key=lambda event: "CANCELLED" in event)
    assert f"UID:{moved.id}-session@" in first
    assert "DTSTART:20261220T010000Z" in first
    assert f"UID:{gone.id}-session@" in second
    assert "STATUS:CANCELLED" in second
    assert "出差" not in second
    assert all("SEQUENCE:1" in event for event in (first, second))
    kinds = {task["kind"] for task in call("due", "--db", busy, *ON, "--json").value}
    assert "session" not in kinds
    office.close()


def test_an_answer_is_due_three_workdays_after_the_choice(call: Call, busy: Path) -> None:
    office = open_office(busy, today=lambda: date(2026, 11, 20))
    case = office.cases.find("A-还早")
    member = office.roster.add(Mediator(id=new_id(), name="赵敏"))
    choice = Choice(lead=member.id, way=Way.COURT, on=date(2026, 11, 20))
    version = office.cases.open(case).case.version
    office.assigning.assign(case, version, choice)

    def waiting() -> list[tuple[str, str]]:
        tasks = call("due", "--db", busy, *ON, "--json").value
        return [(task["date"], task["case"]) for task in tasks if task["kind"] == "answer"]

    assert waiting() == [("2026-11-25", "A-还早")]
    whys = call("due", "--db", busy, "--case", "A-还早", "--json").value
    (why,) = [each for each in whys if each["kind"] == "answer"]
    assert "第十二条" in why["source"]
    assert "不是工作日" in why["steps"][-1]
    version = office.cases.open(case).case.version
    office.assigning.answer(case, version, Answer.ACCEPTED, date(2026, 11, 20))
    assert waiting() == []
    office.close()


def test_one_case_says_why_each_of_its_days_is_due(call: Call, busy: Path) -> None:
    (why,) = call("due", "--db", busy, "--case", "A-今天", "--json").value
    assert (why["date"], why["kind"], why["valid_from"]) == ("2026-11-23", "limit", "2025-01-01")
    assert why["steps"][-1] == "2026-11-21 是周末,顺延到 2026-11-23"
    told = call("due", "--db", busy, "--case", "A-没程序")
    assert "未登记程序" in told.err
    assert call("due", "--db", busy, "--case", "没有").code == 3


def test_holidays_are_entered_listed_and_forgotten(call: Call, busy: Path, tmp_path: Path) -> None:
    notice = tmp_path / "2027.csv"
    notice.write_text("2027-01-01,休,元旦\n2027-01-02,班,元旦\n", encoding="utf-8")
    answer = call("holidays", "add", notice, "--db", busy, "--json").value
    assert (answer["days"], answer["new"], answer["years"][-1]) == (2, 2, 2027)
    assert "2027-01-02  班  元旦" in call("holidays", "list", "--db", busy).out
    assert call("holidays", "drop", "2027", "--db", busy).code == 0
    assert call("holidays", "drop", "2027", "--db", busy).code == 3
    notice.write_text("2027-01-32,休,元旦\n", encoding="utf-8")
    refused = call("holidays", "add", notice, "--db", busy)
    assert refused.code == 1
    assert "2027.csv 第 1 行" in refused.err and "2027-01-32" in refused.err


def test_nothing_to_do_is_an_empty_list(call: Call, db: Path) -> None:
    answer = call("due", "--db", db, "--json")
    assert (answer.code, answer.value) == (0, [])


def test_the_calendar_names_cases_and_nobody(call: Call, busy: Path, tmp_path: Path) -> None:
    path = tmp_path / "期限.ics"
    answer = call("due", "--db", busy, *ON, "--ics", "-o", path)
    assert (answer.code, answer.out) == (0, "")
    content = path.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    text = content.decode().replace("\r\n ", "")
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert (text.count("BEGIN:VEVENT"), text.count("BEGIN:VTODO")) == (2, 1)
    assert "DTSTART;VALUE=DATE:20261117\r\nDTEND;VALUE=DATE:20261118\r\n" in text
    assert "SUMMARY:A-逾期 调解期限届满\r\n" in text
    assert "\\;2026-11-02 签收\\,次日起算\\;" in text
    assert "那日苏" not in text
    assert "13900000001" not in text
    assert path.stat().st_mode & 0o077 == 0


def test_a_second_calendar_has_the_same_identities(call: Call, busy: Path, tmp_path: Path) -> None:
    def identities(name: str) -> list[str]:
        call("due", "--db", busy, *ON, "--ics", "-o", tmp_path / name)
        lines = (tmp_path / name).read_text(encoding="utf-8").splitlines()
        return [line for line in lines if line.startswith("UID:")]

    assert identities("a.ics") == identities("b.ics")
    assert len(set(identities("a.ics"))) == 3


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--ics",), 2),
        (("-o", "x.ics"), 2),
        (("--days", "-1"), 2),
        (("--on", "明天"), 2),
    ],
)
def test_a_wrong_line_is_refused(call: Call, busy: Path, more: tuple[str, ...], code: int) -> None:
    assert call("due", "--db", busy, *more).code == code


def test_a_calendar_that_cannot_be_written_is_told(call: Call, busy: Path, tmp_path: Path) -> None:
    answer = call("due", "--db", busy, *ON, "--ics", "-o", tmp_path / "none" / "x.ics")
    assert answer.code == 1
    assert "写不了" in answer.err


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_folded_lines_hold_75_octets_and_join_to_the_same(line: str) -> None:
    pieces = list(_folded(line))
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert "".join(piece if at == 0 else piece[1:] for at, piece in enumerate(pieces)) == line


def test_text_of_a_number_cannot_end_its_line(make_row: Callable[[str], CaseRow]) -> None:
    row = make_row("A-1\r\nATTENDEE:x;y,z\\\x1b\x00")
    task = Task(date(2026, 11, 22), TaskKind.LIMIT, row, "因为")
    text = as_calendar([task], made_at=datetime(2026, 11, 22, 8, tzinfo=UTC))
    assert "SUMMARY:A-1\\nATTENDEE:x\\;y\\,z\\\\ 调解期限届满\r\n" in text
    assert "\r\nATTENDEE" not in text
    assert "DTSTAMP:20261122T080000Z\r\n" in text


def test_two_tasks_of_one_case_on_one_day_have_identities_of_their_own(
    make_row: Callable[[str], CaseRow],
) -> None:
    row = make_row("A-1")
    tasks = [Task(date(2026, 11, 22), TaskKind.INSTALMENT, row, why) for why in ("甲", "乙")]
    text = as_calendar(tasks, made_at=datetime(2026, 11, 22, 8, tzinfo=UTC))
    uids = [line for line in text.splitlines() if line.startswith("UID:")]
    assert len(set(uids)) == 2


@pytest.fixture
def make_row() -> Callable[[str], CaseRow]:
    """A row of the list with this number."""

    def made(number: str) -> CaseRow:
        values = dict.fromkeys(CaseRow.__dataclass_fields__)
        values |= {"id": UUID(int=7), "number": number, "court_number": ""}
        return CaseRow(**values)  # type: ignore[arg-type]

    return made
