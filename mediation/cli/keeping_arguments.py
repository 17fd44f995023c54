"""The commands that keep the ledger safe."""

from __future__ import annotations

from typing import Any

from mediation.cli.declaring import declare
from mediation.i18n import _


def add_backup(commands: Any) -> None:
    """``mediation backup``."""
    command = declare(
        commands,
        "backup",
        "[--second DIR] [--no-second] [--for-others FILE]",
        _("立即备份:先核对,再命名,附 SHA-256 清单"),
        _(
            "退出界面时、升级、导入、恢复之前都会自动备份,放在数据库旁的 .backups 文件夹里。\n"
            "保留最近 12 天、10 周、9 个月各一份,核对无误的不少于 3 份。\n"
            "--second 指定第二处(如 U 盘上的文件夹),此后每份备份都多放一份。\n"
            "--for-others 另做一份交给别人:不含私人备注、妥协陈述、草稿、可撤销的改动、\n"
            "回收站、视图和锁屏口令,文件里不留痕迹;数据库加密的,用同一口令打开。\n\n"
            "例:\n"
            "  mediation backup\n"
            "  mediation backup --second /media/u盘/调解备份"
        ),
    )
    command.add_argument("--second", metavar="DIR", help=_("第二处:已经有的文件夹"))
    command.add_argument("--for-others", metavar="FILE", help=_("做一份交给别人的,存到这个新文件"))
    command.add_argument("--no-second", action="store_true", help=_("不再放第二处"))
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def add_backups(commands: Any) -> None:
    """``mediation backups``."""
    command = declare(
        commands,
        "backups",
        "[--json]",
        _("列出全部备份,逐份核对 SHA-256"),
        _("例:\n  mediation backups"),
    )
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def add_restore(commands: Any) -> None:
    """``mediation restore``."""
    command = declare(
        commands,
        "restore",
        "[NAME] [--yes]",
        _("用一份备份换下现在的数据库;先看会改变什么"),
        _(
            "不写 NAME 时用核对无误的最近一份。不写 --yes 时只说会改变什么,不动数据库。\n"
            "换下的文件另存为 .replaced.db,还能读的话先备份一次。\n"
            "换了电脑:写明 U 盘上那份备份的位置,旁边要有它的 .json 清单。\n\n"
            "例:\n"
            "  mediation restore\n"
            "  mediation restore mediation.20261105-080910.exit.bak.db --yes\n"
            "  mediation restore /media/u盘/mediation.20261105-080910.exit.bak.db --yes"
        ),
    )
    command.add_argument(
        "name",
        metavar="NAME",
        nargs="?",
        help=_("备份的文件名(见 mediation backups),或别处的一份"),
    )
    command.add_argument("--yes", action="store_true", help=_("确认恢复"))
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def add_doctor(commands: Any) -> None:
    """``mediation doctor``."""
    command = declare(
        commands,
        "doctor",
        "[--json]",
        _("体检:数据库、设置、磁盘、备份,逐项说明"),
        _("有一项不通过,退出码就是 1。不改动任何文件。\n\n例:\n  mediation doctor"),
    )
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def add_reconcile(commands: Any) -> None:
    """``mediation reconcile``."""
    command = declare(
        commands,
        "reconcile",
        "FILE [--period PERIOD] [-o FILE.xlsx]",
        _("对账:把法院的表与登记的案件逐项比较,不导入"),
        _(
            "先按案号、编号配对,再按当事人和标的额;法院表里的空格不算差别。\n"
            "不写 --period 时,比法院表里各案委派日期所在的月份。\n\n"
            "例:\n"
            "  mediation reconcile 法院十月表.xlsx\n"
            "  mediation reconcile 法院十月表.xlsx --period 2026-10 -o 十月对账.xlsx"
        ),
    )
    command.add_argument("file", metavar="FILE", help=_("法院的表,格式同 import"))
    command.add_argument("--period", metavar="PERIOD", help=_("只比这个期间委派的,写法同 report"))
    command.add_argument("-o", "--output", metavar="FILE", help=_("差异另存为 .xlsx,供交给法院"))
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


ADDERS = {
    "reconcile": add_reconcile,
    "backup": add_backup,
    "backups": add_backups,
    "restore": add_restore,
    "doctor": add_doctor,
}
