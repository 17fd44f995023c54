"""Fields and values of a dispute in the words that people read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from mediation.cases.money import format_yuan
from mediation.cases.naming import FIELD_NAMES
from mediation.cases.terms import Channel, EndReason, Means, Outcome, Performance, Procedure, Side
from mediation.exchange.books import Dispute
from mediation.exchange.differences import Difference
from mediation.i18n import _

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
    "court_number_key": _("法院案号(检索)"),
    "text": _("内容"),
    "words": _("说明"),
    "fen": _("金额"),
    "on": _("日期"),
    "side": _("一方"),
}
_AMOUNTS = ("claimed", "agreed", "performed", "fen", "left")
_UNTOLD = ("id", "clause", "session_seq", "court_number_key")
_TERMS: Mapping[str, type[Enum]] = {
    "channel": Channel,
    "outcome": Outcome,
    "procedure": Procedure,
    "performance": Performance,
    "reason": EndReason,
    "means": Means,
    "side": Side,
}
_YES_NO = ("on_platform", "electronic", "all_signed", "confirming", "host")


def label(difference: Difference) -> str:
    """What people call the field."""
    column = difference.column
    name = FIELD_NAMES.get(column) or _MORE.get(column) or column
    if difference.table == "cases":
        return name
    table = TABLES.get(difference.table, difference.table)
    return f"{table} · {name}" if column else table


def shown(difference: Difference, value: Any, names: Names) -> str:
    """One side's value; a whole row is told by what it holds."""
    if difference.column:
        return _word(difference.column, value, names)
    rows = value if isinstance(value, list) else [value] if value is not None else []
    return ";".join(
        " ".join(
            filter(None, (_word(name, row[name], names) for name in row if name not in _UNTOLD))
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
        (each.key, label(each), shown(each, each.ours, names), shown(each, each.theirs, names))
        for each in dispute.fields
    ]


def _word(name: str, value: Any, names: Names) -> str:
    if value is None or value == "":
        return ""
    if name in _AMOUNTS:
        return format_yuan(int(value))
    if name in _YES_NO:
        return _("是") if value else _("否")
    if name == "mediator":
        return names.get(str(value), str(value)[:8])
    term = _TERMS.get(name)
    if term is not None:
        read: Callable[[Any], Any] = term
        try:
            return str(read(value).label)
        except ValueError:
            return str(value)
    return str(value)
