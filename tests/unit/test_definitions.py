"""Definitions: every variant by its own formula, and the figures that others published."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from mediation.errors import MediationError
from mediation.figures.comparison import points, relative_change
from mediation.figures.counts import Counts, CourtTotals
from mediation.figures.definitions import (
    DEFINITIONS,
    REPORTED,
    Basis,
    Quantity,
    UnknownDefinition,
    definition_in,
    definition_of,
    find_definition,
    versions_of,
)
from mediation.figures.indicators import Indicator, ledger_indicator, ratio
from mediation.figures.intervals import wilson
from mediation.figures.particulars import Particulars
from mediation.figures.period import Period
from mediation.office.preferences import checked_setting, chosen_definitions

BEFORE, AFTER = Period.parse("2024"), Period.parse("2025")


def ledger(key: str, version: str, **amounts: int) -> Indicator:
    """A rate over counts, the ones that the flow holds and the others."""
    known = set(Counts.__dataclass_fields__)
    flow = {name: value for name, value in amounts.items() if name in known}
    more = {**Particulars().amounts(), "cause.014.succeeded": 0, "cause.014.failed": 0}
    more |= {name: value for name, value in amounts.items() if name not in known}
    return ledger_indicator(definition_of(key, version), Counts(**flow), more)


def court(key: str, version: str, **amounts: int) -> Indicator:
    entry = CourtTotals(court="内0603", month=date(2023, 1, 1), category="all", **amounts)
    from mediation.figures.totals import disputes

    known: dict[str, Any] = {**amounts, "disputes": disputes(entry)}
    return ratio(definition_of(key, version), known)


def per_cent(indicator: Indicator, places: int = 2) -> float:
    assert indicator.value is not None, indicator.reason
    return round(float(indicator.value) * 100, places)


@pytest.mark.parametrize(
    ("key", "version", "counts", "shown"),
    [
        ("success_rate", "V2", {"succeeded": 19113, "received": 30331}, 63.01),
        ("success_rate", "V2", {"succeeded": 5614, "received": 8601}, 65.27),
        ("success_rate", "V2", {"succeeded": 365, "received": 865}, 42.20),
        ("success_rate", "V1", {"succeeded": 2585, "closed": 3966, "received": 3963}, 65.18),
        ("success_rate", "V2", {"succeeded": 149, "received": 683}, 21.82),
        ("closure_rate", "C2", {"closed": 234, "opening": 0, "received": 294}, 79.59),
        ("success_rate", "V1", {"succeeded": 8270, "closed": 4860 + 585 + 10883}, 50.65),
        ("transfer_rate", "X1", {"transferred": 3377, "received": 6218}, 54.31),
        ("confirmation_rate", "Q1", {"confirmed": 16, "succeeded": 33}, 48.48),
        ("confirmation_rate", "Q2", {"confirmed": 108, "received": 3728}, 2.90),
    ],
)
def test_published_rates_of_mediators_come_out(
    key: str, version: str, counts: dict[str, int], shown: float
) -> None:
    assert per_cent(ledger(key, version, **counts)) == shown


MAANSHAN = {"filings": 15640, "mediated": 12586, "transferred": 2398}


@pytest.mark.parametrize(
    ("key", "version", "totals", "shown"),
    [
        ("diversion_rate", "D1", MAANSHAN, 48.73),
        ("diversion_rate", "D1′", {"mediated": 12586, "succeeded": 10374, "filings": 15454}, 48.73),
        ("diversion_rate", "D2", MAANSHAN, 44.59),
        ("diversion_rate", "D3", MAANSHAN, 80.47),
        ("success_diversion_rate", "G1", {"succeeded": 1204, "filings": 2988 - 1204}, 40.29),
        ("success_diversion_rate", "G2", {"succeeded": 2834, "filings": 10000}, 28.34),
        ("traffic.platform_rate", "P2", {"platform": 360, "mediated": 520}, 69.23),
    ],
)
def test_published_rates_of_courts_come_out(
    key: str, version: str, totals: dict[str, int], shown: float
) -> None:
    assert per_cent(court(key, version, **totals)) == shown


def test_365_of_865_lies_between_38_95_and_45_52_per_cent() -> None:
    assert [round(bound * 100, 2) for bound in wilson(365, 865)] == [38.95, 45.52]


def test_2585_of_3966_is_not_the_share_of_the_received() -> None:
    assert per_cent(ledger("success_rate", "V2", succeeded=2585, received=3963)) == 65.23


def test_disputes_that_went_on_to_trial_are_counted_once() -> None:
    """济源 2021: only by taking the transferred off the denominator do both courts come out."""
    online = Quantity("", "", ("online", "applied"))
    disputes = Quantity("", "", ("filings", "mediated"), ("papers", "transferred"))
    for counts, shown in (
        ((11232, 550, 11263, 6218, 46, 3377), 83.81),
        ((113, 0, 79, 95, 0, 48), 89.68),
    ):
        names = (*online.fields, *disputes.fields)
        amounts = dict(zip(names, counts, strict=True))
        share = Fraction(online.of(amounts), disputes.of(amounts))
        assert round(float(share) * 100, 2) == shown


def test_published_changes_come_out_and_not_as_they_were_printed() -> None:
    up, down = relative_change(52956, 29838), relative_change(2156, 13139)
    assert up is not None
    assert down is not None
    assert round(float(up) * 100, 2) == 77.48
    assert round(float(down) * 100, 2) == -83.59
    assert round(20220 / 26059 * 100, 2) == 77.59
    assert points(Fraction(7868, 10000), Fraction(14, 100)) == Fraction(6468, 100)


def test_variants_of_the_success_rate_leave_out_what_they_say() -> None:
    counts = {
        "received": 90,
        "closed": 100,
        "succeeded": 40,
        "partly": 10,
        "failed": 30,
        "withdrawn": 15,
        "returned": 5,
        "cause.014.succeeded": 4,
        "cause.014.failed": 6,
        "unreachable": 10,
        "cohort_succeeded": 36,
    }
    shown = {
        version: (found.numerator, found.denominator)
        for version in ("V1", "V2", "V3", "V4", "V5", "V6")
        for found in [ledger("success_rate", version, **counts)]
    }
    assert shown == {
        "V1": (40, 100),
        "V2": (40, 90),
        "V3": (40, 70),
        "V4": (36, 60),
        "V5": (40, 60),
        "V6": (36, 90),
    }


def test_a_cohort_with_open_cases_has_no_rate_yet() -> None:
    found = ledger("success_rate", "V6", received=90, cohort_succeeded=36, cohort_open=3)
    assert (found.numerator, found.denominator, found.value) == (36, 90, None)
    assert "3 件未结" in found.reason


def test_cases_not_due_do_not_weigh_on_performance() -> None:
    found = ledger(
        "performance_rate", "L2", due=8, due_performed=6, not_due=50, performance_unknown=9
    )
    assert found.value == Fraction(6, 8)


def test_since_2025_mediations_are_filings_and_the_formula_changes_with_the_period() -> None:
    key = "success_diversion_rate"
    assert definition_in(key, BEFORE, {}).version == "G1"
    assert definition_in(key, AFTER, {}).version == "G3"
    assert definition_in(key, AFTER, {key: "G2"}).version == "G2"
    assert "2024-12-31" in definition_of(key, "G1").refusal(AFTER)
    assert "2025-01-01" in definition_of(key, "G3").refusal(BEFORE)
    assert definition_of("diversion_rate", "D4").refusal(AFTER) == ""


def test_a_period_over_the_new_year_of_2025_fits_neither_form() -> None:
    both = Period.parse("2024-12..2025-01")
    assert definition_of("success_diversion_rate", "G1").refusal(both)
    assert definition_of("success_diversion_rate", "G3").refusal(both)


@pytest.mark.parametrize(
    "key", ["success_rate", "diversion_rate", "success_diversion_rate", "confirmation_rate"]
)
def test_variants_are_there(key: str) -> None:
    wanted = {
        "success_rate": ["V1", "V2", "V3", "V4", "V5", "V6"],
        "diversion_rate": ["D1", "D1′", "D2", "D3", "D4"],
        "success_diversion_rate": ["G1", "G2", "G3"],
        "confirmation_rate": ["Q1", "Q2", "Q3"],
    }
    assert [each.version for each in versions_of(key)] == wanted[key]


def test_every_definition_says_what_it_is_and_stands_once() -> None:
    names = [(each.key, each.version) for each in DEFINITIONS]
    assert len(names) == len(set(names))
    for each in DEFINITIONS:
        assert each.english.isascii()
        assert each.numerator.symbol
        assert each.denominator.symbol
        assert each.date_basis
        assert each.source
        assert each.fields or each.unsupported


def test_what_is_usually_reported_can_be_formed() -> None:
    for key in REPORTED:
        assert not definition_of(key).unsupported
        assert definition_of(key).refusal(BEFORE) == definition_of(key).refusal(AFTER) == ""


def test_what_nothing_recorded_can_give_says_why() -> None:
    unsupported = {each.key: each for each in DEFINITIONS if each.unsupported}
    assert {"enforcement_rate", "litigation_rate", "satisfaction_rate"} <= set(unsupported)
    assert "人口" in unsupported["litigation_rate"].refusal(AFTER)


def test_a_definition_is_found_as_people_type_it() -> None:
    assert find_definition("success_rate", " v2 ").version == "V2"
    assert find_definition("diversion_rate", "D1'").version == "D1′"
    with pytest.raises(UnknownDefinition, match="V6 本期收案已成功÷收案"):
        find_definition("success_rate", "V9")
    with pytest.raises(UnknownDefinition, match="clearance_rate"):
        find_definition("rank", "V1")


def test_bases_are_those_of_the_counts_they_use() -> None:
    totals = {"filings", "mediated", "closed", "succeeded", "transferred", "platform", "disputes"}
    for each in DEFINITIONS:
        if each.basis in (Basis.COURT, Basis.TRAFFIC):
            assert set(each.fields) <= totals


def test_the_causes_that_v4_leaves_out_can_be_chosen_and_are_named_by_its_version() -> None:
    chosen = find_definition("success_rate", "v4：离婚纠纷、法定继承纠纷")
    assert chosen.version.startswith("V4:014+")
    assert "离婚纠纷" in chosen.label
    assert "法定继承纠纷" in chosen.left_out
    assert definition_of("success_rate", chosen.version) == chosen
    assert find_definition("success_rate", "V4:014") == definition_of("success_rate", "V4")
    other = chosen.version.removeprefix("V4:014+")
    rate = ledger(
        "success_rate",
        chosen.version,
        succeeded=40,
        failed=30,
        **{
            "cause.014.succeeded": 4,
            "cause.014.failed": 6,
            f"cause.{other}.succeeded": 1,
            f"cause.{other}.failed": 2,
        },
    )
    assert (rate.numerator, rate.denominator) == (35, 57)


@pytest.mark.parametrize("version", ["V4:", "V4:不是案由", "V4:999999", "V3:014"])
def test_v4_without_what_is_no_cause_is_refused(version: str) -> None:
    with pytest.raises(MediationError):
        find_definition("success_rate", version)
    with pytest.raises(KeyError):
        definition_of("success_rate", version)


def test_a_setting_keeps_the_causes_that_v4_leaves_out_by_their_codes() -> None:
    key, value = checked_setting("definition.success_rate", "V4:法定继承纠纷")
    chosen = chosen_definitions({key: value}, None)
    assert chosen == {"success_rate": find_definition("success_rate", value).version}
