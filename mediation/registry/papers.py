"""材料: which papers a case of its kind must or may have on file, each with its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from mediation.cases.case import Case, Session
from mediation.cases.folder import Folder
from mediation.cases.terms import Channel, Means, Outcome, SessionState
from mediation.registry.sources import read_table

_FROM_COURT = (Channel.DELEGATED, Channel.ENTRUSTED, Channel.INVITED)
_ONLINE = (Means.VIDEO, Means.PHONE, Means.WRITTEN)
_REACHED = (Outcome.SUCCEEDED, Outcome.PARTLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper of the checklist; ``must`` is 必须, else 按需. In force from ``valid_from``."""

    key: str
    name: str
    must: bool
    when: str
    source: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class _Stand:
    """What the checklist asks of a case."""

    case: Case
    sessions: Sequence[Session]
    folder: Folder

    @property
    def from_court(self) -> bool:
        return self.case.channel is None or self.case.channel in _FROM_COURT

    @property
    def agreed(self) -> bool:
        return self.case.outcome in _REACHED

    @property
    def online(self) -> bool:
        return any(session.means in _ONLINE for session in self.sessions)


_WHEN: Mapping[str, Callable[[_Stand], bool]] = {
    "referred": lambda stand: stand.from_court,
    "direct": lambda stand: not stand.from_court,
    "signed": lambda stand: stand.case.signed_on is not None,
    "agents": lambda stand: any(party.agents for party in stand.case.parties),
    "online": lambda stand: stand.online,
    "offline": lambda stand: not stand.online,
    "talked": lambda stand: bool(stand.sessions),
    "facts": lambda stand: bool(stand.folder.facts),
    "agreed": lambda stand: stand.agreed,
    "delegated_agreed": lambda stand: stand.agreed and stand.case.channel is not Channel.ENTRUSTED,
    "entrusted_agreed": lambda stand: stand.agreed and stand.case.channel is Channel.ENTRUSTED,
    "referred_closed": lambda stand: stand.from_court and stand.case.closed_on is not None,
    "closed": lambda stand: stand.case.closed_on is not None,
}


@cache
def all_papers() -> tuple[Paper, ...]:
    """The whole table, in the order of a case's life."""
    _source, rows = read_table(Path(__file__).parent / "tables" / "papers.tsv")
    return tuple(
        Paper(
            key=key,
            name=name,
            must=need == "must",
            when=when,
            source=source,
            valid_from=date.fromisoformat(since),
        )
        for key, name, need, when, source, since in rows
    )


def paper_name(key: str) -> str:
    """What a paper is called; the key itself when the list no longer has it."""
    return next((paper.name for paper in all_papers() if paper.key == key), key)


def papers_of(case: Case, sessions: Sequence[Session], folder: Folder) -> tuple[Paper, ...]:
    """The papers that a case like this has or may have where it stands, and those ticked anyhow."""
    held = [each for each in sessions if each.state is SessionState.HELD]
    stand = _Stand(case, held, folder)
    ticked = {tick.paper for tick in folder.ticks}
    last = case.closed_on or date.max
    found: dict[str, Paper] = {}
    for paper in all_papers():
        asked = _WHEN[paper.when](stand) and paper.valid_from <= last
        if asked or (paper.key in ticked and paper.key not in found):
            found[paper.key] = paper
    return tuple(found.values())


def missing_papers(case: Case, sessions: Sequence[Session], folder: Folder) -> tuple[Paper, ...]:
    """The papers that must be on file by now and are not."""
    ticked = {tick.paper for tick in folder.ticks}
    return tuple(
        paper
        for paper in papers_of(case, sessions, folder)
        if paper.must and paper.key not in ticked
    )
