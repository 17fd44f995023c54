"""The commands of the exchange by file."""

from __future__ import annotations

from typing import Any

from mediation.cli.declaring import declare
from mediation.cli.grammar import Parser
from mediation.i18n import _

_ACTS = "keys|partner|make|take|receipt|conflicts|resolve"


def add_bundle(commands: Any) -> None:
    """``mediation bundle``."""
    command = declare(
        commands,
        "bundle",
        f"{_ACTS} …",
        _("带出与合并:案件装成加密签名的文件,用 U 盘来往"),
        _(
            "一方导出公钥文件,另一方登记;双方当面或打电话念指纹核对。\n"
            "私密备注和妥协陈述不带出。两边都改过的案件不自动合并,逐栏由人选。\n"
            "说明见 docs/exchange.md。需要加密组件:pip install 'mediation[exchange]'\n\n"
            "例:\n"
            "  mediation bundle keys --name 联络办 -o 联络办.keys\n"
            "  mediation bundle partner add 高文彬.keys --role mediator\n"
            "  mediation bundle make 高文彬 -o /media/u盘\n"
            "  mediation bundle take /media/u盘/1f2e3d4c-5b6a7988-0003.mbx --receipt /media/u盘"
        ),
    )
    acts = command.add_subparsers(dest="action", metavar=_ACTS, required=True)
    for add in (_keys, _partner, _make, _take, _receipt, _conflicts, _resolve):
        add(acts)


def _keys(acts: Any) -> None:
    act = _act(
        acts,
        "keys",
        "[--name NAME -o FILE] [...]",
        _("这台电脑的密钥:没有就生成;显示指纹,导出公钥"),
        _("私钥只留在本机,可以加口令;口令在提示后输入,不写在命令行上。"),
    )
    act.add_argument("--name", metavar="NAME", help=_("公钥文件上写的名字,如 联络办 或本人姓名"))
    act.add_argument("-o", "--output", metavar="FILE", help=_("公钥存成的文件,交给对方"))
    act.add_argument("--no-passphrase", action="store_true", help=_("不设口令,也不询问"))
    act.add_argument("--change-passphrase", action="store_true", help=_("换口令"))
    _json(act)


def _partner(acts: Any) -> None:
    act = _act(
        acts,
        "partner",
        "list|add FILE --role ROLE|revoke NAME",
        _("登记、停用或列出对方的公钥"),
        _(
            "ROLE 是 mediator(调解员,只能动本人主办、协办的案件)或 liaison(联络员)。\n"
            "公钥文件上的名字就是对方的名字;调解员要在名册上,名字不同时用 --mediator 指明。"
        ),
    )
    act.add_argument("what", metavar="list|add|revoke", choices=("list", "add", "revoke"))
    act.add_argument("target", metavar="FILE|NAME", nargs="?", help=_("公钥文件,或要停用的名字"))
    act.add_argument("--role", metavar="ROLE", choices=("mediator", "liaison"), help=_("对方是谁"))
    act.add_argument("--mediator", metavar="NAME", default="", help=_("对方在名册上的姓名"))
    _json(act)


def _make(acts: Any) -> None:
    act = _act(
        acts,
        "make",
        "NAME -o PATH [--all]",
        _("给对方做一份文件:对方还没有回执的改动"),
        _("PATH 是文件夹时自动取名。没有收到回执的内容,下一份里还会有。"),
    )
    act.add_argument("name", metavar="NAME", help=_("对方的名字,见 partner list"))
    act.add_argument("-o", "--output", metavar="PATH", required=True, help=_("文件或文件夹"))
    act.add_argument("--all", action="store_true", help=_("对方能看的案件全部装上"))
    _json(act)


def _take(acts: Any) -> None:
    act = _act(
        acts,
        "take",
        "FILE [--receipt PATH] [...]",
        _("接收对方的文件(案件或回执),合并前先备份"),
        _(
            "同一份接收两次,第二次什么也不变。缺了中间的一份会说明缺第几份。\n"
            "对方恢复过旧备份时会发现;问清楚以后用 --went-back。"
        ),
    )
    act.add_argument("file", metavar="FILE", help=_("对方交来的 .mbx 文件;写文件夹就找下一份"))
    act.add_argument("--receipt", metavar="PATH", help=_("随后做一份回执:文件或文件夹"))
    act.add_argument("--missing-lost", action="store_true", help=_("缺的那几份找不到了,接着合并"))
    act.add_argument("--went-back", action="store_true", help=_("对方确实恢复过旧备份,接着合并"))
    act.add_argument("--confirm", metavar="WORD", default="", help=_("要删很多内容时输入的字"))
    _json(act)


def _receipt(acts: Any) -> None:
    act = _act(
        acts,
        "receipt",
        "NAME -o PATH",
        _("给最近接收的一份案件做回执(再做一次也可以)"),
        _("对方接收回执以后,才把接收了的案件记为已送达。"),
    )
    act.add_argument("name", metavar="NAME", help=_("对方的名字"))
    act.add_argument("-o", "--output", metavar="PATH", required=True, help=_("文件或文件夹"))
    _json(act)


def _conflicts(acts: Any) -> None:
    act = _act(
        acts,
        "conflicts",
        "[N] [--settled]",
        _("列出等人决定的案件;写 N 时逐栏显示两边"),
        _("例:\n  mediation bundle conflicts\n  mediation bundle conflicts 3"),
    )
    act.add_argument("number", metavar="N", type=int, nargs="?", help=_("号,见列表"))
    act.add_argument("--settled", action="store_true", help=_("列出处理过的"))
    _json(act)


def _resolve(acts: Any) -> None:
    act = _act(
        acts,
        "resolve",
        "N MARK [--theirs 1,3|all]",
        _("逐栏决定一件:列出的栏取对方的,其余留本机的"),
        _(
            "MARK 是 conflicts N 显示的对照号:显示以后案件又改过,就要重新对照。\n\n"
            "例:\n"
            "  mediation bundle resolve 3 9c41d0e2 --theirs 1,3\n"
            "  mediation bundle resolve 3 9c41d0e2"
        ),
    )
    act.add_argument("number", metavar="N", type=int, help=_("号,见 conflicts"))
    act.add_argument("mark", metavar="MARK", help=_("对照号,见 conflicts N"))
    act.add_argument("--theirs", metavar="1,3", default="", help=_("取对方的各栏的序号,或 all"))
    _json(act)


def _act(acts: Any, name: str, usage: str, brief: str, description: str) -> Parser:
    return declare(acts, name, usage, brief, description, under="bundle")


def _json(act: Parser) -> None:
    act.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


ADDERS = {"bundle": add_bundle}
