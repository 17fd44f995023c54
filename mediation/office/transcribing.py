"""Use cases of the transcription sheet: what to type into the other system, and what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mediation.cases.transcript import (
    DEFAULT_ORDER,
    Standing,
    TranscriptLine,
    emptied,
    standing_of,
    transcript_of,
)
from mediation.store import Reading, Store

ORDER = "transcript.order"
"""The setting that holds the order of the other form: keys of fields between commas."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of the sheet, how it stands, and when it was typed."""

    line: TranscriptLine
    standing: Standing
    typed_at: datetime | None


@dataclass(frozen=True, slots=True)
class TranscriptSheet:
    """The sheet of one case."""

    case: UUID
    label: str
    lines: tuple[SheetLine, ...]

    def count(self, standing: Standing) -> int:
        """How many lines stand so."""
        return sum(each.standing is standing for each in self.lines)


class Transcribing:
    """转录单."""

    def __init__(self, store: Store, *, who: str) -> None:
        self._store = store
        self._who = who

    def sheet(self, case: UUID) -> TranscriptSheet:
        """The sheet of a case; raises NotFound."""
        with self._store.reading() as reading:
            return _sheet(reading, case)

    def tick(self, case: UUID, line: TranscriptLine, *, typed: bool) -> TranscriptSheet:
        """Note that a line was typed as it was shown, or that it was not; answers the sheet.

        One that changed since it was shown stands as changed then. A line without text is typed by
        clearing it over there, and is no line any more.
        """
        with self._store.writing(self._who) as writing:
            if typed and line.text:
                writing.transcripts.tick(case, line)
            else:
                writing.transcripts.untick(case, line.key)
            return _sheet(writing, case)


def _sheet(reading: Reading, key: UUID) -> TranscriptSheet:
    case = reading.case(key)
    names = {each.id: each.name for each in reading.mediators()}
    people = (*((case.mediator,) if case.mediator else ()), *case.assistants)
    mediators = [names[each] for each in people if each in names]
    typed = reading.transcripts.of(key)
    order = _order(reading)
    lines = transcript_of(case, mediators, order)
    lines += emptied(typed, lines, order)
    return TranscriptSheet(
        key,
        case.court_number or case.number,
        tuple(
            SheetLine(
                line,
                standing_of(line, typed.get(line.key)),
                typed[line.key].at if line.key in typed else None,
            )
            for line in lines
        ),
    )


def _order(reading: Reading) -> Sequence[str]:
    chosen = [key.strip() for key in reading.settings().get(ORDER, "").split(",")]
    known = [key for key in chosen if key in DEFAULT_ORDER]
    return known or DEFAULT_ORDER
