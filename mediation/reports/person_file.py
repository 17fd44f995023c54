"""All that is kept about one person, handed to that person: as data or as a paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediation.cases.naming import ACTION_NAMES, FIELD_NAMES
from mediation.errors import MediationError
from mediation.exchange.wording import TABLES
from mediation.i18n import _
from mediation.reports.columns import printable
from mediation.reports.json_words import json_words
from mediation.reports.whole_file import whole_file

if TYPE_CHECKING:
    from mediation.office.persons import PersonCase

_ROLES = {"party": _("当事人"), "agent": _("代理人"), "representative": _("代表人")}


_OTHER_TABLES = {
    "merge_conflicts": _("与别的电脑交换、还没有选定的内容"),
    "private_notes": _("调解员的工作备注"),
    "compromises": _("为和解所作的陈述"),
    "conflict_searches": _("利害关系的查询记录"),
}
_NOT_HANDED_OUT = _("提到本人;这一处不交付原文,见说明文档“个人信息与安全”")


def check_form(path: Path) -> None:
    """Raise MediationError unless the name ends with a form that can be written."""
    if path.suffix.lower() not in (".json", ".docx"):
        raise MediationError(_("个人信息只存成 .json 或 .docx:请改文件名的后缀。"))


def write_person_file(found: Sequence[PersonCase], path: Path, *, today: date) -> None:
    """Write it; the file is complete or absent, and readable by its owner alone."""
    with whole_file(path) as draft:
        if path.suffix.lower() == ".json":
            told = {"made_on": today.isoformat(), "cases": [as_json(each) for each in found]}
            draft.write_text(json_words(told), "utf-8")
        else:
            _document(found, today).save(str(draft))


def as_json(each: PersonCase) -> dict[str, Any]:
    """One case of the person as data; other people of the case are not in it."""
    trace, case = each.trace, each.case
    mine = [] if case is None else [one for one in case.parties if one.name == trace.name]
    return {
        "case": trace.label,
        "role": trace.role,
        "side": trace.side or None,
        "name": trace.name,
        "phone": trace.phone,
        "id_number": trace.id_number,
        "addresses": list(trace.addresses),
        "recorded": [
            {name: value for name, value in asdict(one).items() if value and name != "agents"}
            for one in mine
        ],
        "cause": case.cause_name if case is not None else "",
        "referred_on": case.referred_on.isoformat() if case is not None else None,
        "closed_on": trace.closed_on.isoformat() if trace.closed_on else None,
        "in_bin": trace.in_bin,
        "history": [
            {
                "at": line.at.isoformat(),
                "who": line.who,
                "action": line.action,
                "field": line.field,
                "old": line.old,
                "new": line.new,
                "why": line.why,
            }
            for line in each.history
        ],
        "elsewhere": [
            {"table": one.table, "column": one.column, "text": one.text or None}
            for one in each.mentions
        ],
        "audit": [
            {"entry": look.seq, "at": look.at, "user": look.who, "action": look.action}
            for look in each.looks
        ],
    }


def _document(found: Sequence[PersonCase], today: date) -> Any:
    from mediation.reports.word_layout import BODY, CHAPTER, TITLE, official_document

    document = official_document()
    document.add_paragraph(_("个人信息查阅件"), style=TITLE)
    document.add_paragraph(_("制作日期:{day}").format(day=today), style=BODY)
    for each in found:
        document.add_paragraph(printable(each.trace.label), style=CHAPTER)
        for line in _lines(each):
            document.add_paragraph(printable(line), style=BODY)
    return document


def _lines(each: PersonCase) -> Iterator[str]:
    told = as_json(each)
    for name, value in (
        (_("身份"), _ROLES[each.trace.role]),
        (_("姓名"), told["name"]),
        (_("电话"), told["phone"]),
        (_("证件号"), told["id_number"]),
        (_("地址"), "、".join(told["addresses"])),
        (_("案由"), told["cause"]),
        (_("委派日期"), told["referred_on"] or ""),
        (_("终结日期"), told["closed_on"] or ""),
    ):
        if value:
            yield f"{name}:{value}"
    for line in each.history:
        action = ACTION_NAMES.get(line.action, line.action)
        field = FIELD_NAMES.get(line.field, line.field)
        yield _("{day} {who} {action} {field}:{old} → {new}").format(
            day=line.at.date(), who=line.who, action=action, field=field, old=line.old, new=line.new
        )
    for one in each.mentions:
        where = TABLES.get(one.table, "") or _OTHER_TABLES.get(one.table, one.table)
        yield f"{where}:{one.text or _NOT_HANDED_OUT}"
    for look in each.looks:
        action = ACTION_NAMES.get(look.action, look.action)
        yield _("审计第 {seq} 条:{at} {who} {action}").format(
            seq=look.seq, at=look.at[:19], who=look.who, action=action
        )
