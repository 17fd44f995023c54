"""Every file that the program writes out of the database, each in every form it has."""

from __future__ import annotations

import ast
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mediation.figures.two_way import Axis
from mediation.ledger.refused import keep_refused, write_refused
from mediation.ledger.rows import Rejection
from mediation.listing import CaseQuery
from mediation.office.office import Office
from mediation.office.subsidies import OpenedList
from mediation.reports import case_list, two_way_file, writing
from mediation.reports.calendar_file import write_calendar
from mediation.reports.columns import printable
from mediation.reports.member_forms import _FORMS as MEMBER_FORMS
from mediation.reports.reconciliation import write_reconciliation
from mediation.reports.two_way_file import write_two_way
from mediation.reports.word_form import write_template
from mediation.reports.word_templates import TemplateKind
from tests.cli.calling import HEADINGS
from tests.threats.full_office import COURT_NAME, MONTH

ROOT = Path(__file__).parents[2]
NOT_FROM_DATA = {
    ("mediation/office/exchange.py", "_send"): "sealed to the receiver's key",
    ("mediation/office/exchange_keys.py", "_write"): "the keys of this computer",
    ("mediation/office/draft_files.py", "keep"): "an unsaved form, beside the database, 0600",
    ("mediation/office/exchange_keys.py", "save_card"): "a public key under a typed name",
    ("tui/exporting.py", "_written"): "hands the file to one of the writers here",
}
"""Functions that begin a file, and why none of the exports below runs them."""


def openings() -> set[tuple[str, str]]:
    """Every function of the program that begins a file of its own, by module and name."""
    found: set[tuple[str, str]] = set()
    ways = {"whole_file", "passing_draft", "mkstemp", "mkdtemp", "NamedTemporaryFile"}
    for folder in ("mediation", "tui"):
        for path in (ROOT / folder).rglob("*.py"):
            for function in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(function, ast.FunctionDef):
                    continue
                calls = {
                    getattr(node.func, "attr", getattr(node.func, "id", ""))
                    for node in ast.walk(function)
                    if isinstance(node, ast.Call)
                }
                if calls & ways and function.name not in ways:
                    found.add((path.relative_to(ROOT).as_posix(), function.name))
    return found


@dataclass
class Begun:
    """The functions of the program that began a file while it was watched."""

    functions: set[tuple[str, str]] = field(default_factory=set)


@contextmanager
def watched() -> Iterator[Begun]:
    """Note who begins files."""
    begun = Begun()

    def noting(real: Callable[..., object]) -> Callable[..., object]:
        def noted(*args: object, **words: object) -> object:
            frame = sys._getframe(1)
            while frame is not None:
                place = Path(frame.f_code.co_filename)
                if place.is_relative_to(ROOT):
                    begun.functions.add((place.relative_to(ROOT).as_posix(), frame.f_code.co_name))
                frame = frame.f_back  # type: ignore[assignment]
            return real(*args, **words)

        return noted

    with pytest.MonkeyPatch.context() as patched:
        for name in ("mkstemp", "mkdtemp"):
            patched.setattr(tempfile, name, noting(getattr(tempfile, name)))
        yield begun


Write = Callable[[Office, Path], object]


def _closed(office: Office) -> object:
    return next(row.id for row in office.cases.first_rows(CaseQuery()) if row.closed_on)


def _list(office: Office, path: Path) -> None:
    keys = office.cases.keys(CaseQuery())
    assert office.cases.save_list(path, keys, "全部案件") == len(keys)


def _cross(office: Office, path: Path) -> None:
    found = office.figures.two_way(Axis.MEDIATOR, Axis.CAUSE, MONTH)
    write_two_way(found, MONTH, path)


def _pay(office: Office, path: Path) -> None:
    office.subsidies.save(OpenedList(office.subsidies.preview(MONTH)), path)


def _member(office: Office, path: Path) -> None:
    office.members.save(path, office.roster.all()[0], MONTH)


def _person(office: Office, path: Path) -> None:
    names = (row.applicants for row in office.cases.first_rows(CaseQuery()))
    assert office.persons.export(next(name for name in names if printable(name) == name), path)


def _reconcile(office: Office, path: Path) -> None:
    court = path.with_name("法院.csv")
    row = "A-1,（2026）内0603民初11号,{court},委托,买卖合同纠纷,王小丽,赵大海,20万,,2026-03-08,2026-03-09,,,"
    court.write_text(f"{HEADINGS}\n{row.format(court=COURT_NAME)}\n", "utf-8")
    found = office.reconciling.beside(court, MONTH)
    court.unlink()
    write_reconciliation(path, found)


def _refused(office: Office, path: Path, write: Callable[..., object] = write_refused) -> None:
    texts = tuple(row.applicants for row in office.cases.first_rows(CaseQuery()))
    one = Rejection(
        file=texts[0],
        row=2,
        heading="备注",
        value=texts[1],
        reason=texts[2],
        cells=texts,
        headings=tuple(f"{text} {at}" for at, text in enumerate(texts)),
        sheet=texts[3],
    )
    write(path, [one, *(Rejection(file=t, row=3, heading=t, value=t, reason=t) for t in texts)])


def _calendar(office: Office, path: Path) -> None:
    groups = office.agenda.groups(60)
    tasks = [task for group in groups for task in group.tasks]
    assert write_calendar(tasks, path, made_at=datetime(2026, 3, 31, tzinfo=UTC))


EXPORTS: dict[str, tuple[tuple[str, ...], Write]] = {
    "report": (writing.FORMS, lambda office, path: office.figures.save(path, MONTH)),
    "case list": (case_list.FORMS, _list),
    "two-way count": (two_way_file.FORMS, _cross),
    "agreement": (
        (".docx",),
        lambda office, path: office.agreements.save(_closed(office), path),  # type: ignore[arg-type]
    ),
    "conflict note": (
        (".docx", ".txt"),
        lambda office, path: office.conflicts.save(_closed(office), path),  # type: ignore[arg-type]
    ),
    "member": (tuple(MEMBER_FORMS), _member),
    "pay list": ((".xlsx", ".json"), _pay),
    "person": ((".docx", ".json"), _person),
    "reconciliation": ((".xlsx",), _reconcile),
    "refused rows": ((".xlsx",), _refused),
    "refused rows kept": ((".xlsx",), lambda o, path: _refused(o, path, keep_refused)),
    "calendar": ((".ics",), _calendar),
    "template": (
        (".docx",),
        lambda _office, path: [write_template(path, kind) for kind in TemplateKind],
    ),
}


def write_all(office: Office, folder: Path) -> dict[str, Path]:
    """Every export in every form; answers the files by what they are."""
    written = {}
    for name, (endings, write) in EXPORTS.items():
        for ending in endings:
            path = folder / f"{name}{ending}"
            write(office, path)
            written[f"{name}{ending}"] = path
    return written
