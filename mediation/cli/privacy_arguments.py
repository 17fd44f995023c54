"""The commands of the audit trail and of personal data, and their options."""

from __future__ import annotations

from typing import Any

from mediation.cli.declaring import declare
from mediation.i18n import _


def add_audit(commands: Any) -> None:
    """``mediation audit``."""
    command = declare(
        commands,
        "audit",
        "verify|list [...]",
        _("审计记录:谁在何时改了什么、看了谁的信息;核对它有没有被动过"),
        _(
            "每条记录的摘要都含前一条的摘要:改一条、缺一条、调换次序,从那一条起就对不上。\n"
            "截去末尾、整条重写,由记在库外的锚点查出:上次关闭时的记录和每份备份的清单会自动\n"
            "比对;--anchor 另加一个,如交给领导的打印件上的“条数:摘要”。\n"
            "verify 通过时退出码 0,不通过时 1,并说出是第几条。\n\n"
            "例:\n"
            "  mediation audit verify\n"
            "  mediation audit verify --anchor /media/u盘/mediation.20261105-080910.exit.bak.db.json\n"
            "  mediation audit list --object （2026）内0603民初11号\n"
            "  mediation audit list --user 高文彬 --since 2026-11-01 --json"
        ),
    )
    command.add_argument(
        "action", metavar="verify|list", choices=("verify", "list"), help=_("核对,或列出")
    )
    command.add_argument(
        "--anchor",
        metavar="FILE",
        action="append",
        default=[],
        help=_("备份的 .json 清单、存出的月报、写有“条数:摘要”的文件,或直接写“条数:摘要”;可写多次"),
    )
    command.add_argument(
        "--object", metavar="NAME", default="", help=_("只列一个案件(编号或案号),或一项设置等")
    )
    command.add_argument("--user", metavar="NAME", default="", help=_("只列一个人做的"))
    command.add_argument("--since", metavar="DATE", default="", help=_("只列这一天以后的"))
    command.add_argument(
        "--limit", metavar="N", type=int, default=100, help=_("最多列几条,默认 100;0 为全部")
    )
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def add_person(commands: Any) -> None:
    """``mediation person``."""
    command = declare(
        commands,
        "person",
        "WHO [--export FILE | --erase]",
        _("一个人的信息:在哪些案件里;交给本人一份,或从已终结的案件里删除"),
        _(
            "WHO 是姓名、证件号或电话,要完全相同(空格、横线、+86 不算);写 - 则从键盘读,\n"
            "不留在命令行记录里。\n"
            "--erase 先列出删什么、留什么、为什么,再要求键入确认;件数、金额不变,\n"
            "不能撤销。终结后须保存几年用 settings set privacy.keep_years 设定,期满前不删。\n"
            "查阅和删除都留审计记录。\n\n"
            "例:\n"
            "  mediation person -\n"
            "  mediation person 13800000000 --export 查阅件.docx\n"
            "  mediation person - --erase"
        ),
    )
    command.add_argument("who", metavar="WHO", help=_("姓名、证件号、电话,或 -"))
    command.add_argument("--export", metavar="FILE", help=_("存成 .docx 或 .json"))
    command.add_argument("--erase", action="store_true", help=_("删除"))
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


ADDERS = {"audit": add_audit, "person": add_person}
