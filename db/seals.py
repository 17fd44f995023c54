"""Keeping seals. A row is written once; lifting a seal fills its last columns and nothing else."""

from __future__ import annotations

import zlib
from datetime import UTC
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from db.history import Stamp
from db.schema import seals
from db.translate import moment
from mediation.errors import NotFound, RuleViolation
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.store import Sealed, SealRow

_LINE = select(
    *(column for column in seals.columns if column.name not in ("seq", "content", "cases"))
)
_WHOLE = select(*_LINE.selected_columns, seals.c.content, seals.c.cases)
_QUICK = 1
"""Level of compression: a month of many cases is packed in passing."""


def standing(connection: Connection, period: Period, court: str | None) -> Sealed | None:
    """The seal that stands over exactly this period and court."""
    row = connection.execute(_WHOLE.where(_stands(period, court))).first()
    return None if row is None else _sealed(row)


def with_digest(connection: Connection, sha256: str) -> Sealed | None:
    """The sealing with this digest, lifted or not."""
    row = connection.execute(_WHOLE.where(seals.c.sha256 == sha256)).first()
    return None if row is None else _sealed(row)


def everything(connection: Connection) -> list[SealRow]:
    """Every sealing ever made, newest first."""
    return [_line(row) for row in connection.execute(_LINE.order_by(seals.c.seq.desc()))]


def put(connection: Connection, sealed: Sealed) -> None:
    """Keep a sealing; raises RuleViolation when one stands over the same period and court."""
    row = sealed.row
    if connection.execute(_LINE.where(_stands(row.period, row.court))).first() is not None:
        raise RuleViolation(
            _("{period} 已经封存,不能再封一次;要重封请先解封。").format(period=row.period)
        )
    connection.execute(
        insert(seals).values(
            start=row.period.start,
            end=row.period.end,
            court=row.court or "",
            sha256=row.sha256,
            at=moment(row.at),
            who=row.who,
            why=row.why,
            content=zlib.compress(sealed.content, _QUICK),
            cases=zlib.compress(sealed.cases, _QUICK),
        )
    )


def lift(
    connection: Connection, stamp: Stamp, period: Period, court: str | None, why: str
) -> SealRow:
    """Lift the seal that stands, which stays in the list; raises NotFound without one."""
    found = connection.execute(_LINE.where(_stands(period, court))).first()
    if found is None:
        raise NotFound(_("{period} 没有封存,不用解封。").format(period=period))
    connection.execute(
        update(seals)
        .where(_stands(period, court))
        .values(lifted_at=moment(stamp.at), lifted_by=stamp.who, lifted_why=why)
    )
    return _line(found)


def _stands(period: Period, court: str | None) -> ColumnElement[bool]:
    return and_(
        seals.c.start == period.start,
        seals.c.end == period.end,
        seals.c.court == (court or ""),
        seals.c.lifted_at.is_(None),
    )


def _sealed(row: Any) -> Sealed:
    return Sealed(_line(row), _unpacked(row.content), _unpacked(row.cases))


def _unpacked(packed: bytes) -> bytes:
    """What was packed; nothing when it was changed since, which then shows by its digest."""
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return b""


def _line(row: Any) -> SealRow:
    return SealRow(
        period=Period(row.start, row.end),
        court=row.court or None,
        sha256=row.sha256,
        at=row.at.replace(tzinfo=UTC),
        who=row.who,
        why=row.why,
        lifted_at=row.lifted_at.replace(tzinfo=UTC) if row.lifted_at else None,
        lifted_by=row.lifted_by,
        lifted_why=row.lifted_why,
    )
