"""Which backups stay."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mediation.keeping import LEAST, Backup, Occasion, staying

NOW = datetime(2026, 11, 21, 18, tzinfo=UTC)


def made(at: datetime, occasion: Occasion = Occasion.EXIT) -> Backup:
    return Backup(
        path=Path(f"{at:%Y%m%d-%H%M%S}.{occasion}"),
        made_at=at,
        occasion=occasion,
        database="a",
        version=1,
        cases=0,
        size=0,
        sha256="",
    )


def test_a_year_of_evenings_keeps_twelve_days_ten_weeks_and_nine_months() -> None:
    evenings = [made(NOW - timedelta(days=back)) for back in range(400)]
    stay = sorted(staying(evenings, NOW), reverse=True)
    days = [date.fromisoformat(path.name[:8]) for path in stay]
    today = NOW.date()
    assert days[:12] == [today - timedelta(days=back) for back in range(12)]
    assert len({day.strftime("%G-%V") for day in days}) >= 10
    assert len({day.strftime("%Y-%m") for day in days}) == 9
    assert len(days) <= 12 + 10 + 9


def test_of_a_day_gone_by_only_the_newest_stays_but_of_the_newest_day_one_an_occasion() -> None:
    today = [made(NOW - timedelta(hours=hour)) for hour in range(4)]
    before_import = made(NOW - timedelta(hours=5), Occasion.IMPORT)
    earlier = [made(NOW - timedelta(days=2, hours=hour)) for hour in range(3)]
    stay = staying([*today, before_import, *earlier], NOW)
    assert stay == {
        today[0].path,
        today[1].path,
        today[2].path,
        before_import.path,
        earlier[0].path,
    }


def test_a_backup_from_the_future_of_a_wrong_clock_stays() -> None:
    ahead = [made(NOW + timedelta(days=day)) for day in range(1, 30)]
    assert staying(ahead, NOW) == {one.path for one in ahead}


def test_a_long_absence_thins_nothing_that_was_kept() -> None:
    evenings = [made(NOW - timedelta(days=back)) for back in range(60)]
    kept = [one for one in evenings if one.path in staying(evenings, NOW)]
    assert staying(kept, NOW + timedelta(days=3000)) == {one.path for one in kept}


@given(st.lists(st.integers(0, 60 * 24 * 800), unique=True, max_size=60))
def test_thinning_never_goes_below_the_least_and_never_takes_the_newest(minutes: list[int]) -> None:
    all_made = [made(NOW - timedelta(minutes=minute)) for minute in minutes]
    stay = staying(all_made, NOW)
    newest = sorted(all_made, key=lambda one: one.made_at, reverse=True)[:LEAST]
    assert {one.path for one in newest} <= stay
    again = [one for one in all_made if one.path in stay]
    assert staying(again, NOW) == stay
