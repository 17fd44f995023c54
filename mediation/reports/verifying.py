"""Proving a report file against its seal: what was sealed is written once more and compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from mediation.errors import MediationError
from mediation.figures.indicators import Indicator
from mediation.i18n import _
from mediation.reports.edition import Edition
from mediation.reports.reading_back import Line, Printed, Value, read_printed
from mediation.reports.sealed_form import sealed_edition, sealed_rates
from mediation.reports.writing import write_report
from mediation.store import Sealed

__all__ = ["differences", "read_printed", "unknown_seal"]

_LONGEST: Final = 200
_LEAD: Final = 30


def differences(printed: Printed, sealed: Sealed, template: Path | None = None) -> list[str]:
    """Every line in which a file differs from what was sealed; corrections since may differ.

    ``template`` is the .docx that the file was written over.
    """
    edition = sealed_edition(sealed)
    expected = _written(edition, printed, template)
    if expected.content == printed.content:
        return []
    found = list(_compared(printed, expected))
    if not found:
        return []
    chosen = _definitions(printed, edition, sealed_rates(sealed))
    if chosen:
        expected = _written(sealed_edition(sealed, chosen), printed, template)
        found = list(_compared(printed, expected))
    return found


def unknown_seal(file: Path, sha256: str) -> MediationError:
    """The refusal of a seal that was not made in this database."""
    return MediationError(
        _("“{file}”上的封存 {digest}… 不在这个数据库里:不是这里封存的,或校验码被改过。").format(
            file=file.name, digest=sha256[:12]
        )
    )


def _written(edition: Edition, printed: Printed, template: Path | None) -> Printed:
    with TemporaryDirectory(prefix="mediation-") as folder:
        path = Path(folder, f"sealed{printed.file.suffix.lower()}")
        write_report(edition, path, template=template)
        return read_printed(path)


def _compared(printed: Printed, expected: Printed) -> Iterator[str]:
    if printed.is_keyed:
        yield from _by_place(printed.lines, expected.lines)
    elif printed.file.suffix.lower() == ".xlsx":
        yield from _workbooks(printed, expected)
    else:
        yield from _in_order(printed.lines, expected.lines)


def _workbooks(printed: Printed, expected: Printed) -> Iterator[str]:
    """The sheets that are not the same byte for byte; all of them where the file was saved anew."""
    from mediation.reports.workbook_back import is_sheet, parts_apart, workbook_lines

    apart = parts_apart(printed.content, expected.content)
    if apart is None:
        yield from _in_order(printed.lines, expected.lines)
        return
    sheets = set(filter(is_sheet, apart))
    one, other = (workbook_lines(each.content, sheets) for each in (printed, expected))
    yield from _in_order(tuple(one), tuple(other))
    for part in apart:
        if part not in sheets:
            yield _("{part}:文件的这一部分被改过").format(part=part)


def _definitions(printed: Printed, edition: Edition, rates: Sequence[Indicator]) -> dict[str, str]:
    """The versions by key that a file was printed with and that are not the sealed ones."""
    usual = {each.key: each.definition.version for each in edition.report.indicators}
    marks = {mark for line in printed.lines for mark in _marks(line)}
    chosen = {}
    for each in rates:
        names = {f"{name} {each.definition.version}" for name in (each.key, each.name)}
        if usual.get(each.key) != each.definition.version and names & marks:
            chosen[each.key] = each.definition.version
    known = {
        key
        for key, version in usual.items()
        if f"{key} {version}" in marks or f"{edition.report.indicator(key).name} {version}" in marks
    }
    return {key: version for key, version in chosen.items() if key not in known}


def _marks(line: Line) -> Iterator[str]:
    """``name version`` wherever a line tells by which definition a rate was formed."""
    cells = [str(cell).strip() for cell in line.cells if cell is not None]
    if line.place.startswith("indicators.") and line.place.endswith(".definition"):
        key = line.place.removeprefix("indicators.").removesuffix(".definition")
        yield f"{key} {cells[0].partition(':')[0]}"
    elif len(cells) > 5 and cells[0] == "indicator" and cells[3] == "definition":
        yield f"{cells[1]} {cells[5].partition(':')[0]}"
    elif len(cells) == 1:
        yield cells[0].partition(":")[0].lstrip("#-* ")
    elif len(cells) > 1:
        yield f"{cells[0]} {cells[1]}"
        yield f"{cells[1]} {cells[2]}" if len(cells) > 2 else ""


def _by_place(found: Sequence[Line], expected: Sequence[Line]) -> Iterator[str]:
    by_place = {line.place: line.cells for line in found}
    if len(by_place) < len(found):
        yield _("文件里有重复的行")
    for line in expected:
        cells = by_place.pop(line.place, None)
        if cells is None:
            yield _missing(line)
        elif _plain(cells) != _plain(line.cells):
            yield _changed(line.place, cells, line.cells)
    for place, cells in by_place.items():
        yield _added(Line(place, cells))


def _in_order(found: Sequence[Line], expected: Sequence[Line]) -> Iterator[str]:
    """Lines changed, added or removed: a line too many does not shift all that follow it."""
    one, other = ([_plain(line.cells) for line in lines] for lines in (found, expected))
    if one == other:
        return
    for kind, first, end, start, stop in SequenceMatcher(
        None, one, other, autojunk=False
    ).get_opcodes():
        if kind != "equal":
            yield from _told(found[first:end], expected[start:stop])


def _told(found: Iterable[Line], expected: Iterable[Line]) -> Iterator[str]:
    for line, sealed in zip_longest(found, expected):
        if line is None:
            yield _missing(sealed)
        elif sealed is None:
            yield _added(line)
        else:
            yield _changed(line.place, line.cells, sealed.cells)


def _missing(line: Line) -> str:
    return _("{place}:文件里没有,封存为 {sealed}").format(
        place=_cut(line.place), sealed=_shown(line.cells)
    )


def _added(line: Line) -> str:
    return _("{place}:文件里多出 {found}").format(place=_cut(line.place), found=_shown(line.cells))


def _changed(place: str, found: tuple[Value, ...], sealed: tuple[Value, ...]) -> str:
    """The cells that differ, or both lines where they are not as long."""
    pairs = list(zip(found, sealed, strict=False))
    if len(found) == len(sealed):
        pairs = [pair for pair in pairs if _plain(pair[:1]) != _plain(pair[1:])]
        found, sealed = (tuple(pair[side] for pair in pairs) for side in (0, 1))
    one, other = _shown(found, of=sealed), _shown(sealed, of=found)
    return _("{place}:文件是 {found},封存为 {sealed}").format(
        place=_cut(place), found=one, sealed=other
    )


def _plain(cells: tuple[Value, ...]) -> tuple[str, ...]:
    """Cells to be compared: numbers to the twelfth digit, as programs write them differently."""
    return tuple(
        f"{float(cell):.12g}"
        if isinstance(cell, int | float) and not isinstance(cell, bool)
        else f"{type(cell).__name__}:{cell}"
        for cell in cells
    )


def _shown(cells: tuple[Value, ...], of: tuple[Value, ...] = ()) -> str:
    """The cells in words; of a long text the part around the first difference from another."""
    told = _words(cells)
    if len(told) <= _LONGEST:
        return told
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(told, _words(of), strict=False))
    start = max(0, sum(1 for _pair in alike) - _LEAD)
    return ("…" if start else "") + _cut(told[start:])


def _words(cells: tuple[Value, ...]) -> str:
    return " ".join("—" if cell in (None, "") else str(cell).strip() for cell in cells)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
