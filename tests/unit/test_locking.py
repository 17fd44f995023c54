"""The word for the screen: never kept as it is, tried only so often, whatever the clock says."""

from datetime import UTC, datetime, timedelta

import pytest

from mediation.errors import Unreadable
from mediation.locking import FIRST_WAIT, FREE, Tries, digest_of, is_word, tries_from
from mediation.office.preferences import checked_setting

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def wrong(times: int) -> Tries:
    tries = Tries()
    for _time in range(times):
        tries = tries.failed(NOW)
    return tries


def test_a_word_is_kept_as_a_slow_digest_with_a_salt_of_its_own():
    kept = digest_of("河套1958")
    assert "河套" not in kept
    assert kept != digest_of("河套1958")
    assert is_word("河套1958", kept)
    assert not is_word("河套1959", kept)


def test_a_word_is_the_same_however_an_input_method_or_a_paste_wrote_it():
    kept = digest_of("　河套１９５８ ")
    assert is_word("河套1958", kept)
    assert is_word("河套１９５８\u200b", kept)
    assert not is_word("河套 1958", kept)


@pytest.mark.parametrize("kept", ["", "scrypt$15$zz$00", "scrypt$15$00", "plain$15$00$00"])
def test_a_digest_that_cannot_be_read_is_nobodys(kept):
    assert not is_word("", kept)
    assert not is_word("1234", kept)


def test_the_fifth_wrong_word_brings_a_wait_that_doubles_with_each_further_one():
    assert not wrong(FREE - 1).left
    assert wrong(FREE).left == FIRST_WAIT
    assert wrong(FREE + 2).left == 4 * FIRST_WAIT
    assert wrong(400).left == timedelta(days=1)


def test_a_wait_passes_with_time_alone():
    tries = wrong(FREE)
    assert tries.at(NOW + timedelta(minutes=14)).left == timedelta(minutes=1)
    assert not tries.at(NOW + FIRST_WAIT).left


def test_a_clock_moved_back_shortens_no_wait_and_lengthens_none():
    back = wrong(FREE).at(NOW - timedelta(days=365))
    assert back.left == FIRST_WAIT
    assert not back.at(NOW - timedelta(days=365) + FIRST_WAIT).left


def test_what_is_kept_is_read_back_and_what_cannot_be_read_waits():
    tries = wrong(FREE)
    assert tries_from(tries.kept()) == tries
    assert Tries().kept() == ""
    assert tries_from("{") == Tries(FREE, FIRST_WAIT)


def test_a_word_on_the_command_line_is_refused_with_where_to_set_it() -> None:
    with pytest.raises(Unreadable, match="不写在命令行上"):
        checked_setting("lock.word", "羊群四七")
    assert checked_setting("lock.word", "") == ("lock.word", "")
