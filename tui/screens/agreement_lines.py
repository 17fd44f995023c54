"""An agreement on lines: how far it is performed, clauses, payments, what follows a closing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from mediation.cases.afterwards import NextDuty
from mediation.cases.agreement import ClauseKind, told
from mediation.cases.capital import capital_words
from mediation.cases.exit_check import Item, Mark
from mediation.cases.money import format_yuan
from mediation.cases.performing import InstalmentState, Payment
from mediation.clock.calendar import official_calendar
from mediation.clock.periods import Clock, period_of
from mediation.i18n import _
from mediation.reports.columns import fold_lines
from tui.text import left, right
from tui.widgets.sheet import Piece, SheetLine

if TYPE_CHECKING:
    from mediation.office.agreements import AgreementFile

MARK_WORDS = {Mark.GOOD: _("通过"), Mark.BAD: _("要改"), Mark.UNKNOWN: _("待查")}
_NAME = 17


class Part(StrEnum):
    """What a line stands for."""

    CLAUSE = "clause"
    INSTALMENT = "instalment"
    PAYMENT = "payment"
    SIGNATURES = "signatures"
    DUTY = "duty"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Pointed:
    """What Enter acts on: a part with its key; ``left`` is what an instalment still lacks."""

    part: Part
    key: UUID | str | None = None
    left: int = 0


def agreement_lines(file: AgreementFile, today: date, width: int) -> list[SheetLine]:
    """The whole agreement as lines of at most ``width`` cells."""
    return [
        *_summary(file, width),
        [],
        *_clauses(file, today, width),
        [],
        *_signatures(file, width),
        *_check_line(file.items),
        [],
        *_payments(file, width),
        [],
        *_duties(file, today, width),
    ]


def check_lines(items: Sequence[Item], width: int) -> list[SheetLine]:
    """The items of an exit check, those to be put right first reached by arrows."""
    lines: list[SheetLine] = [[Piece(check_words(items), "heading")]]
    if any(item.repair for item in items):
        lines.append([Piece(_("上下键选一项,Enter 去改。"), "quiet")])
    lines.append([])
    for item in items:
        lines += _item(item, width)
    return lines


def check_words(items: Sequence[Item]) -> str:
    """How many items pass, fail and cannot be told."""
    counts = {mark: sum(item.mark is mark for item in items) for mark in Mark}
    return _("要改 {bad}  待查 {unknown}  通过 {good}").format(
        bad=counts[Mark.BAD], unknown=counts[Mark.UNKNOWN], good=counts[Mark.GOOD]
    )


def _item(item: Item, width: int) -> Iterator[SheetLine]:
    look = "fault" if item.mark is Mark.BAD else "plain"
    name = left(item.name, _NAME)
    first = Piece(f"{MARK_WORDS[item.mark]} ", look)
    source = f"({item.source})" if item.source and item.mark is not Mark.GOOD else ""
    why = " ".join(filter(None, (item.why, source)))
    room = max(width - 5 - _NAME - 1, 20)
    lines = fold_lines(why, room)
    opens = item if item.repair else None
    quiet = "quiet" if item.mark is Mark.GOOD else "plain"
    yield [first, Piece(name, "plain", opens), Piece(" " + lines[0], quiet)]
    for line in lines[1:]:
        yield [Piece(" " * (5 + _NAME + 1) + line, quiet)]


def _summary(file: AgreementFile, width: int) -> Iterator[SheetLine]:
    total, found = file.agreement.total, file.standing
    if total is None:
        if not file.agreement.clauses:
            words = _("还没有协议条款:按 a 逐条录入,谁给谁、给多少、什么时候、怎么给。")
            for line in fold_lines(words, width):
                yield [Piece(line, "heading")]
        return
    words = _("协议 {total} 元  {words}").format(
        total=format_yuan(total), words=capital_words(total)
    )
    for line in fold_lines(words, width):
        yield [Piece(line, "heading")]
    parts = [
        _("已付 {paid} 元").format(paid=format_yuan(found.paid)),
        _("还差 {left} 元").format(left=format_yuan(total - found.paid)),
    ]
    standing = [Piece("  ".join(parts))]
    if found.overdue:
        late = _("逾期 {late} 元").format(late=format_yuan(found.overdue))
        standing.append(Piece(f"  {late}", "fault"))
    if found.overpaid:
        over = _("多付 {over} 元").format(over=format_yuan(sum(found.overpaid.values())))
        standing.append(Piece(f"  {over}", "fault"))
    if found.performance is not None:
        standing.append(Piece(f"  {found.performance.label}"))
    yield standing


def _clauses(file: AgreementFile, today: date, width: int) -> Iterator[SheetLine]:
    agreement = file.agreement
    yield [Piece(_("条款 ({count})").format(count=len(agreement.clauses)), "heading")]
    for at, clause in enumerate(agreement.clauses, start=1):
        money = "" if clause.fen is None else _("{yuan} 元").format(yuan=format_yuan(clause.fen))
        how = clause.how.label if clause.how else ""
        words = "  ".join(filter(None, (told(clause), money, how, clause.account)))
        lines = fold_lines(words, max(width - 14, 20))
        name = Piece(f"{at} {left(clause.kind.label, 8)}", opens=Pointed(Part.CLAUSE, clause.id))
        yield [Piece("  "), name, Piece("  " + lines[0])]
        for line in lines[1:]:
            yield [Piece(" " * 14 + line)]
        for state in file.standing.states:
            if state.clause.id == clause.id:
                yield _instalment(state, today)


def _instalment(state: InstalmentState, today: date) -> SheetLine:
    due = state.instalment.due_on
    day = _("未定期限") if due is None else due.isoformat()
    name = _("第 {number} 期 {day}").format(number=state.number, day=day)
    pointed = Pointed(Part.INSTALMENT, state.clause.id, state.left)
    pays = state.clause.kind is ClauseKind.PAY
    amount = right(format_yuan(state.instalment.fen or 0), 14) if pays else " " * 14
    line = [Piece(" " * 6), Piece(left(name, 20), opens=pointed), Piece(amount + "  ")]
    words, look = _instalment_words(state, today, pays=pays)
    return [*line, Piece(words, look)]


def _instalment_words(state: InstalmentState, today: date, *, pays: bool) -> tuple[str, str]:
    if not state.left:
        return (_("已付") if pays else _("已做")), "quiet"
    due = state.instalment.due_on
    lacks = ""
    if pays and state.left != state.instalment.fen:
        lacks = _("还差 {left} 元").format(left=format_yuan(state.left))
    if due is None:
        return lacks, "plain"
    if state.is_overdue(today):
        late = _("逾期 {days} 天").format(days=(today - due).days)
        return " ".join(filter(None, (late, lacks))), "fault"
    if due == today:
        return " ".join(filter(None, (_("今天到期"), lacks))), "heading"
    ahead = _("还有 {days} 天").format(days=(due - today).days)
    return " ".join(filter(None, (ahead, lacks))), "plain"


def _signatures(file: AgreementFile, width: int) -> Iterator[SheetLine]:
    agreement = file.agreement
    signed = {None: _("没有登记"), True: _("各方已签"), False: _("没有签齐")}[agreement.all_signed]
    day = "" if agreement.signed_on is None else str(agreement.signed_on)
    wants = {None: _("没有登记"), True: _("要申请"), False: _("不申请")}[agreement.confirming]
    words = _("{signed} {day}   司法确认: {wants}{until}").format(
        signed=signed, day=day, wants=wants, until=_confirmation_day(file)
    )
    first, *others = fold_lines(words, max(width - 10, 20))
    yield [Piece(_("签名"), opens=Pointed(Part.SIGNATURES)), Piece("      " + first)]
    for line in others:
        yield [Piece(" " * 10 + line)]


def _confirmation_day(file: AgreementFile) -> str:
    agreement = file.agreement
    if not agreement.confirming or agreement.signed_on is None:
        return ""
    last = last_day_to_confirm(file, agreement.signed_on)
    return "" if last is None else _(",最后一天 {day}").format(day=last)


def last_day_to_confirm(file: AgreementFile, since: date) -> date | None:
    """The last day to ask for confirmation; ``None`` where it is not the way."""
    limit = period_of(Clock.CONFIRMATION, since, file.case.channel, official_calendar())
    return None if limit is None else limit.due


def _check_line(items: Sequence[Item]) -> Iterator[SheetLine]:
    look = "fault" if any(item.mark is Mark.BAD for item in items) else "plain"
    yield [Piece(_("出门检查"), opens=Pointed(Part.CHECK)), Piece("  " + check_words(items), look)]


def _payments(file: AgreementFile, width: int) -> Iterator[SheetLine]:
    yield [Piece(_("履行 ({count})").format(count=len(file.payments)), "heading")]
    for payment in file.payments:
        yield from _payment(file, payment, width)
    if not file.payments:
        yield [Piece(_("  还没有:钱到了按 p 记一笔,带凭证。"), "quiet")]


def _payment(file: AgreementFile, payment: Payment, width: int) -> Iterator[SheetLine]:
    clause = file.agreement.clause(payment.clause)
    number = file.agreement.clauses.index(clause) + 1
    amount = _("已做完") if payment.fen is None else format_yuan(payment.fen)
    words = "  ".join(
        filter(
            None,
            (
                _("第 {number} 条").format(number=number),
                payment.how.label if payment.how else "",
                payment.proof.label if payment.proof else _("没有凭证"),
                payment.proof_words,
            ),
        )
    )
    lines = fold_lines(words, max(width - 30, 20))
    day = Piece(payment.paid_on.isoformat(), opens=Pointed(Part.PAYMENT, payment.id))
    yield [Piece("  "), day, Piece(right(amount, 14) + "  " + lines[0])]
    for line in lines[1:]:
        yield [Piece(" " * 28 + line)]


def _duties(file: AgreementFile, today: date, width: int) -> Iterator[SheetLine]:
    yield [Piece(_("结案以后"), "heading")]
    if not file.duties:
        words = _("  结案后,这里列出法律要求接着做的事。")
        yield [Piece(words, "quiet")]
    for duty in file.duties:
        yield from _duty(file, duty, today, width)


def _duty(file: AgreementFile, duty: NextDuty, today: date, width: int) -> Iterator[SheetLine]:
    done = file.ticked.get(duty.key)
    state = _("待办") if done is None else _("已办")
    words = duty.words
    if done is not None:
        words += _(" [{day} 办{note}]").format(day=done[0], note=f" {done[1]}" if done[1] else "")
    elif duty.last_day_from is not None:
        last = last_day_to_confirm(file, duty.last_day_from)
        if last is not None:
            words += _(",最后一天 {day}").format(day=last)
            if last < today:
                words += _("(已过)")
    if duty.optional and done is None:
        words += _("(视情况)")
    lines = fold_lines(f"{words} ({duty.source})", max(width - 8, 20))
    look = "quiet" if done is not None else "plain"
    pointed = Pointed(Part.DUTY, duty.key)
    yield [Piece("  "), Piece(state, opens=pointed), Piece("  " + lines[0], look)]
    for line in lines[1:]:
        yield [Piece(" " * 8 + line, look)]
