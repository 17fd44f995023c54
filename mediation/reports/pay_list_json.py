"""A pay list as JSON for scripts, printed or in a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from mediation.cases.money import decimal_yuan
from mediation.reports.json_words import json_words
from mediation.reports.whole_file import whole_file
from mediation.subsidy.pay_list import Line, PayList, Reversal
from mediation.subsidy.rules import rules_words


def as_json(
    pay_list: PayList, *, sha256: str = "", reversals: Sequence[Reversal] = ()
) -> dict[str, Any]:
    """The list as data: dates in ISO form, amounts decimal strings in yuan."""
    taken = sum(each.amount for each in reversals)
    return {
        "number": pay_list.number,
        "period": {
            "start": pay_list.period.start.isoformat(),
            "end": pay_list.period.end.isoformat(),
        },
        "sha256": sha256 or None,
        "made_at": pay_list.made_at.isoformat(),
        "made_by": pay_list.who,
        "tariff": pay_list.tariff.number,
        "rules": rules_words(pay_list.rules),
        "total": decimal_yuan(pay_list.total),
        "reversed": decimal_yuan(taken),
        "net": decimal_yuan(pay_list.total - taken),
        "mediators": [
            {"name": share.name, "cases": share.cases, "amount": decimal_yuan(share.amount)}
            for share in pay_list.shares
        ],
        "cases": [_line_json(line) for line in pay_list.lines],
        "reversals": [
            {
                "case": each.label,
                "mediator": each.mediator_name,
                "amount": decimal_yuan(each.amount),
                "why": each.why,
                "who": each.who,
                "at": _iso(each.at),
            }
            for each in reversals
        ],
    }


def write_json(
    pay_list: PayList, path: Path, *, sha256: str = "", reversals: Sequence[Reversal] = ()
) -> None:
    """Write it as a file, whole or not at all."""
    with whole_file(path) as draft:
        value = as_json(pay_list, sha256=sha256, reversals=reversals)
        words = json_words(value)
        draft.write_text(words + "\n", encoding="utf-8", errors="replace")


def _line_json(line: Line) -> dict[str, Any]:
    return {
        "number": line.number,
        "court_number": line.court_number,
        "cause": line.cause_name,
        "mediator": line.mediator_name,
        "closed_on": line.closed_on.isoformat(),
        "grade": line.grade.value if line.grade else None,
        "outcome": line.outcome.value,
        "tier": line.tier,
        "eligible": line.is_paid,
        "rate": None if line.rate is None else decimal_yuan(line.rate),
        "amount": decimal_yuan(line.amount),
        "reasons": [{"key": each.bar.value, "words": each.words} for each in line.refusals],
        "note": line.note,
        "source": line.source,
    }


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
