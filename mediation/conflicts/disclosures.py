"""披露: what a mediator declared, what both sides said to it, and who decided what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from mediation.cases.plain import clean_line
from mediation.cases.terms import Term
from mediation.conflicts.hits import HitKind
from mediation.errors import RuleViolation
from mediation.i18n import _


class Decision(Term):
    """What follows from a tie."""

    CONTINUE = "continue", "双方同意,继续调解"
    REPLACE = "replace", "更换调解员"
    UNRELATED = "unrelated", "核对过,不是同一人或不相干"


class Decider(Term):
    """Who decides about a recusal (法释〔2016〕14号 art. 15)."""

    ORGANISATION = "organisation", "特邀调解组织"
    COURT = "court", "法院"


class ConsentHow(Term):
    """How a side gave its consent."""

    WRITTEN = "written", "书面同意书"
    RECORD = "record", "记入笔录"
    ONLINE = "online", "在线平台"


@dataclass(frozen=True, slots=True)
class Consent:
    """One side's consent: who gave it, when, how."""

    who: str
    on: date
    how: ConsentHow

    def told(self) -> str:
        """In one line."""
        return f"{self.who} {self.on} {self.how.label}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """One tie declared. ``subject`` is the key of the hit it answers, empty for one declared unasked.

    The decision is ``None`` while it is open; ``why`` is its reason.
    """

    id: UUID
    case: UUID
    mediator: UUID
    kind: HitKind
    words: str
    disclosed_on: date
    subject: str = ""
    applicants: Consent | None = None
    respondents: Consent | None = None
    decision: Decision | None = None
    decider: Decider | None = None
    decided_on: date | None = None
    why: str = ""

    def checked(self, today: date) -> Disclosure:
        """This entry if it holds together, else :class:`RuleViolation` naming the field.

        Going on takes both consents and somebody who decided (法释〔2016〕14号 art. 15); who is a
        party, or acted in the later suit (art. 16), cannot go on.
        """
        kept = replace(self, words=clean_line(self.words), why=clean_line(self.why))
        if not kept.words:
            raise RuleViolation(_("请写披露了什么。"), field="words")
        days = [("disclosed_on", kept.disclosed_on), ("decided_on", kept.decided_on)]
        days += [
            (f"{side}_on", consent.on)
            for side, consent in (
                ("applicants", kept.applicants),
                ("respondents", kept.respondents),
            )
            if consent is not None
        ]
        for field, day in days:
            if day is not None and day > today:
                raise RuleViolation(_("日期 {day} 晚于今天。").format(day=day), field=field)
        kept._check_decision()
        return kept

    def _check_decision(self) -> None:
        if self.decision is None:
            return
        if self.decision is Decision.UNRELATED:
            if not self.why:
                raise RuleViolation(_("请写明怎样核对的、为什么不相干。"), field="why")
            return
        if self.decision is Decision.CONTINUE:
            self._check_consents()
        if self.decider is None:
            raise RuleViolation(
                _("是否回避由特邀调解组织或法院决定:请选由谁决定(法释〔2016〕14号第十五条)。"),
                field="decider",
            )
        if self.decided_on is None:
            raise RuleViolation(_("请填决定日期。"), field="decided_on")

    def _check_consents(self) -> None:
        if self.kind in (HitKind.SELF, HitKind.SUIT):
            raise RuleViolation(
                _("{kind}的,双方同意也不能继续,请选更换。").format(kind=self.kind.label),
                field="decision",
            )
        for field, consent, side in (
            ("applicants_who", self.applicants, _("申请人一方")),
            ("respondents_who", self.respondents, _("被申请人一方")),
        ):
            if consent is None:
                raise RuleViolation(
                    _("没有登记{side}的同意:双方都同意才能继续(法释〔2016〕14号第十五条)。").format(
                        side=side
                    ),
                    field=field,
                )
