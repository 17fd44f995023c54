"""``mediation backup``, ``backups``, ``restore`` and ``doctor``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mediation import settings
from mediation.cli.grammar import UsageError
from mediation.cli.passphrases import unlock
from mediation.cli.speech import one_line, say, tell, tell_json
from mediation.errors import NotFound
from mediation.i18n import _
from mediation.keeping import Backup, Check, RestorePreview
from mediation.typed_path import typed_path

_NAMED = 8


def run(arguments: Namespace) -> int:
    """Run the one of the four that was asked for."""
    path = settings.database_path(arguments.db)
    if arguments.command != "backups":
        unlock(path, arguments)
    return {"backup": _back_up, "backups": _list, "restore": _restore, "doctor": _examine}[
        arguments.command
    ](arguments, path)


def _back_up(arguments: Namespace, path: Path) -> int:
    from mediation import bootstrap

    if arguments.for_others:
        return _hand_over(arguments, path)
    if arguments.second and arguments.no_second:
        raise UsageError(_("--second 和 --no-second 只能写一个。"))
    if arguments.second:
        bootstrap.name_second_place(path, typed_path(arguments.second))
    elif arguments.no_second:
        bootstrap.name_second_place(path, None)
    made, trouble = bootstrap.back_up(path)
    if arguments.json:
        tell_json({"backup": _as_json(made), "second_place_problem": trouble or None})
    else:
        tell(_("已备份 {cases} 件,核对无误:{path}").format(cases=made.cases, path=made.path))
    if trouble:
        say(trouble)
    return 1 if trouble else 0


def _hand_over(arguments: Namespace, path: Path) -> int:
    from mediation import bootstrap

    if arguments.second or arguments.no_second:
        raise UsageError(_("--for-others 请单独用。"))
    made = bootstrap.hand_over(path, typed_path(arguments.for_others))
    if arguments.json:
        tell_json(
            {
                "path": str(made.path),
                "cases": made.cases,
                "sha256": made.sha256,
                "left_out": made.left_out,
            }
        )
    else:
        tell(
            _("已做好 {cases} 件,核对无误:{path}").format(
                cases=made.cases, path=one_line(str(made.path))
            )
        )
        tell(
            _(
                "没有放进去:私人备注 {notes} 条、妥协陈述 {said} 条、草稿 {drafts} 份、回收站 {bin} 件。"
            ).format(
                notes=made.left_out["private_notes"],
                said=made.left_out["compromises"],
                drafts=made.left_out["drafts"],
                bin=made.left_out["binned_cases"],
            )
        )
    return 0


def _list(arguments: Namespace, path: Path) -> int:
    from mediation import bootstrap

    standing = bootstrap.backups_of(path)
    unproved = bootstrap.copies_without_manifest(path)
    if arguments.json:
        tell_json([_as_json(made) | {"problem": why or None} for made, why in standing])
    elif not standing and not unproved:
        tell(_("还没有备份。用 mediation backup 备份一次。"))
    for made, why in () if arguments.json else standing:
        tell(
            _("{mark} {at:%Y-%m-%d %H:%M}  {why}  {cases} 件  {size:.1f} MB  {name}{place}").format(
                mark="✗" if why else "✓",
                at=made.made_at.astimezone(),
                why=made.occasion.label,
                cases=made.cases,
                size=made.size / 1024 / 1024,
                name=one_line(made.path.name),
                place=(_(" (第二处)") if made.is_second else "")
                + (_(" (另一个数据库的)") if made.is_foreign else "")
                + (_(" (已加密)") if made.is_encrypted else "")
                + (f"  {why}" if why else ""),
            )
        )
    for file in unproved:
        say(_("✗ {name} 旁边没有它的清单,或清单已坏,不能核对。").format(name=one_line(file.name)))
    return 1 if unproved or any(why for _made, why in standing) else 0


def _restore(arguments: Namespace, path: Path) -> int:
    from mediation import bootstrap

    chosen = _chosen([made for made, _why in bootstrap.backups_of(path)], arguments.name, path)
    unlock(chosen.path, arguments)  # one from before the passphrase was changed has its own
    there = path.exists()
    preview = bootstrap.preview_restore(path, chosen)
    aside = bootstrap.restore(path, chosen) if arguments.yes else None
    if arguments.json:
        tell_json(
            _preview_as_json(preview)
            | {"restored": arguments.yes, "aside": str(aside or "") or None}
        )
        return 0
    tell(_preview_as_text(preview, there=there))
    if not arguments.yes:
        say(_("没有改动。确认恢复请加 --yes。"))
    elif aside is not None:
        tell(_("已恢复。换下的文件另存在 {path}").format(path=aside))
    else:
        tell(_("已恢复。"))
    return 0


def _chosen(standing: Sequence[Backup], name: str | None, path: Path) -> Backup:
    from mediation import bootstrap

    if name is None:
        newest = bootstrap.newest_backup(path)
        if newest is None and any(made.is_foreign for made in standing):
            raise NotFound(
                _(
                    "没有找到这个数据库核对无误的备份;第二处有另一个数据库的,见 mediation backups,"
                    "要用它请写明文件名。"
                )
            )
        if newest is None:
            raise NotFound(
                _(
                    "没有找到核对无误的备份。U 盘或别处有的,请写明那个文件:"
                    "mediation restore /media/u盘/….bak.db"
                )
            )
        return newest
    wanted = Path(name).name
    if wanted != name and (file := typed_path(name)).is_file():
        return _lying_at(file, path)
    for made in standing:
        if made.path.name == wanted:
            return made
    raise NotFound(
        _("没有叫“{name}”的备份;有哪些见 mediation backups。").format(name=one_line(wanted))
    )


def _lying_at(file: Path, path: Path) -> Backup:
    from mediation import bootstrap

    made = bootstrap.backup_at(file, path)
    if made is None:
        raise NotFound(
            _(
                "{path} 旁边没有它的清单({name}.json),或清单已坏,不能核对,没有恢复。"
                "请把清单一起拷来;没有清单的,把它另存成新的文件名,用 --db 打开看看。"
            ).format(path=file, name=file.name)
        )
    return made


def _examine(arguments: Namespace, path: Path) -> int:
    from mediation import bootstrap

    checks = bootstrap.examine(path)
    failed = [check for check in checks if not check.passed]
    if arguments.json:
        tell_json([_check_as_json(check) for check in checks])
    else:
        for check in checks:
            tell(
                _("{mark} {name}:{detail}").format(
                    mark="✓" if check.passed else "✗",
                    name=check.name,
                    detail=one_line(check.detail),
                )
            )
        say(
            _("{count} 项不通过。").format(count=len(failed))
            if failed
            else _("{count} 项全部通过。").format(count=len(checks))
        )
    return 1 if failed else 0


def _preview_as_text(preview: RestorePreview, *, there: bool) -> str:
    made = preview.backup
    lines = [
        _("备份 {name}:{at:%Y-%m-%d %H:%M} {why},{cases} 件").format(
            name=one_line(made.path.name),
            at=made.made_at.astimezone(),
            why=made.occasion.label,
            cases=made.cases,
        )
    ]
    if made.is_foreign:
        lines.append(_("这是另一个数据库的备份,只是文件同名。请核对是不是要它。"))
    if not there:
        lines.append(_("现在这里没有数据库。"))
        return "\n".join(lines)
    if not preview.readable:
        lines.append(_("现在的数据库读不了,无法逐件比较。"))
        return "\n".join(lines)
    lines.append(_("现在的数据库:{count} 件。恢复以后:").format(count=preview.now))
    for words, labels in (
        (_("  不再有的案件 {count} 件{named}"), preview.lost),
        (_("  回来的案件 {count} 件{named}"), preview.back),
        (_("  回到以前内容的案件 {count} 件{named}"), preview.older),
    ):
        lines.append(words.format(count=len(labels), named=_named(labels)))
    return "\n".join(lines)


def _named(labels: Sequence[str]) -> str:
    if not labels:
        return ""
    more = _(" 等") if len(labels) > _NAMED else ""
    return ":" + _("、").join(one_line(label) or "-" for label in labels[:_NAMED]) + more


def _as_json(made: Backup) -> dict[str, Any]:
    return {
        "name": made.path.name,
        "path": str(made.path),
        "made_at": made.made_at.isoformat(),
        "occasion": made.occasion.value,
        "cases": made.cases,
        "version": made.version,
        "size": made.size,
        "sha256": made.sha256,
        "second_place": made.is_second,
        "foreign": made.is_foreign,
        "encrypted": made.is_encrypted,
    }


def _preview_as_json(preview: RestorePreview) -> dict[str, Any]:
    return {
        "backup": _as_json(preview.backup),
        "readable": preview.readable,
        "now": preview.now,
        "lost": list(preview.lost),
        "back": list(preview.back),
        "older": list(preview.older),
    }


def _check_as_json(check: Check) -> dict[str, Any]:
    return {"key": check.key, "name": check.name, "passed": check.passed, "detail": check.detail}
