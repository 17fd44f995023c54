"""The member's file as JSON, as text, as a workbook and as a document; each on one page of A4."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC
from pathlib import Path
from typing import Any, Final

from mediation.cases.money import decimal_yuan
from mediation.i18n import _
from mediation.reports.columns import printable
from mediation.reports.json_words import json_words
from mediation.reports.member_file import (
    MemberFile,
    amount_rows,
    amount_words,
    duty_words,
    figure_rows,
    heading,
    notes,
    person_rows,
    session_words,
    time_words,
    training_words,
)
from mediation.reports.whole_file import whole_file
from mediation.reports.wording import made_words
from mediation.reports.writing import UnknownForm

_MOST_CAUSES: Final = 12


def as_json(file: MemberFile) -> dict[str, Any]:
    """The file as data: dates in ISO form, amounts decimal strings in yuan."""
    counts = file.counts
    return {
        "name": file.name,
        "level": file.level,
        "sector": file.sector,
        "organisation": file.organisation,
        "term": {"from": _iso(file.term_from), "to": _iso(file.term_to)},
        "period": {"start": file.period.start.isoformat(), "end": file.period.end.isoformat()},
        "cases": {
            name: getattr(counts, name)
            for name in (
                *("opening", "received", "closed", "succeeded", "partly", "failed"),
                *("withdrawn", "returned", "transferred", "pending"),
            )
        },
        "amounts": {
            name: decimal_yuan(getattr(counts, name)) for name in ("claimed", "agreed", "performed")
        },
        "days": {
            "median": None if file.days.median is None else float(file.days.median),
            "p90": None if file.days.p90 is None else float(file.days.p90),
            "cases": file.days.cases,
        },
        "sessions": {means.value: count for means, count in sorted(file.sessions.items())},
        "causes": _named(file.causes),
        "courts": _named(file.courts),
        "trainings": [{"on": each.on.isoformat(), "title": each.title} for each in file.trainings],
        "duties": {kind.value: count for kind, count in file.duty_counts.items()},
        "notes": notes(),
        "made_at": file.made_at.isoformat(),
    }


def as_text(file: MemberFile) -> str:
    """The file as lines for a terminal."""
    lines = [printable(heading(file)), ""]
    lines += [f"{name}:{printable(words)}" for name, words in person_rows(file)]
    lines += ["", *(f"{name}:{count} {unit}" for name, count, unit in figure_rows(file))]
    lines += [f"{name}:{amount_words(fen)}" for name, fen in amount_rows(file)]
    lines += [f"{name}:{words}" for name, words in _more(file)]
    lines += ["", _("案由(收案/结案)")]
    lines += [f"  {printable(name)} {got}/{closed}" for name, got, closed in file.causes]
    return "\n".join([*lines, "", *notes()]) + "\n"


def write_member_file(file: MemberFile, path: Path) -> None:
    """Write the form that the name ends with, whole or not at all; raises UnknownForm."""
    check_form(path)
    _FORMS[path.suffix.lower()](file, path)


def check_form(path: Path) -> None:
    """Raise :class:`UnknownForm` unless the name ends in a form that can be written."""
    if path.suffix.lower() not in _FORMS:
        raise UnknownForm(
            _("看不出“{name}”要写成什么:文件名请以 {accepted} 结尾。").format(
                name=path.name, accepted=_("、").join(_FORMS)
            )
        )


def _iso(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())


def _named(rows: tuple[tuple[str, int, int], ...]) -> list[dict[str, Any]]:
    return [{"name": name, "received": got, "closed": closed} for name, got, closed in rows]


def _more(file: MemberFile) -> list[tuple[str, str]]:
    return [
        (_("办理用时"), time_words(file)),
        (_("调解会方式"), session_words(file)),
        (_("培训"), ";".join(map(printable, training_words(file)))),
        (_("其他履职"), duty_words(file)),
    ]


def _causes(file: MemberFile) -> list[tuple[str, int, int]]:
    """The causes that fit on the page, the rest in one row."""
    shown, rest = file.causes[:_MOST_CAUSES], file.causes[_MOST_CAUSES:]
    if not rest:
        return list(shown)
    words = _("其余 {count} 个案由").format(count=len(rest))
    return [*shown, (words, sum(row[1] for row in rest), sum(row[2] for row in rest))]


def _write_json(file: MemberFile, path: Path) -> None:
    with whole_file(path) as draft:
        words = json_words(as_json(file))
        draft.write_text(words + "\n", encoding="utf-8", errors="replace")


def _write_workbook(file: MemberFile, path: Path) -> None:
    from xlsxwriter import Workbook

    from mediation.reports.sheets import FONT, Sheet, Styles

    with whole_file(path) as draft, Workbook(str(draft), {"in_memory": True}) as book:
        book.set_properties(
            {
                "title": printable(heading(file)),
                "created": file.made_at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        book.formats[0].set_font_name(FONT)
        sheet = Sheet(book, Styles(book), _("档案"), landscape=False)
        sheet.give_widths([20, 40, 10, 10])
        sheet.line(heading(file), "title")
        sheet.line(_source(file), "note")
        sheet.gap()
        for name, words in person_rows(file):
            sheet.put([name, words], ("heading", "wrapped"))
        sheet.gap()
        for name, count, unit in figure_rows(file):
            sheet.put([name, count, unit], ("text", "count", "text"))
        for name, fen in amount_rows(file):
            sheet.put([name, fen / 100, _("元")], ("text", "amount", "text"))
        for name, words in _more(file):
            sheet.put([name, words], ("text", "wrapped"))
        sheet.gap()
        sheet.put([_("案由"), "", _("收案"), _("结案")], "heading")
        for cause, got, closed in _causes(file):
            sheet.put([cause, "", got, closed], ("text", "text", "count", "count"))
        sheet.gap()
        for words in notes():
            sheet.line(words, "note")
        sheet.print_on_one_page(sheet.row, 3)


def _write_document(file: MemberFile, path: Path) -> None:
    from mediation.reports.member_page import write_page
    from mediation.reports.official import check_official

    check_official()

    with whole_file(path) as draft:
        write_page(
            draft,
            title=printable(heading(file)),
            below=_source(file),
            person=[(name, printable(words)) for name, words in person_rows(file)],
            figures=[
                *((name, f"{count} {unit}") for name, count, unit in figure_rows(file)),
                *((name, amount_words(fen)) for name, fen in amount_rows(file)),
            ],
            more=_more(file),
            causes=[(printable(name), got, closed) for name, got, closed in _causes(file)],
            notes=notes(),
            made_at=file.made_at,
        )


def _source(file: MemberFile) -> str:
    made = _("制表:{made}").format(made=made_words(file.made_at))
    return f"{printable(file.studio)}    {made}" if file.studio else made


_FORMS: Final[Mapping[str, Callable[[MemberFile, Path], None]]] = {
    ".docx": _write_document,
    ".xlsx": _write_workbook,
    ".json": _write_json,
}
