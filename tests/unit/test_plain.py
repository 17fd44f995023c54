"""Text cleaned at entry and folded for comparing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.cases.plain import clean_line, clean_note, fold
from mediation.errors import Unreadable


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  张三　", "张三"),
        ("\u00a0张三\u00a0", "张三"),
        ("张\u200b三", "张三"),
        ("\u2066张三\u2069", "张三"),
        ("\x1b[2J清屏", "[2J清屏"),
        ("\x9b31m", "31m"),
        ("张三\r\n李四", "张三 李四"),
        ("a\tb", "a b"),
        ("\u3000", ""),
        ("e\u0301", "é"),
        ("𠮷野家", "𠮷野家"),
        ("阿拉坦·其其格", "阿拉坦·其其格"),
        ("[/red]", "[/red]"),
        ("👨\u200d👩", "👨👩"),
        ("ᠰᠠᠷ\u180eᠠ", "ᠰᠠᠷ\u180eᠠ"),
        ("张\u180e三", "张三"),
    ],
)
def test_a_line_keeps_what_can_be_seen_and_nothing_else(typed, kept):
    assert clean_line(typed) == kept


def test_a_note_keeps_its_lines_tabs_and_joined_pictures():
    assert clean_note(" 一\r\n二\t三\x07\u202e👨\u200d👩 ") == "一\n二\t三👨\u200d👩"


@pytest.mark.parametrize("clean", [clean_line, clean_note])
def test_half_a_surrogate_pair_is_refused(clean):
    with pytest.raises(Unreadable, match="残缺"):
        clean("张\ud800三")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_cleaning_leaves_no_control_and_a_second_cleaning_changes_nothing(text):
    line = clean_line(text)
    assert not any(char < " " or "\x7f" <= char <= "\x9f" for char in line)
    assert clean_line(line) == line
    note = clean_note(text)
    assert not any((char < " " and char not in "\n\t") or "\x7f" <= char <= "\x9f" for char in note)


@pytest.mark.parametrize("dot", "·•‧・･")
def test_middle_dots_compare_alike(dot):
    assert fold(f"阿拉坦{dot}其其格") == fold("阿拉坦·其其格")


def test_widths_case_and_brackets_compare_alike():
    assert fold("【２０２６】ＡBc　 号") == fold("（2026)abc 号") == "(2026)abc 号"
