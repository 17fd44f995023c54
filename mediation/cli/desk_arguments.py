"""The commands of the mediator's desk and their options."""

from __future__ import annotations

from typing import Any

from mediation.cli.declaring import declare
from mediation.i18n import _


def add_limit(commands: Any) -> None:
    """``mediation limit``."""
    command = declare(
        commands,
        "limit",
        "--referral KIND --signed DATE [...]",
        _("调解期限的末日,以及它是怎么算出来的"),
        _(
            "日期写法: 2026-11-20  2026年11月20日\n"
            "委托调解要写明程序;2025-01-01 起立案的,延长最多 30 日,超过时退出码为 1。\n\n"
            "例:\n"
            "  mediation limit --referral entrusted --procedure ordinary --signed 2026-11-20\n"
            "  mediation limit --referral entrusted --procedure summary \\\n"
            "      --filed 2026-09-01 --signed 2026-09-10 --extend-days 30 --json\n"
            "  mediation limit --referral delegated --signed 2026-01-20 \\\n"
            "      --pause 2026-02-01..2026-02-10"
        ),
        database=False,
    )
    command.add_argument(
        "--referral",
        choices=("delegated", "entrusted"),
        metavar="KIND",
        required=True,
        help=_("delegated 委派(立案前)或 entrusted 委托(立案后)"),
    )
    command.add_argument(
        "--procedure",
        choices=("ordinary", "summary"),
        metavar="NAME",
        help=_("ordinary 普通程序或 summary 简易程序;委托时必写"),
    )
    command.add_argument(
        "--signed", metavar="DATE", required=True, help=_("签收日期,次日为第 1 日")
    )
    command.add_argument(
        "--filed", metavar="DATE", help=_("立案日期,决定适用哪年的规定;不写时按签收日期")
    )
    command.add_argument(
        "--extend-days", metavar="N", type=int, default=0, help=_("双方同意延长的天数")
    )
    command.add_argument(
        "--pause",
        metavar="DATE..DATE",
        action="append",
        default=[],
        help=_("中止计算的起止日期(立案前委托鉴定),可写多次"),
    )
    command.add_argument(
        "--holidays", metavar="FILE", help=_("另加放假安排,格式见 mediation holidays --help")
    )
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def add_causes(commands: Any) -> None:
    """``mediation causes``."""
    command = declare(
        commands,
        "causes",
        "TEXT [--json]",
        _("找案由:按名称的任何部分、拼音首字母或代码"),
        _("例:\n  mediation causes 借贷\n  mediation causes mjjd --json"),
        database=False,
    )
    _add_text(command)


def add_courts(commands: Any) -> None:
    """``mediation courts``."""
    command = declare(
        commands,
        "courts",
        "TEXT [--json]",
        _("找法院:按名称的任何部分、拼音首字母或代字"),
        _(
            "例:\n  mediation courts 康巴什\n  mediation courts dsq --json\n  mediation courts 内0627"
        ),
        database=False,
    )
    _add_text(command)


def add_about(commands: Any) -> None:
    """``mediation about``."""
    command = declare(
        commands,
        "about",
        "[--json] [--db PATH]",
        _("程序和数据库的版本、位置,案由、法院、节假日表的出处"),
        _("不打开也不改动数据库。\n\n例:\n  mediation about\n  mediation about --json"),
    )
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def add_read_referral(commands: Any) -> None:
    """``mediation read-referral``."""
    command = declare(
        commands,
        "read-referral",
        "FILE [--json]",
        _("读委派(委托)函或聊天消息:案号、法院、当事人、电话、案由、标的、日期"),
        _(
            "只认文字里写明的,没写的留空,不猜;什么都不保存。FILE 写 - 时读标准输入。\n"
            "文字用 UTF-8 或 GB18030,最多 200,000 字。\n\n"
            "例:\n"
            "  mediation read-referral 委托调解函.txt\n"
            "  mediation read-referral - --json < 消息.txt"
        ),
        database=False,
    )
    command.add_argument("file", metavar="FILE", help=_("文本文件,或 -"))
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def add_due(commands: Any) -> None:
    """``mediation due``."""
    command = declare(
        commands,
        "due",
        "[...]",
        _("要做的事:期限、下一步、调解会、分期、司法确认、等签收和等答复的案件"),
        _(
            "日历文件里只有案号,没有当事人的姓名,也没有自己写的话。\n"
            "再导入一次:改期的调解会移到新的日子,取消的标为已取消。\n"
            "kind: limit 期限  session 调解会  step 下一步  instalment 分期  confirmation 司法确认\n"
            "      signing 等签收  answer 等调解员答复(派案后三个工作日)  unplanned 没有下一步\n\n"
            "例:\n"
            "  mediation due\n"
            "  mediation due --days 30 --json\n"
            "  mediation due --days 60 --ics -o 期限.ics\n"
            "  mediation due --case 2026-0015"
        ),
    )
    command.add_argument(
        "--case", metavar="NUMBER", help=_("只说这一件:它的每个日子是怎么算出来的")
    )
    command.add_argument(
        "--days", metavar="N", type=int, default=7, help=_("期限还剩几天以内的;不写时 7")
    )
    command.add_argument("--on", metavar="DATE", help=_("以这一天为今天"))
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))
    command.add_argument("--ics", action="store_true", help=_("存成日历文件(iCalendar)"))
    command.add_argument("-o", "--output", metavar="FILE", help=_("日历文件的名字,如 期限.ics"))


def add_holidays(commands: Any) -> None:
    """``mediation holidays``."""
    command = declare(
        commands,
        "holidays",
        "add|list|drop … [--json]",
        _("录入国务院放假安排的文件,供推算期限"),
        _(
            "录入的日子存在数据库里。文件是 .csv,每行 日期,休或班,名称:\n"
            "  2027-01-01,休,元旦\n"
            "  2027-01-03,班,元旦\n"
            '或 .json:[{"date": "2027-01-01", "kind": "off", "name": "元旦"}, ...];\n'
            "也认 holiday-cn 的年度文件。写了元旦放假的年份即算已知,其余年份都说“未核历法”。\n\n"
            "例:\n"
            "  mediation holidays add 2027.csv\n"
            "  mediation holidays list\n"
            "  mediation holidays drop 2027"
        ),
    )
    acts = command.add_subparsers(dest="action", metavar="add|list|drop", required=True)
    for name, usage, words in (
        ("add", "FILE [--json]", _("录入一个文件;同一天已录入的以新文件为准")),
        ("list", "[--json]", _("列出录入的日子")),
        ("drop", "YEAR [--json]", _("删去某一年录入的日子")),
    ):
        act = declare(acts, name, usage, words, "", under="holidays")
        if name == "add":
            act.add_argument("file", metavar="FILE", help=_("放假安排的文件"))
        if name == "drop":
            act.add_argument("year", metavar="YEAR", type=int, help=_("年份,如 2027"))
        act.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def _add_text(command: Any) -> None:
    command.add_argument("text", metavar="TEXT", help=_("要找的字"))
    command.add_argument(
        "--limit", metavar="N", type=int, default=20, help=_("最多列几个;不写时 20")
    )
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


ADDERS = {
    "due": add_due,
    "holidays": add_holidays,
    "limit": add_limit,
    "causes": add_causes,
    "courts": add_courts,
    "read-referral": add_read_referral,
    "about": add_about,
}
