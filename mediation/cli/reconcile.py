"""``mediation reconcile``."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from mediation.cli.opening import opened
from mediation.cli.speech import one_line, say, tell, tell_json
from mediation.errors import NotFound
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.ledger.comparing import Compared, Standing
from mediation.office.reconciling import Reconciliation

_TITLES = {
    Standing.DIFFERING: _("两边不一致"),
    Standing.ONLY_THEIRS: _("只有法院有"),
    Standing.ONLY_OURS: _("只有我方有"),
}


def run(arguments: Namespace) -> int:
    """Lay the court's list beside our cases; nothing is imported."""
    file = Path(arguments.file)
    if not file.exists():
        raise NotFound(_("找不到文件:{file}").format(file=file))
    period = Period.parse(arguments.period) if arguments.period else None
    with opened(arguments, read_only=True) as office:
        found = office.reconciling.beside(file, period)
    if arguments.output:
        from mediation.reports.reconciliation import write_reconciliation

        write_reconciliation(Path(arguments.output), found)
        say(_("对账结果存在 {path}").format(path=arguments.output))
    if arguments.json:
        tell_json(_as_json(found))
    else:
        tell(_as_text(found))
    return 0


def _as_text(found: Reconciliation) -> str:
    lines = [
        _("对账 {span}:一致 {alike} 件").format(
            span=found.span, alike=len(found.of(Standing.ALIKE))
        )
    ]
    for standing, title in _TITLES.items():
        disputes = found.of(standing)
        lines.append(_("{title} {count} 件").format(title=title, count=len(disputes)))
        for each in disputes:
            lines.append(f"  {one_line(each.label) or '-'}  {each.action}")
            lines += [
                _("    {heading}:我方 {ours},法院 {theirs}").format(
                    heading=one.heading,
                    ours=one_line(one.ours) or _("(空)"),
                    theirs=one_line(one.theirs),
                )
                for one in each.fields
            ]
    if found.rejected:
        lines.append(
            _("法院的表有 {count} 行没有全部读懂,读不懂的格没有比较:").format(
                count=len(found.rejected)
            )
        )
        lines += [
            _("  第 {row} 行 {heading} {value}:{reason}").format(
                row=each.row,
                heading=each.heading,
                value=one_line(each.value),
                reason=one_line(each.reason),
            )
            for each in found.rejected
        ]
    return "\n".join(lines)


def _as_json(found: Reconciliation) -> dict[str, Any]:
    return {
        "period": {"start": str(found.period.start), "end": str(found.period.end)},
        "courts": list(found.courts),
        "alike": len(found.of(Standing.ALIKE)),
        **{standing.value: [_dispute(each) for each in found.of(standing)] for standing in _TITLES},
        "rejections": [
            {"row": each.row, "heading": each.heading, "value": each.value, "reason": each.reason}
            for each in found.rejected
        ],
    }


def _dispute(each: Compared) -> dict[str, Any]:
    return {
        "case": each.label,
        "row": each.row.row if each.row is not None else None,
        "matched_by": each.matched_by.value if each.matched_by is not None else None,
        "fields": [
            {"field": one.field, "heading": one.heading, "ours": one.ours, "theirs": one.theirs}
            for one in each.fields
        ],
        "action": each.action,
    }
