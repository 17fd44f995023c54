"""Inputs that random trying found, each kept as it was."""

from __future__ import annotations

from datetime import date

import pytest

from mediation.cases.logline import read_line
from mediation.cases.terms import Means
from mediation.errors import Unreadable
from mediation.registry.causes import cause_named
from mediation.registry.courts import court_named
from mediation.reports.json_words import json_words


@pytest.mark.parametrize(
    "text", ["\x1b", "\x9b31m甲", "民间\u202e借贷", "\x1b]0;题\x07" + "长" * 300]
)
def test_a_refused_cause_or_court_is_quoted_without_what_a_terminal_obeys(text: str) -> None:
    for read in (lambda: cause_named(text, None), lambda: court_named(text)):
        with pytest.raises(Unreadable) as refused:
            read()
        assert not set("\x1b\x9b\x07\u202e") & set(refused.value.message)


def test_a_means_alone_is_read_as_the_means_of_the_talk() -> None:
    line = read_line("书面", {}, date(2026, 11, 21), lambda _text, *, ahead: None)
    assert (line.means, line.summary) == (Means.WRITTEN, "")


def test_data_in_json_is_exact_and_no_terminal_acts_on_it() -> None:
    import json

    value = {"name": "甲\x9b31m\u202e乙\x1b\ufeff"}
    words = json_words(value)
    assert json.loads(words) == value
    assert not set("\x9b\u202e\x1b\ufeff") & set(words)
