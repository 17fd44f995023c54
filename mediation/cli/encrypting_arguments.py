"""The commands and the option that have to do with the passphrase."""

from __future__ import annotations

from argparse import SUPPRESS
from typing import Any

from mediation.cli.declaring import declare
from mediation.i18n import _


def add_passphrase_stdin(command: Any, **how: Any) -> None:
    """``--passphrase-stdin``: for scripts."""
    command.add_argument(
        "--passphrase-stdin",
        action="store_true",
        help=_("从标准输入读一行作口令,供脚本用;也可设环境变量 MEDIATION_PASSPHRASE_FILE"),
        **how,
    )


def _encrypt(commands: Any) -> None:
    _command(
        commands,
        "encrypt",
        _("用口令加密现在的数据库,连同备份和草稿"),
        _(
            "口令在终端里输入两次,不显示;绝不写在命令行上。忘了口令,谁也打不开。\n"
            "备份、恢复时换下的文件、旁边的草稿一并加密;做不到的逐个列出,退出码 1。\n"
            "已加密的再运行一次,只处理还没加密的备份。要先装:pip install 'mediation[encrypted]'\n"
            "先关掉打开着的界面。\n\n"
            "例:\n"
            "  mediation encrypt\n"
            "  MEDIATION_PASSPHRASE_FILE=~/口令.txt mediation encrypt"
        ),
    )


def _change(commands: Any) -> None:
    _command(
        commands,
        "passphrase",
        _("更换加密数据库的口令"),
        _(
            "先问现在的口令,再问新的。备份一并换成新口令;旧口令从此打不开它们。\n"
            "在脚本里,口令文件或标准输入的第一行是现在的口令,第二行是新的。\n\n"
            "例:\n  mediation passphrase"
        ),
    )


def _decrypt(commands: Any) -> None:
    _command(
        commands,
        "decrypt",
        _("解除加密:数据库、备份和草稿回到明文"),
        _("要输入口令。以后拿到文件的人都能读。\n\n例:\n  mediation decrypt"),
    )


def _command(commands: Any, name: str, brief: str, description: str) -> None:
    command = declare(commands, name, "[--passphrase-stdin] [--db PATH]", brief, description)
    add_passphrase_stdin(command, default=SUPPRESS)


ADDERS = {"encrypt": _encrypt, "passphrase": _change, "decrypt": _decrypt}
