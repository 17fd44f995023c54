"""The number offered for a new case goes on from those in use, in their form."""

from __future__ import annotations

import pytest

from mediation.cases.serial import next_serial


@pytest.mark.parametrize(
    ("newest", "offered"),
    [
        ([], "2026-0001"),
        (["2026-0421"], "2026-0422"),
        (["特调2026-0367", "特调2026-0366"], "特调2026-0368"),
        (["特调2026-0366", "特调2026-0367", "2026-0999"], "特调2026-0368"),
        (["2026-0420", "特调2026-0901"], "2026-0421"),
        (["2026年第12号"], "2026年第13号"),
        (["2026-0999"], "2026-1000"),
        (["特调2025-0980", "特调2025-0979"], "特调2026-0001"),
        (["N-17"], "N-18"),
        (["无号", "特调2026-0003"], "特调2026-0004"),
        (["康调字7号", "2025-0999", "2026-0420"], "2026-0421"),
        (["无号"], "2026-0001"),
        (["2026"], "2026-0001"),
    ],
)
def test_the_next_number_follows_the_newest_form_in_use(newest: list[str], offered: str) -> None:
    assert next_serial(newest, 2026) == offered


def test_an_old_years_number_does_not_raise_this_years() -> None:
    assert next_serial(["特调2026-0002", "特调2025-0980"], 2026) == "特调2026-0003"
