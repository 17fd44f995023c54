"""What a mediator is tied to, as told for the roster: work, companies, relatives, later roles, places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from mediation.cases.number import parse_case_number
from mediation.cases.plain import clean_line
from mediation.cases.terms import Term
from mediation.errors import RuleViolation, Unreadable
from mediation.i18n import _


class InterestKind(Term):
    """What ties the mediator."""

    EMPLOYER = "employer", "工作单位"
    COMPANY = "company", "任职或持股"
    RELATIVE = "relative", "近亲属"
    SECTOR = "sector", "行业"
    SUIT = "suit", "诉讼角色"
    SPECIALITY = "speciality", "专长"
    PLACE = "place", "旗区"


_ROLE_NEEDED = {
    InterestKind.COMPANY: _("请写明职务或身份,如 法定代表人、股东、董事、顾问。"),
    InterestKind.RELATIVE: _("请写明关系,如 配偶、父母、子女、兄弟姐妹。"),
    InterestKind.SUIT: _("请写明角色,如 人民陪审员、代理人、证人、鉴定人、翻译。"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """One tie. ``name`` is the organisation, the relative, the trade, the place, or the suit's number.

    ``role`` is the post or the relation; ``start`` and ``end`` are days, ``None`` where not known or
    not over; ``id_number`` is the relative's or the company's, where known.
    """

    id: UUID
    mediator: UUID
    kind: InterestKind
    name: str
    role: str = ""
    start: date | None = None
    end: date | None = None
    id_number: str = ""
    words: str = ""

    def checked(self) -> Interest:
        """This tie in the form it is kept, else :class:`RuleViolation` naming the field."""
        kept = replace(
            self,
            name=clean_line(self.name),
            role=clean_line(self.role),
            id_number=clean_line(self.id_number).upper(),
            words=clean_line(self.words),
        )
        if not kept.name:
            raise RuleViolation(_("请填写名称。"), field="name")
        if not kept.role and kept.kind in _ROLE_NEEDED:
            raise RuleViolation(_ROLE_NEEDED[kept.kind], field="role")
        if kept.start is not None and kept.end is not None and kept.end < kept.start:
            raise RuleViolation(_("结束早于开始。"), field="end")
        if kept.kind is InterestKind.SUIT:
            kept = replace(kept, name=_number(kept.name))
        return kept

    def told(self) -> str:
        """The tie in one line: kind, role, name, from when to when."""
        return " ".join(filter(None, (self.kind.label, self.role, self.name, self.span())))

    def span(self) -> str:
        """From when to when, in words; empty where nothing is known."""
        if self.start is None and self.end is None:
            return ""
        return _("{start} 至 {end}").format(
            start=self.start or "..", end=_("今") if self.end is None else self.end
        )


def _number(text: str) -> str:
    try:
        read = parse_case_number(text)
    except Unreadable as error:
        raise RuleViolation(error.message, field="name") from None
    return text if read is None else read.key
