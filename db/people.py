"""Keeping the parties of a case and their agents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from db.among import among_named, listed
from db.prepared import Prepared
from db.schema import agents, parties
from mediation.cases.party import Agent, Party
from mediation.cases.terms import AgentKind, ElectronicMeans, PartyKind, Power, Side

PARTY_COLUMNS = tuple(
    column.name for column in parties.columns if column.name not in ("case_seq", "position")
)
_AGENT_COLUMNS = ("name", "phone", "kind", "power", "papers")
_AGENTS = Prepared(
    select(agents)
    .where(among_named(agents.c.case_seq, "seqs"))
    .order_by(agents.c.case_seq, agents.c.party, agents.c.position)
)
_ADD_PARTY = Prepared(
    insert(parties).values(
        {name: bindparam(f"new_{name}") for name in ("case_seq", "position", *PARTY_COLUMNS)}
    )
)
_PARTIES = Prepared(
    select(parties.c.case_seq, parties.c.position, *(parties.c[name] for name in PARTY_COLUMNS))
    .where(among_named(parties.c.case_seq, "seqs"))
    .order_by(parties.c.case_seq, parties.c.position)
)


def put(connection: Connection, case_seq: int, people: Sequence[Party]) -> None:
    """Let the case have exactly these parties."""
    connection.execute(delete(agents).where(agents.c.case_seq == case_seq))
    connection.execute(delete(parties).where(parties.c.case_seq == case_seq))
    add(connection, case_seq, people)


def add(connection: Connection, case_seq: int, people: Sequence[Party]) -> None:
    """Keep the parties of a case that has none yet."""
    for record in _party_records(case_seq, people):
        _ADD_PARTY.run(connection, **{f"new_{name}": record[name] for name in record})
    if acting := _agent_records(case_seq, people):
        connection.execute(insert(agents), acting)


def read(connection: Connection, seqs: Sequence[int]) -> dict[int, tuple[Party, ...]]:
    """The parties of these cases in their order, by row number."""
    acting: defaultdict[tuple[int, int], list[Agent]] = defaultdict(list)
    wanted = listed(seqs)
    for row in _AGENTS.all(connection, seqs=wanted):
        acting[row.case_seq, row.party].append(
            Agent(
                name=row.name,
                phone=row.phone,
                kind=AgentKind(row.kind) if row.kind else None,
                power=Power(row.power) if row.power else None,
                papers=row.papers,
            )
        )
    found: defaultdict[int, list[Party]] = defaultdict(list)
    for seq, position, *values in _PARTIES.all(connection, seqs=wanted):
        given = dict(zip(PARTY_COLUMNS, values, strict=True))
        given["side"] = Side(given["side"])
        if given["kind"]:
            given["kind"] = PartyKind(given["kind"])
        if given["electronic_means"]:
            given["electronic_means"] = ElectronicMeans(given["electronic_means"])
        found[seq].append(Party(**given, agents=tuple(acting.get((seq, position), ()))))
    return {seq: tuple(people) for seq, people in found.items()}


def _party_records(case_seq: int, people: Iterable[Party]) -> list[dict[str, Any]]:
    return [
        {
            "case_seq": case_seq,
            "position": position,
            **{name: getattr(party, name) for name in PARTY_COLUMNS},
        }
        for position, party in enumerate(people)
    ]


def _agent_records(case_seq: int, people: Iterable[Party]) -> list[dict[str, Any]]:
    return [
        {
            "case_seq": case_seq,
            "party": place,
            "position": position,
            **{name: getattr(agent, name) for name in _AGENT_COLUMNS},
        }
        for place, party in enumerate(people)
        for position, agent in enumerate(party.agents)
    ]
