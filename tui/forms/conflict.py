"""Forms of ties: one that the roster notes of a mediator; a disclosure with consents and decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from mediation.conflicts.disclosures import Consent, ConsentHow, Decider, Decision, Disclosure
from mediation.conflicts.hits import Hit, HitKind
from mediation.conflicts.interests import Interest, InterestKind
from mediation.conflicts.wording import met_words
from mediation.errors import RuleViolation
from mediation.i18n import _
from mediation.identity import new_id
from tui.forms.case_fields import options
from tui.forms.casework import CaseForm, case_name
from tui.forms.field import Field, Kind, Values
from tui.forms.form import FormScreen
from tui.forms.people import BETWEEN
from tui.forms.start import Saved, Start

if TYPE_CHECKING:
    from mediation.office.office import Office


class InterestForm(FormScreen):
    """One tie of a mediator, new or changed."""

    heading = _("利害关系登记")
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            name="kind",
            label=_("类别"),
            kind=Kind.CHOICE,
            options=options(InterestKind),
            required=True,
            help=_("左右键或数字选。"),
        ),
        Field(
            name="name",
            label=_("名称"),
            required=True,
            help=_("单位写全称;近亲属写姓名;行业如 保险;诉讼角色写案号;旗区如 康巴什区。"),
        ),
        Field(
            name="role",
            label=_("身份或关系"),
            help=_("法定代表人、股东、董事、顾问;配偶、子女;人民陪审员、代理人、证人、鉴定人。"),
        ),
        Field(name="start", label=_("从哪天"), kind=Kind.DATE, help=_("不知道就空着。")),
        Field(name="end", label=_("到哪天"), kind=Kind.DATE, help=_("还在任的空着。")),
        Field(
            name="id_number",
            label=_("证件号码"),
            help=_("近亲属的身份证号或公司的信用代码:有它就不会把同名的当成一个。"),
        ),
        Field(name="words", label=_("说明")),
    )

    def __init__(self, mediator: UUID, interest: str = "") -> None:
        self._mediator = mediator
        self._key = str(interest)
        self._was: Interest | None = None
        super().__init__()

    @property
    def draft_key(self) -> str:
        """One draft for each tie and one for a new one."""
        return f"interest:{self._mediator}{BETWEEN}{self._key}"

    def draft_title(self) -> str:
        """The form and the name."""
        return " ".join(filter(None, (self.heading, self.values()["name"])))

    def on_mount(self) -> None:
        """A key of the tie's own, so that saving again keeps one."""
        self.remember("id", self._key or str(new_id()))
        super().on_mount()

    def prepare(self, office: Office) -> Start:
        """The tie as it stands."""
        name = next((each.name for each in office.roster.all() if each.id == self._mediator), "")
        self._was = None
        for tie in office.conflicts.interests(self._mediator):
            if str(tie.id) == self._key:
                self._was = tie
                texts = {field.name: _text(getattr(tie, field.name)) for field in self.fields}
                return Start(texts, name)
        return Start({"kind": InterestKind.EMPLOYER.value}, name)

    def kept_texts(self, start: Start) -> Values:
        """The tie as it is kept."""
        return start.texts if self._was is not None else {}

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Keep the tie."""
        rest = {name: values[name] for name in ("name", "role", "start", "end", "id_number")}
        kept = office.conflicts.put_interest(
            Interest(
                id=UUID(self.remembered("id")),
                mediator=self._mediator,
                kind=InterestKind(values["kind"]),
                words=values["words"],
                **rest,
            ),
            before=self._was,
        )
        words = _("已登记:{told}").format(told=kept.told())
        return Saved(words, warning=office.conflicts.barred(kept))


def _decided(*which: Decision) -> Any:
    wanted = {each.value for each in which}

    def shown(values: Values) -> bool:
        return values.get("decision") in wanted

    return shown


_GOES_ON = _decided(Decision.CONTINUE)
_IS_DECIDED = _decided(Decision.CONTINUE, Decision.REPLACE)


def _consent_fields(side: str, word: str) -> tuple[Field, ...]:
    return (
        Field(
            name=f"{side}_who",
            label=word,
            shown=_GOES_ON,
            help=_("这一方谁表示同意;双方都同意才能继续。"),
        ),
        Field(name=f"{side}_on", label=_("同意日期"), kind=Kind.DATE, shown=_GOES_ON),
        Field(
            name=f"{side}_how",
            label=_("怎样同意"),
            kind=Kind.CHOICE,
            options=options(ConsentHow),
            shown=_GOES_ON,
        ),
    )


class DisclosureForm(CaseForm):
    """披露: a tie declared, both consents, the decision; begun from a hit or by itself."""

    heading = _("披露与决定")
    kind = "disclosure"
    fields: ClassVar[tuple[Field, ...]] = (
        Field(name="mediator", label=_("调解员"), kind=Kind.PICK, lookup="mediator", required=True),
        Field(
            name="kind",
            label=_("哪一类"),
            kind=Kind.CHOICE,
            options=options(HitKind),
            required=True,
        ),
        Field(
            name="words",
            label=_("披露内容"),
            required=True,
            help=_("调解员自己说明的关系,如:与被申请人李梅是姐妹。"),
        ),
        Field(name="disclosed_on", label=_("披露日期"), kind=Kind.DATE, required=True),
        Field(
            name="decision",
            label=_("决定"),
            kind=Kind.CHOICE,
            options=options(Decision),
            help=_("还没有决定就空着。有回避事由的,双方都同意才能继续(特邀调解规定第十五条)。"),
        ),
        *_consent_fields("applicants", _("申请人方")),
        *_consent_fields("respondents", _("被申请人方")),
        Field(
            name="decider",
            label=_("谁决定"),
            kind=Kind.CHOICE,
            options=options(Decider),
            shown=_IS_DECIDED,
            help=_("是否回避由特邀调解组织或法院决定。"),
        ),
        Field(name="decided_on", label=_("决定日期"), kind=Kind.DATE, shown=_IS_DECIDED),
        Field(name="why", label=_("说明"), help=_("核对过不相干的,写明怎样核对的。")),
    )

    def __init__(self, case: UUID, hit: str = "") -> None:
        self._hit_key = hit
        self._was: Disclosure | None = None
        super().__init__(case)

    @property
    def draft_key(self) -> str:
        """One draft for each tie of the case, and one for a tie that was not found by searching."""
        return f"{self.kind}:{self._subject}{BETWEEN}{self._hit_key}"

    def on_mount(self) -> None:
        """A key of the entry's own, so that saving again keeps one."""
        self.remember("id", str(new_id()))
        super().on_mount()

    def prepare(self, office: Office) -> Start:
        """The entry as it stands, or what the search found."""
        start = super().prepare(office)
        file = office.conflicts.open(self._subject)
        known = (each for each in file.disclosures if self._hit_key in (each.subject, str(each.id)))
        self._was = next(known, None) if self._hit_key else None
        hit = next((each for each in file.found.hits if each.key == self._hit_key), None)
        texts = {"disclosed_on": self.window.today().isoformat()}
        if self._was is not None:
            texts = _disclosure_texts(self._was)
            mediator: UUID | None = self._was.mediator
        elif hit is not None:
            texts |= _texts_of_hit(hit)
            mediator = hit.mediator
        else:
            mediator = self.case.mediator
        texts["mediator"] = start.roster.label(str(mediator)) if mediator else ""
        return Start(texts, start.facts, start.roster)

    def kept_texts(self, start: Start) -> Values:
        """The entry as it is kept."""
        return start.texts if self._was is not None else {}

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Keep the disclosure."""
        was = self._was
        decision = Decision(values["decision"]) if values["decision"] else None
        decider = values.get("decider")
        kept = office.conflicts.declare(
            Disclosure(
                id=UUID(self.remembered("id")) if was is None else was.id,
                case=self._subject,
                mediator=UUID(values["mediator"]),
                kind=HitKind(values["kind"]),
                words=values["words"],
                disclosed_on=values["disclosed_on"],
                subject=self._hit_key if was is None else was.subject,
                applicants=_consent(values, "applicants"),
                respondents=_consent(values, "respondents"),
                decision=decision,
                decider=Decider(decider) if decider else None,
                decided_on=values.get("decided_on"),
                why=values["why"],
            ),
            before=self._was,
        )
        words = _("已记披露:{case}") if kept.decision is None else _("已记决定:{case},{what}")
        what = "" if kept.decision is None else kept.decision.label
        return Saved(words.format(case=case_name(self.case), what=what), self._subject)


def _consent(values: Mapping[str, Any], side: str) -> Consent | None:
    who, on, how = (values.get(f"{side}_{part}") for part in ("who", "on", "how"))
    if not who:
        return None
    if on is None:
        raise RuleViolation(_("请填同意日期。"), field=f"{side}_on")
    if not how:
        raise RuleViolation(_("请选怎样同意的。"), field=f"{side}_how")
    return Consent(who, on, ConsentHow(how))


def _texts_of_hit(hit: Hit) -> dict[str, str]:
    words = _("与{name}({role}):{why}").format(
        name=hit.name, role=hit.role, why=hit.against or met_words(hit) or hit.kind.label
    )
    return {"kind": hit.kind.value, "words": words}


def _disclosure_texts(was: Disclosure) -> dict[str, str]:
    texts = {
        name: _text(getattr(was, name))
        for name in ("kind", "words", "disclosed_on", "decision", "decider", "decided_on", "why")
    }
    for side in ("applicants", "respondents"):
        consent: Consent | None = getattr(was, side)
        for part in ("who", "on", "how"):
            texts[f"{side}_{part}"] = "" if consent is None else _text(getattr(consent, part))
    return texts


def _text(value: Any) -> str:
    return "" if value is None else str(value)
