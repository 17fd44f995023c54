"""The options and commands that open the screens in another way."""

from __future__ import annotations

from typing import Any

from mediation.cli.declaring import declare
from mediation.i18n import _


def add_flat(top: Any) -> None:
    """``mediation --flat``."""
    top.add_argument(
        "--flat",
        action="store_true",
        help=_("平铺界面,供读屏软件:没有框,不并排,一行一件事;也可设环境变量 MEDIATION_FLAT=1"),
    )


def _serve(commands: Any) -> None:
    command = declare(
        commands,
        "serve",
        "[--port N]",
        _("在这台电脑的浏览器里打开同样的界面"),
        _(
            "只在本机 127.0.0.1 上开,别的电脑连不上;网址里带一次性的钥匙,只给一个人用。\n"
            "再开一个标签页时,前一个先收好再关。按 Ctrl+C 结束。\n"
            "要先装:pip install 'mediation[serve]'\n\n"
            "例:\n"
            "  mediation serve\n"
            "  mediation serve --port 8123 --db 康巴什.db"
        ),
    )
    command.add_argument(
        "--port", metavar="N", type=int, default=0, help=_("端口,1024 至 65535;不写时任选一个空的")
    )
    command.add_argument(
        "--host", metavar="ADDRESS", default="127.0.0.1", help=_("只能是 127.0.0.1(不写时)")
    )


ADDERS = {"serve": _serve}
