"""``mediation report``."""

from __future__ import annotations

import json
import shutil
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from mediation.cli.files import write_whole
from mediation.cli.filters import scope_of
from mediation.cli.grammar import UsageError
from mediation.cli.opening import opened
from mediation.cli.speech import say, tell, tell_json
from mediation.errors import NotFound
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.reports.report import Report

_FORMATS = {".xlsx": "xlsx", ".json": "json", ".csv": "csv", ".txt": "text"}
_NARROWEST, _WIDEST = 60, 120


def run(arguments: Namespace) -> int:
    """Print the report of a period, or put it into a file."""
    period = Period.parse(arguments.period)
    target = Path(arguments.output) if arguments.output else None
    form = _form(target, arguments.format)
    with opened(arguments) as office:
        report = office.figures.report(period, scope_of(arguments, office))
    if target is None:
        print_report(report, form)
        return 0
    write_whole(target, lambda draft: _WRITERS[form](report, draft))
    say(_("已存成 {path}").format(path=target))
    return 0


def print_report(report: Report, form: str) -> None:
    """Print a report on stdout as ``text``, ``json`` or ``csv``."""
    if form == "json":
        from mediation.reports.json_form import as_json

        tell_json(as_json(report))
    elif form == "csv":
        from mediation.reports.csv_form import as_csv

        tell(as_csv(report).rstrip("\r\n"))
    else:
        from mediation.reports.text_form import as_text

        tell(as_text(report, width=_width()).rstrip("\n"))


def _form(target: Path | None, chosen: str | None) -> str:
    if target is None:
        return chosen or "text"
    by_name = _FORMATS.get(target.suffix.lower())
    if by_name is None and chosen is None:
        raise UsageError(
            _("看不出 {file} 要存成什么格式:后缀请用 .xlsx、.json、.csv 或 .txt。").format(
                file=target
            )
        )
    if by_name and chosen and by_name != chosen:
        raise UsageError(
            _("--format {chosen} 与文件名 {file} 的后缀不一致。").format(chosen=chosen, file=target)
        )
    if not target.absolute().parent.is_dir():
        raise NotFound(_("没有这个文件夹:{folder}").format(folder=target.absolute().parent))
    if target.is_dir():
        raise UsageError(_("{file} 是文件夹,请写文件名。").format(file=target))
    return by_name or chosen or "text"


def _width() -> int:
    if not sys.stdout.isatty():
        return 80
    return max(_NARROWEST, min(shutil.get_terminal_size().columns, _WIDEST))


def _as_workbook(report: Report, draft: Path) -> None:
    from mediation.reports.workbook import write_workbook

    write_workbook(report, draft)


def _as_json(report: Report, draft: Path) -> None:
    from mediation.reports.json_form import as_json

    text = json.dumps(as_json(report), ensure_ascii=False, indent=2)
    draft.write_text(text + "\n", encoding="utf-8", errors="replace")


def _as_csv(report: Report, draft: Path) -> None:
    from mediation.reports.csv_form import as_csv

    with draft.open("w", encoding="utf-8-sig", errors="replace", newline="") as out:
        out.write(as_csv(report))


def _as_text(report: Report, draft: Path) -> None:
    from mediation.reports.text_form import as_text

    draft.write_text(
        as_text(report, width=80).rstrip("\n") + "\n", encoding="utf-8", errors="replace"
    )


_WRITERS: dict[str, Callable[[Report, Path], None]] = {
    "xlsx": _as_workbook,
    "json": _as_json,
    "csv": _as_csv,
    "text": _as_text,
}
