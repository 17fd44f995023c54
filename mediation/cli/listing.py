"""``mediation list``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from mediation.cases.money import decimal_yuan, format_yuan
from mediation.cli.filters import scope_of, state_of
from mediation.cli.grammar import UsageError
from mediation.cli.opening import opened
from mediation.cli.speech import one_line, say, tell, tell_json
from mediation.i18n import _, _as
from mediation.office.office import Office
from mediation.store import CaseQuery, CaseRow

_EVERYTHING = 2**31 - 1


def run(arguments: Namespace) -> int:
    """List the cases that meet all conditions, the latest referral first."""
    if arguments.limit < 0:
        raise UsageError(_("--limit 要是 0 或正数。"))
    with opened(arguments) as office:
        query = _query(arguments, office)
        rows = office.cases.first_rows(query, arguments.limit or _EVERYTHING)
        count = office.cases.count(query)
    if arguments.json:
        tell_json({"count": count, "cases": [as_json(row) for row in rows]})
        return 0
    if rows:
        tell(_table(rows))
    say(_("列出 {shown} 件,共 {count} 件。").format(shown=len(rows), count=count))
    return 0


def _query(arguments: Namespace, office: Office) -> CaseQuery:
    """The view that is named, else all cases; narrowed by what else is given."""
    query = office.views.named(arguments.view).query if arguments.view else CaseQuery()
    given = {
        name: value
        for name, value in asdict(scope_of(arguments, office)).items()
        if value is not None
    }
    query = replace(query, scope=replace(query.scope, **given))
    if arguments.text:
        query = replace(query, text=arguments.text)
    return replace(query, state=state_of(arguments.state).value) if arguments.state else query


def as_json(row: CaseRow) -> dict[str, Any]:
    """A row of the list; dates in ISO form, amounts decimal strings in yuan."""
    values = asdict(row)
    del values["key"]
    for name in ("claimed", "agreed", "performed"):
        amount = values[name]
        values[name] = None if amount is None else decimal_yuan(amount)
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, int):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def _table(rows: Sequence[CaseRow]) -> str:
    heads = (
        _("编号"),
        _("当事人"),
        _("案由"),
        _("标的(元)"),
        _("调解员"),
        _as("date", "委派"),
        _("状态"),
    )
    lines = [
        (
            row.court_number or row.number,
            f"{row.applicants} / {row.respondents}",
            row.cause_name,
            "" if row.claimed is None else format_yuan(row.claimed),
            row.mediator_name,
            str(row.referred_on),
            _standing(row),
        )
        for row in rows
    ]
    return aligned([heads, *lines], widest=(28, 24, 20, 18, 10, 10, 10), right=(3,))


def _standing(row: CaseRow) -> str:
    if row.outcome is not None:
        return row.outcome.label
    return _("待签收") if row.signed_on is None else _("调解中")


def aligned(
    lines: Sequence[Sequence[str]], *, widest: Sequence[int], right: Sequence[int] = ()
) -> str:
    """The lines as columns, each as wide as its longest cell but at most ``widest`` (screen cells)."""
    from rich.cells import cell_len, set_cell_size

    clean = [[one_line(cell) for cell in line] for line in lines]
    widths = [
        min(limit, max(cell_len(line[column]) for line in clean))
        for column, limit in enumerate(widest)
    ]

    def fitted(cell: str, column: int) -> str:
        width = widths[column]
        if cell_len(cell) > width:
            return set_cell_size(cell, width - 1) + "…"
        blank = " " * (width - cell_len(cell))
        return blank + cell if column in right else cell + blank

    return "\n".join(
        "  ".join(fitted(cell, column) for column, cell in enumerate(line)).rstrip()
        for line in clean
    )
