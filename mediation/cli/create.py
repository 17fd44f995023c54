"""``mediation init``."""

from __future__ import annotations

from argparse import Namespace

from mediation import settings
from mediation.cli.speech import say
from mediation.i18n import _


def run(arguments: Namespace) -> int:
    """Create a new, empty database; refuses a file that is there."""
    from mediation.bootstrap import create_office

    path = settings.database_path(arguments.db)
    create_office(path).close()
    say(_("已新建数据库:{path}").format(path=path))
    return 0
