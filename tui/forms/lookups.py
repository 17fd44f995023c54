"""What a field of many values chooses from: causes, courts, mediators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from uuid import UUID

from mediation.cases.plain import fold
from mediation.errors import Unreadable
from mediation.i18n import _
from mediation.registry.causes import Cause, cause_by_code, cause_named, search_causes
from mediation.registry.courts import (
    Court,
    court_by_code,
    court_named,
    courts_of_ordos,
    is_court_code,
    search_courts,
)
from mediation.registry.mediators import Mediator
from tui.forms.field import Option
from tui.forms.initials import sounds_like


class NotOnRoster(Unreadable):
    """A name that nobody on the roster has."""


class Causes:
    """案由 by any part of the name, by pinyin initials or by code; ``recent`` names stand first."""

    def __init__(self, recent: Sequence[str] = ()) -> None:
        self._recent = tuple(recent)

    def find(self, text: str, limit: int) -> list[Option]:
        """Causes that fit, best first; the recent ones and then the frequent ones for no text."""
        found = [_cause_option(cause) for cause in search_causes(text, limit)]
        if text.strip():
            return _recent_first(found, self._recent, text)[:limit]
        recent = [option for name in self._recent if (option := _cause_option_named(name))]
        return list(dict.fromkeys(chain(recent, found)))[:limit]

    def named(self, text: str) -> Option:
        """The cause of this name; raises :class:`Unreadable` naming the nearest."""
        return _cause_option(cause_named(text, None))

    def label(self, key: str) -> str:
        """The name of a code."""
        return cause_by_code(key).name


def _cause_option(cause: Cause) -> Option:
    return Option(cause.code, cause.name, cause.number or cause.code)


def _cause_option_named(name: str) -> Option | None:
    try:
        return _cause_option(cause_named(name, None))
    except Unreadable:
        return None  # an older case may have a cause that no table lists


def _recent_first(found: Sequence[Option], recent: Sequence[str], text: str) -> list[Option]:
    """What was used lately before the rest; a name typed in full stays at the top."""
    typed = fold(text).replace(" ", "")

    def rank(option: Option) -> tuple[bool, int]:
        meant = typed in (fold(option.label), fold(option.label).removesuffix("纠纷"), option.key)
        place = recent.index(option.label) if option.label in recent else len(recent)
        return not meant, place

    return sorted(found, key=rank)


class Courts:
    """法院 by any part of the name, by pinyin initials or by code; ``recent`` codes stand first."""

    def __init__(self, recent: Sequence[str] = ()) -> None:
        self._recent = tuple(filter(is_court_code, recent))

    def find(self, text: str, limit: int) -> list[Option]:
        """Courts that fit, best first; the recent ones and then those of Ordos for no text."""
        if text.strip():
            found = [_court_option(court) for court in search_courts(text, limit)]
            return _recent_first(found, [self.label(code) for code in self._recent], text)
        recent = [_court_option(court_by_code(code)) for code in self._recent]
        near = [_court_option(court) for court in courts_of_ordos()]
        return list(dict.fromkeys(chain(recent, near)))[:limit]

    def named(self, text: str) -> Option:
        """The court of this name; raises :class:`Unreadable`."""
        return _court_option(court_named(text))

    def label(self, key: str) -> str:
        """The name of a code."""
        return court_by_code(key).name


def _court_option(court: Court) -> Option:
    return Option(court.code, court.name, court.code)


class Roster:
    """调解员 by any part of the name or by pinyin initials; ``recent`` keys stand first.

    Namesakes are told apart by a note.
    """

    none_fits = _("名册里没有这个名字:按 F2 列入名册,或换几个字")

    def __init__(self, mediators: Iterable[Mediator] = (), recent: Sequence[UUID] = ()) -> None:
        order = {str(key): place for place, key in enumerate(recent)}
        options = _told_apart(list(mediators))
        self._options = sorted(options, key=lambda option: order.get(option.key, len(order)))

    def find(self, text: str, limit: int) -> list[Option]:
        """Mediators that fit: those chosen lately, then by name."""
        typed = fold(text).strip()
        return [
            option
            for option in self._options
            if typed in fold(option.label) or sounds_like(typed, option.label)
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
