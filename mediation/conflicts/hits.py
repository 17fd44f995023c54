"""What a search for ties between mediators and the people of a case finds, each hit with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mediation.cases.case import Case
from mediation.cases.party import Party
from mediation.cases.plain import fold
from mediation.cases.terms import Side, Term
from mediation.conflicts.interests import Interest, InterestKind
from mediation.conflicts.names import cores
from mediation.i18n import _
from mediation.registry.mediators import Mediator

NAMED_CASES = 5
"""So many earlier cases are named in a hit; of the others only the number is told."""


class HitKind(Term):
    """What kind of tie was found."""

    SELF = "self", "本人是当事人或代理人"
    RELATIVE = "relative", "近亲属"
    EMPLOYER = "employer", "工作单位"
    COMPANY = "company", "任职或持股"
    SUIT = "suit", "本案诉讼中的角色"
    EARLIER = "earlier", "办过同一人的案件"
    SECTOR = "sector", "同行业"


class Sureness(Term):
    """How sure it is that both are one."""

    NUMBER = "number", "号码相同"
    PHONE = "phone", "电话相同"
    NAME = "name", "同名,请核对"
    HINT = "hint", "名称里有这个行业,请核对"


_SOURCES = {
    HitKind.SELF: _("法释〔2016〕14号第十五条第(一)项;法释〔2021〕23号第十三条"),
    HitKind.RELATIVE: _("法释〔2016〕14号第十五条第(一)项;法释〔2021〕23号第十三条"),
    HitKind.EMPLOYER: _("法释〔2016〕14号第十五条第(二)项;法释〔2021〕23号第十三条"),
    HitKind.COMPANY: _("法释〔2016〕14号第十五条第(二)项;法释〔2021〕23号第十三条"),
    HitKind.SUIT: _("法释〔2016〕14号第十六条"),
    HitKind.EARLIER: _("法释〔2016〕14号第十五条第(三)项;法释〔2021〕23号第十三条"),
    HitKind.SECTOR: _("法释〔2016〕14号第十五条第(三)项;法释〔2021〕23号第十三条"),
}
_ONLY_TOLD = (HitKind.EARLIER, HitKind.SECTOR)
_TIES = {
    InterestKind.RELATIVE: HitKind.RELATIVE,
    InterestKind.EMPLOYER: HitKind.EMPLOYER,
    InterestKind.COMPANY: HitKind.COMPANY,
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a case, with the role there; the number is an identity number or a credit code."""

    name: str
    role: str
    number: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A case in which somebody of a searched name takes part: who led it, who helped, who that is."""

    case: UUID
    number: str
    referred_on: date
    is_open: bool
    mediators: tuple[UUID, ...]
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One tie between a mediator and somebody in the case.

    ``against`` says to what the person answers; ``cases`` names earlier cases with the role there,
    newest first, ``count`` is how many there are.
    """

    kind: HitKind
    mediator: UUID
    mediator_name: str
    name: str
    role: str
    against: str
    sureness: Sureness
    cases: tuple[tuple[str, str], ...] = ()
    count: int = 0

    @property
    def key(self) -> str:
        """What a decision about this tie is kept under; the same as long as the tie is."""
        return "|".join((self.kind.value, str(self.mediator), fold(self.name), fold(self.against)))

    @property
    def source(self) -> str:
        """The rule that makes it matter."""
        return _SOURCES[self.kind]

    @property
    def asks_decision(self) -> bool:
        """Whether somebody has to decide; earlier cases and the trade are told and no more."""
        return self.kind not in _ONLY_TOLD

    @property
    def is_barred(self) -> bool:
        """Whether not even both consents let the mediator go on: who is a party, or acted in the suit."""
        return self.kind in (HitKind.SELF, HitKind.SUIT)


def people_of(case: Case) -> list[Person]:
    """The parties with who represents them and acts for them, in their order."""
    return [person for party in case.parties for person in people_beside(party)]


def people_beside(party: Party) -> Iterator[Person]:
    """The party itself, its representative, its agents."""
    yield Person(party.name, party.side.label, party.id_number, party.phone)
    if party.representative:
        yield Person(party.representative, _("{name} 的代表人").format(name=party.name))
    for agent in party.agents:
        yield Person(agent.name, _("{name} 的代理人").format(name=party.name), phone=agent.phone)


def find_hits(
    case: Case,
    mediators: Sequence[Mediator],
    interests: Iterable[Interest],
    meetings: Sequence[Meeting],
) -> list[Hit]:
    """Every tie of these mediators with the case, by mediator; the surest kinds first."""
    people = people_of(case)
    found: list[Hit] = []
    ties: defaultdict[UUID, list[Interest]] = defaultdict(list)
    for tie in interests:
        ties[tie.mediator].append(tie)
    led: defaultdict[UUID, list[Meeting]] = defaultdict(list)
    for met in meetings:
        for each in met.mediators if met.case != case.id else ():
            led[each].append(met)
    for mediator in mediators:
        own = ties[mediator.id]
        here = [
            *_itself(mediator, people),
            *_tied(mediator, own, people),
            *_in_the_suit(mediator, own, case),
            *_met_before(mediator, people, led[mediator.id]),
            *_of_the_trade(mediator, own, case),
        ]
        order = list(HitKind)
        found += sorted(dict.fromkeys(here), key=lambda hit: order.index(hit.kind))
    return found


def sureness(one: Person, number: str, phone: str) -> Sureness | None:
    """How sure a person of the same name is the same; ``None`` when the numbers tell them apart."""
    if one.number and number:
        return Sureness.NUMBER if fold(one.number) == fold(number) else None
    if one.phone and one.phone == phone:
        return Sureness.PHONE
    return Sureness.NAME


def _hit(kind: HitKind, of: Mediator, person: Person, against: str, sure: Sureness) -> Hit:
    return Hit(
        kind=kind,
        mediator=of.id,
        mediator_name=of.name,
        name=person.name,
        role=person.role,
        against=against,
        sureness=sure,
    )


def _itself(mediator: Mediator, people: Sequence[Person]) -> Iterator[Hit]:
    own = cores(mediator.name)
    for person in people:
        if not own.isdisjoint(cores(person.name)):
            sure = sureness(person, "", mediator.phone) or Sureness.NAME
            yield _hit(HitKind.SELF, mediator, person, "", sure)


def _tied(mediator: Mediator, own: Sequence[Interest], people: Sequence[Person]) -> Iterator[Hit]:
    for tie in own:
        kind = _TIES.get(tie.kind)
        if kind is None:
            continue
        names = cores(tie.name)
        for person in people:
            if names.isdisjoint(cores(person.name)):
                continue
            sure = sureness(person, tie.id_number, "")
            if sure is not None:
                yield _hit(kind, mediator, person, tie.told(), sure)


def _in_the_suit(mediator: Mediator, own: Sequence[Interest], case: Case) -> Iterator[Hit]:
    for tie in own:
        if tie.kind is InterestKind.SUIT and is_suit_of(tie, case):
            suit = Person(tie.name, _("本案的案号"))
            yield _hit(HitKind.SUIT, mediator, suit, tie.told(), Sureness.NUMBER)


def is_suit_of(tie: Interest, case: Case) -> bool:
    """Whether the suit of a role is that of the case, before or after the mediation."""
    numbers = (case.court_number, case.court_number_key, case.transfer_number)
    return _number_key(tie.name) in {_number_key(number) for number in numbers if number}


def _number_key(number: str) -> str:
    return fold(number).replace(" ", "")


def _met_before(
    mediator: Mediator, people: Sequence[Person], mine: Sequence[Meeting]
) -> Iterator[Hit]:
    for person in people:
        names = cores(person.name)
        found: dict[UUID, tuple[Meeting, Person, Sureness]] = {}
        for met in mine:
            for other in met.people:
                if names.isdisjoint(cores(other.name)):
                    continue
                sure = sureness(person, other.number, other.phone)
                if sure is not None:
                    found.setdefault(met.case, (met, other, sure))
        if found:
            yield _earlier(mediator, person, list(found.values()))


def _earlier(
    mediator: Mediator, person: Person, found: Sequence[tuple[Meeting, Person, Sureness]]
) -> Hit:
    newest = sorted(found, key=lambda one: one[0].referred_on, reverse=True)
    order = list(Sureness)
    return Hit(
        kind=HitKind.EARLIER,
        mediator=mediator.id,
        mediator_name=mediator.name,
        name=person.name,
        role=person.role,
        against="",
        sureness=min((sure for _met, _other, sure in found), key=order.index),
        cases=tuple(
            (met.number, f"{other.role},{_('在办') if met.is_open else _('已结案')}")
            for met, other, _sure in newest[:NAMED_CASES]
        ),
        count=len(found),
    )


def _of_the_trade(mediator: Mediator, own: Sequence[Interest], case: Case) -> Iterator[Hit]:
    for tie in own:
        trade = fold(tie.name)
        if tie.kind is not InterestKind.SECTOR or len(trade) < _SHORTEST_TRADE:
            continue
        for party in case.parties:
            if trade in fold(party.name):
                person = Person(party.name, Side(party.side).label)
                yield _hit(HitKind.SECTOR, mediator, person, tie.told(), Sureness.HINT)


_SHORTEST_TRADE = 2


def undecided(hits: Iterable[Hit], decided: Mapping[str, object]) -> list[Hit]:
    """The hits that ask for a decision and have none; ``decided`` is by the hits' keys."""
    return [hit for hit in hits if hit.asks_decision and hit.key not in decided]
