"""``mediation report``."""

from __future__ import annotations

import shutil
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from mediation.cli.filters import scope_of
from mediation.cli.grammar import UsageError
from mediation.cli.opening import opened
from mediation.cli.progress import written_bar
from mediation.cli.speech import say, tell, tell_json
from mediation.errors import NotFound
from mediation.figures.definitions import find_definition
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.reports.report import Report

_FORMS = {
    ".xlsx": "xlsx",
    ".docx": "docx",
    ".pdf": "pdf",
    ".md": "md",
    ".csv": "csv",
    ".json": "json",
    ".txt": "text",
}
_NARROWEST, _WIDEST = 60, 120


def run(arguments: Namespace) -> int:
    """Print the report of a period, or put it into a file."""
    Period.parse(arguments.period)
    target = _checked(Path(arguments.output), arguments.format) if arguments.output else None
    template = _template(arguments.template, target)
    definitions = chosen_definitions(arguments.definition)
    with opened(arguments) as office:
        period = office.figures.period(arguments.period)
        scope = scope_of(arguments, office)
        if target is None:
            report = office.figures.examined_report(period, scope, definitions)
            print_report(report, arguments.format or "text")
            return 0
        with written_bar() as progress:
            office.figures.save(
                target, period, scope, definitions, template=template, progress=progress
            )
    say(_("已存成 {path}").format(path=target))
    return 0


def chosen_definitions(words: Sequence[str]) -> dict[str, str]:
    """``success_rate=V2`` as the version by key; raises UsageError or UnknownDefinition."""
    chosen = {}
    for word in words:
        key, sign, version = word.partition("=")
        if not sign:
            raise UsageError(
                _("“{word}”看不懂:口径要写成 指标=口径,如 success_rate=V2。").format(word=word[:60])
            )
        definition = find_definition(key.strip(), version)
        chosen[definition.key] = definition.version
    return chosen


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


def _checked(target: Path, chosen: str | None) -> Path:
    """The file to write, before any figure is counted: a form we know, in a folder that is there."""
    form = _FORMS.get(target.suffix.lower())
    if form is None:
        raise UsageError(
            _("看不出 {file} 要存成什么格式:后缀请用 {accepted}。").format(
                file=target, accepted=_("、").join(_FORMS)
            )
        )
    if chosen is not None and chosen != form:
        raise UsageError(
            _("--format {chosen} 与文件名 {file} 的后缀不一致。").format(chosen=chosen, file=target)
        )
    if target.is_dir():
        raise UsageError(_("{file} 是文件夹,请写文件名。").format(file=target))
    if not target.absolute().parent.is_dir():
        raise NotFound(_("没有这个文件夹:{folder}").format(folder=target.absolute().parent))
    return target


def _template(name: str | None, target: Path | None) -> Path | None:
    """The template to fill in, which is there and goes with a .docx."""
    if name is None:
        return None
    if target is None or target.suffix.lower() != ".docx":
        raise UsageError(_("--template 要和 -o 文件名.docx 一起用。"))
    template = Path(name)
    if not template.is_file():
        raise NotFound(_("没有这个模板:{file}").format(file=template))
    return template


def _width() -> int:
    if sys.stdout is None or not sys.stdout.isatty():
        return 80
    return max(_NARROWEST, min(shutil.get_terminal_size().columns, _WIDEST))
