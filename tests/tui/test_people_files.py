"""A member's year and the pay list on screen: reasons shown, freezing asked for, nothing private."""

from __future__ import annotations

import json
from datetime import date

import pytest

from mediation.cases.case import Party
from mediation.cases.terms import Outcome, Side
from mediation.identity import new_id
from mediation.registry.mediators import Mediator
from mediation.subsidy.grades import grade_named
from tests.tui.made_window import enter, kept_case, office_at, press, said, screen_text, window
from tui.screens.case import CaseRoom
from tui.screens.cases import CasesRoom
from tui.screens.member import MemberRoom
from tui.screens.pay import PayRoom

NAME = "[/red]乌兰[@click=app.quit]"
PRIVATE = "私下说的话"


@pytest.fixture
def path(tmp_path):
    """Two cases closed in October by a mediator of no public office; one of them has no grade."""
    path = tmp_path / "room.db"
    office = office_at(path)
    one = office.roster.add(Mediator(id=new_id(), name=NAME, level="市", holds_office=False))
    tariff = tmp_path / "tariff.csv"
    tariff.write_text(
        "难易等级,结果,金额(元),有效期起,依据\n普通,成功,200,2026-01-01,某办〔2026〕1号\n",
        encoding="utf-8",
    )
    office.subsidies.enter_tariff(tariff)
    for at in (1, 2):
        case = kept_case(
            office,
            f"2026-000{at}",
            mediator=one.id,
            referred_on=date(2026, 10, at),
            signed_on=date(2026, 10, at),
            cause_name="民间借贷纠纷",
            remark=PRIVATE,
            parties=(
                Party(side=Side.APPLICANT, name=f"张秀英{at}"),
                Party(side=Side.RESPONDENT, name=f"李强{at}"),
            ),
        )
        office.cases.close(
            case.id, case.version, date(2026, 10, 10), Outcome.SUCCEEDED, agreed=100_00
        )
    office.subsidies.grade("2026-0001", grade_named("普通"))
    office.close()
    return path


async def test_a_members_year_opens_by_one_key_and_its_counts_open_their_cases(path):
    async with window(path, (80, 50)) as (app, pilot):
        await press(pilot, "m")
        assert isinstance(app.screen, MemberRoom)
        text = screen_text(pilot)
        assert f"一人一档   {NAME}   2026年" in text
        assert "不含排名" in text
        assert PRIVATE not in text
        await press(pilot, "right", "enter")
        assert isinstance(app.screen, CasesRoom)
        assert "2 件" in screen_text(pilot)
        await press(pilot, "escape", "end", "enter")
        assert isinstance(app.screen, CasesRoom)
        assert "未登记 结案" in screen_text(pilot)
        assert "2 件" in screen_text(pilot)
        await press(pilot, "escape", "left_square_bracket")
        assert "2025年" in screen_text(pilot)


@pytest.mark.parametrize("ending", ["docx", "xlsx", "json"])
async def test_a_members_year_goes_into_a_file(path, tmp_path, ending):
    target = tmp_path / f"one.{ending}"
    async with window(path) as (_app, pilot):
        await press(pilot, "m", "x", "ctrl+u")
        await enter(pilot, str(target))
        await press(pilot, "enter")
        assert any("已存成" in words for words in said(pilot))
    assert target.stat().st_size > 300
    if ending == "json":
        assert json.loads(target.read_text(encoding="utf-8"))["cases"]["closed"] == 2


async def test_the_preview_pays_one_case_and_says_why_not_the_other(path):
    async with window(path) as (app, pilot):
        await press(pilot, "p")
        assert isinstance(app.screen, PayRoom)
        text = screen_text(pilot)
        assert "以案定补   2026年10月   预览,未冻结" in text
        assert "发放 1 件 200.00 元   不发 1 件" in text
        assert "没有登记难易等级" in text
        await press(pilot, "z")
        assert any("没有可冲正的" in words for words in said(pilot))
        await press(pilot, "enter")
        assert isinstance(app.screen, CaseRoom)


async def test_a_list_is_frozen_after_a_question_and_a_line_taken_back_with_a_reason(path):
    async with window(path) as (app, pilot):
        await press(pilot, "p", "b")
        assert "冻结 2026年10月 的发放名单?" in screen_text(pilot)
        await press(pilot, "escape")
        assert app.office.subsidies.lists() == []
        await press(pilot, "b", "b")
        assert "第 1 号,已冻结" in screen_text(pilot)
        await press(pilot, "z", "enter")
        assert "请写明原因" in screen_text(pilot)
        await enter(pilot, "重复")
        await press(pilot, "enter")
        text = screen_text(pilot)
        assert "已冲正 200.00 元   净额 0.00 元" in text
        assert "已冲正 200.00 元:重复" in text
        await press(pilot, "right_square_bracket")
        assert "2026年11月   预览" in screen_text(pilot)
        await press(pilot, "v", "enter")
        assert "第 1 号,已冻结" in screen_text(pilot)


async def test_the_list_goes_into_a_file_without_private_words(path, tmp_path):
    target = tmp_path / "pay.json"
    async with window(path) as (_app, pilot):
        await press(pilot, "p", "x", "ctrl+u")
        await enter(pilot, str(target))
        await press(pilot, "enter")
        assert any("已存成" in words for words in said(pilot))
    assert PRIVATE not in target.read_text(encoding="utf-8")


async def test_without_a_tariff_the_room_says_what_to_do(tmp_path):
    async with window(tmp_path / "new.db") as (_app, pilot):
        await press(pilot, "p")
        assert "还没有录入补贴标准" in screen_text(pilot)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
@pytest.mark.parametrize("key", ["m", "p"])
async def test_both_rooms_stand_at_any_size(path, size, key):
    async with window(path, size) as (_app, pilot):
        await press(pilot, key, "end", "home")
        assert all(len(line) <= size[0] for line in screen_text(pilot).splitlines())
