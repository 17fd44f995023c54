"""An agreement as a plain Word document: who the parties are, the clauses, the instalments, signatures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mediation.cases.agreement import Clause, ClauseKind, due_words
from mediation.cases.capital import capital_words
from mediation.cases.case import Case
from mediation.cases.money import format_yuan
from mediation.cases.terms import Side
from mediation.errors import MediationError
from mediation.i18n import _
from mediation.reports.columns import printable
from mediation.reports.official import check_official
from mediation.reports.whole_file import whole_file

if TYPE_CHECKING:
    from mediation.office.agreements import AgreementFile


def write_agreement(file: AgreementFile, path: Path) -> None:
    """Write the agreement; raises MediationError without clauses, for another form, or no room."""
    check_official()
    if path.suffix.lower() != ".docx":
        raise MediationError(_("协议只存成 .docx:请改文件名的后缀。"))
    if not file.agreement.clauses:
        raise MediationError(_("这件案件还没有协议条款,没有可存的内容。"))
    from mediation.reports.word_layout import BODY, CHAPTER, SIGNED, TITLE, official_document

    document = official_document()
    document.add_paragraph(_("调解协议"), style=TITLE)
    for line in _parties(file.case):
        document.add_paragraph(printable(line), style=BODY)
    document.add_paragraph(_("协议内容"), style=CHAPTER)
    for number, clause in enumerate(file.agreement.clauses, start=1):
        document.add_paragraph(printable(f"{number}. {clause_sentence(clause)}"), style=BODY)
        if len(clause.instalments) > 1:
            _table(document, clause)
    for name in (_("申请人(签名):"), _("被申请人(签名):"), _("调解员(签名):")):
        document.add_paragraph(f"{name}____________", style=SIGNED)
    document.add_paragraph(_("____年____月____日"), style=SIGNED)
    with whole_file(path) as draft:
        document.save(str(draft))


def clause_sentence(clause: Clause) -> str:
    """A clause as a sentence of the paper, the amount in figures and in capital words."""
    if clause.kind is ClauseKind.PAY and clause.fen is not None:
        words = _("{payer}付给{payee}{what}{fen} 元(大写:{words})").format(
            payer=clause.payer,
            payee=clause.payee,
            what=clause.what,
            fen=format_yuan(clause.fen),
            words=capital_words(clause.fen),
        )
        how = clause.how.label if clause.how else ""
        beside = [due_words(clause.instalments), how, clause.account]
        return ",".join(filter(None, (words, *beside))) + "。"
    if clause.kind is ClauseKind.DEED:
        return _("{payer}向{payee}履行:{what},{due}。").format(
            payer=clause.payer,
            payee=clause.payee,
            what=clause.what,
            due=due_words(clause.instalments),
        )
    return clause.what.rstrip("。") + "。"


def _parties(case: Case) -> Iterator[str]:
    yield _("案号:{number}").format(number=case.court_number or case.number)
    for side in Side:
        for party in (each for each in case.parties if each.side is side):
            beside = (
                (_("证件"), party.id_number),
                (_("地址"), party.service_address or party.address),
                (_("电话"), party.phone),
            )
            yield _("{side}:{name}").format(side=side.label, name=party.name) + "".join(
                f",{label} {value}" for label, value in beside if value
            )
    if case.cause_name:
        yield _("争议事项:{cause}").format(cause=case.cause_name)


def _table(document: object, clause: Clause) -> None:
    from mediation.reports.word_layout import CELL, CELL_HEAD

    table = document.add_table(rows=1, cols=3)  # type: ignore[attr-defined]
    table.style = "Table Grid"
    for cell, name in zip(table.rows[0].cells, (_("期次"), _("期限"), _("金额(元)")), strict=True):
        cell.paragraphs[0].style = CELL_HEAD
        cell.paragraphs[0].add_run(name)
    for number, part in enumerate(clause.instalments, start=1):
        values = (str(number), str(part.due_on or ""), format_yuan(part.fen or 0))
        for cell, value in zip(table.add_row().cells, values, strict=True):
            cell.paragraphs[0].style = CELL
            cell.paragraphs[0].add_run(value)
