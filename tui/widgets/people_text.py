"""The parties of a case in words: who they are, who acts for them, where papers reach them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rich.style import Style
from rich.text import Text

from mediation.cases.case import Case
from mediation.cases.idnumber import identity_of
from mediation.cases.masking import masked_name, masked_party, masked_phone
from mediation.cases.party import Agent, Party, kind_of
from mediation.cases.terms import PartyKind, Side
from mediation.i18n import _
from tui.text import cell_len, clean, hung, left

_SIDE_CELLS = max(10, *(cell_len(side.label) + 1 for side in Side))
_BOLD = Style(bold=True)


def parties(case: Case, today: date, width: int, *, uncovered: bool = False) -> Text:
    """The parties by side, each with all that is known; particulars masked unless ``uncovered``."""
    text = Text(no_wrap=False, end="")
    for side in Side:
        for party in (each for each in case.parties if each.side is side):
            under = _SIDE_CELLS + 2
            text.append(hung(f"  {left(side.label, _SIDE_CELLS)}", party.name, width, under), _BOLD)
            text.append("\n")
            shown = party if uncovered else masked_party(party)
            identity = identity_words(party.id_number, today)
            for line in (*_about(shown, identity, kind_of(party)), *_beneath(shown)):
                text.append(hung(" " * under, line, width, under + 2) + "\n")
    if not case.parties:
        text.append("  " + _("没有登记当事人:按 d 新增。") + "\n")
    return text


def short_parties(case: Case, *, whole_names: bool = True) -> Text:
    """The parties by side with their telephones, masked; the names too unless whole."""
    text = Text(no_wrap=False, end="")
    for side in Side:
        for party in (each for each in case.parties if each.side is side):
            phone = f"  {clean(masked_phone(party.phone))}" if party.phone else ""
            name = party.name if whole_names else masked_name(party.name)
            text.append(f"  {left(side.label, _SIDE_CELLS)}{clean(name)}{phone}\n")
    if not case.parties:
        text.append("  " + _("没有登记当事人:按 d 新增。") + "\n")
    return text


def identity_words(number: str, today: date) -> str:
    """Sex and age by a resident's number; empty for other numbers."""
    identity = identity_of(number)
    if identity is None:
        return ""
    sex = _("女") if identity.is_female else _("男")
    return _("{sex} {age} 岁").format(sex=sex, age=identity.age(today))


def _about(party: Party, identity: str, kind: PartyKind | None) -> Iterator[str]:
    word = _("信用代码") if kind is PartyKind.ORGANISATION else _("证件")
    number = f"{word} {party.id_number}" if party.id_number else ""
    words = (party.phone, identity, number)
    if any(words):
        yield "  ".join(filter(None, words))
    if party.number_note:
        yield _("号码说明: {why}").format(why=party.number_note)


def _beneath(party: Party) -> Iterator[str]:
    if party.representative:
        post = party.post or _("代表人")
        yield f"{post} {party.representative}"
    for agent in party.agents:
        yield _agent_words(agent)
    if party.address:
        yield _("住所 {address}").format(address=party.address)
    if party.service_address:
        yield _("送达 {address}").format(address=party.service_address)
    if party.electronic is False:
        yield _("不同意电子送达")
    elif party.electronic:
        means = party.electronic_means.label if party.electronic_means else ""
        address = party.electronic_address or party.phone
        yield _("同意电子送达: {means} {address}").format(means=means, address=address)


def _agent_words(agent: Agent) -> str:
    power = agent.power.label if agent.power else _("权限不明")
    kind = agent.kind.label if agent.kind else ""
    seen = _("核对 {papers}").format(papers=agent.papers) if agent.papers else ""
    words = "  ".join(filter(None, (agent.name, kind, power, agent.phone, seen)))
    return _("代理人 {words}").format(words=words)
