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
from mediation.store import Reading, Store

_REACHED = (Outcome.SUCCEEDED, Outcome.PARTLY)
_DERIVED = ("performed", "performance")


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


def follow_closing(reading: Reading, closed: Case, today: date) -> Case:
    """As :func:`follow`; raises RuleViolation when the closing was told something else."""
    found = follow(reading, closed, today)
    for field in _DERIVED:
        said = getattr(closed, field)
        if said is not None and said != getattr(found, field):
            raise RuleViolation(_by_hand(), field=field)
    return found


def refuse_by_hand(reading: Reading, case: Case, changes: Mapping[str, Any]) -> None:
    """Raise RuleViolation when a correction touches what payments decide."""
    for field in _DERIVED:
        touched = field in changes and changes[field] != getattr(case, field)
        if touched and reading.agreements.of(case.id).is_performable:
            raise RuleViolation(_by_hand(), field=field)


def catch_up(store: Store, *, who: str, today: date) -> int:
    """Bring the kept states of performance up to a day; answers how many cases changed.

    Time alone makes an agreement overdue; the figures read what is kept.
    """
    with store.reading() as reading:
        late = reading.agreements.outdated(today)
    if late:
        with store.writing(who) as writing:
            for case in late:
                found = follow(writing, writing.case(case), today)
                writing.save_case(found, action="follow")
            writing.agreements.caught_up(today)
    return len(late)


def _by_hand() -> str:
    return _("到位金额和履行状态按协议的履行记录得出,不能手改:请在“协议”里登记或撤销履行。")
