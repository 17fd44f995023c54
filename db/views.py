"""Keeping views of the list under their names."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from db.history import Stamp
from db.schema import saved_views
from db.translate import moment
from mediation.errors import NotFound
from mediation.i18n import _
from mediation.shelf import KeptView


class ViewLooks:
    """A look at the kept views."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def everything(self) -> list[KeptView]:
        """Every kept view, by name."""
        lines = self._connection.execute(select(saved_views).order_by(saved_views.c.name))
        return [KeptView(line.name, line.content) for line in lines]


class ViewBook(ViewLooks):
    """The views, open for keeping and dropping."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        super().__init__(connection)
        self._stamp = stamp

    def put(self, view: KeptView) -> None:
        """Keep a view under its name, replacing what was there."""
        self._connection.execute(delete(saved_views).where(saved_views.c.name == view.name))
        self._connection.execute(
            insert(saved_views).values(
                name=view.name,
                content=dict(view.content),
                who=self._stamp.who,
                at=moment(self._stamp.at),
            )
        )

    def drop(self, name: str) -> None:
        """Forget a view; raises NotFound."""
        if not self._connection.execute(
            delete(saved_views).where(saved_views.c.name == name)
        ).rowcount:
            raise NotFound(_("没有叫“{name}”的视图。").format(name=name))
