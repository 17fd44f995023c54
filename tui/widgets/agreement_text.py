"""A case's agreement and its performance in a few lines, for the case room."""

from __future__ import annotations

from datetime import date

from rich.text import Text

from mediation.cases.agreement import due_words, told
from mediation.cases.money import format_yuan
from mediation.i18n import _
from mediation.office.agreements import AgreementFile
from mediation.reports.columns import fold_lines
from tui.text import clean

_SHOWN = 6


def agreement(file: AgreementFile, width: int) -> Text:
    """The clauses a line each, and the key that opens the whole."""
    text = Text(end="")
    for at, clause in enumerate(file.agreement.clauses[:_SHOWN], start=1):
        money = "" if clause.fen is None else _("{yuan} 元").format(yuan=format_yuan(clause.fen))
        when = due_words(clause.instalments) if clause.is_performable else ""
        words = "  ".join(filter(None, (told(clause), money, when)))
        text.append(_folded(f"{at} {words}", width))
    more = len(file.agreement.clauses) - _SHOWN
    if more > 0:
        text.append("  " + _("还有 {count} 条:按 a 打开。").format(count=more) + "\n")
    if not file.agreement.clauses:
        text.append("  " + _("还没有条款:按 a 录入,按 x 做出门检查。") + "\n")
    return text


def performance(file: AgreementFile, today: date, width: int) -> Text:
    """What is paid, what is late, what comes next, and how many steps wait after the closing."""
    found, text = file.standing, Text(end="")
    if found.performance is not None:
        paid = _("已付 {paid} / {owed} 元").format(
            paid=format_yuan(found.paid), owed=format_yuan(found.owed)
        )
        late = ""
        if found.overdue:
            late = _("逾期 {late} 元").format(late=format_yuan(found.overdue))
        words = "  ".join(filter(None, (found.performance.label, paid, late)))
        text.append(_folded(words, width))
    if found.next_due is not None and found.next_due.instalment.due_on is not None:
        due = found.next_due.instalment.due_on
        text.append(_folded(_next_words(due, today), width))
    waiting = sum(duty.key not in file.ticked for duty in file.duties)
    if waiting:
        text.append("  " + _("结案后还有 {count} 步要办:按 a 看。").format(count=waiting) + "\n")
    if not text.plain:
        text.append("  " + _("录入条款后,按 p 逐笔登记履行。") + "\n")
    return text


def _folded(words: str, width: int) -> str:
    lines = fold_lines(clean(words), max(width - 4, 20), indent="  ")
    return "".join(f"  {line}\n" for line in lines)


def _next_words(due: date, today: date) -> str:
    if due < today:
        return _("最早一期 {day} 已逾期 {days} 天:按 p 登记履行").format(
            day=due, days=(today - due).days
        )
    return _("下一期 {day}:按 p 登记履行").format(day=due)
