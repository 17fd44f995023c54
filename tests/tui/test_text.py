"""Text from data on its way to a widget."""

import pytest

from tui.text import cell_len, clean, clean_lines, cut, left, right, shown


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("张\x1b[31m三", "张[31m三"),
        ("a\x1b]0;title\x07b", "a]0;titleb"),
        ("a\x9b31mb\x85c", "a31mb c"),
        ("甲\u202e乙\u2066丙", "甲乙丙"),
        ("零\u200b宽\ufeff度", "零宽度"),
        ("行\n行\t行", "行 行 行"),
        ("\x00半\ud800个", "半\ufffd个"),
        ("[red]甲[/]", "[red]甲[/]"),
        ("𠮷野家　全角", "𠮷野家　全角"),
    ],
)
def test_one_line_loses_what_a_terminal_would_obey_and_nothing_else(given, wanted):
    assert clean(given) == wanted


def test_line_breaks_stay_in_a_note():
    assert clean_lines("甲\r\n乙\x1b\n丙") == "甲\n乙\n丙"


def test_brackets_are_brackets_in_what_a_widget_gets():
    text = shown("[bold]甲[/bold] [@click=app.quit]乙[/]")
    assert text.plain == "[bold]甲[/bold] [@click=app.quit]乙[/]"
    assert not text.spans


@pytest.mark.parametrize("cells", range(1, 12))
@pytest.mark.parametrize("text", ["鄂尔多斯市", "abc", "a鄂b尔c多", "e\u0301" * 9, "", "𠮷" * 20])
def test_padded_text_is_exactly_as_wide_as_asked(text, cells):
    assert cell_len(left(text, cells)) == cells
    assert cell_len(right(text, cells)) == cells


def test_what_is_cut_off_ends_in_two_dots():
    assert cut("鄂尔多斯市康巴什区", 9) == "鄂尔多.."
    assert cut("鄂尔多斯市", 10) == "鄂尔多斯市"


def test_a_line_of_a_million_characters_is_cut_without_reading_it_all():
    assert cut("长" * 1_000_000, 8) == "长长长.."
