"""``mediation audit``: the chain verified, its entries listed."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from mediation.auditing import Verdict
from mediation.cli.opening import opened
from mediation.cli.speech import one_line, say, tell, tell_json
from mediation.i18n import _
from mediation.office.audit import AuditRow

_NAMED = 3
_ANCHOR = 24
"""Characters of an anchor that tell it from any other."""


def run(arguments: Namespace) -> int:
    """Verify or list."""
    with opened(arguments, read_only=True) as office:
        if arguments.action == "verify":
            return _told(office.audit.verify(arguments.anchor), as_json=arguments.json)
        rows = office.audit.rows(
            about=arguments.object,
            who=arguments.user,
            since=arguments.since,
            limit=max(0, arguments.limit),
        )
    if arguments.json:
        tell_json([_row_as_json(row) for row in rows])
    else:
        _print(rows)
    return 0


def _told(verdict: Verdict, *, as_json: bool) -> int:
    if as_json:
        tell_json(_verdict_as_json(verdict))
    elif verdict.passed:
        tell(_held(verdict))
        if verdict.count:
            tell(
                _("现在的锚点(可抄在纸上): {count}:{head}").format(
                    count=verdict.count, head=verdict.head
                )
            )
        for entry in verdict.adopted:
            say(
                _(
                    "第 {entry} 条:{who} 于 {at} 确认沿用换过的数据库。"
                    "此前库外记着 {noted},那一段不在这里;不是您换的,请查明。"
                ).format(
                    entry=entry.seq,
                    who=one_line(entry.who),
                    at=_local(entry.at),
                    noted=one_line(entry.detail.removeprefix("noted="))[:_ANCHOR],
                )
            )
        if verdict.passed_over:
            places = [one_line(anchor.place) for anchor in verdict.passed_over]
            more = _(" 等") if len(places) > _NAMED else ""
            say(
                _("{count} 处锚点属于恢复备份以前的库,没有比对:{places}").format(
                    count=len(places), places=_("、").join(places[:_NAMED]) + more
                )
            )
    else:
        say(_why(verdict))
    return 0 if verdict.passed else 1


def _held(verdict: Verdict) -> str:
    if verdict.outside:
        return _("审计记录完好:{count} 条首尾相接,与库外 {anchors} 处锚点相符。").format(
            count=verdict.count, anchors=verdict.outside
        )
    return _(
        "审计记录 {count} 条首尾相接;但库外没有可比的锚点,看不出末尾是否被截去、整条是否被重写。"
        "请用 --anchor 指一份有锚点的再核对:以前存出的月报、交出的 .mbx 文件、备份旁的 .json 清单,"
        "或抄下的“条数:摘要”。"
    ).format(count=verdict.count)


def _why(verdict: Verdict) -> str:
    place = one_line(verdict.anchor.place) if verdict.anchor is not None else ""
    known = verdict.anchor.count if verdict.anchor is not None else 0
    why = {
        "edit": _("第 {at} 条的内容与摘要不符:它或它前面的次序被改过。"),
        "hole": _("编号从第 {at} 条起接不上:有记录被删去或插进来。"),
        "cut": _("末尾被截去:{place}记着有 {known} 条,现在从第 {at} 条起没有了。"),
        "rewritten": _("整条被重写:第 {at} 条的摘要与{place}所记不同。"),
    }[verdict.trouble].format(at=verdict.broken_at, place=place, known=known)
    if verdict.restored is not None and verdict.anchor is not None and verdict.anchor.is_named:
        why += _("第 {restored} 条是用备份恢复;这个锚点如果是那以前留下的,就不能用来比对。").format(
            restored=verdict.restored
        )
    return why + _("请不要再改动数据库,先另存一份,再用 mediation backups 查看备份。")


def _verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    return {
        "passed": verdict.passed,
        "entries": verdict.count,
        "head": verdict.head,
        "anchors": verdict.anchors,
        "anchors_outside": verdict.outside,
        "trouble": verdict.trouble or None,
        "entry": verdict.broken_at,
        "anchor": verdict.anchor.place if verdict.anchor is not None else None,
        "adopted": [entry.seq for entry in verdict.adopted],
        "passed_over": [anchor.place for anchor in verdict.passed_over],
    }


def _row_as_json(row: AuditRow) -> dict[str, Any]:
    entry = row.entry
    return {
        "entry": entry.seq,
        "at": entry.at,
        "user": entry.who,
        "action": entry.action,
        "object": entry.object,
        "about": row.about,
        "detail": entry.detail,
        "before": entry.before.hex() if entry.before else None,
        "after": entry.after.hex() if entry.after else None,
        "hash": entry.hash.hex(),
    }


def _local(at: str) -> str:
    from datetime import datetime

    try:
        return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return at  # somebody wrote past the program


def _print(rows: list[AuditRow]) -> None:
    from mediation.cli.listing import aligned

    heads = (_("条"), _("时间"), _("谁"), _("做了什么"), _("对什么"), _("附记"))
    lines = [
        (
            str(row.entry.seq),
            _local(row.entry.at),
            row.entry.who,
            row.what,
            row.about,
            row.entry.detail,
        )
        for row in rows
    ]
    if lines:
        tell(aligned([heads, *lines], widest=(9, 19, 12, 16, 40, 40), right=(0,)))
    say(_("共 {count} 条。").format(count=len(lines)))
