"""Telephones, numbers and addresses are masked on screen; who sees them whole is in the audit trail."""

from mediation.cases.case import Agent, Party
from mediation.cases.terms import Side
from tests.tui.made_window import kept_case, office_at, press, screen_text, settled, window

PHONE, NUMBER, PLACE = "13847712345", "11010519491231002X", "康巴什区康宁街77号"
DASHED = "138-4771-2346"
PARTY = Party(
    side=Side.APPLICANT,
    name="张秀英",
    phone=PHONE,
    id_number=NUMBER,
    address=PLACE,
    agents=(Agent(name="王五", phone="13900000002"),),
)


def looks(path):
    office = office_at(path)
    try:
        return [row.entry.detail for row in office.audit.rows() if row.entry.action == "look"]
    finally:
        office.close()


def kept(path):
    office = office_at(path)
    try:
        return kept_case(office, parties=(PARTY,), remark=f"改打 {DASHED}")
    finally:
        office.close()


async def test_particulars_are_masked_until_a_key_shows_them_and_that_is_noted(tmp_path):
    path = tmp_path / "x.db"
    case = kept(path)
    async with window(path, (100, 50), first="cases") as (app, pilot):
        app.open_case(case.id)
        await settled(pilot)
        text = screen_text(pilot)
        assert "138****2345" in text
        assert "康巴什区***" in text
        assert not any(part in text for part in (PHONE, NUMBER, PLACE, DASHED, "13900000002"))
        assert looks(path) == []
        await press(pilot, "H")
        await settled(pilot)
        text = screen_text(pilot)
        assert all(part in text for part in (PHONE, NUMBER, PLACE, DASHED, "13900000002"))
        assert looks(path) == ["room"]
        await press(pilot, "H")
        await settled(pilot)
        assert PHONE not in screen_text(pilot)
    assert looks(path) == ["room"]


async def test_whoever_leaves_the_room_leaves_the_particulars_masked(tmp_path):
    path = tmp_path / "x.db"
    case = kept(path)
    async with window(path, (100, 50), first="cases") as (app, pilot):
        app.open_case(case.id)
        await settled(pilot)
        await press(pilot, "ctrl+b")
        await settled(pilot)
        assert PHONE in screen_text(pilot)
        await press(pilot, "v")
        await settled(pilot)
        assert PHONE not in screen_text(pilot)
        await press(pilot, "escape")
        await settled(pilot)
        assert PHONE not in screen_text(pilot)


async def test_a_form_that_holds_them_is_noted_when_it_opens(tmp_path):
    path = tmp_path / "x.db"
    case = kept(path)
    async with window(path, (100, 50), first="cases") as (app, pilot):
        app.open_case(case.id)
        await settled(pilot)
        await press(pilot, "e")
        await settled(pilot)
        assert looks(path) == ["form:correct"]
