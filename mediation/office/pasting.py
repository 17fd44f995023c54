"""Rows pasted from a spreadsheet: read as a ledger is, shown with what becomes of each, then kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from mediation.errors import RuleViolation
from mediation.i18n import _
from mediation.ledger.rows import LedgerCase, LedgerTotals, LeftOut, Rejection
from mediation.office.bulk_guard import guard
from mediation.office.ledgers import bin_notes
from mediation.store import Store, Writing

MOST = 2_000
"""So many rows are pasted at once; more come in as a file."""


class Verdict(StrEnum):
    """What becomes of a pasted row."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PastedRow:
    """A row as it was read; ``why`` says why a refused one is."""

    verdict: Verdict
    number: str
    parties: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What pasting a text would do. Nothing of it is kept until :meth:`Pasting.keep`."""

    text: str
    rows: tuple[PastedRow, ...]
    notes: tuple[str, ...] = ()
    counts: Counter[Verdict] = field(default_factory=Counter)


class _NothingKept(Exception):
    """Rolls the transaction back on purpose."""


class Pasting:
    """Rows out of a spreadsheet's clipboard."""

    def __init__(self, store: Store, *, who: str) -> None:
        self._store = store
        self._who = who

    def preview(self, text: str) -> Pasted:
        """What each row would become; raises FileRefused when these are no rows of a ledger."""
        pasted: list[Pasted] = []
        try:
            with self._store.writing(self._who) as writing:
                pasted.append(_brought(writing, text))
                raise _NothingKept
        except _NothingKept:
            return pasted[0]

    def keep(self, pasted: Pasted, *, sure_of: int | None = None) -> Pasted:
        """Keep what was previewed, in one save; refused rows stay out.

        Raises RuleViolation when the ledger has changed so that other things would become of it,
        TouchesMuch unless ``sure_of`` is the number of updated cases where that is large.
        """
        guard(self._store, pasted.counts[Verdict.UPDATED], sure_of)
        with self._store.writing(self._who) as writing:
            now = _brought(writing, pasted.text)
            if now.rows != pasted.rows:
                raise RuleViolation(_("看过以后台账又有改动,这些行没有导入。请再粘贴一次。"))
        return now


def _brought(writing: Writing, text: str) -> Pasted:
    from mediation.ledger.reading import read_pasted

    ledger = read_pasted(text)
    rows: list[PastedRow] = []
    notes: list[str] = []
    for read in ledger:
        if len(rows) >= MOST:
            raise RuleViolation(
                _("一次最多粘贴 {most} 行:更多的请存成文件,用 mediation import 导入。").format(
                    most=f"{MOST:,}"
                )
            )
        if isinstance(read, LedgerCase):
            rows.append(_kept(writing, read))
            if rows[-1].verdict is Verdict.NEW:
                notes += bin_notes(writing, [read])
        elif isinstance(read, LedgerTotals):
            rows.append(PastedRow(Verdict.REFUSED, "", "", _("月度总数请在收案一页填写。")))
        elif not isinstance(read, LeftOut):
            rows.append(_refused(read))
    counts = Counter(row.verdict for row in rows)
    return Pasted(text, tuple(rows), (*ledger.notes, *notes), counts)


def _refused(read: Rejection) -> PastedRow:
    first = next((cell for cell in read.cells if cell.strip()), "")
    return PastedRow(Verdict.REFUSED, first, "", _said(read.heading, read.value, read.reason))


def _said(heading: str, value: str, reason: str) -> str:
    return f"{heading}“{value}”:{reason}" if value else reason


def _kept(writing: Writing, row: LedgerCase) -> PastedRow:
    number = row.number or row.court_number
    sides = ("、".join(names) for names in (row.applicants, row.respondents))
    parties = " / ".join(filter(None, sides))
    counts = writing.import_cases([row], source=_("粘贴"))
    if counts.refused:
        _row, heading, value, reason = counts.refused[0]
        return PastedRow(Verdict.REFUSED, number, parties, _said(heading, value, reason))
    if counts.new:
        return PastedRow(Verdict.NEW, number, parties)
    return PastedRow(Verdict.UPDATED if counts.updated else Verdict.UNCHANGED, number, parties)
