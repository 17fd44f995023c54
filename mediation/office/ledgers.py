"""Use case of a ledger coming in: read, match, and keep all of it or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from mediation.errors import MediationError
from mediation.i18n import _
from mediation.keeping import Occasion
from mediation.ledger.rows import LedgerCase, LedgerTotals, LeftOut, Rejection
from mediation.office.bulk_guard import refuse_much
from mediation.store import Reading, Store, Writing

BATCH = 2_000
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class ImportOutcome:
    """What an import answers: five counts, each refused row, what was unknown, what was noticed."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    rejections: list[Rejection] = field(default_factory=list)
    unknown_headings: list[str] = field(default_factory=list)
    new_mediators: list[str] = field(default_factory=list)
    totals: tuple[int, int, int] | None = None
    notes: list[str] = field(default_factory=list)
    written: bool = False


class _NothingKept(Exception):
    """Rolls the transaction back on purpose."""


class Ledgers:
    """Spreadsheets in."""

    def __init__(self, store: Store, *, who: str) -> None:
        self._store = store
        self._who = who

    def bring_in(
        self,
        files: Sequence[Path],
        *,
        good_rows: bool = False,
        dry_run: bool = False,
        progress: Progress | None = None,
        sure_of: int | None = None,
    ) -> ImportOutcome:
        """Import ledgers in one transaction.

        A refused row means that nothing is kept, unless ``good_rows``; ``dry_run`` keeps nothing.
        ``progress`` is called with rows done and rows in all. Raises TouchesMuch where very many
        cases that are there would be updated, unless ``sure_of`` is their number, and
        :class:`mediation.errors.FileRefused` for a file that is no ledger.
        """
        outcome = ImportOutcome()
        if not dry_run:
            self._store.back_up(Occasion.IMPORT)
        try:
            with self._store.writing(self._who) as writing:
                writing.bulk()
                for file in files:
                    self._bring_in_one(writing, file, outcome, progress)
                if dry_run or (outcome.rejections and not good_rows):
                    raise _NothingKept
                refuse_much(writing, outcome.updated, sure_of, new=outcome.new)
                outcome.written = True
        except _NothingKept:
            outcome.written = False
        if outcome.written and outcome.new + outcome.updated:
            # The rows are in, whatever happens now: the next report makes up for sums left undone.
            with suppress(MediationError, KeyboardInterrupt):
                self._store.refresh_rollup()
        return outcome

    def _bring_in_one(
        self,
        writing: Writing,
        file: Path,
        outcome: ImportOutcome,
        progress: Progress | None,
    ) -> None:
        from mediation.ledger.reading import open_ledger

        ledger = open_ledger(file)
        done = 0
        rows = iter(ledger)
        while batch := list(islice(rows, BATCH)):
            cases: list[LedgerCase] = []
            totals: list[LedgerTotals] = []
            for row in batch:
                if isinstance(row, LedgerCase):
                    cases.append(row)
                elif isinstance(row, LedgerTotals):
                    totals.append(row)
                elif isinstance(row, LeftOut):
                    outcome.left_out[row.kind.value] += 1
                else:
                    outcome.rejections.append(row)
            self._keep(writing, file, cases, totals, outcome)
            done += len(batch)
            if progress is not None:
                progress(done, max(done, ledger.row_count))
        outcome.unknown_headings.extend(
            heading
            for heading in ledger.unknown_headings
            if heading not in outcome.unknown_headings
        )
        outcome.notes.extend(ledger.notes)
        if ledger.has_totals and outcome.totals is None:
            outcome.totals = (0, 0, 0)

    @staticmethod
    def _keep(
        writing: Writing,
        file: Path,
        cases: list[LedgerCase],
        totals: list[LedgerTotals],
        outcome: ImportOutcome,
    ) -> None:
        from mediation.ledger.refusals import refuse_case

        if cases:
            kept = writing.import_cases(cases, source=file.name)
            outcome.new += kept.new
            outcome.updated += kept.updated
            outcome.unchanged += kept.unchanged
            outcome.new_mediators.extend(kept.new_mediators)
            outcome.notes.extend(bin_notes(writing, cases))
            outcome.rejections.extend(
                refuse_case(row, file=file.name, heading=heading, value=value, reason=reason)
                for row, heading, value, reason in kept.refused
            )
        if totals:
            added = writing.put_totals(totals)
            before = outcome.totals or (0, 0, 0)
            outcome.totals = (before[0] + added[0], before[1] + added[1], before[2] + added[2])


def bin_notes(reading: Reading, cases: Sequence[LedgerCase]) -> list[str]:
    """A sentence for each row whose number is that of a case in the bin."""
    held = reading.bin.numbered(
        number for row in cases for number in (row.number, row.court_number_key)
    )
    return [
        _(
            "“{number}”是回收站里一件案件的号({day} 删除):这一行作为另一件登记,那一件仍在回收站。"
        ).format(number=number, day=row.at.date())
        for number, row in held.items()
    ]
