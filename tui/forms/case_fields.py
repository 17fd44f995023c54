"""The fields of a case on screen, and a case's values as the texts that stand in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from mediation.cases.case import Case, Party
from mediation.cases.money import format_yuan
from mediation.cases.number import parse_case_number
from mediation.cases.terms import (
    Channel,
    EndReason,
    Outcome,
    Performance,
    Procedure,
    Side,
    Term,
)
from mediation.errors import MediationError, RuleViolation, Unreadable
from mediation.i18n import _
from mediation.registry.causes import cause_by_code
from mediation.registry.courts import court_by_code
from tui.forms.field import Field, Kind, Option, Values
from tui.forms.lookups import Roster


def options(terms: Iterable[Term]) -> tuple[Option, ...]:
    """Terms as options, by their labels."""
    return tuple(Option(term.value, term.label) for term in terms)


YES_NO = (Option("yes", _("是")), Option("no", _("否")))

NUMBER = Field(
    name="number", label=_("调解编号"), help=_("本室自己的编号;可以改。")
)  # fmt: skip
COURT_NUMBER = Field(
    name="court_number",
    label=_("法院案号"),
    help=_("如 (2026)内0603民初1288号;按案号填上法院。还没有就空着。"),
)
COURT = Field(
    name="court",
    label=_("承办法院"),
    kind=Kind.PICK,
    lookup="court",
    help=_("打任一部分、拼音首字母或代字,如 康巴什、kbs、内0603;空格列出全部。"),
)
CHANNEL = Field(
    name="channel",
    label=_("来源"),
    kind=Kind.CHOICE,
    options=options(Channel),
    help=_("左右键或数字选,退格清空。立案后交来的是委托(2025 年起的常例),立案前的是委派。"),
)
PROCEDURE = Field(
    name="procedure",
    label=_("程序"),
    kind=Kind.CHOICE,
    options=options(Procedure),
    help=_("委托调解的期限:普通程序 15 日,简易程序 7 日。"),
)
CAUSE = Field(
    name="cause",
    label=_("案由"),
    kind=Kind.PICK,
    lookup="cause",
    help=_("打任一部分、拼音首字母或代码,回车取列表里标出的一项。"),
)
APPLICANTS = Field(
    required=True,
    name="applicants",
    label=_("申请人"),
    kind=Kind.PEOPLE,
    help=_("几个人用顿号隔开。"),
)
APPLICANT_PHONES = Field(
    name="applicant_phones",
    label=_("申请人电话"),
    kind=Kind.PEOPLE,
    help=_("次序与姓名相同,没有的写 - 。"),
)
RESPONDENTS = Field(
    name="respondents",
    label=_("被申请人"),
    kind=Kind.PEOPLE,
    help=_("几个人用顿号隔开。"),
)
RESPONDENT_PHONES = Field(
    name="respondent_phones",
    label=_("被申请人电话"),
    kind=Kind.PEOPLE,
    help=_("次序与姓名相同,没有的写 - 。"),
)
CLAIMED = Field(
    name="claimed",
    label=_("标的额(元)"),
    kind=Kind.AMOUNT,
    help=_("86500、8.65万、捌万陆仟伍佰元都行;不知道就空着,不要填 0。"),
)
MEDIATOR = Field(
    name="mediator",
    label=_("调解员"),
    kind=Kind.PICK,
    lookup="mediator",
    help=_("打姓名的任一部分或拼音首字母;空格列出名册。"),
)
REFERRED_ON = Field(
    name="referred_on",
    label=_("委派日期"),
    kind=Kind.DATE,
    required=True,
    help=_("今天、昨天、11-13、1113、2026-11-13 都行;收案按这一天算。"),
)
SIGNED_ON = Field(
    name="signed_on",
    label=_("签收日期"),
    kind=Kind.DATE,
    help=_("调解员签收材料的日期,期限从次日起算;还没签收就空着。"),
)
REMARK = Field(name="remark", label=_("备注"), kind=Kind.NOTE, help=_("Tab 离开。"))


def _outcome_is(*outcomes: Outcome) -> Callable[[Values], bool]:
    keys = {outcome.value for outcome in outcomes}
    return lambda values: values.get("outcome", "") in keys


_reached = _outcome_is(Outcome.SUCCEEDED, Outcome.PARTLY)
_not_reached = _outcome_is(Outcome.PARTLY, Outcome.FAILED, Outcome.WITHDRAWN, Outcome.RETURNED)


def _transferred(values: Values) -> bool:
    return _not_reached(values) and bool(values.get("transfer_number", "").strip())


CLOSED_ON = Field(
    name="closed_on",
    label=_("终结日期"),
    kind=Kind.DATE,
    required=True,
    help=_("今天、昨天、11-13、1113 都行;结案按这一天算。"),
)
OUTCOME = Field(
    name="outcome",
    label=_("结果"),
    kind=Kind.CHOICE,
    options=options(Outcome),
    required=True,
    help=_("左右键或数字选;下面只问与结果有关的。"),
)
REASON = Field(
    name="reason",
    label=_("终结事由"),
    kind=Kind.CHOICE,
    options=options(EndReason),
    help=_("法释〔2021〕23号第二十五条的八种。"),
)
REASON_NOTE = Field(
    name="reason_note",
    label=_("事由说明"),
    help=_("不成功的写明基本情况和原因。"),
)
AGREED = Field(
    name="agreed",
    label=_("协议金额(元)"),
    kind=Kind.AMOUNT,
    help=_("协议写定的金额;没有金额就空着。"),
    shown=_reached,
)
PERFORMED = Field(
    name="performed",
    label=_("到位金额(元)"),
    kind=Kind.AMOUNT,
    help=_("已经付到的金额,不大于协议金额。"),
    shown=_reached,
)
PERFORMANCE = Field(
    name="performance",
    label=_("履行状态"),
    kind=Kind.CHOICE,
    options=options(Performance),
    shown=_reached,
)
CONFIRMATION = Field(
    name="confirmation_number",
    label=_("司法确认号"),
    help=_("委派案件可申请司法确认;委托案件由法院出调解书,不走司法确认。"),
    shown=_reached,
)
TRANSFER = Field(
    name="transfer_number",
    label=_("转立案案号"),
    help=_("转立案或转审理后的案号;没有就空着。"),
    shown=_not_reached,
)
TRANSFERRED_ON = Field(
    name="transferred_on",
    label=_("转立案日期"),
    kind=Kind.DATE,
    help=_("空着就按终结日期算。"),
    shown=_transferred,
)
ON_PLATFORM = Field(name="on_platform", label=_("平台办理"), kind=Kind.CHOICE, options=YES_NO)

REGISTERED: tuple[Field, ...] = (
    NUMBER,
    COURT_NUMBER,
    COURT,
    CHANNEL,
    PROCEDURE,
    CAUSE,
    APPLICANTS,
    APPLICANT_PHONES,
    RESPONDENTS,
    RESPONDENT_PHONES,
    CLAIMED,
    MEDIATOR,
    REFERRED_ON,
    SIGNED_ON,
    REMARK,
)
CLOSED: tuple[Field, ...] = (
    CLOSED_ON,
    OUTCOME,
    REASON,
    REASON_NOTE,
    AGREED,
    PERFORMED,
    PERFORMANCE,
    CONFIRMATION,
    TRANSFER,
    TRANSFERRED_ON,
)

NO_PHONE = ("", "-", "—", "无")


def parties(values: Mapping[str, Any], before: Sequence[Party] = ()) -> tuple[Party, ...]:
    """The parties named; what was known of a party of the same side and name stays."""
    known = {(party.side, party.name): party for party in before}
    kept = [party for party in before if party.side is Side.THIRD]
    found: list[Party] = []
    for side, name_field, phone_field in (
        (Side.APPLICANT, "applicants", "applicant_phones"),
        (Side.RESPONDENT, "respondents", "respondent_phones"),
    ):
        names, phones = values.get(name_field) or (), values.get(phone_field) or ()
        if len(phones) > len(names):
            raise RuleViolation(
                _("电话有 {phones} 个,姓名只有 {names} 个。").format(
                    phones=len(phones), names=len(names)
                ),
                field=phone_field,
            )
        for at, name in enumerate(names):
            phone = phones[at] if at < len(phones) and phones[at] not in NO_PHONE else ""
            old = known.get((side, name), Party(side=side, name=name))
            found.append(replace(old, phone=phone))
    return (*found, *kept)


def case_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was read from all registering fields, as the case keeps it."""
    return changed_values({field.name: values.get(field.name) for field in REGISTERED})


def changed_values(values: Mapping[str, Any], before: Sequence[Party] = ()) -> dict[str, Any]:
    """What was read from some fields, as the case keeps it; ``before`` are the parties so far."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name == "court_number":
            found["court_number"], found["court_number_key"] = parse_number(value or "")
        elif name == "cause":
            found["cause"] = value
            found["cause_name"] = cause_by_code(value).name if value else ""
        elif name == "mediator":
            found["mediator"] = UUID(value) if value else None
        elif name == "on_platform":
            found["on_platform"] = None if value is None else value == "yes"
        elif name in _TERMS:
            found[name] = _TERMS[name](value) if value else None
        elif name in _LINES:
            found[name] = value or ""
        elif name in _DATES_AND_AMOUNTS:
            found[name] = value
    if "applicants" in values:
        found["parties"] = parties(values, before)
    return found


def closing_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was read from the closing fields; fields not asked for are empty."""
    names = [field.name for field in CLOSED if field.name not in ("closed_on", "outcome")]
    return changed_values({name: values.get(name) for name in names})


_TERMS: Mapping[str, type[Term]] = {
    "channel": Channel,
    "procedure": Procedure,
    "outcome": Outcome,
    "reason": EndReason,
    "performance": Performance,
}
_LINES = ("number", "remark", "reason_note", "confirmation_number", "transfer_number")
_DATES_AND_AMOUNTS = (
    *("court", "referred_on", "signed_on", "closed_on", "transferred_on"),
    *("claimed", "agreed", "performed"),
)


def parse_number(text: str) -> tuple[str, str]:
    """A court number as typed and its canonical form; raises a violation of its field."""
    try:
        found = parse_case_number(text)
    except Unreadable as error:
        raise RuleViolation(error.message, field="court_number") from error
    return (found.raw, found.key) if found is not None else ("", "")


def case_texts(case: Case, roster: Roster) -> dict[str, str]:
    """A case's values as the texts of the fields."""
    applicants = [party for party in case.parties if party.side is Side.APPLICANT]
    respondents = [party for party in case.parties if party.side is Side.RESPONDENT]
    return {
        **{name: as_text(name, getattr(case, name), roster) for name in _PLAIN},
        "cause": as_text("cause", case.cause, roster) or case.cause_name,
        "applicants": "、".join(party.name for party in applicants),
        "applicant_phones": _phones(applicants),
        "respondents": "、".join(party.name for party in respondents),
        "respondent_phones": _phones(respondents),
    }


_PLAIN = [
    "number",
    "court_number",
    "court",
    "channel",
    "procedure",
    "claimed",
    "mediator",
    "referred_on",
    "signed_on",
    "remark",
    "closed_on",
    "outcome",
    "reason",
    "reason_note",
    "agreed",
    "performed",
    "performance",
    "confirmation_number",
    "transfer_number",
    "transferred_on",
    "on_platform",
]
_AMOUNTS = ("claimed", "agreed", "performed")


def as_text(name: str, value: Any, roster: Roster) -> str:
    """One value of a case as the text of its field."""
    if value is None:
        return ""
    if name in _AMOUNTS:
        return format_yuan(int(value))
    if name == "on_platform":
        return "yes" if value else "no"
    if name in ("court", "cause"):
        by_code = court_by_code if name == "court" else cause_by_code
        try:
            return str(by_code(str(value)).name) if value else ""
        except MediationError:
            return str(value)
    if name == "mediator":
        return roster.label(str(value))
    return str(value)


def _phones(found: Sequence[Party]) -> str:
    if not any(party.phone for party in found):
        return ""
    return "、".join(party.phone or "-" for party in found)
