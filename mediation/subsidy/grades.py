"""难易等级: the class of a case that a tariff pays by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mediation.cases.plain import fold
from mediation.cases.terms import Term
from mediation.errors import Unreadable
from mediation.i18n import _


class Grade(Term):
    """How hard a case was, as the court's filing chamber grades it."""

    SIMPLE = "simple", "简易"
    ORDINARY = "ordinary", "普通"
    DIFFICULT = "difficult", "疑难"
    MAJOR = "major", "重大"


_WORDS = {
    **{grade.chinese: grade for grade in Grade},
    **{grade.value: grade for grade in Grade},
    "简单": Grade.SIMPLE,
    "一般": Grade.ORDINARY,
    "复杂": Grade.DIFFICULT,
    "疑难复杂": Grade.DIFFICULT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """What the office said of a case: its grade, the tier (档) it is paid by, and why it is a dispute
    of its own although another case looks the same."""

    case: UUID
    grade: Grade | None = None
    tier: str = ""
    separate: str = ""
    who: str = ""
    at: datetime | None = None


def grade_named(text: str) -> Grade:
    """The grade that a word means, with or without 案件 or 类; raises Unreadable naming them all."""
    word = fold(text).replace(" ", "")
    for ending in ("纠纷", "案件", "案", "类", "级"):
        word = word.removesuffix(ending)
    if word in _WORDS:
        return _WORDS[word]
    raise Unreadable(
        _("难易等级“{text}”看不懂,可用:{known}。").format(
            text=text.strip()[:20], known=_("、").join(grade.chinese for grade in Grade)
        )
    )
