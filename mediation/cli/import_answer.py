"""What an import answers, as text for a clerk and as JSON for a script."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mediation.cli.speech import one_line
from mediation.i18n import _
from mediation.ledger.rows import LeftOutKind
from mediation.office.ledgers import ImportOutcome

_KINDS = {
    LeftOutKind.TITLE: _("标题和说明"),
    LeftOutKind.BLANK: _("空行"),
    LeftOutKind.TOTAL: _("合计行"),
}


def as_json(outcome: ImportOutcome, kept: Sequence[Path]) -> dict[str, Any]:
    """The answer as scripts read it; ``refused_file`` is a path, a list of several, or null."""
    places = [str(path) for path in kept]
    answer: dict[str, Any] = {
        "new": outcome.new,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "rejected": len(outcome.rejections),
        "left_out": outcome.left_out.total(),
        "left_out_by": {kind.value: outcome.left_out[kind.value] for kind in LeftOutKind},
        "rejections": [
            {
                "file": each.file,
                "row": each.row,
                "heading": each.heading,
                "value": each.value,
                "reason": each.reason,
            }
            for each in outcome.rejections
        ],
        "unknown_headings": list(outcome.unknown_headings),
        "new_mediators": list(outcome.new_mediators),
        "notes": list(outcome.notes),
        "written": outcome.written,
        "refused_file": places[0] if len(places) == 1 else places or None,
    }
    if outcome.totals is not None:
        answer["totals"] = dict(zip(("new", "updated", "unchanged"), outcome.totals, strict=True))
    return answer


def as_text(outcome: ImportOutcome, kept: Sequence[Path], *, dry_run: bool) -> str:
    """The answer as a clerk reads it: the counts, then what needs a look."""
    lines = [
        _("新增 {new}  更新 {updated}  未变 {unchanged}  退回 {rejected}  略过 {left_out}").format(
            new=outcome.new,
            updated=outcome.updated,
            unchanged=outcome.unchanged,
            rejected=len(outcome.rejections),
            left_out=outcome.left_out.total(),
        )
    ]
    lines += _left_out(outcome)
    if outcome.totals is not None:
        new, updated, unchanged = outcome.totals
        lines.append(
            _("法院收案: 新增 {new}  更新 {updated}  未变 {unchanged}").format(
                new=new, updated=updated, unchanged=unchanged
            )
        )
    cases = outcome.new + outcome.updated + outcome.unchanged + len(outcome.rejections)
    if not cases and not any(outcome.totals or ()):
        lines.append(_("没有数据行。"))
    if outcome.unknown_headings:
        lines.append(
            _("不认识的列(内容原样存在案件里): {headings}").format(
                headings=_("、").join(map(one_line, outcome.unknown_headings))
            )
        )
    if outcome.new_mediators:
        lines.append(
            _("新加入名册: {names}").format(
                names=_("、").join(map(one_line, outcome.new_mediators))
            )
        )
    lines += [one_line(note) for note in outcome.notes]
    lines += _refused(outcome)
    lines += [_("退回的行已另存,改好后可再导入: {path}").format(path=path) for path in kept]
    lines.append(_verdict(outcome, dry_run=dry_run))
    return "\n".join(lines)


def _left_out(outcome: ImportOutcome) -> list[str]:
    parts = [
        f"{word} {outcome.left_out[kind.value]}"
        for kind, word in _KINDS.items()
        if outcome.left_out[kind.value]
    ]
    return [_("  略过的是: {parts}").format(parts="  ".join(parts))] if parts else []


def _refused(outcome: ImportOutcome) -> list[str]:
    return [
        _("退回 {file} 第 {row} 行 {heading}“{value}”: {reason}").format(
            file=one_line(each.file),
            row=each.row,
            heading=one_line(each.heading),
            value=one_line(each.value),
            reason=one_line(each.reason),
        )
        for each in outcome.rejections
    ]


def _verdict(outcome: ImportOutcome, *, dry_run: bool) -> str:
    if dry_run:
        return _("只是检查,数据库没有改动。")
    if outcome.written:
        return _("已写入数据库。")
    return _("有行被退回,一行也没有写入。改好后再导入,或加 --good-rows 写入其余各行。")
