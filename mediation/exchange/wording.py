"""Fields and values of a dispute in the words that people read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from mediation.cases.agreement import ClauseKind, How
from mediation.cases.money import format_yuan
from mediation.cases.naming import FIELD_NAMES
from mediation.cases.performing import Proof
from mediation.cases.terms import (
    AgentKind,
    Channel,
    ElectronicMeans,
    EndReason,
    Means,
    Outcome,
    PartyKind,
    Performance,
    Power,
    Procedure,
    SessionState,
    Side,
)
from mediation.clock.books import StepKind
from mediation.conflicts.assignments import Answer, Way
from mediation.conflicts.disclosures import ConsentHow, Decider, Decision
from mediation.conflicts.hits import HitKind
from mediation.exchange.books import Dispute
from mediation.exchange.differences import Difference
from mediation.i18n import _
from mediation.registry.courts import short_name

Names = Mapping[str, str]
"""The roster's names by id in hexadecimal."""

TABLES = {
    "cases": _("案件"),
    "parties": _("当事人"),
    "agents": _("代理人"),
    "assistants": _("协助调解员"),
    "sessions": _("调解会"),
    "case_tags": _("标签"),
    "case_papers": _("材料"),
    "undisputed_facts": _("无争议事实"),
    "extensions": _("延长"),
    "pauses": _("暂停"),
    "next_steps": _("下一步"),
    "agreements": _("协议"),
    "clauses": _("协议条款"),
    "instalments": _("分期"),
    "payments": _("履行"),
    "closing_steps": _("结案后的事"),
    "disclosures": _("披露"),
    "assignments": _("选任"),
}
_MORE = {
    "name": _("姓名"),
    "phone": _("电话"),
    "id_number": _("证件号码"),
    "address": _("地址"),
    "extra": _("其他栏"),
    "text": _("内容"),
    "words": _("说明"),
    "fen": _("金额"),
    "on": _("日期"),
    "side": _("地位"),
    "position": _("次序"),
    "kind": _("类别"),
    "number_note": _("号码说明"),
    "representative": _("代表人"),
    "post": _("职务"),
    "service_address": _("送达地址"),
    "electronic": _("同意电子送达"),
    "electronic_means": _("送达方式"),
    "electronic_address": _("号码或邮箱"),
    "party": _("第几名当事人"),
    "power": _("代理权限"),
    "papers": _("核对过的材料"),
    "state": _("状态"),
    "tag": _("标签"),
    "paper": _("材料"),
    "confirmed_on": _("确认日期"),
    "at": _("时间"),
    "days": _("天数"),
    "agreed_on": _("同意日期"),
    "start": _("从哪天"),
    "end": _("到哪天"),
    "all_signed": _("各方已签"),
    "confirming": _("申请司法确认"),
    "payer": _("谁履行"),
    "payee": _("对谁"),
    "what": _("内容"),
    "how": _("怎么付"),
    "account": _("账户或地点"),
    "due_on": _("期限"),
    "left": _("未付"),
    "paid_on": _("付款日期"),
    "proof": _("凭据"),
    "proof_words": _("凭据说明"),
    "done_on": _("办理日期"),
    "note": _("说明"),
    "who": _("谁记的"),
    "subject": _("名称"),
    "disclosed_on": _("披露日期"),
    "applicants_who": _("申请人一方谁同意"),
    "applicants_on": _("申请人一方同意日期"),
    "applicants_how": _("申请人一方怎样同意"),
    "respondents_who": _("被申请人一方谁同意"),
    "respondents_on": _("被申请人一方同意日期"),
    "respondents_how": _("被申请人一方怎样同意"),
    "decision": _("决定"),
    "decider": _("谁决定"),
    "decided_on": _("决定日期"),
    "why": _("说明"),
    "host": _("主持人"),
    "way": _("怎样选的"),
    "answer": _("答复"),
    "answered_on": _("答复日期"),
    "ended_on": _("更换日期"),
    "why_ended": _("更换理由"),
}
_ELSEWHERE = {
    ("instalments", "number"): _("第几期"),
    ("sessions", "reason"): _("取消原因"),
    ("assignments", "reason"): _("理由"),
    ("agreements", "signed_on"): _("签订日期"),
    ("clauses", "words"): _("协议上的大写"),
    ("closing_steps", "step"): _("哪一步"),
}
"""Columns that elsewhere mean something else than in a case."""

_KNOWN_BY: Mapping[str, tuple[str, ...]] = {
    "parties": ("name",),
    "agents": ("name",),
    "assistants": ("mediator",),
    "sessions": ("held_on",),
    "case_papers": ("paper",),
    "undisputed_facts": ("on",),
    "clauses": ("kind", "what"),
    "instalments": ("number", "due_on"),
    "payments": ("paid_on", "fen"),
    "closing_steps": ("step",),
    "disclosures": ("mediator", "disclosed_on"),
    "assignments": ("mediator", "on"),
}
"""By what people know one row of a case from the others of its table."""

_AMOUNTS = ("claimed", "agreed", "performed", "fen", "left")
_UNTOLD = ("id", "clause", "session_seq", "court_number_key")
_TERMS: Mapping[tuple[str, str], type[Enum]] = {
    ("cases", "channel"): Channel,
    ("cases", "outcome"): Outcome,
    ("cases", "procedure"): Procedure,
    ("cases", "performance"): Performance,
    ("cases", "reason"): EndReason,
    ("sessions", "means"): Means,
    ("sessions", "state"): SessionState,
    ("parties", "side"): Side,
    ("parties", "kind"): PartyKind,
    ("parties", "electronic_means"): ElectronicMeans,
    ("agents", "kind"): AgentKind,
    ("agents", "power"): Power,
    ("next_steps", "kind"): StepKind,
    ("clauses", "kind"): ClauseKind,
    ("clauses", "how"): How,
    ("payments", "how"): How,
    ("payments", "proof"): Proof,
    ("disclosures", "kind"): HitKind,
    ("disclosures", "applicants_how"): ConsentHow,
    ("disclosures", "respondents_how"): ConsentHow,
    ("disclosures", "decision"): Decision,
    ("disclosures", "decider"): Decider,
    ("assignments", "way"): Way,
    ("assignments", "answer"): Answer,
}
_YES_NO = ("on_platform", "electronic", "all_signed", "confirming", "host")


def is_told(column: str) -> bool:
    """Whether people are shown a column: not what only ties rows together."""
    return column not in _UNTOLD


def label(difference: Difference, names: Names) -> str:
    """What people call the field, with what they know its row by."""
    table, column = difference.table, difference.column
    name = _ELSEWHERE.get((table, column)) or _MORE.get(column)
    if table == "cases":
        return FIELD_NAMES.get(column) or name or column
    whose = [
        _word(table, one, difference.of[one], names)
        for one in (_KNOWN_BY.get(table, ()) if column else ())
        if one in difference.of
    ]
    told = " ".join(filter(None, [TABLES.get(table, table), *whose]))
    return f"{told} · {name or FIELD_NAMES.get(column) or column}" if column else told


def shown(difference: Difference, value: Any, names: Names) -> str:
    """One side's value; a whole row is told by what it holds."""
    table = difference.table
    if difference.column:
        return _word(table, difference.column, value, names)
    rows = value if isinstance(value, list) else [value] if value is not None else []
    return ";".join(
        " ".join(
            filter(None, (_word(table, name, row[name], names) for name in row if is_told(name)))
        )
        for row in rows
    )


def sides(dispute: Dispute, names: Names) -> list[tuple[str, str, str, str]]:
    """Key, label, ours and theirs of every field; of a deleted case one line for the whole."""
    if dispute.ours_gone or dispute.theirs_gone:
        gone, here = _("已删除"), _("保留,并有改动")
        mine, other = (gone, here) if dispute.ours_gone else (here, gone)
        return [("case", _("整个案件"), mine, other)]
    return [
        (
            each.key,
            label(each, names),
            shown(each, each.ours, names),
            shown(each, each.theirs, names),
        )
        for each in dispute.fields
    ]


def _word(table: str, name: str, value: Any, names: Names) -> str:
    if value is None or value == "":
        return ""
    if name in _AMOUNTS:
        return format_yuan(int(value))
    if name in _YES_NO:
        return _("是") if value else _("否")
    if name == "mediator":
        return names.get(str(value), str(value)[:8])
    if (table, name) == ("cases", "court"):
        return short_name(str(value))
    if (table, name) == ("closing_steps", "step"):
        return FIELD_NAMES.get(f"step.{value}", str(value))
    if name == "extra":
        return ";".join(f"{heading}:{cell}" for heading, cell in json.loads(value).items())
    term = _TERMS.get((table, name))
    if term is not None:
        read: Callable[[Any], Any] = term
        try:
            return str(read(value).label)
        except ValueError:
            return str(value)
    return str(value)
