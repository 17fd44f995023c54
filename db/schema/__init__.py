"""The tables, a module per subject. Dates are dates, moments UTC, amounts whole fen, ``seq`` the row's own number."""

from db.schema.base import Key, metadata
from db.schema.casework import (
    assistants,
    case_text,
    cases,
    history,
    mediators,
    parties,
    sessions,
)
from db.schema.desk import court_totals, drafts, settings
from db.schema.sealing import seals
from db.schema.serving import duties
from db.schema.shelf import bin_removals, binned_cases, saved_views, undoables
from db.schema.subsidies import (
    GUARDS,
    gradings,
    pay_lists,
    pay_reversals,
    tariff_rates,
    tariffs,
)
from db.schema.sums import rollup, rollup_dirty

__all__ = [
    "GUARDS",
    "Key",
    "assistants",
    "bin_removals",
    "binned_cases",
    "case_text",
    "cases",
    "court_totals",
    "drafts",
    "duties",
    "gradings",
    "history",
    "mediators",
    "metadata",
    "parties",
    "pay_lists",
    "pay_reversals",
    "rollup",
    "rollup_dirty",
    "saved_views",
    "seals",
    "sessions",
    "settings",
    "tariff_rates",
    "tariffs",
    "undoables",
]
