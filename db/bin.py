"""The bin: a deleted case with all that hung on it as one text, out of every table that is counted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, or_, select

from db import casetext, history, marks
from db.among import among
from db.belongings import belongings, image_at, images_of, key_of, parents, put_in, take_out
from db.compact import compact
from db.history import Stamp
from db.schema import (
    GUARDS,
    bin_removals,
    binned_cases,
    case_text,
    cases,
    metadata,
)
from db.translate import moment, read_cases
from mediation.errors import Conflict, NotFound, RuleViolation
from mediation.i18n import _
from mediation.shelf import BinnedRow, RemovedRow

_LINE = (
    binned_cases.c.case_id,
    binned_cases.c.number,
    binned_cases.c.court_number,
    binned_cases.c.applicants,
    binned_cases.c.respondents,
    binned_cases.c.who,
    binned_cases.c.at,
    binned_cases.c.why,
)


class BinLooks:
    """A look into the bin."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def everything(self) -> list[BinnedRow]:
        """The cases in the bin, the last one put in first."""
        chosen = select(*_LINE).order_by(binned_cases.c.seq.desc())
        return [_row(line) for line in self._connection.execute(chosen)]

    def removed(self) -> list[RemovedRow]:
        """What was taken out for good, newest first."""
        lines = self._connection.execute(select(bin_removals).order_by(bin_removals.c.seq.desc()))
        return [
            RemovedRow(
                case=line.case_id,
                number=line.number,
                court_number=line.court_number,
                who=line.who,
                at=line.at.replace(tzinfo=UTC),
                why=line.why,
            )
            for line in lines
        ]

    def numbered(self, numbers: Iterable[str]) -> dict[str, BinnedRow]:
        """Which of these 调解编号 and canonical court numbers are those of cases in the bin."""
        wanted = [number for number in numbers if number]
        if not wanted or self._connection.scalar(select(binned_cases.c.seq).limit(1)) is None:
            return {}
        key = binned_cases.c.court_number_key
        chosen = select(*_LINE, key).where(
            or_(among(binned_cases.c.number, wanted), among(key, wanted))
        )
        asked, found = set(wanted), {}
        for line in self._connection.execute(chosen):
            for number in (line.number, line.court_number_key):
                if number in asked:
                    found[number] = _row(line)
        return found


class Bin(BinLooks):
    """The bin, open for putting in and taking out."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        super().__init__(connection)
        self._stamp = stamp

    def put(self, case: UUID, version: int | None, *, why: str) -> None:
        """Move a case with all that hangs on it; raises Conflict when it was saved since."""
        connection = self._connection
        row = connection.execute(select(cases).where(cases.c.id == case)).first()
        if row is None:
            raise NotFound(_("没有这个案件,可能已被删除。请返回列表刷新。"))
        if version is not None and row.version != version:
            raise Conflict(
                _("这个案件刚被改过,没有删除。请看过新内容再删。"),
                mine={"version": version},
                theirs={"version": row.version},
            )
        history.write(connection, self._stamp, row.seq, "bin", [("", "", "")], why=why)
        whole = read_cases(connection, [row.seq])[0]
        images = images_of(connection, row.seq)
        _refuse_kept_for_good(images)
        connection.execute(
            insert(binned_cases).values(
                case_id=case,
                number=row.number,
                court_number=row.court_number,
                court_number_key=row.court_number_key,
                applicants=row.applicants,
                respondents=row.respondents,
                who=self._stamp.who,
                at=moment(self._stamp.at),
                why=why,
                content=compact(images),
            )
        )
        for table in reversed(belongings()):
            for image in images.get(table.name, ()):
                take_out(connection, table, key_of(table, image))
        marks.mark(connection, marks.months_of(whole))

    def restore(self, case: UUID, *, why: str = "") -> None:
        """Put a case back as it was; raises RuleViolation when its number has been given away."""
        connection = self._connection
        line = self._held(case)
        for column, value in (
            (cases.c.number, line.number),
            (cases.c.court_number_key, line.court_number_key),
        ):
            if value and connection.scalar(select(cases.c.seq).where(column == value)):
                raise RuleViolation(
                    _(
                        "“{number}”现在是另一个案件的号,不能还原。请先更正那一件的号,再还原这一件。"
                    ).format(number=value)
                )
        images: dict[str, list[dict[str, Any]]] = json.loads(line.content)
        seq = _put_back(connection, images)
        connection.execute(delete(binned_cases).where(binned_cases.c.seq == line.seq))
        history.write(connection, self._stamp, seq, "restore", [("", "", "")], why=why)
        casetext.refresh(connection, [seq])
        marks.mark(connection, marks.months_of(read_cases(connection, [seq])[0]))

    def remove(self, case: UUID, *, why: str) -> None:
        """Take a case out of the bin for good; a line says that it was there."""
        line = self._held(case)
        self._connection.execute(
            insert(bin_removals).values(
                case_id=case,
                number=line.number,
                court_number=line.court_number,
                who=self._stamp.who,
                at=moment(self._stamp.at),
                why=why,
            )
        )
        self._connection.execute(delete(binned_cases).where(binned_cases.c.seq == line.seq))

    def _held(self, case: UUID) -> Any:
        line = self._connection.execute(
            select(binned_cases).where(binned_cases.c.case_id == case)
        ).first()
        if line is None:
            raise NotFound(_("回收站里没有这个案件:可能已还原,或已彻底删除。"))
        return line


def numbers_of(connection: Connection, keys: Sequence[str]) -> list[str]:
    """The numbers of cases in the bin by their keys in hexadecimal."""
    wanted = [UUID(hex=key) for key in keys]
    chosen = select(binned_cases.c.number, binned_cases.c.court_number).where(
        binned_cases.c.case_id.in_(wanted)
    )
    return [number or court_number for number, court_number in connection.execute(chosen)]


def _row(line: Any) -> BinnedRow:
    return BinnedRow(
        case=line.case_id,
        number=line.number,
        court_number=line.court_number,
        applicants=line.applicants,
        respondents=line.respondents,
        who=line.who,
        at=line.at.replace(tzinfo=UTC),
        why=line.why,
    )


def _refuse_kept_for_good(images: dict[str, list[dict[str, Any]]]) -> None:
    for name in images:
        if f"{name}_no_delete" in GUARDS:
            raise RuleViolation(_("案件上有不能删除的记录(如已发补贴),不能放进回收站。"))


def _put_back(connection: Connection, images: dict[str, list[dict[str, Any]]]) -> int:
    """Insert the rows again; a row whose own number was taken meanwhile gets another.

    Answers the case's row number, which is never given twice.
    """
    renumbered: dict[tuple[str, int], int] = {}
    case_seq = 0
    for table in belongings():
        if table is case_text:
            continue
        for image in images.get(table.name, ()):
            row = dict(image)
            for column, parent, _there in parents(table):
                row[column] = renumbered.get((parent.name, row[column]), row[column])
            numbered = "seq" in table.primary_key.columns and table is not cases
            if numbered and image_at(connection, table, [row["seq"]]) is not None:
                row.pop("seq")
            put_in(connection, table, row)
            if table is cases:
                case_seq = row["seq"]
            elif numbered and "seq" not in row:
                new = connection.exec_driver_sql("SELECT last_insert_rowid()").scalar_one()
                renumbered[table.name, image["seq"]] = new
    text = images[case_text.name][0] if case_text.name in images else {"text": "\n"}
    put_in(connection, metadata.tables[case_text.name], {"seq": case_seq, "text": text["text"]})
    return case_seq
