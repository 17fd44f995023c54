"""Tasks as an iCalendar file (RFC 5545) for any calendar program: case numbers, never names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

from mediation import __version__
from mediation.cases.plain import clean_note
from mediation.i18n import _
from mediation.office.dues import Task, TaskKind
from mediation.reports.whole_file import whole_file

_LONGEST_LINE = 75
_BEIJING = timezone(timedelta(hours=8))
_SUMMARIES = {
    TaskKind.LIMIT: _("{case} 调解期限届满"),
    TaskKind.SESSION: _("{case} 调解会"),
    TaskKind.STEP: _("{case} 下一步"),
    TaskKind.INSTALMENT: _("{case} 履行期到"),
    TaskKind.CONFIRMATION: _("{case} 申请司法确认最后一天"),
    TaskKind.SIGNING: _("{case} 等签收"),
    TaskKind.ANSWER: _("{case} 等调解员答复"),
}
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def write_calendar(
    tasks: Iterable[Task], path: Path, *, made_at: datetime, over: Iterable[Task] = ()
) -> int:
    """Write the calendar and answer how many days to keep it has; ``over`` are sessions that will not
    be. Raises MediationError when it cannot."""
    dated = [task for task in tasks if task.kind is not TaskKind.UNPLANNED]
    with whole_file(path) as draft:
        draft.write_bytes(as_calendar(dated, made_at=made_at, over=over).encode())
    return len(dated)


def as_calendar(tasks: Iterable[Task], *, made_at: datetime, over: Iterable[Task] = ()) -> str:
    """The calendar: a day to keep is an all-day event with a reminder the day before at nine, a talk
    at a time one of an hour with a reminder half an hour before, a case to be signed for a to-do.

    The same task keeps its UID, so that a second import does not double it; a session keeps it on
    another day too, and its number of changes tells a calendar which is the newer. What is absent
    from an import stays in a calendar: so a cancelled session is told as cancelled. Nobody is named,
    and the user's own words stay at home.
    """
    stamp = f"{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//mediation//{__version__}//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        _text("X-WR-CALNAME", _("调解期限")),
    ]
    met: Counter[str] = Counter()
    for task in tasks:
        uid = _uid(task)
        met[uid] += 1
        uid += f"-{met[uid]}" if met[uid] > 1 else ""
        make = _signing if task.kind is TaskKind.SIGNING else _event
        lines += make(task, [f"UID:{uid}@mediation", f"DTSTAMP:{stamp}"])
    for task in over:
        lines += _cancelled(task, [f"UID:{_uid(task)}@mediation", f"DTSTAMP:{stamp}"])
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line))


def _event(task: Task, marks: list[str]) -> list[str]:
    summary = _SUMMARIES[task.kind].format(case=task.case)
    return [
        "BEGIN:VEVENT",
        *marks,
        *_change(task),
        *_common(task, summary),
        *_when(task),
        "TRANSP:TRANSPARENT" if task.at is None else "TRANSP:OPAQUE",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        _text("DESCRIPTION", summary),
        "TRIGGER:-PT15H" if task.at is None else "TRIGGER:-PT30M",
        "END:VALARM",
        "END:VEVENT",
    ]


def _cancelled(task: Task, marks: list[str]) -> list[str]:
    summary = _("{case} 调解会已取消").format(case=task.case)
    return [
        "BEGIN:VEVENT",
        *marks,
        *_change(task),
        "STATUS:CANCELLED",
        _text("SUMMARY", summary),
        "CLASS:PRIVATE",
        *_when(task),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _change(task: Task) -> list[str]:
    """How often a session was changed (RFC 5545 §3.8.7.4)."""
    return [] if task.session is None else [f"SEQUENCE:{task.session.version - 1}"]


def _when(task: Task) -> list[str]:
    if task.at is None:
        end = task.on + timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{_day(task.on)}", f"DTEND;VALUE=DATE:{_day(end)}"]
    # Beijing has no summer time: a moment in UTC needs no table of zones in the file.
    start = datetime.combine(task.on, task.at, _BEIJING).astimezone(UTC)
    return [f"DTSTART:{start:%Y%m%dT%H%M%SZ}", "DURATION:PT1H"]


def _signing(task: Task, marks: list[str]) -> list[str]:
    return [
        "BEGIN:VTODO",
        *marks,
        *_common(task, _SUMMARIES[task.kind].format(case=task.case)),
        f"DTSTART;VALUE=DATE:{_day(task.on)}",
        "STATUS:NEEDS-ACTION",
        "END:VTODO",
    ]


def _uid(task: Task) -> str:
    """One for each case and kind, for each session its own, for each day an instalment falls on."""
    if task.session is not None:
        return f"{task.session.id}-{task.kind.value}"
    which = f"-{task.on:%Y%m%d}" if task.kind is TaskKind.INSTALMENT else ""
    return f"{task.row.id}-{task.kind.value}{which}"


def _common(task: Task, summary: str) -> list[str]:
    return [
        _text("SUMMARY", summary),
        _text("DESCRIPTION", task.why),
        "CLASS:PRIVATE",
    ]


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _text(name: str, value: str) -> str:
    return f"{name}:{clean_note(value).translate(_ESCAPES)}"


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
