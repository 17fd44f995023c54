"""A party to the dispute: a person or an organisation, who acts for it, where papers reach it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mediation.cases.idnumber import check_credit_code, check_id_number, identity_of
from mediation.cases.terms import AgentKind, ElectronicMeans, PartyKind, Power, Side
from mediation.errors import RuleViolation
from mediation.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """代理人 of a party; a power or kind of ``None`` is not known. ``papers`` are those seen, in words."""

    name: str
    phone: str = ""
    kind: AgentKind | None = None
    power: Power | None = None
    papers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One person or organisation on one side of the dispute.

    ``id_number`` is a person's identity number or an organisation's 统一社会信用代码;
    ``number_note`` says why one stands whose check digit is wrong. ``electronic`` is the consent to
    electronic service, ``None`` while it was not asked.
    """

    side: Side
    name: str
    kind: PartyKind | None = None
    phone: str = ""
    id_number: str = ""
    number_note: str = ""
    address: str = ""
    representative: str = ""
    post: str = ""
    service_address: str = ""
    electronic: bool | None = None
    electronic_means: ElectronicMeans | None = None
    electronic_address: str = ""
    agents: tuple[Agent, ...] = ()

    def checked(self) -> Party:
        """This party with its number in the usual form, else :class:`RuleViolation` naming the field."""
        if not self.name:
            raise RuleViolation(_("请填写姓名或名称。"), field="name")
        check = check_credit_code if self.kind is PartyKind.ORGANISATION else check_id_number
        found = check(self.id_number)
        if found.problem is not None and not self.number_note:
            raise RuleViolation(
                _("{problem}确认就是这样的,在“号码说明”里写明理由。").format(problem=found.problem),
                field="id_number",
            )
        if self.electronic and self.electronic_means is None:
            raise RuleViolation(_("请选电子送达的方式。"), field="electronic_means")
        return replace(self, id_number=found.value)


def kind_of(party: Party) -> PartyKind | None:
    """What the party is: as recorded, else what its number says, else ``None``."""
    if party.kind is not None:
        return party.kind
    if identity_of(party.id_number) is not None:
        return PartyKind.PERSON
    number = check_credit_code(party.id_number)
    return PartyKind.ORGANISATION if number.value and number.problem is None else None
