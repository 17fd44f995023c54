"""The command about ties between mediators and the people of a case."""

from __future__ import annotations

from typing import Any

from mediation.cli.declaring import declare
from mediation.i18n import _


def add_conflicts(commands: Any) -> None:
    """``mediation conflicts``."""
    command = declare(
        commands,
        "conflicts",
        "NUMBER [--mediator NAME] [-o FILE] [--json]",
        _("查一件案件的调解员与当事人、代理人有没有利害关系"),
        _(
            "只查本库和名册所记;同名的要核对。写 --mediator 时查还没选定的人。\n"
            "查的结果随时可以再查,不改数据库;选定调解员、加当事人时自动查并留记录。\n\n"
            "例:\n  mediation conflicts 2026-0015\n"
            "  mediation conflicts 2026-0015 --mediator 乌兰图雅 --json\n"
            "  mediation conflicts 2026-0015 -o 利害关系查询记录.docx"
        ),
    )
    command.add_argument("number", metavar="NUMBER", help=_("调解编号或法院案号"))
    command.add_argument("--mediator", metavar="NAME", help=_("名册上的姓名:假如由他调解"))
    command.add_argument(
        "-o", "--output", metavar="FILE", help=_("把记录存成 .docx 或 .txt,供入卷")
    )
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


ADDERS = {"conflicts": add_conflicts}
