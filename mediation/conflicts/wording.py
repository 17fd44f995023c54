"""Hits in words."""

from __future__ import annotations

from mediation.conflicts.hits import Hit
from mediation.i18n import _


def told(hit: Hit) -> str:
    """A hit in one line: who, with whom and in which role, why, how sure, by which rule."""
    person = f"{hit.name}({hit.role})"
    words = [_("{mediator}与{person}").format(mediator=hit.mediator_name, person=person)]
    words += [hit.kind.label]
    if hit.against:
        words.append(_("名册所记:{told}").format(told=hit.against))
    if hit.count:
        words.append(met_words(hit))
    words += [hit.sureness.label, hit.source]
    return ";".join(words)


def met_words(hit: Hit) -> str:
    """The earlier cases of a hit, each with number and role."""
    named = _("、").join(
        _("{number}({role})").format(number=n or "-", role=r) for n, r in hit.cases
    )
    if hit.count > len(hit.cases):
        return _("{named} 等 {count} 件").format(named=named, count=hit.count)
    return named
