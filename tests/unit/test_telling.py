"""One decision of how much of a rate may be told, for every form."""

from __future__ import annotations

from fractions import Fraction

import pytest

from mediation.figures.counts import Counts
from mediation.figures.indicators import success_rate
from mediation.figures.intervals import Sample
from mediation.figures.telling import telling
from mediation.reports.wording import few_words, interval_words, rate_words, share_words


@pytest.mark.parametrize(
    ("cases", "share", "bounded", "size"),
    [
        (1, None, False, Sample.COUNTS_ONLY),
        (9, None, False, Sample.COUNTS_ONLY),
        (10, Fraction(1, 10), False, Sample.FEW),
        (29, Fraction(1, 29), False, Sample.FEW),
        (30, Fraction(1, 30), True, Sample.ENOUGH),
    ],
)
def test_below_ten_counts_alone_below_thirty_no_interval(cases, share, bounded, size):
    told = telling(1, cases)
    assert (told.share, told.interval is not None, told.sample) == (share, bounded, size)


def test_a_ratio_that_is_no_proportion_has_no_interval():
    assert telling(20, 40, proportion=False).interval is None
    assert telling(50, 40).interval is None
    assert telling(50, 40).share == Fraction(5, 4)


def test_nothing_is_told_of_an_unknown_ratio():
    assert telling(None, 40).share is None
    assert telling(3, None).share is None
    assert telling(0, 0).share is None


@pytest.mark.parametrize(
    ("cases", "words"),
    [
        (9, ("", "", "件数少")),
        (10, ("30.0 %", "", "样本少")),
        (29, ("10.3 %", "", "样本少")),
        (30, ("10.0 %", "(3.5-25.6)", "")),
    ],
)
def test_the_words_of_a_rate_follow_the_decision(cases, words):
    rate = success_rate(Counts(closed=cases, succeeded=3))
    assert (share_words(rate), interval_words(rate), few_words(rate)) == words


def test_a_rate_of_plain_counts_in_a_few_words():
    assert rate_words(3, 7) == "3/7"
    assert rate_words(6, 13) == "样本少 46.2 %"
    assert rate_words(213, 458) == "46.5 %"
