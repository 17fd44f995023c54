"""转录: a case's fields as another system's form asks for them, to be typed there one by one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from mediation.cases.case import Case
from mediation.cases.money import decimal_yuan
from mediation.cases.party import Party
from mediation.cases.terms import Side
from mediation.i18n import _
from mediation.registry.courts import court_by_code

DEFAULT_ORDER = (
    "court_number",
    "court",
    "channel",
    "cause_name",
    "claimed",
    "applicants",
    "respondents",
    "third_parties",
    "mediator",
    "referred_on",
    "signed_on",
    "closed_on",
    "outcome",
    "reason",
    "agreed",
    "performed",
    "performance",
    "confirmation_number",
    "transfer_number",
    "number",
)
"""The order of the fields unless the setting ``transcript.order`` gives another."""


class Standing(StrEnum):
    """How a line stands to what was typed: not yet, as it is now, or otherwise than it is now."""

    OPEN = "open"
    TYPED = "typed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One field: ``text`` is what is typed into the other form."""

    key: str
    label: str
    text: str

    @property
    def mark(self) -> str:
        """A digest of the text, so that a later change shows without keeping the text twice."""
        return hashlib.sha256(f"{self.key}\n{self.text}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Typed:
    """A line that was typed over: its key, the mark of its text then, when and by whom."""

    key: str
    mark: str
    at: datetime
    who: str


class TranscriptReading(Protocol):
    """A look at what was typed."""

    def of(self, case: UUID) -> Mapping[str, Typed]:
        """What was typed of a case, by field; raises NotFound."""


class TranscriptWriting(TranscriptReading, Protocol):
    """Ticks set and taken back."""

    def tick(self, case: UUID, line: TranscriptLine) -> None:
        """Note that the line was typed as it is now."""

    def untick(self, case: UUID, key: str) -> None:
        """Take a tick back; nothing happens where there is none."""


def transcript_of(
    case: Case, mediators: Sequence[str], order: Sequence[str] = DEFAULT_ORDER
) -> list[TranscriptLine]:
    """The lines of a case that have something to type, in the order of the other form."""
    lines: list[TranscriptLine] = []
    for key in order:
        side = _SIDES.get(key)
        if side is not None:
            lines += _people(case, side)
        elif key == "mediator":
            lines.append(TranscriptLine(key, _("调解员"), "、".join(mediators)))
        elif key in _FIELDS:
            label, text = _FIELDS[key]
            lines.append(TranscriptLine(key, label, text(case)))
    return [line for line in lines if line.text]


def emptied(
    typed: Iterable[str], lines: Sequence[TranscriptLine], order: Sequence[str] = DEFAULT_ORDER
) -> list[TranscriptLine]:
    """Lines without text for the keys that were typed and stand in the case no more."""
    there = {line.key for line in lines}
    sides = {side.value: name for name, side in _SIDES.items()}
    return [
        TranscriptLine(key, _label(key), "")
        for key in typed
        if key not in there and sides.get(key.partition(".")[0], key) in order
    ]


def standing_of(line: TranscriptLine, typed: Typed | None) -> Standing:
    """How a line stands to what was typed."""
    if typed is None:
        return Standing.OPEN
    return Standing.TYPED if typed.mark == line.mark else Standing.CHANGED


def _people(case: Case, side: Side) -> Iterator[TranscriptLine]:
    people = [party for party in case.parties if party.side is side]
    for number, party in enumerate(people, start=1):
        who = side.label + (str(number) if len(people) > 1 else "")
        for name, label, text in _PARTICULARS:
            yield TranscriptLine(f"{side.value}.{number}.{name}", f"{who} {label}", text(party))
        for place, agent in enumerate(party.agents, start=1):
            key = f"{side.value}.{number}.agent.{place}"
            yield TranscriptLine(f"{key}.name", _("{who} 代理人").format(who=who), agent.name)
            yield TranscriptLine(f"{key}.phone", _("{who} 代理人电话").format(who=who), agent.phone)


def _label(key: str) -> str:
    """What people call a line by its key, which may be that of somebody who is gone."""
    if key in _FIELDS:
        return _FIELDS[key][0]
    if "." not in key:
        return _("调解员")
    side, number, *rest = key.split(".")
    who = f"{Side(side).label}{number}"
    if rest[0] == "agent":
        words = _("{who} 代理人") if rest[-1] == "name" else _("{who} 代理人电话")
        return words.format(who=who)
    return f"{who} {next(label for name, label, _text in _PARTICULARS if name == rest[0])}"


def _yuan(fen: int | None) -> str:
    return "" if fen is None else decimal_yuan(fen)


def _day(on: date | None) -> str:
    return "" if on is None else on.isoformat()


def _word(term: object) -> str:
    return _(str(getattr(term, "label", ""))) if term is not None else ""


_SIDES = {
    "applicants": Side.APPLICANT,
    "respondents": Side.RESPONDENT,
    "third_parties": Side.THIRD,
}
_PARTICULARS: tuple[tuple[str, str, Callable[[Party], str]], ...] = (
    ("name", _("姓名或名称"), lambda party: party.name),
    ("id_number", _("证件号码"), lambda party: party.id_number),
    ("phone", _("电话"), lambda party: party.phone),
    ("address", _("地址"), lambda party: party.address),
    ("representative", _("法定代表人"), lambda party: party.representative),
)
_FIELDS: dict[str, tuple[str, Callable[[Case], str]]] = {
    "number": (_("调解编号"), lambda case: case.number),
    "court_number": (_("法院案号"), lambda case: case.court_number),
    "court": (_("承办法院"), lambda case: court_by_code(case.court).name if case.court else ""),
    "channel": (_("来源"), lambda case: _word(case.channel)),
    "cause_name": (_("案由"), lambda case: case.cause_name),
    "claimed": (_("标的额(元)"), lambda case: _yuan(case.claimed)),
    "referred_on": (_("委派日期"), lambda case: _day(case.referred_on)),
    "signed_on": (_("签收日期"), lambda case: _day(case.signed_on)),
    "closed_on": (_("终结日期"), lambda case: _day(case.closed_on)),
    "outcome": (_("结果"), lambda case: _word(case.outcome)),
    "reason": (_("终结事由"), lambda case: _word(case.reason)),
    "agreed": (_("协议金额(元)"), lambda case: _yuan(case.agreed)),
    "performed": (_("到位金额(元)"), lambda case: _yuan(case.performed)),
    "performance": (_("履行状态"), lambda case: _word(case.performance)),
    "confirmation_number": (_("司法确认案号"), lambda case: case.confirmation_number),
    "transfer_number": (_("转立案案号"), lambda case: case.transfer_number),
}
