"""What the exchange needs kept, and the rows it gets back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from mediation.cases.terms import Term
from mediation.exchange.chain import START, Link
from mediation.exchange.deciding import Verdict
from mediation.exchange.differences import Difference
from mediation.exchange.envelope import Header
from mediation.exchange.keys import PublicKeys

Entry = Mapping[str, Any]
"""A line of a bundle."""


class Role(Term):
    """What a partner may touch here: a mediator the cases led or assisted, a liaison every case."""

    MEDIATOR = "mediator", "调解员"
    LIAISON = "liaison", "联络员"


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Somebody whose files are taken; ``number`` is 0 until kept.

    ``sent`` is the last of our files to them, ``heard`` the last of theirs taken here.
    """

    name: str
    role: Role
    keys: PublicKeys
    mediator: UUID | None = None
    number: int = 0
    added_at: datetime | None = None
    revoked_at: datetime | None = None
    sent: Link = START
    heard: Link = START


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One file of the exchange, ours or theirs; ours is answered once their receipt was taken.

    ``partner_number`` tells partners of one name apart: keys that were lost are registered anew, and
    ``is_over`` says that no receipt can come under the old ones.
    """

    partner: str
    partner_number: int
    is_ours: bool
    sequence: int
    bundle: str
    kind: str
    cases: int
    at: datetime
    answered_at: datetime | None
    is_over: bool = False


def awaited(files: Sequence[FileRow]) -> list[FileRow]:
    """Our files that a receipt is still waited for.

    A file holds all that no receipt was taken for, so the receipt of a later one does for those before.
    """
    answered: dict[int, int] = {}
    for file in files:
        if file.is_ours and file.answered_at is not None:
            before = answered.get(file.partner_number, 0)
            answered[file.partner_number] = max(file.sequence, before)
    return [
        file
        for file in files
        if file.is_ours
        and file.kind == "cases"
        and not file.is_over
        and file.sequence > answered.get(file.partner_number, 0)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one case of a bundle; ``version`` is that of the case here afterwards."""

    case: str
    state: str
    trail: str
    verdict: Verdict
    version: int
    label: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeRow:
    """A case for a person to decide on; ``verdict`` is a conflict or a duplicate."""

    number: int
    partner: str
    case: UUID
    verdict: Verdict
    label: str
    at: datetime
    settled_at: datetime | None = None
    settled_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """Both sides of a disputed case, field by field.

    ``ours`` is the state they were compared at; ``ours_gone`` and ``theirs_gone`` say who put the
    case in the bin, and then there are no fields to choose.
    """

    row: DisputeRow
    ours: str
    ours_gone: bool
    theirs_gone: bool
    fields: tuple[Difference, ...]

    @property
    def names_people(self) -> bool:
        """Whether particulars of parties or their agents are among what differs."""
        return any(each.table in ("parties", "agents") for each in self.fields)


class ExchangeReading(Protocol):
    """The exchange as it stands."""

    def partners(self) -> list[Partner]:
        """Everybody, by name."""

    def files(self) -> list[FileRow]:
        """Every file sent and taken, newest first."""

    def disputes(self, *, settled: bool = False) -> list[DisputeRow]:
        """The cases waiting for a person, or those settled, newest first."""

    def dispute(self, number: int) -> Dispute:
        """Both sides of one; raises NotFound."""

    def gather(self, partner: Partner, *, everything: bool) -> Iterator[Entry]:
        """The lines for a partner: what they have not acknowledged, or ``everything`` they may see."""

    def answers(self, bundle: str) -> list[Answer] | None:
        """What was answered to a bundle taken before, ``None`` for a new one."""

    def sent_digests(self, partner: Partner, most: int) -> list[str]:
        """The SHA-256 of our newest files to a partner, oldest first."""

    @property
    def schema(self) -> int:
        """The version of the tables, which must be the same on both sides."""


class ExchangeWriting(ExchangeReading, Protocol):
    """The exchange, open for entries."""

    def add_partner(self, partner: Partner) -> Partner:
        """Keep a partner; raises RuleViolation for keys that are known already."""

    def revoke(self, partner: Partner) -> None:
        """Take no more files from a partner, nor make any for them."""

    def note_sent(self, partner: Partner, header: Header, sha256: str, cases: int) -> None:
        """Note a file of ours as the last one to a partner."""

    def forget_states(self, partner: Partner) -> None:
        """Agree on nothing any more: the partner took up an older state of its own."""

    def take(
        self, partner: Partner, header: Header, sha256: str, lines: Iterable[Entry]
    ) -> tuple[list[Answer], Gone]:
        """Take a bundle; answers each case and how much was deleted for it."""

    def take_receipt(
        self, partner: Partner, header: Header, sha256: str, lines: Iterable[Entry]
    ) -> list[Answer]:
        """Take a receipt: what was accepted is delivered; raises FileRefused for one of no file of ours."""

    def settle(self, number: int, ours: str, theirs: Sequence[str]) -> UUID:
        """Decide a dispute: ``theirs`` are the keys of the fields that take the other side.

        ``ours`` is the state that was looked at; raises Conflict when the case changed since. Answers
        the case.
        """


@dataclass(frozen=True, slots=True)
class Gone:
    """How much a bundle deletes: cases, rows of cases, and how many cases there were before."""

    cases: int = 0
    rows: int = 0
    of: int = 0

    @property
    def is_much(self) -> bool:
        """Whether a person must say so: over 50 rows, or a fifth of all cases."""
        return self.cases + self.rows > 50 or self.cases * 5 > self.of
