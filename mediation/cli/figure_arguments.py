"""The commands about figures: the cases behind them, their definitions, the settings they go by."""

from __future__ import annotations

from typing import Any

from mediation.cli.declaring import add_definition, add_filters, declare
from mediation.figures.keys import Figure, FunnelUnit
from mediation.i18n import _


def add_cases(commands: Any) -> None:
    """``mediation cases``."""
    command = declare(
        commands,
        "cases",
        "--of FIGURE PERIOD [...]",
        _("一个数背后的案件编号"),
        _(
            "FIGURE 是件数(opening received closed succeeded partly failed withdrawn returned\n"
            "transferred pending)、金额(claimed agreed performed)、数据质量的一项(zero_days 等)\n"
            "或指标(success_rate 等,见 mediation definitions)。\n"
            "三分表的一格写 three_way.held.settled、three_way.not_held.no_response 等。\n"
            "指标列出分子的案件,加 --part denominator 列出分母的。\n"
            "由法院收案总数算得的指标背后没有单个案件,退出码为 1。\n\n"
            "例:\n"
            "  mediation cases --of succeeded 2026-10\n"
            "  mediation cases --of success_rate --part denominator 2026-10 --json"
        ),
    )
    command.add_argument("period", metavar="PERIOD", help=_("期间,写法同 report"))
    command.add_argument(
        "--of", metavar="FIGURE", required=True, help=_("哪个数,如 succeeded、success_rate")
    )
    command.add_argument(
        "--part",
        choices=("numerator", "denominator"),
        metavar="NAME",
        default="numerator",
        help=_("指标的 numerator 分子(不写时)或 denominator 分母"),
    )
    add_filters(command)
    add_definition(command)
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def add_definitions(commands: Any) -> None:
    """``mediation definitions``."""
    command = declare(
        commands,
        "definitions",
        "[--json] [--compare KEY=V1,V2 PERIOD]",
        _("各指标的口径:公式、分子、分母、日期、来源"),
        _(
            "加 --compare 把一个指标的两个口径放在一起算一个期间,并列出造成差别的案件。\n\n"
            "例:\n"
            "  mediation definitions\n"
            "  mediation definitions --json\n"
            "  mediation definitions --compare success_rate=V1,V3 2026-10"
        ),
    )
    command.add_argument("period", metavar="PERIOD", nargs="?", help=_("期间;只与 --compare 同用"))
    command.add_argument("--compare", metavar="KEY=V1,V2", help=_("要比较的指标和两个口径"))
    add_filters(command)
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def add_settings(commands: Any) -> None:
    """``mediation settings``."""
    command = declare(
        commands,
        "settings",
        "[get KEY | set KEY VALUE] [--json]",
        _("随数据库保存的设置,和这台电脑上界面的设置"),
        _(
            "不写 get 或 set 时列出已有的设置;set 一个空值即恢复默认。\n"
            "theme、flat、ambiguous 和 keys. 只管这台电脑上的界面,不随数据库走。\n\n"
            "例:\n"
            "  mediation settings\n"
            "  mediation settings set definition.success_rate V2\n"
            "  mediation settings set definition.康巴什区法院.success_rate V3\n"
            "  mediation settings get statistics.year_start_month\n"
            "  mediation settings set keys.case.new f2,ctrl+n"
        ),
    )
    command.more = _known_settings
    command.add_argument(
        "action", metavar="get|set", nargs="?", choices=("get", "set"), help=_("读或写")
    )
    command.add_argument("key", metavar="KEY", nargs="?", help=_("哪项设置"))
    command.add_argument("value", metavar="VALUE", nargs="?", help=_("新的值"))
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def _known_settings() -> str:
    from mediation.office.preferences import SETTINGS
    from mediation.screen_choices import MEANINGS

    known = {**SETTINGS, **MEANINGS}
    lines = (f"  {key}\n      {words}" for key, words in known.items())
    return "\n".join((_("可用的设置:"), *lines))


def add_funnel(commands: Any) -> None:
    """``mediation funnel``."""
    command = declare(
        commands,
        "funnel",
        "PERIOD [--by NAME] [...]",
        _("成功率与控制限(漏斗图的数),以及按案件构成的期望"),
        _(
            "每行:成功/结案,成功率,95 % 与 99.8 % 控制限,是否在限内,期望成功数与实际之比。\n"
            "按名称排列,不是名次;结案不足 10 件的不判断。超限只说明值得复核,不是评价。\n\n"
            "例:\n"
            "  mediation funnel 2026 --by mediator\n"
            "  mediation funnel 2026 --by court --json"
        ),
    )
    command.add_argument("period", metavar="PERIOD", help=_("期间,写法同 report"))
    command.add_argument(
        "--by",
        choices=tuple(unit.value for unit in FunnelUnit),
        metavar="NAME",
        default="mediator",
        help=_("mediator 调解员(不写时)、court 法院、studio 调解组织、cause 案由 或 channel 来源"),
    )
    add_filters(command)
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def add_cross(commands: Any) -> None:
    """``mediation cross``."""
    command = declare(
        commands,
        "cross",
        "PERIOD --by ROWS,COLUMNS [...]",
        _("按两个维度交叉计数"),
        _(
            "ROWS、COLUMNS 取 cause 案由、mediator 调解员、court 法院、channel 来源、\n"
            "outcome 结果、band 标的档中的两个。行列按件数、调解员按姓名排列,不是名次。\n\n"
            "例:\n"
            "  mediation cross 2026-10 --by cause,channel\n"
            "  mediation cross 2026 --by court,outcome --figure received --json"
        ),
    )
    command.add_argument("period", metavar="PERIOD", help=_("期间,写法同 report"))
    command.add_argument("--by", metavar="ROWS,COLUMNS", required=True, help=_("行和列的维度"))
    command.add_argument(
        "--figure",
        choices=tuple(figure.value for figure in Figure),
        metavar="FIGURE",
        default=Figure.CLOSED.value,
        help=_("数哪些案件,写法同 cases --of 的件数(不写时 closed 结案)"),
    )
    add_filters(command)
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


ADDERS = {
    "cross": add_cross,
    "funnel": add_funnel,
    "cases": add_cases,
    "definitions": add_definitions,
    "settings": add_settings,
}
