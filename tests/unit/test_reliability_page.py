"""The page on faults names a test that is there for every fault, or the steps to try it by hand."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reliability.md").read_text("utf-8")
ROWS = [line for line in PAGE.splitlines() if re.match(r"\| F\d+", line)]


def test_every_fault_has_its_row_once() -> None:
    assert [row.split("|")[1].split()[0] for row in ROWS] == [f"F{at}" for at in range(8, 28)]


def test_every_row_names_a_test_or_the_steps_by_hand_or_says_why_not() -> None:
    for row in ROWS:
        last = row.split("|")[-2]
        assert "tests/" in last or "手工" in last or "不适用" in last, row


def test_the_steps_by_hand_that_the_rows_point_to_are_there() -> None:
    pointed = {number for row in ROWS for number in re.findall(r"手工 (\d+)", row)}
    assert pointed == set(re.findall(r"(?m)^### 手工 (\d+)", PAGE))
