"""The commands about people and what they are paid: member, duty, subsidy."""

from __future__ import annotations

from typing import Any

from mediation.cli.declaring import declare
from mediation.cli.grammar import Parser
from mediation.i18n import _


def add_member(commands: Any) -> None:
    """``mediation member``."""
    command = declare(
        commands,
        "member",
        "NAME YEAR [-o FILE] [--json]",
        _("一人一档:一名调解员一年的工作,一页"),
        _(
            "收案、结案和结果、金额、用时、调解会、案由、培训和其他履职;只记本人,\n"
            "没有排名、评分,也不与他人比较;不含当事人和调解内容。\n"
            "培训和履职用 mediation duty 登记,没有登记的写“未登记”。\n\n"
            "例:\n"
            "  mediation member 高文彬 2026\n"
            "  mediation member 高文彬 2026 -o 高文彬.docx"
        ),
    )
    command.add_argument("name", metavar="NAME", help=_("名册上的姓名"))
    command.add_argument("period", metavar="YEAR", help=_("年度,也可写别的期间,写法同 report"))
    command.add_argument(
        "-o", "--output", metavar="FILE", help=_("存成文件;格式看后缀:.docx .xlsx .json")
    )
    _json(command)


def add_duty(commands: Any) -> None:
    """``mediation duty``."""
    command = declare(
        commands,
        "duty",
        "add|list|drop … [--json]",
        _("登记培训和其他履职,供一人一档使用"),
        _(
            "KIND 是 培训、会议、提案、社情民意信息、视察调研、协商议事、普法宣讲 或 其他。\n"
            "标题会印在档案上,不要写当事人和调解内容。\n\n"
            "例:\n"
            "  mediation duty add 高文彬 2026-03-12 培训 --title 特邀调解员业务培训\n"
            "  mediation duty add 高文彬 2026-09-30 社情民意信息 --count 2\n"
            "  mediation duty list 高文彬 2026\n"
            "  mediation duty drop 3"
        ),
    )
    acts = command.add_subparsers(dest="action", metavar="add|list|drop", required=True)
    act = _act(acts, "duty", "add", "NAME DATE KIND [...]", _("登记一条"))
    act.add_argument("name", metavar="NAME", help=_("名册上的姓名"))
    act.add_argument("on", metavar="DATE", help=_("日期"))
    act.add_argument("kind", metavar="KIND", help=_("哪一类"))
    act.add_argument("--title", metavar="TEXT", default="", help=_("名称,印在档案上"))
    act.add_argument("--count", metavar="N", type=int, default=1, help=_("几次或几件;不写时 1"))
    _json(act)
    act = _act(acts, "duty", "list", "NAME YEAR [--json]", _("列出一个人一年的登记"))
    act.add_argument("name", metavar="NAME", help=_("名册上的姓名"))
    act.add_argument("period", metavar="YEAR", help=_("年度或期间"))
    _json(act)
    act = _act(acts, "duty", "drop", "N", _("删去一条"))
    act.add_argument("number", metavar="N", type=int, help=_("登记号,见 list"))
    _json(act)


def add_subsidy(commands: Any) -> None:
    """``mediation subsidy``."""
    command = declare(
        commands,
        "subsidy",
        "tariff|class|list|freeze|reverse …",
        _("以案定补:标准、难易等级、名单的预览、冻结和冲正"),
        _(
            "全国没有统一的补贴金额,程序不带任何金额:先录入本地的标准,一次一版,旧版保留。\n"
            "难易等级取台账的“难易等级”列,或用 class 登记;没有等级的不发,并说明原因。\n"
            "公职人员不发;同一纠纷只发一次;卷宗不全的不发(subsidy.dossier 设置)。\n"
            "冻结的名单不能改,只能逐笔冲正;冲正以后再冻结同一期间,就是补发名单。\n\n"
            "例:\n"
            "  mediation subsidy tariff 标准.xlsx\n"
            "  mediation subsidy class 2026-0015 普通\n"
            "  mediation subsidy list 2026-10\n"
            "  mediation subsidy freeze 2026-10 -o 十月名单.xlsx\n"
            "  mediation subsidy reverse 1 2026-0015 --reason 等级登记有误"
        ),
    )
    acts = command.add_subparsers(
        dest="action", metavar="tariff|class|list|freeze|reverse", required=True
    )
    for add in (_tariff, _class, _list, _freeze, _reverse):
        add(acts)


def _tariff(acts: Any) -> None:
    act = _act(
        acts,
        "subsidy",
        "tariff",
        "[FILE] [--number N] [--json]",
        _("录入一版标准(.xlsx、.csv),不写 FILE 时显示"),
        _(
            "表头:难易等级、结果、金额(元)、有效期起、依据,另可有 档次、须先履行、有效期止。\n"
            "按案件的结案日取有效的那一行。样表见 docs/subsidy-tariff-example.csv,金额是编的。"
        ),
    )
    act.add_argument("file", metavar="FILE", nargs="?", help=_("标准的表格"))
    act.add_argument("--number", metavar="N", type=int, help=_("显示第几版;不写时最新的"))
    _json(act)


def _class(acts: Any) -> None:
    act = _act(
        acts,
        "subsidy",
        "class",
        "NUMBER [GRADE] [...]",
        _("登记一件案件的难易等级:简易、普通、疑难 或 重大"),
        _("登记的先于台账里的;每次改动都留在案件的修改记录里。"),
    )
    act.add_argument("number", metavar="NUMBER", help=_("调解编号或法院案号"))
    act.add_argument("grade", metavar="GRADE", nargs="?", help=_("难易等级"))
    act.add_argument("--tier", metavar="NAME", help=_("按哪一档发,如标准分档"))
    act.add_argument(
        "--separate",
        metavar="REASON",
        help=_("与别的案件当事人、案由相同,但确是另一件纠纷的理由;空即取消"),
    )
    _json(act)


def _list(acts: Any) -> None:
    act = _act(
        acts,
        "subsidy",
        "list",
        "[PERIOD | --number N] [...]",
        _("预览一个期间的名单,或打开冻结的名单;都不写时列出各号名单"),
        _("预览列出每件已结案件发多少,或为什么不发;什么都不保存。"),
    )
    act.add_argument("period", metavar="PERIOD", nargs="?", help=_("期间,写法同 report"))
    act.add_argument("--number", metavar="N", type=int, help=_("第几号冻结的名单"))
    _of_lists(act)


def _freeze(acts: Any) -> None:
    act = _act(
        acts,
        "subsidy",
        "freeze",
        "PERIOD [...]",
        _("按现在的案件冻结一个期间的名单,编号,不能再改"),
        _("以前名单发过的不会再发,所以同一期间可以再冻结,作补发名单。"),
    )
    act.add_argument("period", metavar="PERIOD", help=_("期间,写法同 report"))
    _of_lists(act)


def _reverse(acts: Any) -> None:
    act = _act(
        acts,
        "subsidy",
        "reverse",
        "LIST NUMBER --reason TEXT",
        _("冲正冻结名单里的一件,整笔冲回;名单本身不变"),
    )
    act.add_argument("list", metavar="LIST", type=int, help=_("第几号名单"))
    act.add_argument("number", metavar="NUMBER", help=_("调解编号或法院案号"))
    act.add_argument("--reason", metavar="TEXT", required=True, help=_("原因"))
    _json(act)


def _of_lists(act: Parser) -> None:
    act.add_argument("--tariff", metavar="N", type=int, help=_("用第几版标准;不写时最新的"))
    act.add_argument("-o", "--output", metavar="FILE", help=_("存成 .xlsx(供签名)或 .json"))
    _json(act)


def _act(acts: Any, under: str, name: str, usage: str, *brief_and_more: str) -> Parser:
    """One part of a command; the last words are its brief and, if any, what stands below."""
    brief, *more = brief_and_more
    return declare(acts, name, usage, brief, "".join(more), under=under)


def _json(command: Parser) -> None:
    command.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


ADDERS = {"member": add_member, "duty": add_duty, "subsidy": add_subsidy}
