"""``mediation template``."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from mediation.cli.grammar import UsageError
from mediation.cli.speech import say
from mediation.errors import MediationError, NotFound
from mediation.i18n import _


def run(arguments: Namespace) -> int:
    """Write a layout with its placeholders, for a liaison to change."""
    target = Path(arguments.file)
    if target.suffix.lower() != ".docx":
        raise UsageError(_("模板的文件名请以 .docx 结尾。"))
    if not target.absolute().parent.is_dir():
        raise NotFound(_("没有这个文件夹:{folder}").format(folder=target.absolute().parent))
    if target.exists():
        raise MediationError(_("已有 {file},不覆盖;请换一个文件名。").format(file=target))
    from mediation.reports.word_form import write_template
    from mediation.reports.word_templates import TEMPLATE_NAMES, TemplateKind

    kind = TemplateKind(arguments.kind)
    write_template(target, kind)
    say(
        _(
            "{name}模板已存成 {path},改好后用 mediation report 期间 -o 文件.docx --template 它"
        ).format(name=TEMPLATE_NAMES[kind], path=target)
    )
    return 0
