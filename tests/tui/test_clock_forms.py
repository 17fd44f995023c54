"""延期、暂停、下一步 and 为何这天, from the case."""

from datetime import date, timedelta

import pytest

from mediation.cases.agreement import Agreement, Clause, ClauseKind, How
from mediation.cases.schedule import instalments
from mediation.cases.terms import Channel, Outcome, Procedure
from mediation.clock.books import Extension, NextStep, StepKind
from mediation.clock.limits import Pause
from mediation.identity import new_id
from tests.tui.made_window import (
    TODAY,
    enter,
    kept_case,
    office_at,
    press,
    said,
    screen_text,
    window,
)
from tests.tui.test_hostile_text import HOSTILE, assert_clean, squeezed
from tui.screens.why import WhyRoom
from tui.text import clean, cut


@pytest.fixture
def path(tmp_path):
    return tmp_path / "clock.db"


def _entrusted(office, **values):
    given = {"procedure": Procedure.ORDINARY, "signed_on": date(2026, 11, 17)} | values
    return kept_case(office, **given)


async def _opened(app, pilot, case):
    app.open_case(case.id)
    await press(pilot)


async def test_an_extension_is_entered_and_seen_at_once(path):
    case = _entrusted(office_at(path))
    async with window(path) as (app, pilot):
        await _opened(app, pilot, case)
        assert "2026-12-02" in screen_text(pilot)
        await press(pilot, "y")
        await enter(pilot, "10")
        await press(pilot, "tab", "tab", "1", "ctrl+s")
        assert "期限末日现在是 2026-12-14" in said(pilot)[-1]
        text = screen_text(pilot)
        assert "2026-12-14" in text
        assert "已延长 10 日" in text


async def test_an_extension_beyond_the_cap_is_refused_beside_its_field(path):
    case = _entrusted(office_at(path))
    async with window(path) as (app, pilot):
        await _opened(app, pilot, case)
        await press(pilot, "y")
        await enter(pilot, "31")
        await press(pilot, "tab", "tab", "1", "ctrl+s")
        assert "! 2025 年起委托调解最多延长 30 日,不能延长 31 日。" in screen_text(pilot)
        await press(pilot, "home", "delete", "delete")
        await enter(pilot, "一")
        await press(pilot, "ctrl+s")
        assert "要是整数" in screen_text(pilot)
    assert office_at(path).clocks.of(case.id).extensions == ()


async def test_a_pause_without_an_end_is_ended_by_the_same_key(path):
    case = kept_case(office_at(path), channel=Channel.DELEGATED)
    async with window(path) as (app, pilot):
        await _opened(app, pilot, case)
        await press(pilot, "z", "ctrl+s")
        assert "起暂停,期限不走" in screen_text(pilot)
        await press(pilot, "i")
        assert "暂停中,恢复以后再算" in screen_text(pilot)
        await press(pilot, "z", "ctrl+s")
        assert "期限末日现在是 2026-12-04" in said(pilot)[-1]
        assert "2026-11-21 至 2026-11-21 暂停 1 日" in screen_text(pilot)


async def test_a_step_that_is_done_leaves_its_result_in_the_history(path):
    office = office_at(path)
    case = kept_case(office)
    office.clocks.plan(case.id, NextStep(on=TODAY, words="催对账单"))
    async with window(path) as (app, pilot):
        await _opened(app, pilot, case)
        await press(pilot, "t", "2", "tab")
        await enter(pilot, "对方说周一交")
        await press(pilot, "tab", "home", "shift+end", "delete")
        await enter(pilot, "下周一")
        await press(pilot, "ctrl+s")
    clock = office_at(path)
    step = clock.clocks.of(case.id).step
    assert step is not None
    assert (step.on, step.kind) == (date(2026, 11, 23), StepKind.CALL)
    lines = clock.cases.open(case.id).history
    assert ("finish_step", "对方说周一交") in [(line.action, line.why) for line in lines]


async def test_a_step_that_is_done_needs_no_other(path):
    office = office_at(path)
    case = kept_case(office)
    office.clocks.plan(case.id, NextStep(on=TODAY + timedelta(days=1)))
    async with window(path) as (app, pilot):
        await _opened(app, pilot, case)
        await press(pilot, "t", "2", "ctrl+s")
        assert "这一步办完了" in said(pilot)[-1]
    assert office_at(path).clocks.of(case.id).step is None


async def test_why_tells_every_day_of_a_case_with_its_source(path):
    office = office_at(path)
    case = kept_case(office, channel=Channel.DELEGATED)
    clause = Clause(
        id=new_id(),
        kind=ClauseKind.PAY,
        payer="某商贸公司",
        payee="张秀英",
        what="货款",
        fen=1_000_000,
        how=How.TRANSFER,
        instalments=instalments(1_000_000, date(2026, 11, 22), times=2),
    )
    with office.store.writing("tester") as writing:
        agreement = Agreement(case=case.id, clauses=(clause,), signed_on=date(2026, 11, 10))
        writing.agreements.put(agreement)
        case = writing.case(case.id)
        done = case.close(date(2026, 11, 10), Outcome.SUCCEEDED, agreed=case.agreed)
        writing.save_case(done, action="close")
    async with window(path, (120, 40), first="home") as (app, pilot):
        assert "分期到期 (1)" in screen_text(pilot)
        assert "第1期 5,000.00元" in screen_text(pilot)
        await _opened(app, pilot, case)
        await press(pilot, "i")
        text = screen_text(pilot)
        assert "双方共同申请司法确认  2026-12-10" in text
        assert "1. 2026-11-10 协议生效,次日起算" in text
        assert "人民调解法》第三十三条" in text
        assert "履行第 1 期  2026-11-22" in text
        assert "2026-11-22 是周末,最迟可到 2026-11-23" in text


async def test_why_and_the_next_step_work_from_the_list(path):
    _entrusted(office_at(path))
    async with window(path, first="cases") as (_app, pilot):
        await press(pilot, "i")
        assert "为何这天" in screen_text(pilot)
        await press(pilot, "escape", "t")
        assert "日子  21 22" in screen_text(pilot)


async def test_the_list_shows_a_pause_and_says_where_no_notice_is_known(path):
    office = office_at(path)
    paused = kept_case(office, "P-1", channel=Channel.DELEGATED)
    office.clocks.pause(paused.id, Pause(date(2026, 11, 10)))
    late = {"referred_on": date(2026, 11, 20), "signed_on": date(2026, 11, 20)}
    kept_case(office, "P-2", channel=Channel.DELEGATED, **late)
    case = kept_case(office, "P-3", channel=Channel.DELEGATED, **late)
    with office.store.writing("tester") as writing:
        writing.clock.extend(case.id, Extension(days=10, agreed_on=TODAY))
    async with window(path, (160, 24), first="cases") as (_app, pilot):
        text = screen_text(pilot)
        assert "暂停中" in text
        assert "还剩 30 天" in text
        assert "39天未核.." in text


async def test_words_that_look_like_markup_or_terminal_codes_are_words_everywhere(path):
    office = office_at(path)
    keys = []
    for at, name in enumerate(HOSTILE.values()):
        case = kept_case(office, f"H-{at:02}", channel=Channel.DELEGATED)
        keys.append(case.id)
        with office.store.writing("tester") as writing:
            step = NextStep(on=TODAY, words=name)
            writing.clock.plan(case.id, step, action="plan", words=name)
            writing.clock.extend(case.id, Extension(days=1, agreed_on=TODAY, words=name))
    async with window(path, (160, 60), first="home") as (app, pilot):
        text = squeezed(screen_text(pilot))
        assert_clean(pilot)
        heads = [squeezed(cut(name, 12).removesuffix("..")) for name in HOSTILE.values()]
        assert sum(head in text for head in heads) >= len(HOSTILE) - 2
        for key, name in zip(keys, HOSTILE.values(), strict=True):
            app.push_screen(WhyRoom(key))
            await press(pilot)
            assert squeezed(clean(name)) in squeezed(screen_text(pilot))
            await press(pilot, "t")
            assert_clean(pilot)
            await press(pilot, "escape")
            assert_clean(pilot)
            await press(pilot, "escape")


async def test_the_reasons_stand_in_a_small_window_too(path):
    case = _entrusted(office_at(path))
    async with window(path, (20, 5), first="home") as (app, pilot):
        app.push_screen(WhyRoom(case.id))
        await press(pilot, "t", "escape", "escape")
        assert app.is_running
