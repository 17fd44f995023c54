"""One truth about performance: where an agreement is entered, a case's figures follow from it.

A case without clauses, such as one imported from a ledger, keeps the amounts typed into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from mediation.cases.case import Case
from mediation.cases.performing import standing
from mediation.cases.terms import Outcome
from mediation.errors import RuleViolation
from mediation.i18n import _
from mediation.store import Reading

_REACHED = (Outcome.SUCCEEDED, Outcome.PARTLY)


def follow(reading: Reading, case: Case, today: date) -> Case:
    """The case with the amounts and the state of performance that its agreement gives.

    A closing without an amount takes the sum of the clauses; ``performed`` never passes ``agreed``.
    """
    if case.outcome not in _REACHED:
        return case
    agreement = reading.agreements.of(case.id)
    if not agreement.is_performable:
        return case
    found = standing(agreement, reading.agreements.payments(case.id), today)
    total = agreement.total
    agreed = case.agreed if case.agreed is not None else total
    performed = None if total is None else min(found.paid, agreed or 0)
    return replace(case, agreed=agreed, performed=performed, performance=found.performance)


def refuse_by_hand(reading: Reading, case: Case, changes: Mapping[str, Any]) -> None:
    """Raise RuleViolation when a correction touches what payments decide."""
    field = next(
        (
            name
            for name in ("performed", "performance")
            if name in changes and changes[name] != getattr(case, name)
        ),
        None,
    )
    if field is not None and reading.agreements.of(case.id).is_performable:
        raise RuleViolation(
            _("到位金额和履行状态按协议的履行记录得出,不能手改:请在“协议与履行”里登记或撤销付款。"),
            field=field,
        )
