"""委员参与面: over the people on the roster, not over cases."""

from __future__ import annotations

from typing import Final

from mediation.figures.definitions.definition import Basis, Definition, Quantity
from mediation.figures.definitions.quantities import NO_OFFICIAL
from mediation.i18n import _

_ACTIVE = Quantity(
    _("办案调解员"),
    _("期末在册、本期至少收案一件的调解员人数"),
    ("active_members",),
    symbol="M",
)
_ROSTER_DATES = _("收案看委派(移送)日期;名册看期末这一天的聘期")
_CO_MEDIATED = _("只计主调解员,协助的不计;已不在册的调解员不计")

ROSTER: Final = (
    Definition(
        key="participation_rate",
        version="M1",
        name=_("调解员参与面"),
        english="mediators with a case / roster",
        basis=Basis.ROSTER,
        numerator=_ACTIVE,
        denominator=Quantity(
            _("在册"), _("期末在册(聘期之内)的调解员人数"), ("roster_members",), symbol=_("M名册")
        ),
        nothing=_("名册上没有在聘的调解员"),
        date_basis=_ROSTER_DATES,
        left_out=_CO_MEDIATED,
        source=NO_OFFICIAL + _("按期末名册计算,不拿累计案件除以今天的名册"),
    ),
)
