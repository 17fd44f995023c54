"""``mediation init``."""

from __future__ import annotations

from argparse import Namespace

from mediation import settings
from mediation.cli.passphrases import new_passphrase, unlock
from mediation.cli.speech import say
from mediation.i18n import _


def run(arguments: Namespace) -> int:
    """Create a new, empty database; refuses a file that is there.

    ``--adopt`` creates nothing: it takes a file that was swapped or emptied for the one to go on with.
    """
    from mediation.bootstrap import create_office, doubts_about, open_office

    path = settings.database_path(arguments.db)
    if arguments.adopt:
        unlock(path, arguments)
        open_office(path, accept_changed=True).close()
        say(_("已确认沿用现在的数据库:{path}").format(path=path))
        return 0
    passphrase = None
    if arguments.encrypt and not path.exists():
        passphrase = new_passphrase(arguments)
    create_office(path, passphrase=passphrase).close()
    say(_("已新建数据库:{path}").format(path=path))
    for doubt in doubts_about(path):
        say(doubt)
    return 0
