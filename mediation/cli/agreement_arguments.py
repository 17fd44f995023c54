"""The command about agreements."""

from __future__ import annotations

from typing import Any

from mediation.cli.declaring import declare
from mediation.i18n import _


def add_agreement(commands: Any) -> None:
    """``mediation agreement``."""
    command = declare(
        commands,
        "agreement",
        "NUMBER [-o FILE] [--json]",
        _("一件案件的协议:条款、分期、履行、出门检查、结案以后要办的事"),
        _(
            "到位金额和履行状态按履行记录得出,截至今天;没有录入条款的案件照登记的显示。\n\n"
            "例:\n  mediation agreement 2026-0015\n  mediation agreement 2026-0015 --json\n"
            "  mediation agreement 2026-0015 -o 协议.docx"
        ),
    )
    command.add_argument("number", metavar="NUMBER", help=_("调解编号或法院案号"))
    command.add_argument(
        "-o", "--output", metavar="FILE", help=_("把条款和分期表存成 .docx,供核对、签名")
    )
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


ADDERS = {"agreement": add_agreement}
