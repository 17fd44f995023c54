"""``mediation due``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mediation.cli.grammar import UsageError
from mediation.cli.limit import named_day
from mediation.cli.opening import opened
from mediation.cli.show import find
from mediation.cli.speech import say, tell, tell_json
from mediation.i18n import _
from mediation.office.dues import Group, GroupKind, Task
from mediation.office.whys import Why

_NAMES = {
    GroupKind.OVERDUE: _("已逾期"),
    GroupKind.TODAY: _("今天"),
    GroupKind.NEAR: _("期限快到"),
    GroupKind.INSTALMENTS: _("分期到期"),
    GroupKind.CONFIRMATIONS: _("司法确认"),
    GroupKind.WEEK: _("接下来"),
    GroupKind.SIGNING: _("等签收"),
    GroupKind.ANSWERS: _("等答复"),
    GroupKind.UNPLANNED: _("没有下一步"),
}


def run(arguments: Namespace) -> int:
    """Print what has to be done by when, write it as a calendar, or say why one case's days are due."""
    if arguments.days < 0:
        raise UsageError(_("--days 要是 0 或正数。"))
    if arguments.ics != bool(arguments.output):
        raise UsageError(_("日历文件要同时写 --ics 和 -o FILE,如 --ics -o 期限.ics。"))
    if arguments.case is not None:
        return _why(arguments)
    on = named_day(arguments.on, "--on") if arguments.on else None
    with opened(arguments) as office:
        groups = office.agenda.groups(arguments.days, on=on)
        moved, over = office.agenda.changed_meetings(arguments.days, on=on)
        drafts = len(office.drafts.all())
    tasks = sorted(
        (task for group in groups for task in group.tasks),
        key=lambda task: (task.on, task.kind, task.case),
    )
    if arguments.output:
        from mediation.reports.calendar_file import write_calendar

        count = write_calendar(
            [*tasks, *moved], Path(arguments.output), made_at=datetime.now(UTC), over=over
        )
        say(_("已存 {count} 项到 {path}").format(count=count, path=arguments.output))
    if arguments.json:
        tell_json([_as_json(task) for task in tasks])
    elif not arguments.output:
        _print(groups, drafts)
    return 0


def _as_json(task: Task) -> dict[str, Any]:
    return {
        "date": task.on.isoformat(),
        "kind": task.kind.value,
        "case": task.case,
        "why": task.why,
    }


def _print(groups: Sequence[Group], drafts: int) -> None:
    from mediation.cli.listing import aligned

    lines = [
        (_NAMES[group.kind], str(task.on), task.case, task.why)
        for group in groups
        for task in group.tasks
    ]
    if lines:
        heads = (_("事项"), _("日期"), _("案件"), _("说明"))
        tell(aligned([heads, *lines], widest=(10, 10, 30, 160)))
    counts = [f"{_NAMES[group.kind]} {len(group.tasks)}" for group in groups]
    if drafts:
        counts.append(_("草稿 {count}").format(count=drafts))
    say(_("{counts}。").format(counts=_(",").join(counts)) if counts else _("没有要做的事。"))


def _why(arguments: Namespace) -> int:
    """Every day of one case with how it was found."""
    if arguments.ics:
        raise UsageError(_("--case 说明一件案件的日子,不写日历。"))
    with opened(arguments) as office:
        case = find(office, arguments.case)
        reasons = office.clocks.whys(case)
        none = office.clocks.of(case).why_none
    if arguments.json:
        tell_json([_why_json(why) for why in reasons])
        return 0
    for why in reasons:
        due = _("暂停中") if why.limit.stands_still else str(why.limit.due)
        tell(f"{due}  {why.title}({why.limit.rule})")
        for number, step in enumerate(why.limit.steps, 1):
            tell(f"  {number}. {step}")
        since = why.limit.valid_from
        known = _("({day} 起施行)").format(day=since) if since else ""
        tell("  " + _("依据: {source}").format(source=why.limit.source) + known)
    if none:
        say(_("调解期限: {why}").format(why=none))
    return 0


def _why_json(why: Why) -> dict[str, Any]:
    since = why.limit.valid_from
    return {
        "date": None if why.limit.stands_still else why.limit.due.isoformat(),
        "kind": why.kind.value,
        "what": why.title,
        "rule": why.limit.rule,
        "source": why.limit.source,
        "valid_from": since.isoformat() if since else None,
        "steps": list(why.limit.steps),
        "calendar_known": why.limit.calendar_known,
    }
