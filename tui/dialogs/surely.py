"""Telling the office something that may touch very many cases: the number is typed before it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from mediation.errors import MediationError, RuleViolation
from mediation.i18n import _
from mediation.office.bulk_guard import TouchesMuch
from tui.dialogs.ask_text import AskText

if TYPE_CHECKING:
    from mediation.office.office import Office
    from tui.app import MediationApp

Answer = TypeVar("Answer")


def tell_surely(
    window: MediationApp,
    call: Callable[[Office, int | None], Answer],
    on_done: Callable[[Answer], None],
) -> None:
    """Tell it; where the office says that it touches much, ask for the number and tell it again."""

    def refused(error: MediationError) -> None:
        if not isinstance(error, TouchesMuch):
            window.explain(error)
            return
        touched = error.touched

        def check(text: str) -> None:
            if text != str(touched):
                raise RuleViolation(_("不是 {touched}:没有做。").format(touched=touched))

        def again(text: str | None) -> None:
            if text is not None:
                window.tell(lambda office: call(office, touched), on_done)

        window.push_screen(
            AskText(error.message, _("件数"), "", check, help=_("做之前先备份一次。")), again
        )

    window.tell(lambda office: call(office, None), on_done, refused)
