"""Where a person may stand outside the rows of their cases: what of it is forgotten, what stays and why.

Rows that belong to a case need no list: every text in them is searched. A table that does not belong
to one is in exactly one of the lists below, or a test fails.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Connection, Table, delete, or_, select, update

from db.schema import (
    agreed_states,
    audit,
    bin_removals,
    binned_cases,
    compromises,
    conflict_searches,
    court_totals,
    drafts,
    duties,
    exchanged_files,
    mediator_interests,
    mediators,
    merge_conflicts,
    partners,
    pay_lists,
    pay_reversals,
    private_notes,
    rollup,
    saved_views,
    seals,
    settings,
    special_days,
    tariff_rates,
    tariffs,
    undoables,
)
from mediation.cases.persons import Mention, Trace, bare_key, spelt
from mediation.exchange.canonical import canonical

Images = Mapping[str, Sequence[Mapping[str, Any]]]


class Rubber(Protocol):
    """Blots a person out."""

    def text(self, text: str) -> str:
        """A text without them."""

    def rows(self, images: Images) -> dict[str, list[dict[str, Any]]]:
        """The rows of a case without them."""


RUBBED: dict[Table, tuple[str, ...]] = {
    binned_cases: ("why",),
    bin_removals: ("why",),
    exchanged_files: ("answers",),
}
"""Texts in which the person is blotted out; the content of the bin is rubbed row by row."""

FORGOTTEN: dict[Table, tuple[str, ...]] = {
    undoables: ("title", "content"),
    drafts: ("key", "title", "values"),
    saved_views: ("name", "content"),
}
"""Rows that go altogether when one of these texts names the person."""

_HANDED_OUT = ("name", "phone", "id_number", "address", "service_address", "electronic_address")

PER_CASE = frozenset({merge_conflicts})
"""Disputes of the exchange: those about the erased cases, settled ones altogether."""

NOT_HANDED_OUT = frozenset({private_notes, compromises, conflict_searches})
"""Told of without their words: a mediator's own notes, what was said to settle (法释〔2016〕14号
art. 22), and searches among other people's ties."""

STAYS: dict[Table, str] = {
    mediators: "the roster: a mediator of that name is told of, not erased here",
    mediator_interests: "ties that a mediator declared: told of, not erased here",
    pay_lists: "vouchers of money paid, never changed",
    pay_reversals: "vouchers of money paid, never changed",
    seals: "sealed months, never changed",
    audit: "numbers and salted digests only; the salts of the cases are thrown away",
    duties: "what a mediator did beside cases",
    settings: "of the office, not of persons",
    partners: "names of mediators and offices, and keys",
    agreed_states: "digests of whole cases",
    court_totals: "counts",
    rollup: "counts",
    special_days: "days",
    tariffs: "amounts and the name of a file",
    tariff_rates: "amounts",
}
"""Tables that an erasure leaves as they are, and why."""


def forget(
    connection: Connection,
    particulars: Collection[str],
    erased: Collection[UUID],
    rubber: Callable[[Images], Rubber],
) -> None:
    """Take the person out of everything beside the rows of cases; ``erased`` are the cases.

    ``rubber`` answers what blots the person out, but not others who are in these rows.
    """
    for table, names in FORGOTTEN.items():
        key = next(iter(table.primary_key.columns))
        for line in connection.execute(select(table)).all():
            told = " ".join(_plain(line._mapping[name]) for name in names)
            if spelt(tuple(particulars)).search(told):
                connection.execute(delete(table).where(key == line._mapping[key.name]))
    for table, names in RUBBED.items():
        _rub_rows(connection, table, names, rubber({}))
    disputed = or_(
        merge_conflicts.c.case_id.in_(tuple(erased)), merge_conflicts.c.other.in_(tuple(erased))
    )
    for line in connection.execute(select(merge_conflicts).where(disputed)).all():
        this = merge_conflicts.c.seq == line.seq
        if line.settled_at is not None:  # what arrived was kept only to look at
            connection.execute(delete(merge_conflicts).where(this))
            continue
        entry = json.loads(line.content)
        if entry.get("rows"):
            rub = rubber(entry["rows"])
            content = rub.text(canonical({**entry, "rows": rub.rows(entry["rows"])}))
            connection.execute(update(merge_conflicts).where(this).values(content=content))


def disputed(connection: Connection, trace: Trace) -> Iterator[Mention]:
    """What a partner of the exchange has of the person in the same case."""
    keys = set(map(bare_key, trace.particulars))
    mine = or_(merge_conflicts.c.case_id == trace.case, merge_conflicts.c.other == trace.case)
    for (content,) in connection.execute(select(merge_conflicts.c.content).where(mine)):
        rows = json.loads(content).get("rows") or {}
        for name in ("parties", "agents"):
            for row in rows.get(name, ()):
                told = {
                    key: value for key, value in row.items() if value and isinstance(value, str)
                }
                if keys & set(map(bare_key, told.values())):
                    words = "、".join(told[key] for key in _HANDED_OUT if key in told)
                    yield Mention(merge_conflicts.name, name, words)


def _rub_rows(connection: Connection, table: Table, names: tuple[str, ...], rub: Rubber) -> None:
    key = next(iter(table.primary_key.columns))
    for line in connection.execute(select(key, *(table.c[name] for name in names))).all():
        new = {name: rub.text(line._mapping[name]) for name in names}
        if any(new[name] != line._mapping[name] for name in names):
            connection.execute(update(table).where(key == line[0]).values(**new))


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
