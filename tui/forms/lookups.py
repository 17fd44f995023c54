"""What a field of many values chooses from: causes, courts, mediators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain

from mediation.cases.plain import fold
from mediation.errors import Unreadable
from mediation.i18n import _
from mediation.registry.causes import Cause, cause_by_code, cause_named, search_causes
from mediation.registry.courts import court_by_code, court_named, courts_of_ordos, search_courts
from mediation.registry.mediators import Mediator
from tui.forms.field import Option
from tui.forms.initials import initials


class NotOnRoster(Unreadable):
    """A name that nobody on the roster has."""


class Causes:
    """案由 by any part of the name, by pinyin initials or by code."""

    def find(self, text: str, limit: int) -> list[Option]:
        """Causes that fit, best first."""
        found = search_causes(text, limit) if text.strip() else []
        return [_cause_option(cause) for cause in found[:limit]]

    def named(self, text: str) -> Option:
        """The cause of this name; raises :class:`Unreadable` naming the nearest."""
        return _cause_option(cause_named(text, None))

    def label(self, key: str) -> str:
        """The name of a code."""
        return cause_by_code(key).name


def _cause_option(cause: Cause) -> Option:
    return Option(cause.code, cause.name, cause.number or cause.code)


class Courts:
    """法院 by any part of the name, by pinyin initials or by code; the courts of Ordos first."""

    def find(self, text: str, limit: int) -> list[Option]:
        """Courts that fit, those of Ordos first."""
        near = [Option(court.code, court.name, court.code) for court in courts_of_ordos()]
        if not text.strip():
            return near[:limit]
        typed = fold(text).replace(" ", "")
        first = [
            option
            for option in near
            if typed in fold(option.label) or _court_initials(option.label).find(typed) >= 0
        ]
        rest = (Option(court.code, court.name, court.code) for court in search_courts(text, limit))
        return list(dict.fromkeys(chain(first, rest)))[:limit]

    def named(self, text: str) -> Option:
        """The court of this name; raises :class:`Unreadable`."""
        court = court_named(text)
        return Option(court.code, court.name, court.code)

    def label(self, key: str) -> str:
        """The name of a code."""
        return court_by_code(key).name


@cache
def _court_initials(name: str) -> str:
    return initials(name)


class Roster:
    """调解员 by any part of the name or by pinyin initials. Namesakes are told apart by a note."""

    none_fits = _("名册里没有这个名字:按 F2 列入名册,或换几个字")

    def __init__(self, mediators: Iterable[Mediator] = ()) -> None:
        self._options = _told_apart(list(mediators))

    def find(self, text: str, limit: int) -> list[Option]:
        """Mediators that fit, by name."""
        typed = fold(text).strip()
        return [
            option
            for option in self._options
            if typed in fold(option.label) or (typed.isascii() and typed in initials(option.label))
        ][:limit]

    def named(self, text: str) -> Option:
        """The mediator of this name; raises :class:`Unreadable`."""
        typed = fold(text).strip()
        for option in self._options:
            if fold(option.label) == typed:
                return option
        namesakes = [option for option in self._options if fold(option.label).startswith(typed)]
        if len(namesakes) == 1:
            return namesakes[0]
        if namesakes:
            raise Unreadable(_("名册里有几位“{name}”:请从列表中选。").format(name=text))
        raise NotOnRoster(_("名册里没有“{name}”:从列表中选,或按 F2 列入名册。").format(name=text))

    def label(self, key: str) -> str:
        """The name of a key; empty when it is not on the roster."""
        return next((option.label for option in self._options if option.key == key), "")


def _told_apart(mediators: Sequence[Mediator]) -> list[Option]:
    names = [mediator.name for mediator in mediators]
    options = []
    for mediator in mediators:
        note = " ".join(filter(None, (mediator.level, mediator.sector, mediator.specialities)))
        label = mediator.name
        if names.count(label) > 1:
            label = f"{label}({note or str(mediator.id)[-4:]})"
        options.append(Option(str(mediator.id), label, note))
    labels = [option.label for option in options]
    return [
        option
        if labels.count(option.label) == 1
        else Option(option.key, f"{option.label}{option.key[-4:]}", option.note)
        for option in options
    ]
