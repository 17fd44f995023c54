"""Every way in which particulars leave the mask is an entry of the trail, and each is tried somewhere."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
WAYS = {
    "room": "tests/tui/test_particulars.py",
    "form:correct": "tests/tui/test_particulars.py",
    "show": "tests/cli/test_list_and_show.py",
    "transcript": "tests/tui/test_transcript.py",
    "dispute": "tests/tui/test_disputes.py",
    "names": "tests/tui/test_names_masked.py",
}
"""What an entry says of the way, and where it is tried."""


def test_no_way_is_noted_that_no_test_tries():
    said = set()
    for folder in ("mediation", "tui"):
        for file in (ROOT / folder).rglob("*.py"):
            text = file.read_text("utf-8")
            said |= set(re.findall(r'audit\.saw\([^,]+, f?"([\w:{}.]+)"\)', text))
            said |= set(re.findall(r'note\(LOOK, [^,]+(?:\([^)]*\))?, "(\w+)"\)', text))
    ways = {way.replace("form:{self.kind}", "form:correct") for way in said}
    assert ways == set(WAYS)
    for way, file in WAYS.items():
        assert f'"{way}"' in (ROOT / file).read_text("utf-8") or way == "transcript"
