"""The month on screen: every count opens exactly its cases; rates with fractions; files."""

from __future__ import annotations

from datetime import date

import pytest

from mediation.cases.terms import Channel, Outcome
from mediation.figures.counts import CourtTotals
from mediation.figures.keys import Figure
from mediation.figures.period import Period
from tests.tui.made_window import (
    enter,
    kept_case,
    kept_mediator,
    office_at,
    press,
    said,
    screen_text,
    window,
)
from tui.screens.behind import CasesBehind
from tui.screens.cases import CasesRoom
from tui.screens.month import MonthRoom
from tui.widgets.sheet import Sheet

OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture
def path(tmp_path):
    """Three cases received in October, two of them closed, one with success; one in November."""
    path = tmp_path / "room.db"
    office = office_at(path)
    mediator = kept_mediator(office)
    outcomes = (Outcome.SUCCEEDED, Outcome.FAILED, None)
    for at, outcome in enumerate(outcomes, start=1):
        case = kept_case(
            office,
            f"2026-000{at}",
            referred_on=date(2026, 10, at),
            signed_on=date(2026, 10, at),
            mediator=mediator.id if at == 1 else None,
            channel=Channel.ENTRUSTED,
            claimed=8_650_000,
        )
        if outcome is not None:
            agreed = 5_000_000 if outcome is Outcome.SUCCEEDED else None
            office.cases.close(
                case.id, case.version, date(2026, 10, 10 + at), outcome, agreed=agreed
            )
    kept_case(office, "2026-0009")
    office.close()
    return path


async def october(pilot):
    await press(pilot, "left_square_bracket")


def opens(app):
    return app.screen.query_one(Sheet).pointed


async def test_the_month_of_today_is_shown_first_and_brackets_turn_it(path):
    async with window(path, first="month") as (_app, pilot):
        assert "月报   2026年11月   全部法院" in screen_text(pilot)
        await october(pilot)
        assert "月报   2026年10月" in screen_text(pilot)
        assert "期初 0 + 收案 3 = 结案 2 + 未结 1" in screen_text(pilot)
        await press(pilot, "right_square_bracket")
        assert "期初 1 + 收案 1 = 结案 0 + 未结 2" in screen_text(pilot)


async def test_a_card_of_two_cases_stands_as_its_fraction_and_formula_alone(path):
    async with window(path, first="month") as (_app, pilot):
        await october(pilot)
        lines = screen_text(pilot).splitlines()
        top = next(at for at, line in enumerate(lines) if line.startswith(" 调解成功率"))
        card = [line[:14].strip() for line in lines[top : top + 4]]
        assert card == ["调解成功率", "件数少", "1/2", "V1 成功/结案"]


async def test_what_is_not_known_says_so_and_why(path):
    async with window(path, first="month") as (_app, pilot):
        await october(pilot)
        lines = [line for line in screen_text(pilot).splitlines() if "不知道" in line]
        assert any("道交分流率" in line and "未录入" in line for line in lines)


async def test_amounts_are_in_ten_thousands(path):
    async with window(path, first="month") as (_app, pilot):
        await october(pilot)
        assert "标的额 26.0 万元  协议金额 5.0 万元" in screen_text(pilot)


async def test_every_count_opens_exactly_its_cases(path):
    async with window(path, first="month") as (app, pilot):
        await october(pilot)
        sheet = app.screen.query_one(Sheet)
        seen = []
        for _step in range(60):
            target = sheet.pointed
            if isinstance(target, CasesBehind) and target not in seen:
                seen.append(target)
                query = app.office.figures.cases_behind(
                    target.figure, target.period or OCTOBER, target.scope, ending=target.ending
                )
                shown = sheet._spots[sheet._at]
                line = "".join(piece.text for piece in sheet._lines[shown.line])
                number = line.encode("utf-8").decode()
                assert str(app.office.cases.count(query)) in number
            await pilot.press("right")
        figures = {target.figure for target in seen if target.scope.is_everything}
        assert figures == set(Figure)


async def test_enter_on_a_number_lists_its_cases_and_escape_comes_back(path):
    async with window(path, first="month") as (app, pilot):
        await october(pilot)
        await press(pilot, "right", "enter")
        assert isinstance(app.screen, CasesRoom)
        assert "收案" in screen_text(pilot)
        assert "3" in screen_text(pilot)
        await press(pilot, "escape")
        assert isinstance(app.screen, MonthRoom)
        assert opens(app).figure is Figure.RECEIVED


async def test_a_number_opens_by_mouse(path):
    async with window(path, first="month") as (app, pilot):
        await october(pilot)
        await pilot.click(Sheet, offset=(6, 0))
        await pilot.pause()
        assert isinstance(app.screen, CasesRoom)


async def test_arrows_go_from_number_to_number(path):
    async with window(path, first="month") as (app, pilot):
        await october(pilot)
        assert opens(app).figure is Figure.OPENING
        await press(pilot, "right", "right")
        assert opens(app).figure is Figure.CLOSED
        await press(pilot, "down")
        assert opens(app).figure in (Figure.FAILED, Figure.PARTLY)
        await press(pilot, "up", "left", "left", "left")
        assert opens(app).figure is Figure.OPENING


async def test_few_cases_carry_counts_and_no_rate(path):
    async with window(path, (80, 60), first="month") as (_app, pilot):
        await october(pilot)
        row = next(line for line in screen_text(pilot).splitlines() if line.startswith(" 乌兰图雅"))
        assert row.split() == ["乌兰图雅", ".", "1", "1", "1", ".", ".", "1/1"]


async def test_months_and_years_are_cut_as_the_office_cuts_them(path):
    office = office_at(path)
    office.put_setting("statistics.year_start_month", "12")
    office.put_setting("statistics.cutoff_day", "10")
    office.close()
    async with window(path, (120, 40), first="month") as (app, pilot):
        assert str(app.screen.period) == "2026-11-11..2026-12-10"
        await press(pilot, "left_square_bracket")
        assert str(app.screen.period) == "2026-10-11..2026-11-10"
        await press(pilot, "p", "ctrl+u")
        await enter(pilot, "2026")
        await press(pilot, "enter")
        assert str(app.screen.period) == "2025-11-11..2026-11-10"


async def test_a_period_is_typed_and_a_wrong_one_is_refused_in_words(path):
    async with window(path, first="month") as (_app, pilot):
        await press(pilot, "p", "ctrl+u")
        await enter(pilot, "2026-Q9")
        await press(pilot, "enter")
        assert "看不懂期间“2026-Q9”" in screen_text(pilot)
        await press(pilot, "ctrl+u")
        await enter(pilot, "2026-Q4")
        await press(pilot, "enter")
        assert "2026年10月至12月" in screen_text(pilot)
        assert "收案 4" in screen_text(pilot)
        await press(pilot, "left_square_bracket")
        assert "2026年7月至9月" in screen_text(pilot)


async def test_one_court_alone_and_all_again(path):
    async with window(path, first="month") as (_app, pilot):
        await october(pilot)
        await press(pilot, "f")
        await enter(pilot, "东胜")
        await press(pilot, "enter")
        assert "东胜区法院" in screen_text(pilot)
        assert "收案 0" in screen_text(pilot)
        await press(pilot, "f", "ctrl+u", "enter")
        assert "全部法院" in screen_text(pilot)
        assert "收案 3" in screen_text(pilot)


async def test_formulas_are_written_out_on_demand(path):
    async with window(path, first="month") as (_app, pilot):
        await october(pilot)
        assert "本期结案中结果为“成功”的件数" not in screen_text(pilot)
        await press(pilot, "d")
        assert "本期结案中结果为“成功”的件数" in screen_text(pilot)


async def test_a_rate_over_court_totals_leads_to_where_they_are_entered(path):
    office = office_at(path)
    office.figures.put_totals(
        [
            CourtTotals(
                court="内0603",
                month=date(2026, 10, 1),
                category="all",
                filings=200,
                mediated=100,
                transferred=20,
            )
        ]
    )
    office.close()
    async with window(path, first="month") as (_app, pilot):
        await october(pilot)
        lines = screen_text(pilot).splitlines()
        top = next(at for at, line in enumerate(lines) if "诉前调解分流率" in line)
        card = "\n".join(lines[top : top + 4])
        assert "100/280" in card
        assert "35.7 %" in card


@pytest.mark.parametrize("ending", ["xlsx", "txt"])
async def test_the_report_is_put_into_a_file(path, tmp_path, ending):
    target = tmp_path / f"十月.{ending}"
    async with window(path, first="month") as (_app, pilot):
        await october(pilot)
        await press(pilot, "x", "ctrl+u")
        await enter(pilot, str(target))
        await press(pilot, "enter")
        assert any("已存成" in note for note in said(pilot))
    assert target.stat().st_size > 100


async def test_a_file_that_is_there_is_replaced_only_when_asked_for(path, tmp_path):
    target = tmp_path / "report.txt"
    target.write_text("old", encoding="utf-8")
    async with window(path, first="month") as (_app, pilot):
        await press(pilot, "x", "ctrl+u")
        await enter(pilot, str(target))
        await press(pilot, "enter")
        assert "已有这个文件" in screen_text(pilot)
        await press(pilot, "enter")
        assert target.read_text(encoding="utf-8") == "old"
        await press(pilot, "x", "ctrl+u")
        await enter(pilot, str(target))
        await press(pilot, "enter", "r")
    assert "收案" in target.read_text(encoding="utf-8")


async def test_an_ending_that_names_no_form_is_refused(path, tmp_path):
    async with window(path, first="month") as (_app, pilot):
        await press(pilot, "x", "ctrl+u")
        await enter(pilot, str(tmp_path / "a.doc"))
        await press(pilot, "enter")
        assert "结尾" in screen_text(pilot)


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (80, 24), (120, 40), (200, 60)])
async def test_the_month_stands_at_any_size(path, size):
    async with window(path, size, first="month") as (_app, pilot):
        await october(pilot)
        await press(pilot, "down", "pagedown", "end", "home", "d")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert all(len(line) <= 80 for line in screen_text(pilot).splitlines())


async def test_hostile_names_are_shown_literally(path):
    office = office_at(path)
    mediator = kept_mediator(office, "[/red][@click=app.quit]")
    kept_case(
        office, "2026-0010", referred_on=date(2026, 10, 5), mediator=mediator.id, signed_on=None
    )
    office.close()
    async with window(path, (80, 60), first="month") as (_app, pilot):
        await october(pilot)
        assert "[/red][@click=app.quit]" in screen_text(pilot)


async def test_the_success_rate_of_thirteen_months_stands_in_one_line(path):
    async with window(path, first="month") as (_app, pilot):
        await october(pilot)
        (line,) = [line for line in screen_text(pilot).splitlines() if "13 个月" in line]
        assert line.split() == [
            "13",
            "个月",
            "2025年10月",
            "无结案",
            "-",
            "2026年10月",
            "1/2",
            "·" * 13,
        ]


async def test_closed_cases_without_a_session_on_record_open_by_how_they_ended(path):
    async with window(path, first="month") as (app, pilot):
        await october(pilot)
        (line,) = [line for line in screen_text(pilot).splitlines() if "未登记调解会 2" in line]
        assert line.split()[1:] == [
            "2:",
            "已解决",
            "1",
            "不宜退回",
            "0",
            "联系不上",
            "0",
            "其他",
            "1",
        ]
        sheet = app.screen.query_one(Sheet)
        endings = [getattr(spot.opens, "ending", "") for spot in sheet._spots]
        sheet._go(endings.index("not_held.settled"))
        await press(pilot, "enter")
        assert isinstance(app.screen, CasesRoom)
        assert "2026-0001" in screen_text(pilot)
        assert "2026-0002" not in screen_text(pilot)
