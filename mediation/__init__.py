"""The work of court-invited mediation: cases, limits, figures, ledgers, reports."""

__version__ = "0.1.0"
