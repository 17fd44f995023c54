"""The rules of a pay list that an office sets for itself, and what a dossier lacks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from mediation.cases.case import Case
from mediation.cases.plain import clean_line, fold
from mediation.cases.terms import Outcome, Side
from mediation.i18n import _

DEFAULT_DOSSIER: Final = ("案由", "申请人", "被申请人", "签收日期")
NOTHING: Final = "无"
_REACHED: Final = (Outcome.SUCCEEDED, Outcome.PARTLY)
_LACKING: Final = frozenset(
    ("", "无", "缺", "否", "没有", "未", "×", "/", "-", "—", "0", "no", "n")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """``dossier`` names what a case must have; ``cap`` in fen bounds a mediator's sum on one list."""

    dossier: tuple[str, ...] = DEFAULT_DOSSIER
    cap: int | None = None


def _of_agreements(has: Callable[[Case], bool]) -> Callable[[Case], bool]:
    return lambda case: case.outcome not in _REACHED or has(case)


_FIELDS: Final[Mapping[str, Callable[[Case], bool]]] = {
    "调解编号": lambda case: bool(case.number),
    "法院案号": lambda case: bool(case.court_number),
    "承办法院": lambda case: case.court is not None,
    "来源": lambda case: case.channel is not None,
    "案由": lambda case: bool(case.cause or case.cause_name),
    "申请人": lambda case: bool(case.names(Side.APPLICANT)),
    "被申请人": lambda case: bool(case.names(Side.RESPONDENT)),
    "标的额": lambda case: case.claimed is not None,
    "当事人电话": lambda case: all(party.phone for party in case.parties),
    "当事人证件": lambda case: all(party.id_number for party in case.parties),
    "签收日期": lambda case: case.signed_on is not None,
    "不成功原因": lambda case: (
        case.outcome in _REACHED or case.reason is not None or bool(case.reason_note)
    ),
    "协议金额": _of_agreements(lambda case: case.agreed is not None),
    "到位金额": _of_agreements(lambda case: case.performed is not None),
    "履行状态": _of_agreements(lambda case: case.performance is not None),
    "司法确认案号": _of_agreements(lambda case: bool(case.confirmation_number)),
}
SESSION: Final = "调解会"
KNOWN_FIELDS: Final = (*_FIELDS, SESSION)
"""What may be asked for by name; any other name is a column of the ledger that the case keeps."""


def dossier_named(text: str) -> tuple[str, ...]:
    """The list in a setting: names with 、 or commas between, 无 for none, empty for the default."""
    if not text.strip():
        return DEFAULT_DOSSIER
    names = [clean_line(part) for part in re.split(r"[、,，;；]", text)]
    return tuple(dict.fromkeys(name for name in names if name and name != NOTHING))


def missing(case: Case, sessions: int, dossier: tuple[str, ...]) -> tuple[str, ...]:
    """Which parts of the dossier the case lacks; what only an agreement has is asked of agreements."""
    extra = {fold(heading): fold(value) for heading, value in case.extra.items()}

    def has(name: str) -> bool:
        if name in _FIELDS:
            return _FIELDS[name](case)
        if name == SESSION:
            return sessions > 0
        return extra.get(fold(name), "") not in _LACKING

    return tuple(name for name in dossier if not has(name))


def rules_words(rules: Rules) -> list[str]:
    """The rules as people read them under a pay list."""
    from mediation.cases.money import format_yuan

    return [
        _("只列期间内已结案的案件;按结案日适用的标准;只补主调解员。"),
        _("登记为公职人员的不发;名册没有登记是否公职的,登记以后再发。"),
        _("同一纠纷(案号相同,或当事人和案由都相同)只补一次,以前名单发过的也不再发。"),
        _("卷宗须有:{names}。").format(names=_("、").join(rules.dossier) or NOTHING),
        _("每人每份名单不设上限。")
        if rules.cap is None
        else _("每人每份名单最多 {yuan} 元。").format(yuan=format_yuan(rules.cap)),
        _(
            "全国没有统一的补贴金额(法释〔2016〕14号第二十九条只定由法院发放),金额全部来自录入的标准。"
        ),
    ]
