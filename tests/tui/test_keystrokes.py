"""A new case takes no more keys than the page says."""

import pytest

from tests.tui.keystrokes import PAGE, WAYS, counted, documented, page


@pytest.mark.parametrize("way", WAYS)
async def test_a_new_case_takes_no_more_keys_than_documented(way, tmp_path):
    keys, characters = await counted(way, tmp_path / "room.db")
    most_keys, most_characters = documented()[way]
    assert keys <= most_keys
    assert characters <= most_characters


def test_the_page_is_what_the_count_writes():
    assert page(documented()) == PAGE.read_text("utf-8")
    assert list(documented()) == list(WAYS)
