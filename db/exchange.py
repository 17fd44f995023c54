"""Keeping the exchange by file: partners, what goes to them, what was sent and taken."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, insert, select, update

from db import carried, roster
from db.among import among
from db.bin import numbers_of
from db.carried import Line, Rows
from db.history import Stamp
from db.migrations.steps import latest
from db.schema import (
    agreed_states,
    assignments,
    assistants,
    bin_removals,
    binned_cases,
    cases,
    disclosures,
    exchanged_files,
    mediators,
    partners,
)
from db.translate import moment
from mediation.errors import FileRefused, RuleViolation
from mediation.exchange.books import (
    Answer,
    Dispute,
    DisputeRow,
    Entry,
    FileRow,
    Gone,
    Partner,
    Role,
)
from mediation.exchange.canonical import canonical, digest
from mediation.exchange.chain import Link
from mediation.exchange.deciding import GONE, Verdict
from mediation.exchange.envelope import Header
from mediation.exchange.keys import PublicKeys
from mediation.i18n import _

AT_ONCE = 200
"""So many cases are read together."""


def state_of(rows: Rows) -> str:
    """The digest of what travels of a case."""
    return digest(rows)


def trail_of(lines: Sequence[Line]) -> str:
    """The digest of a case's history, whatever its order."""
    return digest(sorted(lines))


class ExchangeLooks:
    """The exchange as it stands."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def schema(self) -> int:
        """The version of the tables, which must be the same on both sides."""
        return latest()

    def partners(self) -> list[Partner]:
        """Everybody, by name."""
        chosen = (
            select(partners, mediators.c.id.label("mediator_id"))
            .outerjoin(mediators, mediators.c.seq == partners.c.mediator)
            .order_by(partners.c.name, partners.c.seq)
        )
        return [_partner(row) for row in self._connection.execute(chosen)]

    def files(self) -> list[FileRow]:
        """Every file sent and taken, newest first."""
        chosen = (
            select(exchanged_files, partners.c.name, partners.c.revoked_at)
            .join(partners, partners.c.seq == exchanged_files.c.partner)
            .order_by(exchanged_files.c.seq.desc())
        )
        return [
            FileRow(
                partner=row.name,
                partner_number=row.partner,
                is_ours=row.is_ours,
                sequence=row.sequence,
                bundle=row.bundle,
                kind=row.kind,
                cases=row.cases,
                at=row.at.replace(tzinfo=UTC),
                answered_at=row.answered_at and row.answered_at.replace(tzinfo=UTC),
                is_over=row.revoked_at is not None,
            )
            for row in self._connection.execute(chosen)
        ]

    def answers(self, bundle: str) -> list[Answer] | None:
        """What was answered to a bundle taken before, ``None`` for a new one."""
        told = self._connection.scalar(
            select(exchanged_files.c.answers).where(
                exchanged_files.c.bundle == bundle, exchanged_files.c.is_ours.is_(False)
            )
        )
        return None if told is None else [answer_from(each) for each in json.loads(told or "[]")]

    def sent_digests(self, partner: Partner, most: int) -> list[str]:
        """The SHA-256 of our newest files to a partner, oldest first."""
        chosen = (
            select(exchanged_files.c.sha256)
            .where(exchanged_files.c.partner == partner.number, exchanged_files.c.is_ours)
            .order_by(exchanged_files.c.seq.desc())
            .limit(most)
        )
        return [*self._connection.scalars(chosen)][::-1]

    def disputes(self, *, settled: bool = False) -> list[DisputeRow]:
        """The cases waiting for a person, or those settled, newest first."""
        from db import disputes

        return disputes.rows(self._connection, settled=settled)

    def dispute(self, number: int) -> Dispute:
        """Both sides of one; raises NotFound."""
        from db import disputes

        return disputes.both_sides(self._connection, number)

    def gather(self, partner: Partner, *, everything: bool) -> Iterator[Entry]:
        """The lines for a partner: what they have not acknowledged, or everything they may see."""
        agreed = self._agreed(partner)
        seqs = self._seqs_for(partner)
        yield from self._people(partner, seqs)
        for start in range(0, len(seqs), AT_ONCE):
            some = seqs[start : start + AT_ONCE]
            rows, trails = (
                carried.read(self._connection, some),
                carried.trails(self._connection, some),
            )
            versions = self._versions(some)
            for seq in some:
                entry = _entry(rows[seq], trails.get(seq, []), versions[seq], agreed)
                known = agreed.get(entry["id"])
                if everything or known is None or _differs(entry, known):
                    yield entry
        yield from self._gone(agreed)

    def _agreed(self, partner: Partner) -> dict[str, Row[Any]]:
        found = self._connection.execute(
            select(agreed_states).where(agreed_states.c.partner == partner.number)
        )
        return {row.case_id.hex: row for row in found}

    def _seqs_for(self, partner: Partner) -> list[int]:
        chosen = select(cases.c.seq).order_by(cases.c.seq)
        if partner.role is Role.MEDIATOR:
            person = roster.seq_of(self._connection, partner.mediator)
            helps = select(assistants.c.case_seq).where(assistants.c.mediator == person)
            chosen = chosen.where((cases.c.mediator == person) | cases.c.seq.in_(helps))
        return list(self._connection.scalars(chosen))

    def _people(self, partner: Partner, seqs: Sequence[int]) -> Iterator[Entry]:
        """The names of those whom the cases of a mediator name; a liaison knows the roster."""
        if partner.role is Role.LIAISON:
            return
        named = set(
            self._connection.scalars(select(cases.c.mediator).where(among(cases.c.seq, seqs)))
        )
        for table in (assistants, disclosures, assignments):
            chosen = select(table.c.mediator).where(among(table.c.case_seq, seqs))
            named |= set(self._connection.scalars(chosen))
        people = select(mediators.c.id, mediators.c.name).where(among(mediators.c.seq, [*named]))
        for key, name in self._connection.execute(people.order_by(mediators.c.seq)):
            yield {"kind": "mediator", "id": key.hex, "name": name}

    def _versions(self, seqs: Sequence[int]) -> dict[int, int]:
        chosen = select(cases.c.seq, cases.c.version).where(among(cases.c.seq, seqs))
        return {row.seq: row.version for row in self._connection.execute(chosen)}

    def _gone(self, agreed: dict[str, Row[Any]]) -> Iterator[Entry]:
        """Cases agreed upon that were put in the bin here."""
        keys = [UUID(hex=key) for key, row in agreed.items() if row.state != GONE]
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            for table in (binned_cases, bin_removals):
                for key in self._connection.scalars(
                    select(table.c.case_id).where(table.c.case_id.in_(some))
                ):
                    if is_here(self._connection, key):
                        continue
                    known = agreed[key.hex]
                    yield {
                        "kind": "case",
                        "id": key.hex,
                        "state": GONE,
                        "trail": "",
                        "known": known.state,
                        "base_version": known.version,
                        "version": 0,
                        "label": "、".join(numbers_of(self._connection, [key.hex])),
                    }


class ExchangeBook(ExchangeLooks):
    """The exchange, open for entries."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        super().__init__(connection)
        self._stamp = stamp

    def add_partner(self, partner: Partner) -> Partner:
        """Keep a partner; raises RuleViolation for keys that are known already."""
        chosen = select(partners.c.name, partners.c.revoked_at)
        known = self._connection.execute(
            chosen.where(partners.c.sign == partner.keys.sign)
        ).one_or_none()
        if known is not None and known.revoked_at is not None:
            raise RuleViolation(
                _(
                    "这份公钥登记过(“{name}”),已停用,不能再用。请对方重新生成密钥,再交一份公钥来。"
                ).format(name=known.name)
            )
        if known is not None:
            raise RuleViolation(_("这份公钥已经登记为“{name}”。").format(name=known.name))
        self._connection.execute(
            insert(partners).values(
                name=partner.name,
                role=partner.role,
                mediator=roster.seq_of(self._connection, partner.mediator),
                sign=partner.keys.sign,
                seal=partner.keys.seal,
                who=self._stamp.who,
                added_at=moment(self._stamp.at),
            )
        )
        return next(each for each in self.partners() if each.keys == partner.keys)

    def revoke(self, partner: Partner) -> None:
        """Take no more files from a partner, nor make any for them."""
        self._set(partner, revoked_at=moment(self._stamp.at))

    def note_sent(self, partner: Partner, header: Header, sha256: str, many: int) -> None:
        """Note a file of ours as the last one to a partner."""
        self._note(partner, header, sha256, many, is_ours=True)
        self._set(partner, sent=header.sequence, sent_sha256=sha256)

    def forget_states(self, partner: Partner) -> None:
        """Agree on nothing any more: the partner took up an older state of its own."""
        self._connection.execute(
            delete(agreed_states).where(agreed_states.c.partner == partner.number)
        )

    def take(
        self, partner: Partner, header: Header, sha256: str, lines: Iterable[Entry]
    ) -> tuple[list[Answer], Gone]:
        """Take a bundle; answers each case and how much was deleted for it."""
        from db.taking import Taking

        taking = Taking(self._connection, self._stamp, partner)
        answers = taking.take(lines)
        told = canonical([asdict(each) for each in answers])
        self._note(partner, header, sha256, len(answers), is_ours=False, answers=told)
        self._set(partner, heard=header.sequence, heard_sha256=sha256)
        return answers, taking.gone

    def take_receipt(
        self, partner: Partner, header: Header, sha256: str, lines: Iterable[Entry]
    ) -> list[Answer]:
        """Take a receipt: what was accepted is delivered; raises FileRefused for one of no file of ours."""
        told = iter(lines)
        bundle = str(next(told, {}).get("bundle", ""))
        ours = (
            exchanged_files.c.bundle == bundle,
            exchanged_files.c.is_ours,
            exchanged_files.c.partner == partner.number,
        )
        file = self._connection.scalar(select(exchanged_files.c.seq).where(*ours))
        if file is None:
            raise FileRefused(
                _("这份回执答的不是这台电脑发出的文件;若恢复过旧备份,请重新做一份交过去。")
            )
        answers = [answer_from(line) for line in told]
        delivered = (Verdict.TAKEN, Verdict.SAME)
        agree(self._connection, partner, [each for each in answers if each.verdict in delivered])
        self._connection.execute(
            update(exchanged_files)
            .where(exchanged_files.c.seq == file)
            .values(answered_at=moment(self._stamp.at))
        )
        self._note(partner, header, sha256, len(answers), is_ours=False)
        self._set(partner, heard=header.sequence, heard_sha256=sha256)
        return answers

    def settle(self, number: int, ours: str, theirs: Sequence[str]) -> UUID:
        """Decide a dispute; raises Conflict when the case changed since ``ours``."""
        from db import disputes

        return disputes.settle(self._connection, self._stamp, number, ours, theirs)

    def _note(
        self,
        partner: Partner,
        header: Header,
        sha256: str,
        many: int,
        *,
        is_ours: bool,
        answers: str = "",
    ) -> None:
        self._connection.execute(
            insert(exchanged_files).values(
                partner=partner.number,
                is_ours=is_ours,
                sequence=header.sequence,
                bundle=header.bundle,
                kind=header.kind,
                sha256=sha256,
                cases=many,
                who=self._stamp.who,
                at=moment(self._stamp.at),
                answers=answers,
            )
        )

    def _set(self, partner: Partner, **values: Any) -> None:
        self._connection.execute(
            update(partners).where(partners.c.seq == partner.number).values(**values)
        )


def agree(connection: Connection, partner: Partner, answers: Sequence[Answer]) -> None:
    """Note that these states of a partner's are part of what is kept here."""
    if answers:
        connection.exec_driver_sql(
            f"INSERT OR REPLACE INTO {agreed_states.name} "  # noqa: S608 — our own names
            "(partner, case_id, state, trail, version) VALUES (?, ?, ?, ?, ?)",
            [
                (partner.number, bytes.fromhex(each.case), each.state, each.trail, each.version)
                for each in answers
            ],
        )


def is_here(connection: Connection, case: UUID) -> bool:
    """Whether the case is among those kept, and not in the bin."""
    return connection.scalar(select(cases.c.seq).where(cases.c.id == case)) is not None


def answer_from(line: Any) -> Answer:
    """An answer as a receipt tells it; raises FileRefused for a line that is none."""
    try:
        told = {name: line[name] for name in Answer.__dataclass_fields__}
        UUID(hex=told["case"])
        told["verdict"] = Verdict(told["verdict"])
        told["version"] = int(told["version"])
        words = (told["state"], told["trail"], told["label"], told["why"])
        if all(isinstance(word, str) and len(word) <= 1_000 for word in words):
            return Answer(**told)
    except (KeyError, ValueError, TypeError, AttributeError):
        pass
    raise FileRefused(_("回执的内容不合格式,没有读。请让对方重新做一份。"))


def _entry(
    rows: Rows, trail: list[Line], version: int, agreed: dict[str, Row[Any]]
) -> dict[str, Any]:
    key = rows[cases.name][0]["id"]
    known = agreed.get(key)
    return {
        "kind": "case",
        "id": key,
        "state": state_of(rows),
        "trail": trail_of(trail),
        "known": known.state if known is not None else None,
        "base_version": known.version if known is not None else 0,
        "version": version,
        "rows": rows,
        "history": trail,
    }


def _differs(entry: Entry, known: Row[Any]) -> bool:
    return (entry["state"], entry["trail"]) != (known.state, known.trail)


def _partner(row: Row[Any]) -> Partner:
    return Partner(
        name=row.name,
        role=Role(row.role),
        keys=PublicKeys(row.sign, row.seal),
        mediator=row.mediator_id,
        number=row.seq,
        added_at=row.added_at.replace(tzinfo=UTC),
        revoked_at=row.revoked_at and row.revoked_at.replace(tzinfo=UTC),
        sent=Link(row.sent, row.sent_sha256),
        heard=Link(row.heard, row.heard_sha256),
    )
