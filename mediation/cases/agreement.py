"""协议: what the parties promised, clause by clause; its sum is derived, never typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from mediation.cases.plain import clean_line
from mediation.cases.schedule import Instalment
from mediation.cases.terms import Term
from mediation.errors import NotFound, RuleViolation
from mediation.i18n import _


class ClauseKind(Term):
    """What a clause is about."""

    PAY = "pay", "付款"
    DEED = "deed", "行为"
    BREACH = "breach", "违约责任"
    OTHER = "other", "其他"


class How(Term):
    """By what means money passes."""

    TRANSFER = "transfer", "转账"
    CASH = "cash", "现金"
    MOBILE = "mobile", "微信支付宝"
    COURT = "court", "法院代管款"
    OTHER = "other", "其他"


PERFORMABLE = (ClauseKind.PAY, ClauseKind.DEED)
"""The kinds with something to perform; a breach clause waits for a breach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One promise: ``payer`` pays ``payee`` (or does for) ``what``; ``fen`` is ``None`` without money.

    ``words`` are the capital words as typed from the paper, empty when they were not; ``account``
    is the bank account or place of handing over.
    """

    id: UUID
    kind: ClauseKind
    payer: str = ""
    payee: str = ""
    what: str = ""
    fen: int | None = None
    words: str = ""
    how: How | None = None
    account: str = ""
    instalments: tuple[Instalment, ...] = ()

    @property
    def is_performable(self) -> bool:
        """Whether something of it can be ticked as performed."""
        return self.kind in PERFORMABLE

    def checked(self) -> Clause:
        """This clause if it holds together, else RuleViolation naming the field at fault."""
        if self.kind is ClauseKind.PAY:
            if not self.fen:
                raise RuleViolation(_("付款条款要写金额;不涉及金钱的选“行为”。"), field="fen")
            _check_sum(self)
        elif self.kind is ClauseKind.DEED:
            if not self.what:
                raise RuleViolation(_("请写明做什么。"), field="what")
            if self.fen is not None:
                raise RuleViolation(_("“行为”条款不写金额;付钱的选“付款”。"), field="fen")
        elif not self.what:
            raise RuleViolation(_("请写明条款内容。"), field="what")
        days = [each.due_on for each in self.instalments if each.due_on is not None]
        if days != sorted(days):
            raise RuleViolation(_("各期日期要从早到晚。"), field="dates")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """调解协议 of one case.

    ``signed_on`` is the day of the last signature, from which it takes effect (法释〔2016〕14号
    art. 24); ``all_signed`` and ``confirming`` are ``None`` while nobody said.
    """

    case: UUID
    version: int = 0
    signed_on: date | None = None
    all_signed: bool | None = None
    confirming: bool | None = None
    clauses: tuple[Clause, ...] = ()

    @property
    def total(self) -> int | None:
        """The sum of all payments promised, in fen; ``None`` when no clause pays."""
        paying = [c.fen or 0 for c in self.clauses if c.kind is ClauseKind.PAY]
        return sum(paying) if paying else None

    @property
    def is_performable(self) -> bool:
        """Whether anything can be performed."""
        return any(clause.is_performable for clause in self.clauses)

    def clause(self, clause: UUID) -> Clause:
        """The clause with this key; raises NotFound."""
        for each in self.clauses:
            if each.id == clause:
                return each
        raise NotFound(_("没有这一条款,可能已被删除。请刷新。"))

    def with_clause(self, clause: Clause) -> Agreement:
        """With a clause in its old place, or at the end."""
        if any(each.id == clause.id for each in self.clauses):
            changed = tuple(clause if each.id == clause.id else each for each in self.clauses)
        else:
            changed = (*self.clauses, clause)
        return replace(self, clauses=changed)

    def without(self, clause: UUID) -> Agreement:
        """Without a clause; raises NotFound."""
        self.clause(clause)
        return replace(self, clauses=tuple(each for each in self.clauses if each.id != clause))


_INTO_COURT = re.compile(
    r"(?:不|未|没有|拒不|拒绝)(?:能)?(?:按[^,。;,;]{0,12}|如期|及时)?(?:履行|给付|付款|支付|偿还)"
    r"[^。;;]{0,30}(?:请|由|交|提请|申请|请求)[^。;;,,]{0,10}(?:人民)?法院[^。;;]{0,10}"
    r"(?:裁判|判决|裁决|判令|作出判)"
)


def leaves_it_to_the_court(clause: Clause) -> bool:
    """Whether a clause seems to agree on a judgment if it is not performed, which it may not.

    Source: 法释〔2004〕12号(2020 修正)art. 8, as rules of court mediation.
    """
    return bool(_INTO_COURT.search(clean_line(clause.what)))


def told(clause: Clause) -> str:
    """A clause in one line, without its amount."""
    if clause.kind not in PERFORMABLE:
        return clause.what
    form = _("{payer} 付给 {payee}") if clause.kind is ClauseKind.PAY else _("{payer} 向 {payee}")
    nobody = _("(未写明)")
    sides = form.format(payer=clause.payer or nobody, payee=clause.payee or nobody)
    return " ".join(filter(None, (sides, clause.what)))


def due_words(instalments: Sequence[Instalment]) -> str:
    """When it falls due, in a few words."""
    days = [each.due_on for each in instalments if each.due_on is not None]
    if not days:
        return _("未定期限")
    if len(days) == 1:
        return _("{day} 前").format(day=days[0])
    return _("{count} 期,{first} 至 {last}").format(count=len(days), first=days[0], last=days[-1])


def _check_sum(clause: Clause) -> None:
    if not clause.instalments:
        return
    sums = sum(each.fen or 0 for each in clause.instalments)
    if sums != clause.fen or any(not each.fen for each in clause.instalments):
        from mediation.cases.money import format_yuan

        raise RuleViolation(
            _("各期合计 {sums} 元,与金额 {fen} 元不符。").format(
                sums=format_yuan(sums), fen=format_yuan(clause.fen or 0)
            ),
            field="dates",
        )
