"""Telling the kept monthly sums which months a save has touched."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection

from db import rollup
from mediation.cases.case import Case


def months_of(case: Case) -> set[date]:
    """The first days of the months whose sums a case takes part in."""
    days = (case.referred_on, case.closed_on, case.transfer_counts_on)
    return {day.replace(day=1) for day in days if day is not None}


def mark(connection: Connection, months: Iterable[date]) -> None:
    """Mark the months as to be summed anew."""
    rollup.mark_dirty(connection, months)
