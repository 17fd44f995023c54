"""``mediation serve``: the screens in a browser of this machine, for one person."""

from __future__ import annotations

import shlex
import subprocess
import sys
from argparse import Namespace
from importlib.util import find_spec
from pathlib import Path

from mediation import settings
from mediation.cli.grammar import UsageError
from mediation.cli.speech import say
from mediation.errors import MediationError
from mediation.i18n import _

LOOPBACK = "127.0.0.1"


def run(arguments: Namespace) -> int:
    """Serve the screens until interrupted."""
    if arguments.host != LOOPBACK:
        raise UsageError(
            _("只能在本机 {loopback} 上打开,不能给 {host}:案件只给这台电脑前的人看。").format(
                loopback=LOOPBACK, host=arguments.host[:60]
            )
        )
    if arguments.port and not 1024 <= arguments.port <= 65535:
        raise UsageError(_("端口要在 1024 至 65535 之间。"))
    if find_spec("textual_serve") is None:
        raise MediationError(_("在浏览器里打开要先装 textual-serve:pip install 'mediation[serve]'"))
    from mediation.cli.served.server import Served

    served = Served(_command(settings.database_path(arguments.db), flat=arguments.flat))
    try:
        address = served.listen(arguments.port)
    except OSError as error:
        raise MediationError(
            _("端口 {port} 用不了:{reason}。换一个,或不写 --port。").format(
                port=arguments.port, reason=error.strerror or type(error).__name__
            )
        ) from error
    say(_("请在浏览器里打开:{address}\n按 Ctrl+C 结束。").format(address=address))
    served.run()
    return 0


def _command(path: Path, *, flat: bool) -> str:
    """What runs the screens for the browser, as the shell takes it."""
    words = [
        sys.executable,
        "-m",
        "mediation",
        *(["--flat"] if flat else []),
        "--db",
        str(path.absolute()),
    ]
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)
