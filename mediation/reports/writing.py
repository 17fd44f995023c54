"""A report into a file, in the form its name ends with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mediation.errors import MediationError
from mediation.i18n import _
from mediation.reports.edition import Edition, Progress
from mediation.reports.json_words import json_words
from mediation.reports.whole_file import whole_file


class UnknownForm(MediationError):
    """A file name whose ending names no form of report."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be written, and how."""

    edition: Edition
    path: Path
    template: Path | None
    progress: Progress | None


def check_form(path: Path) -> None:
    """Raise :class:`UnknownForm` unless the name ends in a form that can be written."""
    if path.suffix.lower() not in _FORMS:
        raise UnknownForm(
            _("看不出“{name}”要写成什么:文件名请以 {accepted} 结尾。").format(
                name=path.name, accepted=_("、").join(_FORMS)
            )
        )


def write_report(
    edition: Edition, path: Path, *, template: Path | None = None, progress: Progress | None = None
) -> None:
    """Write one of :data:`FORMS`, whole or not at all, mode 0600.

    ``template`` is a .docx with placeholders; ``progress`` is told what
    is done and in all: cases of a workbook, blocks of a document, steps of a PDF. Raises
    :class:`UnknownForm` for another ending and MediationError when the file cannot be written.
    """
    check_form(path)
    if template is not None and path.suffix.lower() != ".docx":
        raise UnknownForm(_("模板只用于 .docx:{name} 不是。").format(name=path.name))
    _FORMS[path.suffix.lower()](_Order(edition, path, template, progress))


def _workbook(order: _Order) -> None:
    from mediation.reports.workbook import write_workbook

    write_workbook(order.edition, order.path, order.progress)


def _letter(order: _Order) -> None:
    from mediation.reports.word_form import write_word

    write_word(order.edition, order.path, order.template, order.progress)


def _print(order: _Order) -> None:
    from mediation.reports.pdf_form import write_pdf

    write_pdf(order.edition, order.path, order.progress)


def _markdown(order: _Order) -> None:
    from mediation.reports.markdown_form import as_markdown

    _text(order.path, as_markdown(order.edition), "utf-8")


def _json(order: _Order) -> None:
    from mediation.reports.json_form import as_json

    words = json_words(as_json(order.edition.report))
    _text(order.path, words + "\n", "utf-8")


def _csv(order: _Order) -> None:
    from mediation.reports.csv_form import as_csv

    _text(order.path, as_csv(order.edition.report), "utf-8-sig")


def _plain(order: _Order) -> None:
    from mediation.reports.text_form import as_text

    _text(order.path, as_text(order.edition.report, anchor=order.edition.anchor), "utf-8")


def _text(path: Path, text: str, encoding: str) -> None:
    with whole_file(path) as draft:
        draft.write_text(text, encoding=encoding, errors="replace", newline="")


_FORMS: Final[Mapping[str, Callable[[_Order], None]]] = {
    ".xlsx": _workbook,
    ".docx": _letter,
    ".pdf": _print,
    ".md": _markdown,
    ".csv": _csv,
    ".json": _json,
    ".txt": _plain,
}
FORMS: Final = tuple(_FORMS)
"""The endings that can be written."""
