"""The tables, a module per subject. Dates are dates, moments UTC, amounts whole fen, ``seq`` the row's own number."""

from db.schema.agreements import agreements, clauses, closing_steps, instalments, payments
from db.schema.auditing import AUDIT_GUARDS, audit
from db.schema.base import Key, metadata
from db.schema.casework import (
    STAY,
    STAYS,
    agents,
    assistants,
    case_text,
    cases,
    history,
    mediators,
    parties,
    sessions,
)
from db.schema.clock import extensions, next_steps, pauses, special_days
from db.schema.desk import court_totals, drafts, settings
from db.schema.exchanging import agreed_states, exchanged_files, merge_conflicts, partners
from db.schema.folders import (
    case_papers,
    case_tags,
    compromises,
    private_notes,
    undisputed_facts,
)
from db.schema.interests import (
    assignments,
    conflict_searches,
    disclosures,
    mediator_interests,
)
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
from db.schema.transcribing import transcripts

__all__ = [
    "AUDIT_GUARDS",
    "GUARDS",
    "STAY",
    "STAYS",
    "Key",
    "agents",
    "agreed_states",
    "agreements",
    "assignments",
    "assistants",
    "audit",
    "bin_removals",
    "binned_cases",
    "case_papers",
    "case_tags",
    "case_text",
    "cases",
    "clauses",
    "closing_steps",
    "compromises",
    "conflict_searches",
    "court_totals",
    "disclosures",
    "drafts",
    "duties",
    "exchanged_files",
    "extensions",
    "gradings",
    "history",
    "instalments",
    "mediator_interests",
    "mediators",
    "merge_conflicts",
    "metadata",
    "next_steps",
    "parties",
    "partners",
    "pauses",
    "pay_lists",
    "pay_reversals",
    "payments",
    "private_notes",
    "rollup",
    "rollup_dirty",
    "saved_views",
    "seals",
    "sessions",
    "settings",
    "special_days",
    "tariff_rates",
    "tariffs",
    "transcripts",
    "undisputed_facts",
    "undoables",
]
