"""Proving a report file against its seal: what was sealed is written once more and compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isclose
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

_CLOSE: Final = 1e-9


def differences(printed: Printed, sealed: Sealed) -> list[str]:
    """Every line in which a file differs from what was sealed; corrections since may differ."""
    edition = sealed_edition(sealed)
    chosen = _definitions(printed, edition, sealed_rates(sealed))
    if chosen:
        edition = sealed_edition(sealed, chosen)
    expected = _written(edition, printed.file.suffix)
    compare = _line_by_line if printed.is_whole else _anywhere
    return list(compare(printed.lines, expected.lines))


def unknown_seal(file: Path, sha256: str) -> MediationError:
    """The refusal of a seal that was not made in this database."""
    return MediationError(
        _("“{file}”上的封存 {digest}… 不在这个数据库里:不是这里封存的,或校验码被改过。").format(
            file=file.name, digest=sha256[:12]
        )
    )


def _written(edition: Edition, suffix: str) -> Printed:
    with TemporaryDirectory(prefix="mediation-") as folder:
        path = Path(folder, f"sealed{suffix.lower()}")
        write_report(edition, path)
        return read_printed(path)


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


def _line_by_line(found: Sequence[Line], expected: Sequence[Line]) -> Iterator[str]:
    by_place = {line.place: line.cells for line in found}
    if len(by_place) < len(found):
        yield _("文件里有重复的行")
    for line in expected:
        cells = by_place.pop(line.place, None)
        if cells is None:
            yield _("{place}:文件里没有,封存为 {sealed}").format(
                place=line.place, sealed=_shown(line.cells)
            )
        elif not _same(cells, line.cells):
            yield _("{place}:文件是 {found},封存为 {sealed}").format(
                place=line.place, **_apart(cells, line.cells)
            )
    for place, cells in by_place.items():
        yield _("{place}:文件里多出 {found}").format(place=place, found=_shown(cells))


def _anywhere(found: Sequence[Line], expected: Sequence[Line]) -> Iterator[str]:
    """Lines with a figure in them that were not sealed; their order and other words do not matter."""
    known = {line.cells for line in expected}
    for line in found:
        if line.cells not in known and any(map(str.isdigit, _shown(line.cells))):
            yield _("封存里没有这一段:{found}").format(found=_shown(line.cells))


def _same(one: tuple[Value, ...], other: tuple[Value, ...]) -> bool:
    return len(one) == len(other) and all(map(_equal, one, other))


def _equal(one: Value, other: Value) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return isclose(one, other, rel_tol=_CLOSE, abs_tol=_CLOSE)
    return one == other


def _apart(found: tuple[Value, ...], sealed: tuple[Value, ...]) -> dict[str, str]:
    """The cells that differ, or both lines where they are not as long."""
    if len(found) != len(sealed):
        return {"found": _shown(found), "sealed": _shown(sealed)}
    pairs = [pair for pair in zip(found, sealed, strict=True) if not _equal(*pair)]
    return {
        "found": _shown(tuple(pair[0] for pair in pairs)),
        "sealed": _shown(tuple(pair[1] for pair in pairs)),
    }


def _shown(cells: tuple[Value, ...]) -> str:
    told = " ".join("—" if cell in (None, "") else str(cell).strip() for cell in cells)
    return told if len(told) <= 200 else told[:199] + "…"
