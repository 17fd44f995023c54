"""卷宗: what hangs on a case beside its fields: tags, what was said in the talks, papers on file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from mediation.cases.plain import clean_line
from mediation.cases.terms import Zone
from mediation.errors import RuleViolation
from mediation.i18n import _

LONGEST_TAG = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something said in the talks, in its zone (法释〔2016〕14号 art. 22; 法释〔2021〕23号 art. 18).

    ``confirmed_on`` is the day all parties confirmed an undisputed fact in writing: only then may it
    go to the court. A compromise statement is never confirmed and never transferred.
    """

    id: UUID
    case: UUID
    zone: Zone
    on: date
    text: str
    session: UUID | None = None
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    """A paper that is on file since a day, with a remark."""

    paper: str
    on: date
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A case's folder. ``private`` counts the private notes; their text is asked for by itself."""

    tags: tuple[str, ...] = ()
    facts: tuple[Statement, ...] = ()
    compromises: tuple[Statement, ...] = ()
    ticks: tuple[Tick, ...] = ()
    private: int = 0


class FolderReading(Protocol):
    """A consistent look at the folders."""

    def of(self, case: UUID) -> Folder:
        """The case's folder; raises NotFound."""

    def used_tags(self) -> list[tuple[str, int]]:
        """Every tag in use with its number of cases, most used first."""


class FolderWriting(FolderReading, Protocol):
    """Entries made and taken out, each with its line in the case's history."""

    def put_tags(self, case: UUID, tags: Sequence[str]) -> None:
        """Let the case bear exactly these tags."""

    def put_statement(self, statement: Statement) -> None:
        """Keep a statement, or what became of one with the same id in the same zone."""

    def drop_statement(self, case: UUID, zone: Zone, statement: UUID) -> None:
        """Take a statement out; raises NotFound."""

    def tick(self, case: UUID, tick: Tick) -> None:
        """Put a paper on file, or change its day and remark."""

    def untick(self, case: UUID, paper: str) -> None:
        """Take a paper off; nothing happens when it is not on file."""


def tag_of(text: str) -> str:
    """A tag fit to keep: one line without a leading ``#``; raises RuleViolation when too long or empty."""
    tag = clean_line(clean_line(text).lstrip("#＃"))
    if not tag:
        raise RuleViolation(_("请打入标签。"), field="tag")
    if len(tag) > LONGEST_TAG:
        raise RuleViolation(_("标签最长 {most} 个字。").format(most=LONGEST_TAG), field="tag")
    return tag
