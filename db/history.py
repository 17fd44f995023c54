"""Who changed what, kept in the words that people read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select

from db.prepared import Prepared
from db.schema import cases, history
from db.translate import moment
from mediation.cases.case import Agent, Case, Party, Session
from mediation.cases.money import format_yuan
from mediation.cases.terms import (
    Channel,
    EndReason,
    Outcome,
    Performance,
    Procedure,
    Side,
    Term,
)
from mediation.store import Change

_AMOUNTS = ("claimed", "agreed", "performed")
_AS_THEY_ARE = (
    "number",
    "court_number",
    "channel",
    "procedure",
    *_AMOUNTS,
    "referred_on",
    "signed_on",
    "closed_on",
    "outcome",
    "reason",
    "reason_note",
    "performance",
    "confirmation_number",
    "transfer_number",
    "transferred_on",
    "on_platform",
    "remark",
)
_SIDES = {
    Side.APPLICANT: "applicants",
    Side.RESPONDENT: "respondents",
    Side.THIRD: "third_parties",
}
_PARTICULARS = (
    ("kind", "类别"),
    ("phone", "电话"),
    ("id_number", "证件"),
    ("number_note", "号码说明"),
    ("representative", "代表人"),
    ("post", "职务"),
    ("address", "地址"),
    ("service_address", "送达地址"),
    ("electronic", "同意电子送达"),
    ("electronic_means", "电子送达方式"),
    ("electronic_address", "电子送达地址"),
)
_AGENT_PARTICULARS = (("phone", "电话"), ("kind", "身份"), ("power", "权限"), ("papers", "核对"))


_LINE = ("case_seq", "at", "who", "action", "field", "old", "new", "why")
_ADD = Prepared(insert(history).values({name: bindparam(name) for name in _LINE}))


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who writes, and when (aware UTC)."""

    who: str
    at: datetime


def write(
    connection: Connection,
    stamp: Stamp,
    case_seq: int,
    action: str,
    changes: Iterable[tuple[str, str, str]],
    *,
    why: str = "",
) -> None:
    """Keep one line for each (field, old, new)."""
    lines = [
        {
            "case_seq": case_seq,
            "at": moment(stamp.at),
            "who": stamp.who,
            "action": action,
            "field": field,
            "old": old,
            "new": new,
            "why": why,
        }
        for field, old, new in changes
    ]
    for line in lines:
        _ADD.run(connection, **line)


def of_case(connection: Connection, case: UUID) -> list[Change]:
    """Every change of a case, newest first."""
    lines = connection.execute(
        select(history)
        .join(cases, cases.c.seq == history.c.case_seq)
        .where(cases.c.id == case)
        .order_by(history.c.seq.desc())
    )
    return [
        Change(
            at=line.at.replace(tzinfo=UTC),
            who=line.who,
            action=line.action,
            field=line.field,
            old=line.old,
            new=line.new,
            why=line.why,
        )
        for line in lines
    ]


def case_changes(old: Case, new: Case, names: Mapping[UUID, str]) -> list[tuple[str, str, str]]:
    """(field, old, new) of every field that differs; ``names`` are the mediators'."""
    changes = [
        (field, _shown(field, getattr(old, field)), _shown(field, getattr(new, field)))
        for field in _AS_THEY_ARE
        if getattr(old, field) != getattr(new, field)
    ]
    if old.court != new.court:
        changes.append(("court", _court(old.court), _court(new.court)))
    if (old.cause, old.cause_name) != (new.cause, new.cause_name):
        changes.append(
            ("cause", old.cause_name or old.cause or "", new.cause_name or new.cause or "")
        )
    if old.mediator != new.mediator:
        changes.append(("mediator", _named(names, old.mediator), _named(names, new.mediator)))
    if old.assistants != new.assistants:
        before, after = (
            "、".join(_named(names, person) for person in case.assistants) for case in (old, new)
        )
        changes.append(("assistants", before, after))
    return changes + _party_changes(old, new) + _extra_changes(old, new)


_OF_SESSION = ("state", "held_on", "held_at", "means", "place", "present", "summary", "reason")


def session_changes(old: Session, new: Session) -> list[tuple[str, str, str]]:
    """(field, old, new) of every field of a session that differs."""
    return [
        (f"session.{field}", _shown(field, getattr(old, field)), _shown(field, getattr(new, field)))
        for field in _OF_SESSION
        if getattr(old, field) != getattr(new, field)
    ]


def session_text(session: Session) -> str:
    """A session in one line."""
    when = [_shown("held_on", session.held_on), _shown("held_at", session.held_at)]
    return " ".join(filter(None, [*when, session.means.chinese, session.place]))


def _shown(field: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Term):
        return value.chinese
    if isinstance(value, bool):
        return "是" if value else "否"
    if field in _AMOUNTS:
        return format_yuan(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)


def word_of(field: str, value: Any) -> str:
    """A kept value of a column in words."""
    if field == "court":
        return _court(value)
    for kind in (Outcome, Channel, Procedure, EndReason, Performance):
        if field == kind.__name__.lower().removeprefix("end"):
            return kind(value).chinese
    return _shown(field, value)


def _court(code: str | None) -> str:
    if code is None:
        return ""
    from mediation.errors import MediationError
    from mediation.registry.courts import court_by_code

    try:
        return court_by_code(code).name
    except (MediationError, KeyError):
        return code


def _named(names: Mapping[UUID, str], mediator: UUID | None) -> str:
    return names[mediator] if mediator else ""


def _party_changes(old: Case, new: Case) -> list[tuple[str, str, str]]:
    changes: list[tuple[str, str, str]] = []
    if old.parties == new.parties:
        return changes
    for side, field in _SIDES.items():
        before, after = (
            "、".join(_party_text(party) for party in case.parties if party.side is side)
            for case in (old, new)
        )
        if before != after:
            changes.append((field, before, after))
    return changes


def _party_text(party: Party) -> str:
    told = [_particulars(party, _PARTICULARS), *map(_agent_text, party.agents)]
    particulars = ";".join(filter(None, told))
    return f"{party.name}({particulars})" if particulars else party.name


def _particulars(of: Party | Agent, names: Iterable[tuple[str, str]]) -> str:
    shown = ((word, _shown(name, getattr(of, name))) for name, word in names)
    return ";".join(f"{word} {value}" for word, value in shown if value)


def _agent_text(agent: Agent) -> str:
    particulars = _particulars(agent, _AGENT_PARTICULARS)
    return f"代理人 {agent.name}({particulars})" if particulars else f"代理人 {agent.name}"


def _extra_changes(old: Case, new: Case) -> list[tuple[str, str, str]]:
    headings = dict.fromkeys([*old.extra, *new.extra])
    return [
        (heading, old.extra.get(heading, ""), new.extra.get(heading, ""))
        for heading in headings
        if old.extra.get(heading, "") != new.extra.get(heading, "")
    ]
