"""What touches very many cases at once asks for their number and is backed up first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.bootstrap import backups_of, create_office, open_office
from mediation.keeping import Occasion
from mediation.office.bulk_guard import TouchesMuch, is_much
from mediation.office.changing import Wish
from mediation.store import CaseQuery
from tests.tui.made_window import kept_cases

TODAY = date(2026, 11, 21)
COUNT = 60


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "x.db"
    office = create_office(path, who="甲", today=lambda: TODAY)
    kept_cases(office, COUNT)
    office.close()
    return path


def opened(path: Path):
    return open_office(path, who="甲", today=lambda: TODAY)


def occasions(path: Path) -> list[Occasion]:
    return [made.occasion for made, _trouble in backups_of(path)]


@given(st.integers(0, 2_000), st.integers(1, 2_000))
def test_a_few_cases_are_never_much_and_over_fifty_or_a_fifth_always_are(touched, of):
    if touched < 10:
        assert not is_much(touched, of)
    elif touched > 50 or touched * 5 > of:
        assert is_much(touched, of)
    else:
        assert not is_much(touched, of)


def test_a_change_of_many_waits_for_its_number_after_a_restart_too(path):
    office = opened(path)
    keys = list(office.cases.keys(CaseQuery()))
    wish = Wish("remark", "改", "改")
    lines = office.changing.preview(keys, wish)
    for wrong in (None, 1, COUNT + 1):
        with pytest.raises(TouchesMuch) as refused:
            office.changing.change(lines, wish, sure_of=wrong)
        assert refused.value.touched == COUNT
    office.close()
    assert Occasion.BULK not in occasions(path)
    office = opened(path)
    with pytest.raises(TouchesMuch):
        office.changing.change(lines, wish)
    with office.store.reading() as reading:
        assert not any(case.remark for case in reading.iter_cases(CaseQuery()))
    assert office.changing.change(lines, wish, sure_of=COUNT) == []
    office.close()
    assert occasions(path).count(Occasion.BULK) == 1


def test_deleting_many_waits_for_its_number(path):
    office = opened(path)
    rows = office.cases.first_rows(CaseQuery(), COUNT)
    those = [(row.id, row.version) for row in rows]
    with pytest.raises(TouchesMuch):
        office.bin.put(those, why="重复")
    assert office.bin.put(those[:5], why="重复") == 5
    assert office.bin.put(those[5:], why="重复", sure_of=COUNT - 5) == COUNT - 5
    office.close()
    assert Occasion.BULK in occasions(path)
