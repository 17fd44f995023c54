"""Nothing out of data acts on the terminal."""

from __future__ import annotations

import json

from mediation.cli.speech import one_line, printable
from mediation.reports.json_words import json_words


def test_control_bidi_and_half_characters_are_not_printed() -> None:
    assert printable("甲\x1b[2J\x07\x9b1m\u202e乙\ud83d") == "甲[2J1m乙\ufffd"
    assert printable("一行\n二行\t列") == "一行\n二行\t列"
    assert one_line(" 一行\n二行\t列 ") == "一行 二行 列"


def test_json_keeps_the_exact_string_without_a_raw_control_byte() -> None:
    value = {"name": "甲\x1b\x7f\x9b\u2066\ufeff\ud800乙𠮷"}
    text = json_words(value)
    assert not set(text) & set("\x1b\x7f\x9b\u2066\ufeff\ud800")
    assert "乙𠮷" in text
    assert json.loads(text) == value
