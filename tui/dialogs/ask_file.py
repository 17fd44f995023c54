"""Which file to write: a name asked for, and asked again before a file that is there is replaced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mediation.errors import FileRefused, RuleViolation
from mediation.i18n import _
from mediation.typed_path import typed_path
from tui.dialogs.ask_text import AskText
from tui.dialogs.question import Answer, Question

if TYPE_CHECKING:
    from tui.app import MediationApp


def ask_file(
    window: MediationApp,
    asked: str,
    *,
    name: str,
    forms: Sequence[str],
    help: str,  # noqa: A002
    then: Callable[[Path], object],
) -> None:
    """Ask for a file in the user's documents, offering ``name``; ``then`` gets what was settled on.

    ``forms`` are the endings that can be written, ``help`` says what they are.
    """
    from platformdirs import user_documents_path

    def settled(text: str | None) -> None:
        if text is None:
            return
        target = file_named(text, forms)
        if not target.exists():
            then(target)
            return
        window.push_screen(
            Question(
                _("已有这个文件"),
                str(target),
                (
                    Answer("back", ("escape",), _("返回,不动它")),
                    Answer("replace", ("r",), _("用现在的换掉它")),
                ),
            ),
            partial(answered, target),
        )

    def answered(target: Path, answer: str | None) -> None:
        if answer == "replace":
            then(target)

    window.push_screen(
        AskText(
            asked,
            _("文件"),
            str(user_documents_path() / name),
            partial(file_named, forms=forms),
            help=help,
            done=_("存成文件"),
        ),
        settled,
    )


def file_named(text: str, forms: Sequence[str]) -> Path:
    """The file that was typed; raises RuleViolation when it is none or of another form."""
    path = typed_path(text)
    if path.suffix.lower() not in forms:
        raise RuleViolation(_("文件名请以 {accepted} 结尾。").format(accepted=_("、").join(forms)))
    if path.is_dir():
        raise RuleViolation(_("这是文件夹,请写文件名。"))
    return path


def make_folder(folder: Path) -> None:
    """Make the folder a file is to go into; raises FileRefused when the system will not have it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileRefused(
            _("建不了文件夹 {folder}({why})。").format(folder=folder, why=error.strerror)
        ) from error
