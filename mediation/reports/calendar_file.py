"""Tasks as an iCalendar file (RFC 5545) for any calendar program: case numbers, never names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from mediation import __version__
from mediation.i18n import _
from mediation.office.dues import Task, TaskKind
from mediation.reports.whole_file import whole_file

_LONGEST_LINE = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def write_calendar(tasks: Iterable[Task], path: Path, *, made_at: datetime) -> None:
    """Write the calendar; raises MediationError when the file cannot be written."""
    with whole_file(path) as draft:
        draft.write_bytes(as_calendar(tasks, made_at=made_at).encode())


def as_calendar(tasks: Iterable[Task], *, made_at: datetime) -> str:
    """The calendar: a limit is an all-day event with a reminder the day before at nine, a case to be
    signed for a to-do. The same task keeps its UID, so that a second import does not double it."""
    stamp = f"{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//mediation//{__version__}//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        _text("X-WR-CALNAME", _("调解期限")),
    ]
    for task in tasks:
        lines += _limit(task, stamp) if task.kind is TaskKind.LIMIT else _signing(task, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line))


def _limit(task: Task, stamp: str) -> list[str]:
    summary = _("{case} 调解期限届满").format(case=task.case)
    return [
        "BEGIN:VEVENT",
        *_common(task, stamp, summary),
        f"DTSTART;VALUE=DATE:{_day(task.on)}",
        f"DTEND;VALUE=DATE:{_day(task.on + timedelta(days=1))}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        _text("DESCRIPTION", summary),
        "TRIGGER:-PT15H",
        "END:VALARM",
        "END:VEVENT",
    ]


def _signing(task: Task, stamp: str) -> list[str]:
    return [
        "BEGIN:VTODO",
        *_common(task, stamp, _("{case} 等签收").format(case=task.case)),
        f"DTSTART;VALUE=DATE:{_day(task.on)}",
        "STATUS:NEEDS-ACTION",
        "END:VTODO",
    ]


def _common(task: Task, stamp: str, summary: str) -> list[str]:
    return [
        f"UID:{task.row.id}-{task.kind.value}@mediation",
        f"DTSTAMP:{stamp}",
        _text("SUMMARY", summary),
        _text("DESCRIPTION", task.why),
        "CLASS:PRIVATE",
    ]


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _text(name: str, value: str) -> str:
    return f"{name}:{_CONTROL.sub('', value.translate(_ESCAPES))}"


def _folded(line: str) -> Iterator[str]:
    """Pieces of at most 75 octets, no character cut in two, each but the first led by a space."""
    piece, room = "", _LONGEST_LINE
    for character in line:
        size = len(character.encode())
        if size > room:
            yield piece
            piece, room = " ", _LONGEST_LINE - 1
        piece += character
        room -= size
    yield piece
