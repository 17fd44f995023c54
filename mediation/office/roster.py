"""Use cases of the roster of mediators."""

from __future__ import annotations

from mediation.errors import NotFound, RuleViolation, Unreadable
from mediation.i18n import _
from mediation.registry.mediators import Mediator
from mediation.store import Store


class Roster:
    """特邀调解员名册."""

    def __init__(self, store: Store, *, who: str) -> None:
        self._store = store
        self._who = who

    def all(self) -> list[Mediator]:
        """Everybody on the roster, by name."""
        with self._store.reading() as reading:
            return reading.mediators()

    def named(self, name: str) -> Mediator:
        """The one of this name; raises NotFound, or Unreadable when several bear it."""
        from mediation.cases.plain import fold

        found = [each for each in self.all() if fold(each.name) == fold(name)]
        if not found:
            raise NotFound(_("名册上没有调解员“{name}”。").format(name=name))
        if len(found) > 1:
            raise Unreadable(
                _(
                    "名册上有 {count} 位“{name}”({places}),分不清是哪一位;请先在名册中区分姓名。"
                ).format(
                    count=len(found),
                    name=name,
                    places=";".join(each.organisation or each.sector or "-" for each in found),
                )
            )
        return found[0]

    def add(self, mediator: Mediator) -> Mediator:
        """Put a mediator on the roster."""
        _check(mediator)
        with self._store.writing(self._who) as writing:
            return writing.add_mediator(mediator)

    def save(self, mediator: Mediator) -> Mediator:
        """Keep a changed entry; raises Conflict when another save came first."""
        _check(mediator)
        with self._store.writing(self._who) as writing:
            return writing.save_mediator(mediator)


def _check(mediator: Mediator) -> None:
    if not mediator.name.strip():
        raise RuleViolation(_("请填写姓名。"), field="name")
    if mediator.term_from and mediator.term_to and mediator.term_to < mediator.term_from:
        raise RuleViolation(_("聘期终止早于开始。"), field="term_to")
