"""The report for scripts: the shape that others rely on."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mediation.cases.money import decimal_yuan
from mediation.figures.comparison import AMOUNTS as COMPARED_AMOUNTS
from mediation.figures.comparison import Change, Comparison, Kind
from mediation.figures.corrections import Correction
from mediation.figures.counts import Group
from mediation.figures.indicators import Indicator
from mediation.reports.report import Report, unrecorded
from mediation.reports.seal_wording import correction_value
from mediation.reports.three_way_form import three_way_json

AMOUNTS = ("claimed", "agreed", "performed")
FLOW = (
    "opening",
    "received",
    "closed",
    "succeeded",
    "partly",
    "failed",
    "withdrawn",
    "returned",
    "transferred",
    "pending",
)
_ROW_FIRST = ("received", "closed", "succeeded")


def as_json(report: Report) -> dict[str, Any]:
    """Plain values ready for ``json.dumps``: amounts as yuan strings, ratios as fractions of 1.

    Ratios are exact for scripts however few the cases.
    ``by`` has a row for every key with anything to count, also where cases were only carried over:
    the rows of each table add up to ``flow`` and ``amounts``.
    """
    return {
        "period": {
            "start": report.period.start.isoformat(),
            "end": report.period.end.isoformat(),
        },
        "scope": _scope(report),
        "flow": {name: getattr(report.flow, name) for name in FLOW},
        "amounts": {name: decimal_yuan(getattr(report.flow, name)) for name in AMOUNTS},
        "indicators": [_indicator(each) for each in report.indicators],
        "by": {
            dimension.value: [_row(group) for group in groups]
            for dimension, groups in report.groups.items()
        },
        "duration": {
            "median_days": _number(report.duration.median),
            "p90_days": _number(report.duration.p90),
        },
        "checks": [
            {"key": each.key, "name": each.name, "passed": each.passed, "detail": each.detail}
            for each in report.checks
        ],
        "sealed": None
        if report.sealed is None
        else {"sha256": report.sealed.sha256, "at": report.sealed.at.isoformat()},
        "sealed_months": [
            {"period": str(each.month), "sha256": each.sha256, "at": each.at.isoformat()}
            for each in report.sealed_months
        ],
        "corrections": [_correction(each) for each in report.corrections],
        "comparison": {kind.value: _comparison(report.comparison(kind)) for kind in Kind},
        "quality": [
            {
                "key": each.doubt.value,
                "name": each.name,
                "count": each.count,
                "cases": list(each.cases),
            }
            for each in report.findings
        ],
        "three_way": None if report.three_way is None else three_way_json(report.three_way),
        "trend": [
            {"month": str(each.month), "succeeded": each.succeeded, "closed": each.closed}
            for each in report.trend
        ],
    }


def _correction(correction: Correction) -> dict[str, Any]:
    return {
        "figure": correction.figure,
        "sealed": correction_value(correction, correction.sealed),
        "now": correction_value(correction, correction.now),
        "cases": list(correction.cases),
    }


def _comparison(comparison: Comparison | None) -> dict[str, Any] | None:
    if comparison is None:
        return None
    return {
        "period": {
            "start": comparison.period.start.isoformat(),
            "end": comparison.period.end.isoformat(),
        },
        "comparable": comparison.is_comparable,
        "reason": comparison.reason or None,
        "figures": [_change(each) for each in comparison.figures],
        "restated": [_change(each) for each in comparison.restated],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "key": change.key,
        "now": _compared(change.key, change.now),
        "base": _compared(change.key, change.base),
        "change": None if change.change is None else float(change.change),
        "unit": change.unit.value,
        "reason": change.reason or None,
    }


def _compared(key: str, value: int | Fraction | None) -> int | float | str | None:
    if isinstance(value, Fraction):
        return float(value)
    return decimal_yuan(value) if key in COMPARED_AMOUNTS and value is not None else value


def _scope(report: Report) -> dict[str, str]:
    scope: dict[str, str] = {}
    if report.scope.court is not None:
        scope["court"] = report.scope.court
    for field in ("mediator", "cause", "channel"):
        if getattr(report.scope, field) is not None:
            scope[field] = getattr(report.names, field)
    return scope


def _indicator(indicator: Indicator) -> dict[str, Any]:
    value, interval = indicator.value, indicator.interval
    return {
        "key": indicator.key,
        "name": indicator.name,
        "definition": f"{indicator.definition.version}:{indicator.definition.formula_words}",
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "value": None if value is None else float(value),
        "interval": None if interval is None else list(interval),
        "reason": indicator.reason or None,
    }


def _row(group: Group) -> dict[str, Any]:
    row: dict[str, Any] = {"key": group.key, "name": group.name or unrecorded()}
    for name in (*_ROW_FIRST, *(name for name in FLOW if name not in _ROW_FIRST)):
        row[name] = getattr(group.counts, name)
    for name in AMOUNTS:
        row[name] = decimal_yuan(getattr(group.counts, name))
    return row


def _number(days: Fraction | None) -> int | float | None:
    if days is None:
        return None
    return int(days) if days.denominator == 1 else float(days)
