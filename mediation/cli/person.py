"""``mediation person``: what is kept about one person, handed over or erased."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mediation import settings
from mediation.cli.grammar import UsageError
from mediation.cli.opening import opened
from mediation.cli.speech import one_line, say, tell, tell_json
from mediation.errors import RuleViolation
from mediation.i18n import _, _as
from mediation.typed_path import typed_path

if TYPE_CHECKING:
    from mediation.office.office import Office
    from mediation.office.persons import ErasurePlan

_SURE = _as("typed", "删除")


def run(arguments: Namespace) -> int:
    """List, export or erase."""
    if arguments.export and arguments.erase:
        raise UsageError(_("--export 和 --erase 请分两次做。"))
    key = _key(arguments.who)
    with opened(arguments, read_only=not (arguments.export or arguments.erase)) as office:
        if arguments.export:
            return _export(office, key, typed_path(arguments.export), arguments)
        if arguments.erase:
            return _erase(office, key, arguments)
        plan = office.persons.plan(key)
    _show(plan, arguments)
    return 0


def _key(who: str) -> str:
    """The person named; ``-`` reads the name from standard input, so that no shell keeps it."""
    if who != "-":
        return who
    say(_("姓名、证件号或电话:"))
    return sys.stdin.readline().strip()


def _export(office: Office, key: str, path: Path, arguments: Namespace) -> int:
    count = office.persons.export(key, path)
    if arguments.json:
        tell_json({"cases": count, "path": str(path)})
    else:
        tell(
            _("{count} 件案件里的信息已存到 {path},只有本人可读;交付后请删去。").format(
                count=count, path=path
            )
        )
    return 0


def _erase(office: Office, key: str, arguments: Namespace) -> int:
    plan = office.persons.plan(key)
    _show(plan, arguments, quietly=True)
    if not plan.erasable:
        raise RuleViolation(_("没有可以删除的案件。"))
    say(
        _("将从 {count} 件已终结的案件里删除,不能撤销。确认请输入“{word}{count}”:").format(
            count=plan.cases, word=_SURE
        )
    )
    if sys.stdin.readline().strip() != f"{_SURE}{plan.cases}":
        raise RuleViolation(_("没有确认,什么都没有改动。"))
    done = office.persons.erase(key)
    holding = _copies(arguments, done.particulars)
    if arguments.json:
        tell_json({"erased": done.cases, "staying": list(done.staying), "backups": holding})
        return 0
    tell(_("已从 {count} 件案件删除。仍留有的:").format(count=done.cases))
    for line in done.staying:
        tell("  " + one_line(line))
    for line in holding:
        tell(_("  备份 {name}:到期自动删去,也可现在删").format(name=one_line(line)))
    return 0


def _copies(arguments: Namespace, particulars: Sequence[str]) -> list[str]:
    """The names of the backups that still hold the person; a name bears its date."""
    from mediation import bootstrap

    path = settings.database_path(arguments.db)
    return bootstrap.backups_holding(path, particulars)


def _show(plan: ErasurePlan, arguments: Namespace, *, quietly: bool = False) -> None:
    """Where the person stands, without particulars."""
    labels = [f"{trace.label}" for trace in plan.erasable]
    if arguments.json:
        if not quietly:
            tell_json({"erasable": labels, "staying": list(plan.staying)})
        return
    tell(
        _("可删除的案件 {count} 件:{labels}").format(
            count=plan.cases, labels="、".join(map(one_line, dict.fromkeys(labels))) or "-"
        )
    )
    for line in plan.staying:
        tell(_("留下 {what}").format(what=one_line(line)))
