"""A report into a file, in the form its name ends with."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from mediation.errors import MediationError
from mediation.i18n import _
from mediation.reports.report import Report
from mediation.reports.whole_file import whole_file


class UnknownForm(MediationError):
    """A file name whose ending names no form of report."""

    exit_code = 2


def write_report(report: Report, path: Path) -> None:
    """Write .xlsx, .json, .csv or .txt, whole or not at all, mode 0600.

    Raises :class:`UnknownForm` for another ending and MediationError when the file cannot be written.
    """
    write = _FORMS.get(path.suffix.lower())
    if write is None:
        raise UnknownForm(
            _("看不出“{name}”要写成什么:文件名请以 {accepted} 结尾。").format(
                name=path.name, accepted="、".join(_FORMS)
            )
        )
    write(report, path)


def _workbook(report: Report, path: Path) -> None:
    from mediation.reports.workbook import write_workbook

    write_workbook(report, path)


def _json(report: Report, path: Path) -> None:
    from mediation.reports.json_form import as_json

    _text(path, json.dumps(as_json(report), ensure_ascii=False, indent=2) + "\n", "utf-8")


def _csv(report: Report, path: Path) -> None:
    from mediation.reports.csv_form import as_csv

    _text(path, as_csv(report), "utf-8-sig")


def _plain(report: Report, path: Path) -> None:
    from mediation.reports.text_form import as_text

    _text(path, as_text(report), "utf-8")


def _text(path: Path, text: str, encoding: str) -> None:
    with whole_file(path) as draft:
        draft.write_text(text, encoding=encoding, errors="replace", newline="")


_FORMS: Final[Mapping[str, Callable[[Report, Path], None]]] = {
    ".xlsx": _workbook,
    ".json": _json,
    ".csv": _csv,
    ".txt": _plain,
}
