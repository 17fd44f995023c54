"""The commands and their options."""

from __future__ import annotations

import sys
from argparse import SUPPRESS, Action, Namespace
from collections.abc import Sequence
from typing import Any, NoReturn

from mediation import __version__
from mediation.cli import (
    agreement_arguments,
    conflict_arguments,
    desk_arguments,
    encrypting_arguments,
    exchange_arguments,
    figure_arguments,
    keeping_arguments,
    pay_arguments,
    privacy_arguments,
    screen_arguments,
    seal_arguments,
)
from mediation.cli.declaring import add_database as _add_database
from mediation.cli.declaring import add_definition, add_filters, add_language
from mediation.cli.declaring import declare as _command
from mediation.cli.encrypting_arguments import add_passphrase_stdin
from mediation.cli.grammar import Parser
from mediation.cli.screen_arguments import add_flat
from mediation.cli.speech import tell
from mediation.i18n import _

EXIT_CODES = _(
    "退出码: 0 完成  1 被规则或内容拒绝  2 命令写法不对  3 找不到\n"
    "        4 与别人的修改冲突  5 数据库不能用  70 程序出错  130 被中断"
)


class _Version(Action):
    def __call__(self, *_rest: Any) -> NoReturn:
        tell(f"mediation {__version__}")
        sys.exit(0)


def read_arguments(argv: Sequence[str]) -> Namespace:
    """The command line as values; raises UsageError. ``db`` is None when not named."""
    arguments = parser().parse_args(argv)
    arguments.db = getattr(arguments, "db", None)
    return arguments


def parser() -> Parser:
    """The whole grammar."""
    top = Parser(
        prog="mediation",
        usage="mediation [--db PATH] [COMMAND …]",
        description=_("政协+法院特邀调解案件管理。不写命令时打开屏幕界面。"),
        epilog=_(
            "例:\n"
            "  mediation                          打开界面\n"
            "  mediation demo                     用演示数据打开界面\n"
            "  mediation init                     新建数据库\n"
            "  mediation import 台账.xlsx         导入台账\n"
            "  mediation report 2026-10           十月的月报\n"
            "每个命令都有自己的说明:mediation COMMAND --help\n\n"
        )
        + EXIT_CODES,
    )
    top.add_argument("--version", action=_Version, nargs=0, default=SUPPRESS, help=_("显示版本"))
    _add_database(top)
    add_language(
        top, _("界面和输出的语言:zh 中文,en 英文;也可用环境变量 MEDIATION_LANG 或设置 language")
    )
    add_flat(top)
    add_passphrase_stdin(top)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title=_("命令"))
    for add in _ADDERS.values():
        add(commands)
    return top


def _init(commands: Any) -> None:
    command = _command(
        commands,
        "init",
        "[--encrypt] [--adopt] [--db PATH]",
        _("新建一个空数据库"),
        _(
            "已有的文件绝不覆盖。\n\n"
            "例:\n"
            "  mediation init\n"
            "  mediation init --db 康巴什.db\n"
            "  mediation init --encrypt"
        ),
    )
    command.add_argument(
        "--encrypt",
        action="store_true",
        help=_("用口令加密:在终端里输入两次;忘了口令就再也打不开"),
    )
    add_passphrase_stdin(command, default=SUPPRESS)
    command.add_argument(
        "--adopt",
        action="store_true",
        help=_("不新建;确认沿用原处那个换过或清空过的数据库"),
    )


def _import(commands: Any) -> None:
    command = _command(
        commands,
        "import",
        "[...] FILE [FILE …]",
        _("导入台账(.xlsx、.csv),也认其中的法院收案表"),
        _(
            "有一行被退回就一行也不写入(退出码 1);加 --good-rows 则写入其余各行。\n"
            "退回的行另存一份工作簿,最后一列是原因,改好后可再导入。\n"
            "同一文件导入两次不会重复;改过的行更新案件并留下修改记录。\n\n"
            "例:\n"
            "  mediation import 2026年台账.xlsx\n"
            "  mediation import 台账.csv --dry-run\n"
            "  mediation import 台账.xlsx --good-rows --json"
        ),
    )
    command.add_argument("files", metavar="FILE", nargs="+", help=_("台账文件"))
    command.add_argument(
        "--good-rows", action="store_true", help=_("有行被退回时,其余各行照样写入")
    )
    command.add_argument("--dry-run", action="store_true", help=_("只检查,什么都不写"))
    command.add_argument(
        "--yes-touch",
        metavar="N",
        type=int,
        help=_("确认要更新 N 件已有的案件:超过 50 件或超过全部的五分之一时要写明"),
    )
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))
    command.add_argument(
        "--refused",
        metavar="FILE.xlsx",
        help=_("退回的行存到这个文件;不写时存在台账旁边,名为“台账名.退回.xlsx”"),
    )


def _report(commands: Any) -> None:
    command = _command(
        commands,
        "report",
        "PERIOD [...]",
        _("一个期间的月报"),
        _(
            "期间写法: 2026-10  2026  2026-Q3  2026-H1  2026-01..2026-06\n\n"
            "例:\n"
            "  mediation report 2026-10\n"
            "  mediation report 2026-Q3 --court 康巴什法院 --channel 委托\n"
            "  mediation report 2026 --format json\n"
            "  mediation report 2026-10 --definition success_rate=V2\n"
            "  mediation report 2026-10 -o 十月月报.xlsx\n"
            "  mediation report 2026-10 -o 十月通报.docx --template 我的模板.docx"
        ),
    )
    command.add_argument("period", metavar="PERIOD", help=_("期间,按整月"))
    add_filters(command)
    add_definition(command)
    command.add_argument(
        "--format",
        choices=("text", "json", "csv"),
        metavar="text|json|csv",
        help=_("输出格式;不写时是 text"),
    )
    command.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help=_("存成文件;格式看后缀:.xlsx .docx .pdf .md .csv .json .txt"),
    )
    command.add_argument(
        "--template",
        metavar="FILE.docx",
        help=_("按这个 Word 模板写 .docx,其中 {{ 标题 }}、{{ 正文 }} 等处填入内容"),
    )


def _template(commands: Any) -> None:
    command = _command(
        commands,
        "template",
        "FILE.docx [--kind KIND]",
        _("公文版式的报告、通报、专报、附表模板,供在 WPS 或 Word 中修改"),
        _(
            "模板里 {{ 标题 }}、{{ 正文 }} 等处由 report --template 填入;可删、可移、可改字体。\n"
            "行内可用:标题 期间 范围 署名 日期 旧存 收案 收案同比 收案环比 结案 成功 未结 标的额\n"
            "          调解成功率 诉前调解分流率 自动履行率 等;\n"
            "独占一段:正文 收结情况 调解结果 案由分布 来源与法院 道路交通 履行与确认 说明事项\n"
            "          附件说明 附件 图:走势 图:案由 图:控制限 表:收结情况 表:主要指标 表:按案由\n"
            "          表:按法院 表:三分表按来源 表:口径说明 表:校验结果 等。\n\n"
            "例:\n"
            "  mediation template 通报模板.docx --kind bulletin\n"
            "  mediation report 2026-10 -o 十月通报.docx --template 通报模板.docx"
        ),
        database=False,
    )
    command.add_argument("file", metavar="FILE.docx", help=_("要新建的模板文件"))
    command.add_argument(
        "--kind",
        choices=("report", "bulletin", "brief", "tables"),
        metavar="KIND",
        default="report",
        help=_("report 报告(不写时)、bulletin 通报、brief 专报、tables 附表(横排)"),
    )


def _list(commands: Any) -> None:
    command = _command(
        commands,
        "list",
        "[...]",
        _("列出案件,新委派的在前"),
        _(
            "例:\n"
            "  mediation list --state 调解中\n"
            "  mediation list --text 王芳 --json\n"
            "  mediation list --court 东胜区法院 --limit 200"
        ),
    )
    command.add_argument("--text", metavar="TEXT", help=_("编号、案号、当事人中含有这些字"))
    command.add_argument("--state", metavar="NAME", help=_("待签收、调解中 或 已结案"))
    command.add_argument(
        "--view", metavar="NAME", help=_("按存下的或自带的视图列出(未结、逾期、本月结案…)")
    )
    add_filters(command)
    command.add_argument(
        "--limit", metavar="N", type=int, default=50, help=_("最多列几件;不写时 50,0 为全部")
    )
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def _show(commands: Any) -> None:
    command = _command(
        commands,
        "show",
        "NUMBER [--unmasked] [--json]",
        _("一件案件的全部内容:当事人、调解会、修改记录"),
        _(
            "电话、证件号、地址默认脱敏;--unmasked 显示全文,并在审计记录里留下一条。\n\n"
            "例:\n  mediation show 2026-0015\n  mediation show '(2026)内0603民初1288号'"
        ),
    )
    command.add_argument("number", metavar="NUMBER", help=_("调解编号或法院案号"))
    command.add_argument(
        "--unmasked", action="store_true", help=_("电话、证件号、地址不脱敏(留审计记录)")
    )
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def _demo(commands: Any) -> None:
    command = _command(
        commands,
        "demo",
        "[--keep DIR]",
        _("用演示数据打开界面,退出后不留痕迹"),
        _(
            "演示台账由程序自己生成,人名都是编的;“今天”固定为 2026-11-21。\n"
            "没有终端时(如在脚本里)打印演示数据的月报。\n\n"
            "例:\n"
            "  mediation demo\n"
            "  mediation demo --keep 演示\n"
            "  mediation --db 演示/demo.db report 2024"
        ),
        database=False,
    )
    command.add_argument("--keep", metavar="DIR", help=_("把演示数据库和台账留在这个文件夹里"))


_ADDERS = {
    "init": _init,
    "import": _import,
    "report": _report,
    "template": _template,
    "list": _list,
    "show": _show,
    **agreement_arguments.ADDERS,
    **conflict_arguments.ADDERS,
    "demo": _demo,
    **screen_arguments.ADDERS,
    **figure_arguments.ADDERS,
    **seal_arguments.ADDERS,
    **desk_arguments.ADDERS,
    **pay_arguments.ADDERS,
    **keeping_arguments.ADDERS,
    **encrypting_arguments.ADDERS,
    **exchange_arguments.ADDERS,
    **privacy_arguments.ADDERS,
}
COMMANDS = tuple(_ADDERS)
