"""``mediation due``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from mediation.cli.grammar import UsageError
from mediation.cli.limit import named_day
from mediation.cli.opening import opened
from mediation.cli.speech import say, tell, tell_json
from mediation.i18n import _
from mediation.office.dues import Task, TaskKind


def run(arguments: Namespace) -> int:
    """Print what has to be done by when, or write it as a calendar."""
    if arguments.days < 0:
        raise UsageError(_("--days 要是 0 或正数。"))
    if arguments.ics != bool(arguments.output):
        raise UsageError(_("日历文件要同时写 --ics 和 -o FILE,如 --ics -o 期限.ics。"))
    on = named_day(arguments.on, "--on") if arguments.on else None
    with opened(arguments) as office:
        tasks = office.agenda.tasks(arguments.days, on=on)
    if arguments.output:
        from mediation.reports.calendar_file import write_calendar

        write_calendar(tasks, Path(arguments.output), made_at=datetime.now(UTC))
        say(_("已存 {count} 项到 {path}").format(count=len(tasks), path=arguments.output))
    if arguments.json:
        tell_json(
            [
                {
                    "date": task.on.isoformat(),
                    "kind": task.kind.value,
                    "case": task.case,
                    "why": task.why,
                }
                for task in tasks
            ]
        )
    elif not arguments.output:
        _print(tasks, arguments.days)
    return 0


def _print(tasks: Sequence[Task], days: int) -> None:
    from mediation.cli.listing import aligned

    kinds = {TaskKind.LIMIT: _("期限"), TaskKind.SIGNING: _("等签收")}
    if tasks:
        lines = [(str(task.on), kinds[task.kind], task.case, task.why) for task in tasks]
        heads = (_("日期"), _("事项"), _("案件"), _("说明"))
        tell(aligned([heads, *lines], widest=(10, 8, 30, 160)))
    limits = sum(task.kind is TaskKind.LIMIT for task in tasks)
    say(
        _("{days} 天内到期和已逾期的 {limits} 件,等签收的 {signing} 件。").format(
            days=days, limits=limits, signing=len(tasks) - limits
        )
    )
