"""Putting a list of cases into a file: which one, then written in the background."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mediation.i18n import _
from tui.dialogs.ask_file import ask_file, make_folder

if TYPE_CHECKING:
    from mediation.office.office import Office
    from tui.app import MediationApp


def ask_list_file(
    window: MediationApp, keys: Sequence[int], about: Sequence[str], *, marked: bool
) -> None:
    """Ask for a file and write the cases with these keys; ``about`` says above them what they are.

    ``marked``: they were chosen one by one in the list.
    """
    count = f"{len(keys):,}"
    asked = _("把选中的 {count} 件存成哪个文件?") if marked else _("把这 {count} 件存成哪个文件?")
    chosen = [_("选中 {count} 件").format(count=len(keys))] if marked else []
    words = "  ".join([*about, *chosen])
    ask_file(
        window,
        asked.format(count=count),
        name=_("案件清单-{day}.xlsx").format(day=window.today()),
        forms=(".xlsx", ".csv"),
        help=_("照现在的条件和次序;.xlsx 是表格,.csv 是文本。不含电话和备注。"),
        then=lambda target: _write(window, keys, words, target),
    )


def _write(window: MediationApp, keys: Sequence[int], words: str, target: Path) -> None:
    def call(office: Office) -> int:
        make_folder(target.parent)
        return office.cases.save_list(target, keys, words)

    def done(count: int) -> None:
        window.say(_("已把 {count} 件存成 {path}").format(count=f"{count:,}", path=target))

    window.say(_("正在写 {name}..").format(name=target.name))
    window.ask(f"export {target}", call, done, owner=window)
