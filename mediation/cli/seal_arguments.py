"""The commands about sealed periods."""

from __future__ import annotations

from typing import Any

from mediation.cli.declaring import declare
from mediation.i18n import _


def add_seal(commands: Any) -> None:
    """``mediation seal``."""
    command = declare(
        commands,
        "seal",
        "[PERIOD] [--court NAME] [--anyway REASON]",
        _("封存一个期间的月报:数、口径、案件清单从此不变"),
        _(
            "封存后改动案件,月报的数仍是封存时的;差别逐项列为更正,并写明是哪些案件。\n"
            "没有结束的期间不能封存;校验有不通过的,要用 --anyway 写明理由才能封存。\n"
            "一季、一年里有已封存的月份时,它的报告写明是哪几个月,按现在的案件计数,与封存时的合计\n"
            "不同的列为更正;要连整季、整年也不变,另行封存。\n"
            "不写 PERIOD 时列出全部封存与解封的记录。\n\n"
            "例:\n"
            "  mediation seal 2026-10\n"
            "  mediation seal 2026-10 --court 康巴什法院\n"
            "  mediation seal"
        ),
    )
    command.add_argument("period", metavar="PERIOD", nargs="?", help=_("期间,写法同 report"))
    _add_court(command)
    command.add_argument("--anyway", metavar="REASON", help=_("校验不通过仍要封存的理由"))
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def add_unseal(commands: Any) -> None:
    """``mediation unseal``."""
    command = declare(
        commands,
        "unseal",
        "PERIOD --reason TEXT [--court NAME]",
        _("解除一个期间的封存,原因留在记录里"),
        _("例:\n  mediation unseal 2026-10 --reason 漏报两件,经院方同意重报"),
    )
    command.add_argument("period", metavar="PERIOD", help=_("期间,写法同 report"))
    command.add_argument("--reason", metavar="TEXT", required=True, help=_("解封的原因"))
    _add_court(command)


def add_verify(commands: Any) -> None:
    """``mediation verify``."""
    command = declare(
        commands,
        "verify",
        "FILE [--template FILE] [--json]",
        _("核对一份报告文件与它的封存是否一致"),
        _(
            "按文件上的 SHA-256 找到封存,把封存的内容重新写一遍,与文件逐行比较。\n"
            "一致时退出码 0;有不同、没有封存标记、封存已解除时为 1,并列出不同之处。\n"
            "封存以后的更正不算不同。能核对:.xlsx .docx .pdf .md .csv .json .txt;工作簿连公式一起核对,\n"
            "图片只核对张数。按自己的模板写的 .docx 要用 --template 指出那个模板。\n\n"
            "例:\n"
            "  mediation verify 十月月报.xlsx"
        ),
    )
    command.add_argument("file", metavar="FILE", help=_("report 存成的文件"))
    command.add_argument("--template", metavar="FILE", help=_("写这份 .docx 时用的模板"))
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def _add_court(command: Any) -> None:
    command.add_argument("--court", metavar="NAME", help=_("只一个法院的月报(全称、简称或代码)"))


ADDERS = {"seal": add_seal, "unseal": add_unseal, "verify": add_verify}
