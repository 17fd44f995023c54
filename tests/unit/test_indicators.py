"""Rates: exact ratios, published figures, and reasons where there is no rate."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from mediation.figures.counts import Counts, CourtTotals
from mediation.figures.definitions import DEFINITIONS, REPORTED, Basis, Quantity, definition_of
from mediation.figures.indicators import Indicator, ledger_indicator, totals_indicator
from mediation.figures.period import Period
from mediation.figures.totals import month_spans, sum_totals

NAMES = {"内0602": "东胜区法院", "内0603": "康巴什区法院"}.__getitem__


def rate(key: str, **counts: int) -> Indicator:
    return ledger_indicator(definition_of(key), Counts(**counts))


def entered(court: str = "内0603", month: str = "2024-03", **values: int | None) -> CourtTotals:
    category = str(values.pop("category", "all"))
    return CourtTotals(
        court=court, month=date.fromisoformat(f"{month}-01"), category=category, **values
    )


def court_rate(key: str, entries: list[CourtTotals], period: str, **scope: str) -> Indicator:
    definition = definition_of(key)
    label = {"all": "全部", "traffic": "道路交通"}[definition.basis]
    sums = sum_totals(
        entries,
        Period.parse(period),
        definition.basis,
        court=scope.get("court"),
        court_name=NAMES,
        category_name=label,
    )
    return totals_indicator(definition, sums)


def per_cent(indicator: Indicator) -> float:
    assert indicator.value is not None, indicator.reason
    return round(float(indicator.value) * 100, 2)


@pytest.mark.parametrize(
    ("key", "counts", "shown"),
    [
        ("success_rate.received", {"succeeded": 19113, "received": 30331}, 63.01),
        ("success_rate.received", {"succeeded": 5614, "received": 8601}, 65.27),
        ("success_rate", {"succeeded": 365, "closed": 865}, 42.20),
        ("success_rate", {"succeeded": 2585, "closed": 3966, "received": 3963}, 65.18),
        ("success_rate.received", {"succeeded": 149, "received": 683}, 21.82),
        ("success_rate", {"succeeded": 8270, "closed": 4860 + 585 + 10883}, 50.65),
        ("clearance_rate", {"closed": 3966, "received": 3963}, 100.08),
    ],
)
def test_published_rates_come_out_to_the_second_decimal(
    key: str, counts: dict[str, int], shown: float
) -> None:
    assert per_cent(rate(key, **counts)) == shown


def test_partly_succeeded_is_not_succeeded() -> None:
    assert rate("success_rate", succeeded=3, partly=4, closed=10).value == Fraction(3, 10)


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("success_rate", "本期没有结案"),
        ("success_rate.received", "本期没有收案"),
        ("clearance_rate", "本期没有收案"),
    ],
)
def test_nothing_counted_is_unknown_and_not_zero(key: str, reason: str) -> None:
    unknown = rate(key)
    assert (unknown.value, unknown.interval, unknown.reason) == (None, None, reason)
    assert (unknown.numerator, unknown.denominator) == (0, 0)


def test_the_clearance_rate_has_no_interval() -> None:
    assert rate("clearance_rate", closed=5, received=10).interval is None
    assert rate("success_rate", succeeded=5, closed=10).interval is not None


def test_more_successes_than_received_has_a_value_and_no_interval() -> None:
    over = rate("success_rate.received", succeeded=7, received=5, closed=7)
    assert over.value == Fraction(7, 5)
    assert over.interval is None


def test_diversion_counts_each_dispute_once() -> None:
    found = court_rate(
        "diversion_rate", [entered(filings=15640, mediated=12586, transferred=2398)], "2024-03"
    )
    assert (found.numerator, found.denominator) == (12586, 15640 + 12586 - 2398)
    assert per_cent(found) == 48.73


def test_entered_disputes_win_over_reckoned_ones() -> None:
    entry = entered(filings=10, mediated=5, transferred=1, disputes=20)
    assert court_rate("diversion_rate", [entry], "2024-03").value == Fraction(5, 20)


def test_disputes_may_be_entered_in_one_month_and_reckoned_in_the_next() -> None:
    entries = [
        entered(month="2024-03", mediated=5, disputes=20),
        entered(month="2024-04", filings=10, mediated=5, transferred=1),
    ]
    assert court_rate("diversion_rate", entries, "2024-03..2024-04").value == Fraction(10, 34)


def test_months_and_courts_are_summed_before_the_rate_is_formed() -> None:
    entries = [
        entered(court, month, category="traffic", closed=closed, succeeded=succeeded)
        for court, month, closed, succeeded in (
            ("内0602", "2024-01", 10, 9),
            ("内0602", "2024-02", 30, 12),
            ("内0603", "2024-01", 5, 5),
            ("内0603", "2024-02", 1, 0),
        )
    ]
    whole = court_rate("traffic.success_rate", entries, "2024-01..2024-02")
    assert whole.value == Fraction(26, 46)
    assert whole.courts == ("内0602", "内0603")
    one = court_rate("traffic.success_rate", entries, "2024-01..2024-02", court="内0603")
    assert one.value == Fraction(5, 6)


def test_a_month_without_entry_is_named_with_its_court() -> None:
    entries = [
        entered("内0602", "2024-01", mediated=1, disputes=2),
        entered("内0603", "2024-01", mediated=1, disputes=2),
        entered("内0603", "2024-02", mediated=1, disputes=2),
    ]
    gap = court_rate("diversion_rate", entries, "2024-01..2024-02")
    assert gap.value is None
    assert gap.reason == "东胜区法院2024年2月的法院收案(全部)未录入"


def test_no_entry_at_all_names_the_months() -> None:
    gap = court_rate("traffic.platform_rate", [], "2024-03")
    assert gap.reason == "2024年3月的法院收案(道路交通)未录入"
    one = court_rate("diversion_rate", [], "2024", court="内0603")
    assert one.reason == "康巴什区法院2024年1月至12月的法院收案(全部)未录入"


def test_an_empty_cell_is_unknown_for_its_own_rate_only() -> None:
    entries = [entered(category="traffic", platform=700, disputes=5000)]
    assert court_rate("traffic.platform_rate", entries, "2024-03").value == Fraction(14, 100)
    gap = court_rate("traffic.diversion_rate", entries, "2024-03")
    assert gap.reason == "康巴什区法院2024年3月的法院收案(道路交通)没有填“调解收案”"
    assert (gap.numerator, gap.denominator) == (None, 5000)


def test_disputes_that_cannot_be_reckoned_say_so() -> None:
    gap = court_rate("diversion_rate", [entered(mediated=5, filings=10)], "2024-03")
    assert gap.value is None
    assert "纠纷总数" in gap.reason
    assert "转立案" in gap.reason


def test_totals_that_go_below_zero_are_not_a_rate() -> None:
    wrong = court_rate("diversion_rate", [entered(filings=1, mediated=1, transferred=9)], "2024-03")
    assert wrong.value is None
    assert "核对" in wrong.reason
    none = court_rate("diversion_rate", [entered(mediated=0, disputes=0)], "2024-03")
    assert none.reason == "本期纠纷总数为 0"


def test_months_in_words_are_joined_over_the_new_year() -> None:
    months = [date(2023, 11, 1), date(2023, 12, 1), date(2024, 1, 1), date(2024, 5, 1)]
    assert month_spans(months) == "2023年11月至2024年1月、2024年5月"


def test_every_reported_key_has_a_definition_that_names_its_source() -> None:
    assert REPORTED == (
        "success_rate",
        "success_rate.received",
        "diversion_rate",
        "clearance_rate",
        "traffic.diversion_rate",
        "traffic.success_rate",
        "traffic.platform_rate",
    )
    for definition in DEFINITIONS:
        assert definition.version
        assert definition.english.isascii()
        assert definition.date_basis
        assert definition.source


@pytest.mark.parametrize(
    "key", ["diversion_rate", "traffic.diversion_rate", "traffic.platform_rate"]
)
def test_rates_without_an_official_formula_say_so(key: str) -> None:
    assert "公开资料没有官方公式" in definition_of(key).source


def test_a_definition_is_found_by_version_and_a_missing_one_is_an_error() -> None:
    assert definition_of("success_rate", "V1") is definition_of("success_rate")
    with pytest.raises(KeyError):
        definition_of("success_rate", "V9")


def test_a_further_variant_is_one_more_row_of_counts() -> None:
    without_withdrawn = Quantity("成功+不成功", "成功与不成功", ("succeeded", "failed"))
    assert without_withdrawn.of({"succeeded": 3, "failed": 4}) == 7
    reckoned = Quantity("", "", ("filings", "mediated"), ("transferred",))
    assert reckoned.of({"filings": 10, "mediated": 5, "transferred": 2}) == 13


def test_a_rate_over_court_totals_is_not_formed_from_the_ledger() -> None:
    assert definition_of("diversion_rate").basis is Basis.COURT
    with pytest.raises(ValueError, match="court totals"):
        ledger_indicator(definition_of("diversion_rate"), Counts())
