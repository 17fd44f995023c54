"""利害关系 and 派案 by keyboard on a real database."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.events import Paste

from mediation.cases.case import Case, Party
from mediation.cases.terms import Side
from mediation.conflicts.disclosures import Decision
from mediation.conflicts.interests import Interest, InterestKind
from mediation.identity import new_id
from mediation.registry.mediators import Mediator
from tests.tui.made_window import (
    enter,
    kept_case,
    kept_mediator,
    office_at,
    press,
    said,
    screen_text,
    settled,
    window,
)
from tests.tui.test_hostile_text import HOSTILE, assert_clean, squeezed
from tui.screens.conflict import ConflictRoom
from tui.text import clean


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ties.db"


def tied(path: Path, *, mediated: bool = True) -> Case:
    """A case against the sister of its mediator."""
    office = office_at(path)
    wulan = kept_mediator(office)
    office.conflicts.put_interest(
        Interest(
            id=new_id(),
            mediator=wulan.id,
            kind=InterestKind.RELATIVE,
            name="李梅",
            role="姐妹",
        )
    )
    parties = (
        Party(side=Side.APPLICANT, name="张秀英"),
        Party(side=Side.RESPONDENT, name="李 梅"),
    )
    case = kept_case(
        office, parties=parties, mediator=wulan.id if mediated else None, cause_name="民间借贷纠纷"
    )
    office.close()
    return case


async def test_a_tie_is_shown_declared_and_decided_from_the_case(path):
    case = tied(path)
    async with window(path, (100, 40)) as (app, pilot):
        app.open_case(case.id)
        await press(pilot)
        assert "待决定 1 项" in screen_text(pilot)
        await press(pilot, "q")
        text = screen_text(pilot)
        assert "! 乌兰图雅 与 李 梅(被申请人):近亲属" in text
        assert "同名,请核对" in text
        assert "法释〔2016〕14号第十五条第(一)项" in text
        await press(pilot, "enter")
        assert "披露与决定" in screen_text(pilot)
        await press(pilot, "tab", "tab", "tab", "tab", "1")
        await press(pilot, "ctrl+s")
        assert "申请人一方的同意" in screen_text(pilot)
        await enter(pilot, "张秀英")
        await press(pilot, "tab")
        await enter(pilot, "1120")
        await press(pilot, "tab", "1", "tab")
        await enter(pilot, "李梅")
        await press(pilot, "tab")
        await enter(pilot, "1120")
        await press(pilot, "tab", "1", "tab", "2", "tab")
        await enter(pilot, "1121")
        await press(pilot, "ctrl+s")
        assert "已记决定" in said(pilot)[-1]
        text = screen_text(pilot)
        assert "已定:双方同意,继续调解" in text
        assert "待决定 0 项" in text
        await press(pilot, "f")
        assert "双方已同意" in screen_text(pilot)
        assert "要核对" not in screen_text(pilot)
        await press(pilot, "q", "f", "escape")  # one in the place of the other: one way back
        assert app.screen.room == "case"
    (kept,) = office_at(path).conflicts.open(case.id).disclosures
    assert kept.decision is Decision.CONTINUE
    assert kept.respondents is not None
    assert (kept.respondents.who, kept.respondents.on) == ("李梅", date(2026, 11, 20))


async def test_a_saved_form_warns_of_what_is_undecided(path):
    case = tied(path)
    async with window(path, (100, 40)) as (app, pilot):
        app.open_case(case.id)
        await press(pilot, "g", "ctrl+s")
        assert any("利害关系待核对 1 项" in words for words in said(pilot))


async def test_a_mediator_is_chosen_from_the_reasons_declines_and_stands_last(path):
    case = tied(path, mediated=False)
    office = office_at(path)
    office.roster.add(Mediator(id=new_id(), name="巴特尔", specialities="借贷", courts=("内0603",)))
    office.close()
    async with window(path, (80, 24)) as (app, pilot):
        app.open_case(case.id)
        await press(pilot, "f")
        lines = screen_text(pilot).splitlines()
        first = next(at for at, line in enumerate(lines) if "巴特尔" in line)
        assert "没有查到" in lines[first]
        assert "借贷" in lines[first]
        assert "康巴什区法院" in lines[first]
        assert "要核对 1" in lines[first + 1]
        assert "不看成功率" in "".join(lines)
        await press(pilot, "enter", "ctrl+s")
        assert "已派案" in said(pilot)[-1]
        assert "待答复,至 2026-11-25" in screen_text(pilot)
        await press(pilot, "y", "2", "ctrl+s")
        assert "要写明理由" in screen_text(pilot)
        await enter(pilot, "出差")
        await press(pilot, "ctrl+s")
        text = screen_text(pilot)
        assert "还没有调解员" in text
        assert "已不接受" in text
    kept = office_at(path).assigning.open(case.id)
    assert kept.case.mediator is None
    assert [each.reason for each in kept.assignments] == ["出差"]


async def test_ties_are_entered_changed_and_taken_out_on_the_roster(path):
    office = office_at(path)
    wulan = kept_mediator(office)
    office.close()
    async with window(path, (80, 24)) as (_app, pilot):
        await press(pilot, "i")
        assert "还没有登记" in screen_text(pilot)
        await press(pilot, "n", "3", "tab")
        await enter(pilot, "李梅")
        await press(pilot, "ctrl+s")
        assert "请写明关系" in screen_text(pilot)
        await enter(pilot, "姐妹")
        await press(pilot, "ctrl+s")
        text = screen_text(pilot)
        assert "近亲属" in text
        assert "李梅" in text
        await press(pilot, "enter", "tab", "end")
        await enter(pilot, "花")
        await press(pilot, "ctrl+s")
        assert "李梅花" in screen_text(pilot)
        await press(pilot, "delete", "y")
        assert "还没有登记" in screen_text(pilot)
    assert office_at(path).conflicts.interests(wulan.id) == []


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (20, 5)])
async def test_hostile_names_are_shown_whole_and_obeyed_never(path, size):
    office = office_at(path)
    name = "".join(HOSTILE.values())[:150]
    wulan = office.roster.add(Mediator(id=new_id(), name=f"乌兰{clean(name)[:30]}"))
    with office.store.writing("tester") as writing:
        writing.conflicts.put_interest(
            Interest(
                id=new_id(), mediator=wulan.id, kind=InterestKind.RELATIVE, name=name, role=name
            )
        )
        case = writing.add_case(
            Case(
                id=new_id(),
                number="H-1",
                parties=(Party(side=Side.APPLICANT, name=name),),
                mediator=wulan.id,
                referred_on=date(2026, 11, 2),
            )
        )
    office.close()
    async with window(path, size) as (app, pilot):
        app.push_screen(ConflictRoom(case.id))
        await settled(pilot)
        assert_clean(pilot)
        if size[1] > 20:
            assert squeezed(clean(name))[:40] in squeezed(screen_text(pilot))
        await press(pilot, "f")
        assert_clean(pilot)
        await press(pilot, "escape", "i")
        assert_clean(pilot)
        await press(pilot, "enter")
        assert_clean(pilot)


async def test_imported_cases_with_a_name_of_their_mediators_are_counted_and_listed_by_a_key(path):
    office = office_at(path)
    wulan = kept_mediator(office)
    kept_mediator(office, "巴特尔")
    tie = Interest(
        id=new_id(), mediator=wulan.id, kind=InterestKind.RELATIVE, name="李梅", role="姐妹"
    )
    office.conflicts.put_interest(tie)
    head = "调解编号\t申请人\t被申请人\t调解员\t委派日期"
    rows = (
        "2026-0001\t张秀英\t李梅\t乌兰图雅\t2026-11-02",
        "2026-0002\t张秀英\t李梅\t巴特尔\t2026-11-02",
        "2026-0003\t乌兰图雅\t王芳\t乌兰图雅\t2026-11-02",
    )
    async with window(path, first="cases") as (app, pilot):
        app.screen.post_message(Paste("\n".join((head, *rows))))
        await settled(pilot)
        await press(pilot, "enter")
        assert any("2 件可能有利害关系" in note and "按 T" in note for note in said(pilot))
        await press(pilot, "T")
        assert "2026-0001" in screen_text(pilot)
        assert "2026-0003" in screen_text(pilot)
        assert "2026-0002" not in screen_text(pilot)
    first = office.cases.find("2026-0001")
    office.conflicts.note(first)
    assert len(office.conflicts.unlooked()) == 1


async def test_a_name_too_common_to_be_looked_through_is_said_where_mediators_are_suggested(
    path, monkeypatch
):
    monkeypatch.setattr("mediation.office.assigning.NEWEST", 1)
    case = tied(path, mediated=False)
    async with window(path, (80, 40), first="home") as (app, pilot):
        app.open_case(case.id)
        await press(pilot, "f")
        assert "有的姓名太常见" in screen_text(pilot)
