"""The page on threats names only tests that are there, and every threat names one."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "threats.md").read_text("utf-8")


def test_every_threat_has_its_row_with_a_defence_and_a_test() -> None:
    rows = [line.split(" | ") for line in PAGE.splitlines() if re.match(r"\| T\d", line)]
    assert [row[0].strip("| ") for row in rows] == [
        *(f"T{number}" for number in range(1, 10)),
        *(f"T{number}" for number in range(15, 20)),
    ]
    for _number, threat, defence, tests in rows:
        assert threat
        assert defence
        assert "::test_" in tests


def test_the_page_is_found_from_the_others() -> None:
    assert "threats.md" in (ROOT / "docs" / "privacy.md").read_text("utf-8")
    assert "docs/threats.md" in (ROOT / "README.md").read_text("utf-8")
