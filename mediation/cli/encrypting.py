"""``mediation encrypt``, ``passphrase`` and ``decrypt``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from mediation import settings
from mediation.cli.passphrases import new_passphrase, unlock
from mediation.cli.speech import one_line, say, tell
from mediation.errors import RuleViolation
from mediation.i18n import _
from mediation.keeping import LeftBehind


def run(arguments: Namespace) -> int:
    """Run the one of the three that was asked for; 1 when a copy stays as it was."""
    path = settings.database_path(arguments.db)
    return {"encrypt": _encrypt, "passphrase": _change, "decrypt": _decrypt}[arguments.command](
        arguments, path
    )


def _encrypt(arguments: Namespace, path: Path) -> int:
    from mediation import bootstrap

    if bootstrap.is_encrypted(path):
        unlock(path, arguments)
        done, left = bootstrap.encrypt(path, "")
        tell(_("{path} 已经是加密的。").format(path=path))
    else:
        bootstrap.refuse_unfit(path)  # before anybody thinks of a passphrase
        done, left = bootstrap.encrypt(path, new_passphrase(arguments))
        tell(_("已加密:{path}").format(path=path))
        say(_("请把口令记在别处,锁好:忘了口令,数据库和备份都再也打不开。"))
    return _told(done, left)


def _change(arguments: Namespace, path: Path) -> int:
    from mediation import bootstrap

    _refuse_plain(path)
    unlock(path, arguments)
    done, left = bootstrap.change_passphrase(path, new_passphrase(arguments, line=1))
    tell(_("口令已更换:{path}").format(path=path))
    return _told(done, left)


def _decrypt(arguments: Namespace, path: Path) -> int:
    from mediation import bootstrap

    if path.exists() and not bootstrap.is_encrypted(path) and (behind := bootstrap.not_along(path)):
        unlock(behind[0], arguments)
        done, left = bootstrap.decrypt(path)
        tell(_("{path} 没有加密。").format(path=path))
        return _told(done, left)
    _refuse_plain(path)
    unlock(path, arguments)
    done, left = bootstrap.decrypt(path)
    tell(_("已解除加密,现在拿到文件的人都能读:{path}").format(path=path))
    return _told(done, left)


def _refuse_plain(path: Path) -> None:
    from mediation import bootstrap

    if path.exists() and not bootstrap.is_encrypted(path):
        raise RuleViolation(_("{path} 没有加密。要加密请用 mediation encrypt。").format(path=path))


def _told(done: int, left: Sequence[LeftBehind]) -> int:
    if done:
        tell(_("一并处理的备份、换下的文件和草稿:{count} 个").format(count=done))
    for each in left:
        say(
            _("没有处理,仍是原样:{path}({why})").format(
                path=one_line(each.path), why=one_line(each.why)
            )
        )
    if left:
        say(_("上面这些文件请自行核对;不再需要的请删除。"))
    return 1 if left else 0
