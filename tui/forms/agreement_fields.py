"""The fields of a clause on screen, its instalments as a rule or line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from mediation.cases.agreement import Clause, ClauseKind, How
from mediation.cases.case import Case
from mediation.cases.money import format_yuan, parse_amount
from mediation.cases.schedule import Every, Instalment, instalments
from mediation.cases.terms import Side
from mediation.errors import RuleViolation, Unreadable
from mediation.i18n import _
from tui.forms.case_fields import options
from tui.forms.days import read_day
from tui.forms.field import Field, Kind, Option, Values

ONCE, LISTED, MONTH_END = "once", "listed", "month_end"
_PLANS = (
    Option(ONCE, _("一次")),
    Option("month", _("每月")),
    Option(MONTH_END, _("每月末")),
    Option("quarter", _("每季")),
    Option("week", _("每周")),
    Option("year", _("每年")),
    Option(LISTED, _("逐期写")),
)


def _is(name: str, *wanted: str) -> Callable[[Values], bool]:
    return lambda values: values.get(name, "") in wanted


_pays = _is("kind", ClauseKind.PAY)
_performs = _is("kind", ClauseKind.PAY, ClauseKind.DEED)


def _by_rule(values: Values) -> bool:
    return _pays(values) and values.get("plan", "") not in ("", ONCE, LISTED)


CLAUSE: tuple[Field, ...] = (
    Field(
        name="kind",
        label=_("条款种类"),
        kind=Kind.CHOICE,
        options=options(ClauseKind),
        required=True,
        help=_("付款和行为可以登记履行;违约责任不能约定“不履行就请法院裁判”。"),
    ),
    Field(name="payer", label=_("谁履行"), help=_("付钱或做事的一方。"), shown=_performs),
    Field(name="payee", label=_("对谁"), help=_("收钱或受益的一方。"), shown=_performs),
    Field(name="what", label=_("内容"), help=_("如 货款、返还房屋、逾期按日万分之二付违约金。")),
    Field(
        name="fen",
        label=_("金额(元)"),
        kind=Kind.AMOUNT,
        help=_("86500、8.65万、捌万陆仟伍佰元都行。"),
        shown=_pays,
    ),
    Field(
        name="words",
        label=_("协议上的大写"),
        help=_("照协议原文打,程序与数字核对;空着就不核对。"),
        shown=_pays,
    ),
    Field(
        name="how",
        label=_("怎么付"),
        kind=Kind.CHOICE,
        options=options(How),
        shown=_pays,
    ),
    Field(
        name="account", label=_("账户或地点"), help=_("转账的写户名、开户行、账号。"), shown=_pays
    ),
    Field(
        name="plan",
        label=_("期限"),
        kind=Kind.CHOICE,
        options=_PLANS,
        help=_("每月 31 日遇小月算月末;除不尽的零头在最后一期。"),
        shown=_pays,
    ),
    Field(
        name="first_on",
        label=_("期限或首期"),
        kind=Kind.DATE,
        ahead=True,
        load=True,
        help=_("最后一天或第一期:12-15、1215、2026-12-15。"),
        shown=lambda values: _performs(values) and values.get("plan", "") != LISTED,
    ),
    Field(name="times", label=_("期数"), help=_("如 12;填了每期金额可以空着。"), shown=_by_rule),
    Field(
        name="each",
        label=_("每期金额(元)"),
        kind=Kind.AMOUNT,
        help=_("空着就平均分,零头在最后一期。"),
        shown=_by_rule,
    ),
    Field(
        name="dates",
        label=_("各期"),
        kind=Kind.NOTE,
        help=_("一行一期:日期 空格 金额,如 2026-12-15 5000。Tab 离开。"),
        shown=lambda values: _pays(values) and values.get("plan", "") == LISTED,
    ),
)


def new_clause_texts(case: Case) -> dict[str, str]:
    """A new clause: the respondents pay the applicants, once."""
    return {
        "kind": ClauseKind.PAY.value,
        "payer": "、".join(case.names(Side.RESPONDENT)),
        "payee": "、".join(case.names(Side.APPLICANT)),
        "plan": ONCE,
    }


def clause_texts(clause: Clause) -> dict[str, str]:
    """A clause as the texts of its fields; several instalments stand line by line."""
    parts = clause.instalments
    several = len(parts) > 1
    return {
        "kind": clause.kind.value,
        "payer": clause.payer,
        "payee": clause.payee,
        "what": clause.what,
        "fen": "" if clause.fen is None else format_yuan(clause.fen),
        "words": clause.words,
        "how": clause.how.value if clause.how else "",
        "account": clause.account,
        "plan": LISTED if several else ONCE,
        "first_on": str(parts[0].due_on or "") if parts and not several else "",
        "dates": "\n".join(f"{part.due_on} {format_yuan(part.fen or 0)}" for part in parts)
        if several
        else "",
    }


def clause_from(values: Mapping[str, Any], key: UUID, today: date) -> Clause:
    """The clause that was read from the fields; raises RuleViolation naming one."""
    kind = ClauseKind(values["kind"])
    performed = kind in (ClauseKind.PAY, ClauseKind.DEED)
    return Clause(
        id=key,
        kind=kind,
        payer=values.get("payer") or "" if performed else "",
        payee=values.get("payee") or "" if performed else "",
        what=values.get("what") or "",
        fen=values.get("fen"),
        words=values.get("words") or "",
        how=How(values["how"]) if values.get("how") else None,
        account=values.get("account") or "",
        instalments=parts_from(values, today) if performed else (),
    ).checked()


def parts_from(values: Mapping[str, Any], today: date) -> tuple[Instalment, ...]:
    """The instalments that the fields describe."""
    plan, first, fen = values.get("plan") or ONCE, values.get("first_on"), values.get("fen")
    if values["kind"] == ClauseKind.PAY and plan == LISTED:
        return listed_parts(values.get("dates") or "", today)
    if values["kind"] == ClauseKind.PAY and plan != ONCE:
        if first is None:
            raise RuleViolation(_("请填首期日期。"), field="first_on")
        every = Every.MONTH if plan == MONTH_END else Every(plan)
        return instalments(
            fen or 0,
            first,
            times=_times(values.get("times") or ""),
            each=values.get("each"),
            every=every,
            month_end=plan == MONTH_END,
        )
    return () if first is None else (Instalment(due_on=first, fen=fen),)


def listed_parts(text: str, today: date) -> tuple[Instalment, ...]:
    """Instalments written line by line; raises RuleViolation naming the line."""
    parts = []
    for number, line in enumerate(filter(str.strip, text.splitlines()), start=1):
        day, _gap, amount = line.strip().partition(" ")
        try:
            due, fen = read_day(day, today, ahead=True), parse_amount(amount)
        except Unreadable as error:
            raise RuleViolation(
                _("第 {number} 行:{why}").format(number=number, why=error.message), field="dates"
            ) from error
        if due is None or not fen:
            raise RuleViolation(
                _("第 {number} 行要有日期和金额,中间空一格。").format(number=number), field="dates"
            )
        parts.append(Instalment(due_on=due, fen=fen))
    return tuple(parts)


def _times(text: str) -> int | None:
    text = text.strip().removesuffix("期").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise RuleViolation(_("期数请填数字,如 12。"), field="times")
    return int(text)
