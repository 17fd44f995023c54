"""The funnel on screen: points by number of cases, their own cases by Enter, no order of merit."""

from __future__ import annotations

import unicodedata
from datetime import date
from uuid import uuid4

import pytest

from mediation.cases.case import Case
from mediation.cases.terms import Channel, Outcome
from mediation.figures.period import Period
from mediation.identity import new_id
from mediation.registry.mediators import Mediator
from tests.tui.made_window import office_at, press, screen_text, window
from tui.screens.cases import CasesRoom
from tui.screens.funnel import FunnelRoom
from tui.widgets.funnel_plot import FunnelPlot

OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
HOSTILE = "[/red]甲[@click=app.quit]"
CLOSED = (("乌兰", 40, 10, "市中心"), (HOSTILE, 12, 9, "市中心"), ("巴特尔", 4, 4, ""))


@pytest.fixture
def path(tmp_path):
    """Three mediators with 40, 12 and 4 closed cases of October; two of one studio."""
    path = tmp_path / "room.db"
    office = office_at(path)
    with office.store.writing("tester") as writing:
        for name, cases, succeeded, studio in CLOSED:
            one = Mediator(id=new_id(), name=name, organisation=studio)
            writing.add_mediator(one)
            for at in range(cases):
                won = at < succeeded
                writing.add_case(
                    Case(
                        id=new_id(),
                        number=f"{uuid4().hex[:12]}",
                        channel=Channel.ENTRUSTED,
                        court="内0603",
                        mediator=one.id,
                        referred_on=date(2026, 10, 2),
                        signed_on=date(2026, 10, 3),
                        closed_on=date(2026, 10, 9),
                        outcome=Outcome.SUCCEEDED if won else Outcome.FAILED,
                    )
                )
    office.close()
    return path


async def funnel(pilot):
    await press(pilot, "left_square_bracket", "g")


async def test_one_key_of_the_month_draws_points_limits_and_the_point_in_words(path):
    async with window(path, first="month") as (app, pilot):
        await funnel(pilot)
        assert isinstance(app.screen, FunnelRoom)
        text = screen_text(pilot)
        assert "漏斗图   2026年10月   按调解员" in text
        assert "- 总成功率 41.1 %  . 95 %  : 99.8 %" in text
        assert "巴特尔   成功 4 / 结案 4   件数少" in text
        assert "只列件数,不作判断" in text
        await press(pilot, "right")
        text = screen_text(pilot)
        assert f"{HOSTILE}   成功 9 / 结案 12   样本少 75.0 %" in text
        assert "95 % 控制限" in text
        assert "期望成功 4.9,实际 9,实际÷期望 1.83" in text
        assert "乌兰" not in text


async def test_points_come_by_number_of_cases_and_only_one_is_named(path):
    async with window(path, first="month") as (app, pilot):
        await funnel(pilot)
        plot = app.screen.query_one(FunnelPlot)
        seen = []
        for _step in range(3):
            seen.append(plot.point.cases)
            named = [name for name, *_rest in CLOSED if name in screen_text(pilot)]
            assert len(named) == 1
            await press(pilot, "right")
        assert seen == [4, 12, 40]


async def test_every_point_opens_exactly_its_closed_cases(path):
    async with window(path, first="month") as (app, pilot):
        await funnel(pilot)
        for cases in (4, 12, 40):
            await press(pilot, "enter")
            assert isinstance(app.screen, CasesRoom)
            assert f"结案  {cases} 件" in screen_text(pilot)
            await press(pilot, "escape", "right")


async def test_a_studio_is_the_sum_of_its_mediators(path):
    async with window(path, first="month") as (_app, pilot):
        await funnel(pilot)
        await press(pilot, "v")
        assert "按法院" in screen_text(pilot)
        await press(pilot, "v", "end")
        assert "市中心   成功 19 / 结案 52" in screen_text(pilot)
        await press(pilot, "enter")
        assert "结案  52 件" in screen_text(pilot)


async def test_of_a_sealed_month_the_point_stays_as_sealed(path):
    office = office_at(path)
    office.seals.seal(OCTOBER)
    with office.store.reading() as reading:
        keys = office.figures.keys_behind("failed", OCTOBER)
        rows = reading.rows(keys)
    lost = next(row for row in rows if row.mediator_name == "乌兰")
    office.cases.correct(lost.id, lost.version, {"outcome": Outcome.SUCCEEDED}, why="误录")
    office.close()
    async with window(path, first="month") as (_app, pilot):
        await funnel(pilot)
        await press(pilot, "end")
        text = screen_text(pilot)
        assert "已封存 2026-" in text
        assert "乌兰   成功 10 / 结案 40" in text
        await press(pilot, "enter")
        assert "已封存 2026-" in screen_text(pilot)
        assert "40 件" in screen_text(pilot)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
async def test_the_plot_stands_at_any_size_without_a_character_of_doubtful_width(path, size):
    async with window(path, size, first="month") as (app, pilot):
        await funnel(pilot)
        plot = app.screen.query_one(FunnelPlot)
        drawn = [plot.render_line(y).text for y in range(plot.content_size.height)]
        assert any("o" in line or "!" in line or "#" in line for line in drawn)
        for line in drawn:
            assert all(unicodedata.east_asian_width(each) in ("Na", "N") for each in line)


async def test_a_month_without_closed_cases_says_so(path):
    async with window(path, first="month") as (_app, pilot):
        await press(pilot, "g")
        assert "本期没有结案" in screen_text(pilot)
