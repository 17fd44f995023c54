"""The month's lines with any definition chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mediation.cases.terms import EndReason, Outcome
from mediation.figures.definitions import DEFINITIONS, Definition
from mediation.figures.indicators import Indicator
from tests.made_reports import closed_case, many_cases, october_totals, report_over
from tui.screens.behind import CasesBehind, NameBehind, TotalsBehind
from tui.screens.month_lines import month_lines


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda each: f"{each.key}={each.version}")
def test_every_definition_can_be_shown(definition: Definition) -> None:
    lost = closed_case(1000, Outcome.FAILED, reason=EndReason.UNREACHABLE)
    report = report_over([*many_cases(40), lost], [october_totals(filings=9, mediated=5)])
    chosen = Indicator(definition=definition, numerator=3, denominator=40)
    shown = month_lines(replace(report, indicators=(chosen,)), 100)
    row = next(line for line in shown if "3/40" in "".join(piece.text for piece in line))
    opened = [piece.opens for piece in row if piece.opens is not None]
    is_entered = definition.basis in ("all", "traffic")
    kinds = (TotalsBehind,) if is_entered else (CasesBehind, NameBehind)
    assert all(isinstance(each, kinds) for each in opened)
