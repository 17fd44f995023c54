"""Counts beyond the flow that some definitions and checks need; each opens to its cases."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class Particular(StrEnum):
    """A count over what is recorded about an outcome, or over the cases received in the period."""

    CONFIRMED = "confirmed"
    UNREACHABLE = "unreachable"
    CLOSED_TRANSFERRED = "closed_transferred"
    DUE = "due"
    DUE_PERFORMED = "due_performed"
    NOT_DUE = "not_due"
    PERFORMANCE_UNKNOWN = "performance_unknown"
    COHORT_SUCCEEDED = "cohort_succeeded"
    COHORT_OPEN = "cohort_open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """How many cases of each kind.

    Over cases closed in the period: ``confirmed`` succeeded with a confirmation number;
    ``unreachable`` failed because a party could not be reached; ``closed_transferred`` went to trial
    sooner or later; of those that succeeded at least
    in part ``due`` is performed at once, performed, partly or overdue, ``due_performed`` the first
    two, ``not_due`` not yet due, ``performance_unknown`` without an entry. Over cases received in the
    period, as they stand now: ``cohort_succeeded`` and ``cohort_open``.
    """

    confirmed: int = 0
    unreachable: int = 0
    closed_transferred: int = 0
    due: int = 0
    due_performed: int = 0
    not_due: int = 0
    performance_unknown: int = 0
    cohort_succeeded: int = 0
    cohort_open: int = 0

    def amounts(self) -> dict[str, int]:
        """The counts by field name."""
        return asdict(self)
