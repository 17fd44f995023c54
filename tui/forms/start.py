"""What a form begins with and what its save answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from mediation.office.casework import RecentlyUsed
from mediation.store import Draft
from tui.forms.field import Values
from tui.forms.lookups import Roster

Load = Callable[[date | None], str]
"""What stands on the days around a chosen one, in words; around today where none is chosen yet."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a form begins with, read in a thread: texts, facts for the heading, a draft left behind.

    ``load`` says what stands on the days, where one of them is chosen; ``recent`` what was
    chosen lately.
    """

    texts: Values = field(default_factory=dict)
    facts: str = ""
    roster: Roster = field(default_factory=Roster)
    draft: Draft | None = None
    load: Load | None = None
    recent: RecentlyUsed = field(default_factory=RecentlyUsed)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save answers: the words for the user, the case that changed, what still is to be settled."""

    words: str
    case: UUID | None = None
    warning: str = ""
