"""Forms of an agreement: a clause, what was paid, who signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from mediation.cases.agreement import Clause, ClauseKind, How, told
from mediation.cases.case import Case
from mediation.cases.money import format_yuan
from mediation.cases.performing import Payment, Proof
from mediation.errors import NotFound, RuleViolation, Unreadable
from mediation.i18n import _
from mediation.identity import new_id
from tui.forms.agreement_fields import (
    CLAUSE,
    clause_from,
    clause_texts,
    new_clause_texts,
    parts_from,
)
from tui.forms.case_fields import YES_NO, options
from tui.forms.casework import CaseForm, case_name, load_of
from tui.forms.field import Field, Kind, Option, Values
from tui.forms.lookups import Roster
from tui.forms.row import FieldRow
from tui.forms.start import Saved, Start

if TYPE_CHECKING:
    from mediation.office.agreements import AgreementFile
    from mediation.office.office import Office


class AgreementForm(CaseForm):
    """A form about the agreement of one case, read with it."""

    def __init__(self, case: UUID) -> None:
        self._agreed: AgreementFile | None = None
        super().__init__(case)

    @property
    def file(self) -> AgreementFile:
        """The agreement as it was read."""
        assert self._agreed is not None
        return self._agreed

    def prepare(self, office: Office) -> Start:
        """The case and its agreement."""
        self._agreed = office.agreements.open(self._subject)
        return super().prepare(office)


class ClauseForm(AgreementForm):
    """条款: one promise, new or changed."""

    heading = _("协议条款")
    kind = "clause"
    fields: ClassVar[tuple[Field, ...]] = CLAUSE

    def prepare(self, office: Office) -> Start:
        """The agreement, and what stands on the days that an instalment may fall on."""
        return replace(super().prepare(office), load=load_of(office, self.window.today()))

    def __init__(self, case: UUID, clause: UUID | None = None) -> None:
        self._clause = clause
        super().__init__(case)

    def on_mount(self) -> None:
        """A key of the clause's own, so that saving again keeps one."""
        self.remember("id", str(self._clause or new_id()))
        super().on_mount()

    def texts_of(self, case: Case, roster: Roster) -> dict[str, str]:  # noqa: ARG002
        """The clause as it stands, or one that the respondents pay."""
        if self._clause is None:
            return new_clause_texts(case)
        return clause_texts(self.file.agreement.clause(self._clause))

    def kept_texts(self, start: Start) -> Values:
        """The clause as it is kept."""
        return start.texts if self._clause is not None else {}

    def left(self, row: FieldRow) -> None:
        """Say the instalments that come out as soon as they can be told."""
        if row.field.name not in ("first_on", "times", "each", "dates", "fen"):
            return
        read, _wrong = self.reader().read_all(self.fields, self.values())
        try:
            parts = parts_from(read, self.window.today())
        except (RuleViolation, KeyError):
            return
        if len(parts) > 1:
            first, last = parts[0], parts[-1]
            self.say_heading(
                _("{count} 期:{first} 起 {fen} 元,末期 {last} {rest} 元").format(
                    count=len(parts),
                    first=first.due_on,
                    fen=format_yuan(first.fen or 0),
                    last=last.due_on,
                    rest=format_yuan(last.fen or 0),
                )
            )

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Keep the clause."""
        clause = clause_from(values, UUID(self.remembered("id")), self.window.today())
        office.agreements.put_clause(self._subject, self.file.agreement.version, clause)
        return Saved(
            _("已存条款:{case},{clause}").format(
                case=case_name(self.case), clause=told(clause)[:40]
            ),
            self._subject,
        )


class _Clauses:
    """The clauses of an agreement that something can be performed on."""

    def __init__(self, clauses: Sequence[Clause] = ()) -> None:
        self._options = [
            Option(str(clause.id), _in_one_line(at, clause))
            for at, clause in enumerate(clauses, start=1)
            if clause.is_performable
        ]

    def find(self, text: str, limit: int) -> list[Option]:
        """Clauses whose line has the text."""
        return [option for option in self._options if text.strip() in option.label][:limit]

    def named(self, text: str) -> Option:
        """The clause of this line or number; raises Unreadable."""
        for option in self._options:
            if text == option.label or text == option.label.partition(" ")[0]:
                return option
        raise Unreadable(_("没有这一条款,按空格从列表里选。"))

    def label(self, key: UUID) -> str:
        """The line of a clause."""
        return next((each.label for each in self._options if each.key == str(key)), "")


class PaymentForm(AgreementForm):
    """记履行: a payment, or a deed done; it begins with what is due next."""

    heading = _("记履行")
    kind = "payment"
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            name="clause",
            label=_("条款"),
            kind=Kind.PICK,
            lookup="clause",
            required=True,
            help=_("空格列出可以履行的条款。"),
        ),
        Field(
            name="paid_on",
            label=_("履行日期"),
            kind=Kind.DATE,
            required=True,
            help=_("钱到的那天:今天、昨天、11-13、1113 都行。"),
        ),
        Field(
            name="fen",
            label=_("付了多少(元)"),
            kind=Kind.AMOUNT,
            help=_("付了一部分就填一部分;行为条款空着,表示已做完。"),
        ),
        Field(name="how", label=_("怎么付"), kind=Kind.CHOICE, options=options(How)),
        Field(
            name="proof",
            label=_("凭证"),
            kind=Kind.CHOICE,
            options=options(Proof),
            help=_("左右键或数字选。"),
        ),
        Field(name="proof_words", label=_("凭证说明"), help=_("如 回单号、收条日期、谁在场。")),
    )

    def __init__(self, case: UUID, clause: UUID | None = None, fen: int | None = None) -> None:
        self._clause, self._fen = clause, fen
        super().__init__(case)
        self.lookups["clause"] = _Clauses()

    def on_mount(self) -> None:
        """A key of the payment's own, so that saving again keeps one."""
        self.remember("id", str(new_id()))
        super().on_mount()

    def prepare(self, office: Office) -> Start:
        """The agreement; raises NotFound when there is nothing to perform."""
        start = super().prepare(office)
        if not self.file.agreement.is_performable:
            raise NotFound(
                _("还没有可以履行的条款:先按 a 打开协议录入条款;没有协议的旧案,到位金额用更正填。")
            )
        self.lookups["clause"] = _Clauses(self.file.agreement.clauses)
        return start

    def texts_of(self, case: Case, roster: Roster) -> dict[str, str]:  # noqa: ARG002
        """What is due next, paid today in full."""
        clauses = [each for each in self.file.agreement.clauses if each.is_performable]
        if not clauses:
            return {}
        found = self.file.standing
        due = found.next_due
        open_states = [state for state in found.states if state.left]
        state = next((each for each in open_states if each.clause.id == self._clause), None)
        state = state or due or (open_states[0] if open_states else None)
        clause = state.clause if state else clauses[0]
        left = state.left if state and clause.kind is ClauseKind.PAY else None
        fen = self._fen or left
        label = _Clauses(self.file.agreement.clauses).label(clause.id)
        return {
            "clause": label,
            "paid_on": self.window.today().isoformat(),
            "fen": format_yuan(fen) if fen else "",
            "how": clause.how.value if clause.how else "",
        }

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Keep the payment and say how far it goes."""
        clause = self.file.agreement.clause(UUID(values["clause"]))
        fen = values.get("fen") if clause.kind is ClauseKind.PAY else None
        file = office.agreements.pay(
            Payment(
                id=UUID(self.remembered("id")),
                case=self._subject,
                clause=clause.id,
                paid_on=values["paid_on"],
                fen=fen,
                how=How(values["how"]) if values.get("how") else None,
                proof=Proof(values["proof"]) if values.get("proof") else None,
                proof_words=values.get("proof_words") or "",
            )
        )
        return Saved(_paid_words(case_name(self.case), file, clause, fen), self._subject)


class SignaturesForm(AgreementForm):
    """签名与确认: who signed when, and whether the parties want confirmation."""

    heading = _("签名与司法确认")
    kind = "signatures"
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            name="signed_on",
            label=_("签订日期"),
            kind=Kind.DATE,
            help=_("最后一个人签名的那天,协议从那天生效,三十日从次日起算。"),
        ),
        Field(
            name="all_signed",
            label=_("各方都签了"),
            kind=Kind.CHOICE,
            options=YES_NO,
            help=_("双方当事人和调解员签名、盖章或捺印。"),
        ),
        Field(
            name="confirming",
            label=_("申请司法确认"),
            kind=Kind.CHOICE,
            options=YES_NO,
            help=_("委托和邀请调解的协议由法院制作调解书,不走司法确认。"),
        ),
    )

    def texts_of(self, case: Case, roster: Roster) -> dict[str, str]:  # noqa: ARG002
        """As it stands; signed today when nothing is there."""
        agreement = self.file.agreement
        day = agreement.signed_on or case.closed_on or self.window.today()
        return {
            "signed_on": day.isoformat(),
            "all_signed": _yes_no(agreement.all_signed),
            "confirming": _yes_no(agreement.confirming),
        }

    def kept_texts(self, start: Start) -> Values:  # noqa: ARG002
        """What was said before."""
        agreement = self.file.agreement
        return {
            "signed_on": str(agreement.signed_on or ""),
            "all_signed": _yes_no(agreement.all_signed),
            "confirming": _yes_no(agreement.confirming),
        }

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Keep what was said."""
        office.agreements.sign(
            self._subject,
            self.file.agreement.version,
            signed_on=values.get("signed_on"),
            all_signed=_truth(values.get("all_signed")),
            confirming=_truth(values.get("confirming")),
        )
        return Saved(_("已存签名:{case}").format(case=case_name(self.case)), self._subject)


def _paid_words(label: str, file: AgreementFile, clause: Clause, fen: int | None) -> str:
    found = file.standing
    over = found.overpaid.get(clause.id)
    if fen is None:
        words = _("已做完")
    else:
        words = _("{fen} 元,共付 {paid} / {owed} 元").format(
            fen=format_yuan(fen), paid=format_yuan(found.paid), owed=format_yuan(found.owed)
        )
    told_over = _(";多付了 {over} 元,请核对").format(over=format_yuan(over)) if over else ""
    return _("已记履行:{case},{words}").format(case=label, words=words) + told_over


def _in_one_line(number: int, clause: Clause) -> str:
    money = "" if clause.fen is None else _("{yuan} 元").format(yuan=format_yuan(clause.fen))
    return " ".join(filter(None, (str(number), told(clause)[:40], money)))


def _yes_no(value: bool | None) -> str:
    return "" if value is None else ("yes" if value else "no")


def _truth(value: str | None) -> bool | None:
    return None if value is None else value == "yes"
