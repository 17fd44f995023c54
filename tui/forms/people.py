"""当事人 and 代理人: one party or one agent of a case, added or changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from mediation.cases.case import Case
from mediation.cases.idnumber import check_credit_code, check_id_number, identity_of
from mediation.cases.party import Agent, Party, kind_of
from mediation.cases.terms import AgentKind, ElectronicMeans, PartyKind, Power, Side
from mediation.errors import NotFound, RuleViolation
from mediation.i18n import _
from tui.forms.case_fields import YES_NO, options
from tui.forms.casework import CaseForm
from tui.forms.field import Field, Kind, Values
from tui.forms.lookups import Roster
from tui.forms.party_fields import say_phone
from tui.forms.start import Saved, Start
from tui.widgets.people_text import identity_words

if TYPE_CHECKING:
    from mediation.office.office import Office

BETWEEN = "\n"
"""Between the parts of a draft's key: names are single lines."""


def _is(name: str, value: str) -> Callable[[Values], bool]:
    return lambda values: values.get(name, "") == value


def _number_is_odd(values: Values) -> bool:
    return bool(values.get("number_note") or _problem(values.get("kind", ""), values["id_number"]))


def _problem(kind: str, number: str) -> str | None:
    check = check_credit_code if kind == PartyKind.ORGANISATION.value else check_id_number
    return check(number).problem


class PartyForm(CaseForm):
    """One party by its name; an empty name adds one."""

    shows_particulars = True
    heading = _("当事人")
    kind = "party"
    looks_for_ties = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field(name="side", label=_("地位"), kind=Kind.CHOICE, options=options(Side), required=True),
        Field(
            name="kind",
            label=_("类别"),
            kind=Kind.CHOICE,
            options=options(PartyKind),
            help=_("单位包括公司、个体工商户、机关和其他组织。"),
        ),
        Field(name="name", label=_("姓名"), required=True, help=_("单位写全称。")),
        Field(name="phone", label=_("电话"), help=_("有效电话,送达和约时间用。")),
        Field(
            name="id_number",
            label=_("证件号码"),
            help=_("自然人打身份证号,性别和年龄自动算出;单位打统一社会信用代码。"),
        ),
        Field(
            name="number_note",
            label=_("号码说明"),
            help=_("号码校验不对而确实如此的,写明理由,如:证件原件如此。"),
            shown=_number_is_odd,
        ),
        Field(
            name="representative",
            label=_("代表人"),
            help=_("法定代表人或负责人。"),
            shown=_is("kind", PartyKind.ORGANISATION.value),
        ),
        Field(
            name="post",
            label=_("职务"),
            help=_("如 执行董事、经理、负责人。"),
            shown=_is("kind", PartyKind.ORGANISATION.value),
        ),
        Field(name="address", label=_("住所")),
        Field(
            name="service_address",
            label=_("送达地址"),
            help=_("送达地址确认书上的:邮编、详细地址、代收人;与住所相同就空着。"),
        ),
        Field(
            name="electronic",
            label=_("同意电子送达"),
            kind=Kind.CHOICE,
            options=YES_NO,
            help=_("没有问过就空着。"),
        ),
        Field(
            name="electronic_means",
            label=_("送达方式"),
            kind=Kind.CHOICE,
            options=options(ElectronicMeans),
            required=True,
            shown=_is("electronic", "yes"),
        ),
        Field(
            name="electronic_address",
            label=_("号码或邮箱"),
            help=_("空着就用上面的电话。"),
            shown=_is("electronic", "yes"),
        ),
    )

    def __init__(self, case: UUID, party: str = "") -> None:
        super().__init__(case)
        self._name = party
        self._was: Party | None = None

    @property
    def draft_key(self) -> str:
        """One draft for each party, and one for a new one."""
        return f"{self.kind}:{self._subject}{BETWEEN}{self._name}"

    def prepare(self, office: Office) -> Start:
        """The party as it stands."""
        start = super().prepare(office)
        facts = "   ".join(filter(None, (start.facts, self._name or _("新增"))))
        return Start(self.texts_of(self.case, start.roster), facts, start.roster)

    def texts_of(self, case: Case, roster: Roster) -> dict[str, str]:  # noqa: ARG002
        """The party's texts; a new one stands on the side that has nobody yet."""
        self._was = _party_named(case, self._name) if self._name else None
        if self._was is None:
            empty = next((side for side in Side if not case.names(side)), Side.RESPONDENT)
            return {"side": empty.value, "kind": PartyKind.PERSON.value}
        return _texts(self._was)

    def sayings(self) -> Mapping[str, Callable[[str], str]]:
        """What the number says of the person, and what looks wrong about number and phone."""
        return {
            "id_number": self._say_number,
            "phone": say_phone,
        }

    def _say_number(self, text: str) -> str:
        row = self.row("kind")
        problem = _problem(row.text if row is not None else "", text)
        identity = identity_of(text)
        if problem is not None or identity is None:
            return problem or ""
        return "= " + identity_words(text, self.window.today())

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Keep the party in its place, with its agents."""
        party = _party(values, self._was)
        office.folders.put_party(self._subject, self.case.version, self._was, party)
        return Saved(_("已保存当事人:{name}").format(name=party.name), self._subject)

    def kept_texts(self, start: Start) -> Values:
        """The party as it is kept."""
        return start.texts if self._was is not None else {}


class AgentForm(CaseForm):
    """One agent of a party, by the names of both; an empty agent adds one."""

    shows_particulars = True
    heading = _("代理人")
    kind = "agent"
    looks_for_ties = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field(name="name", label=_("姓名"), required=True),
        Field(name="phone", label=_("电话")),
        Field(
            name="kind",
            label=_("身份"),
            kind=Kind.CHOICE,
            options=options(AgentKind),
            help=_("民事诉讼法第六十一条;不知道就空着。"),
        ),
        Field(
            name="power",
            label=_("代理权限"),
            kind=Kind.CHOICE,
            options=options(Power),
            help=_("代签协议、变更或放弃请求须特别授权(民事诉讼法第六十二条);没看到委托书就空着。"),
        ),
        Field(
            name="papers",
            label=_("核对过的材料"),
            help=_("如 授权委托书、律师证、所函,11-03 看过原件。"),
        ),
    )

    def __init__(self, case: UUID, party: str, agent: str = "") -> None:
        super().__init__(case)
        self._party_name = party
        self._name = agent
        self._was: Party | None = None

    def sayings(self) -> Mapping[str, Callable[[str], str]]:
        """What looks wrong about the phone."""
        return {"phone": say_phone}

    @property
    def draft_key(self) -> str:
        """One draft for each agent, and one for a new one of the party."""
        return f"{self.kind}:{self._subject}{BETWEEN}{self._party_name}{BETWEEN}{self._name}"

    def prepare(self, office: Office) -> Start:
        """The agent as it stands."""
        start = super().prepare(office)
        facts = _("{facts}   代理 {party}").format(facts=start.facts, party=self._party_name)
        return Start(self.texts_of(self.case, start.roster), facts, start.roster)

    def texts_of(self, case: Case, roster: Roster) -> dict[str, str]:  # noqa: ARG002
        """The agent's texts; raises NotFound when the party is gone."""
        self._was = _party_named(case, self._party_name)
        agent = next((one for one in self._was.agents if one.name == self._name), None)
        return {} if agent is None else _texts(agent)

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Keep the agent beside the party's other ones."""
        assert self._was is not None
        agent = _agent(values)
        acting = list(self._was.agents)
        names = [one.name for one in acting]
        if self._name in names:
            acting[names.index(self._name)] = agent
        elif agent.name in names:
            raise RuleViolation(_("这位当事人已有同名的代理人。"), field="name")
        else:
            acting.append(agent)
        party = replace(self._was, agents=tuple(acting))
        office.folders.put_party(self._subject, self.case.version, self._was, party)
        return Saved(_("已保存代理人:{name}").format(name=agent.name), self._subject)

    def kept_texts(self, start: Start) -> Values:
        """The agent as it is kept."""
        return start.texts


def _party_named(case: Case, name: str) -> Party:
    party = next((one for one in case.parties if one.name == name), None)
    if party is None:
        raise NotFound(_("案件里已没有“{name}”,请返回案件刷新。").format(name=name))
    return party


def _texts(of: Party | Agent) -> dict[str, str]:
    form = PartyForm if isinstance(of, Party) else AgentForm
    return {field.name: _text(getattr(of, field.name)) for field in form.fields} | (
        {"kind": _text(kind_of(of))} if isinstance(of, Party) else {}
    )


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _party(values: Mapping[str, Any], was: Party | None) -> Party:
    electronic = {None: None, "yes": True, "no": False}[values["electronic"]]
    means = values.get("electronic_means")
    return Party(
        side=Side(values["side"]),
        name=values["name"],
        kind=PartyKind(values["kind"]) if values["kind"] else None,
        phone=values["phone"],
        id_number=values["id_number"],
        number_note=values.get("number_note") or "",
        address=values["address"],
        representative=values.get("representative") or "",
        post=values.get("post") or "",
        service_address=values["service_address"],
        electronic=electronic,
        electronic_means=ElectronicMeans(means) if means else None,
        electronic_address=values.get("electronic_address") or "",
        agents=was.agents if was is not None else (),
    )


def _agent(values: Mapping[str, Any]) -> Agent:
    return Agent(
        name=values["name"],
        phone=values["phone"],
        kind=AgentKind(values["kind"]) if values["kind"] else None,
        power=Power(values["power"]) if values["power"] else None,
        papers=values["papers"],
    )
