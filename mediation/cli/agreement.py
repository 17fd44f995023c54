"""``mediation agreement``: what the parties promised and what of it is performed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from mediation.cases.agreement import Clause, ClauseKind, due_words, told
from mediation.cases.capital import capital_words
from mediation.cases.exit_check import Mark
from mediation.cases.money import decimal_yuan, format_yuan
from mediation.cases.performing import InstalmentState
from mediation.cli.opening import opened
from mediation.cli.speech import one_line, say, tell, tell_json
from mediation.i18n import _
from mediation.office.agreements import AgreementFile

_MARKS = {Mark.GOOD: _("通过"), Mark.BAD: _("要改"), Mark.UNKNOWN: _("待查")}


def run(arguments: Namespace) -> int:
    """Print the agreement of one case."""
    from mediation.cli.show import find

    with opened(arguments) as office:
        case = find(office, arguments.number)
        file, today = office.agreements.open(case), office.today()
        if arguments.output:
            office.agreements.save(case, Path(arguments.output))
            say(_("已存成 {file}。").format(file=arguments.output))
            return 0
    if arguments.json:
        tell_json(as_json(file, today))
    else:
        tell("\n".join((*lines(file, today), *_beside(file))))
    return 0


def lines(file: AgreementFile, today: date) -> Iterator[str]:
    """Clauses, instalments and payments, a line each; none where nothing was entered."""
    agreement, found = file.agreement, file.standing
    if agreement.total is not None:
        yield _("协议 {total} 元({words}),已付 {paid} 元,逾期 {late} 元").format(
            total=format_yuan(agreement.total),
            words=capital_words(agreement.total),
            paid=format_yuan(found.paid),
            late=format_yuan(found.overdue),
        )
    for at, clause in enumerate(agreement.clauses, start=1):
        yield one_line(f"{at}. {clause.kind.label}  {_clause(clause)}")
        for state in found.states:
            if state.clause.id == clause.id and len(clause.instalments) > 1:
                yield "   " + one_line(_instalment(state, today))
    for payment in file.payments:
        amount = (
            _("已做完")
            if payment.fen is None
            else _("{yuan} 元").format(yuan=format_yuan(payment.fen))
        )
        labels = [each.label for each in (payment.how, payment.proof) if each is not None]
        words = (_("履行:"), str(payment.paid_on), amount, *labels, payment.proof_words)
        yield one_line("  ".join(words))


def as_json(file: AgreementFile, today: date) -> dict[str, Any]:
    """The agreement as data: dates in ISO form, amounts decimal strings in yuan."""
    agreement, found = file.agreement, file.standing
    return {
        "signed_on": _day(agreement.signed_on),
        "all_signed": agreement.all_signed,
        "confirming": agreement.confirming,
        "total": _yuan(agreement.total),
        "total_words": "" if agreement.total is None else capital_words(agreement.total),
        "paid": _yuan(found.paid),
        "overdue": _yuan(found.overdue),
        "performance": found.performance.value if found.performance else None,
        "clauses": [_clause_json(clause, file, today) for clause in agreement.clauses],
        "payments": [
            {
                "clause": agreement.clauses.index(agreement.clause(payment.clause)) + 1,
                "date": payment.paid_on.isoformat(),
                "amount": _yuan(payment.fen),
                "how": payment.how.value if payment.how else None,
                "proof": payment.proof.value if payment.proof else None,
                "proof_words": payment.proof_words,
            }
            for payment in file.payments
        ],
        "check": [
            {"item": item.key, "mark": item.mark.value, "name": item.name, "why": item.why}
            for item in file.items
        ],
        "next": [
            {
                "step": duty.key,
                "words": duty.words,
                "source": duty.source,
                "done": _day(file.ticked[duty.key][0]) if duty.key in file.ticked else None,
            }
            for duty in file.duties
        ],
    }


def _clause_json(clause: Clause, file: AgreementFile, today: date) -> dict[str, Any]:
    return {
        "kind": clause.kind.value,
        "payer": clause.payer,
        "payee": clause.payee,
        "what": clause.what,
        "amount": _yuan(clause.fen),
        "how": clause.how.value if clause.how else None,
        "account": clause.account,
        "instalments": [
            {
                "due": _day(state.instalment.due_on),
                "amount": _yuan(state.instalment.fen),
                "left": _yuan(state.left) if clause.kind is ClauseKind.PAY else None,
                "done": not state.left,
                "overdue": state.is_overdue(today),
            }
            for state in file.standing.states
            if state.clause.id == clause.id
        ],
    }


def _clause(clause: Clause) -> str:
    money = "" if clause.fen is None else _("{yuan} 元").format(yuan=format_yuan(clause.fen))
    when = due_words(clause.instalments) if clause.is_performable else ""
    how = clause.how.label if clause.how else ""
    return "  ".join(filter(None, (told(clause), money, when, how, clause.account)))


def _instalment(state: InstalmentState, today: date) -> str:
    due = state.instalment.due_on
    words = (
        _("已付") if not state.left else _("还差 {left} 元").format(left=format_yuan(state.left))
    )
    if due is not None and state.is_overdue(today):
        words += _(",逾期 {days} 天").format(days=(today - due).days)
    return _("第 {number} 期  {due}  {fen} 元  {words}").format(
        number=state.number,
        due=due or _("未定期限"),
        fen=format_yuan(state.instalment.fen or 0),
        words=words,
    )


def _beside(file: AgreementFile) -> Iterator[str]:
    yield _("出门检查:")
    for item in file.items:
        yield "  " + one_line(f"{_MARKS[item.mark]}  {item.name}  {item.why}")
    if file.duties:
        yield _("结案以后:")
    for duty in file.duties:
        done = file.ticked.get(duty.key)
        state = _("待办") if done is None else _("已办 {day}").format(day=done[0])
        yield f"  {state}  {duty.words}({duty.source})"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else decimal_yuan(fen)
