"""封存 and 解封: asked for in words that must be typed, because they bind what is handed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mediation.errors import RuleViolation
from mediation.i18n import _
from mediation.reports.report import Report
from mediation.reports.wording import period_words
from tui.dialogs.ask_text import AskText

if TYPE_CHECKING:
    from tui.app import MediationApp


def ask_seal(window: MediationApp, report: Report, then: Callable[[str], None]) -> None:
    """Ask to type the period, and for a reason where a check fails; ``then`` gets the reason."""
    asked = str(report.period)
    failed = len(report.failed_checks)

    def check(text: str) -> None:
        if text != asked:
            raise RuleViolation(_("要封存请原样打入 {asked}。").format(asked=asked))

    def settled(text: str | None) -> None:
        if text is None:
            return
        if failed:
            _ask_why(window, failed, then)
        else:
            then("")

    window.push_screen(
        AskText(
            _(
                "封存 {period} {scope} 的月报?封存后数、口径、案件清单不再变;"
                "以后改动案件只列为更正。解封要写原因并留下记录。"
            ).format(period=period_words(report.period), scope=report.names),
            _("打入期间"),
            "",
            check,
            help=_("确认请打入 {asked}。").format(asked=asked),
            done=_("封存"),
        ),
        settled,
    )


def ask_unseal(window: MediationApp, report: Report, then: Callable[[str], None]) -> None:
    """Ask for the reason to lift a seal."""
    window.push_screen(
        AskText(
            _("解除 {period} {scope} 的封存?之后月报按案件现在的样子计算。").format(
                period=period_words(report.period), scope=report.names
            ),
            _("原因"),
            "",
            _reason,
            help=_("原因和解封的人、时间都留在记录里。"),
            done=_("解封"),
        ),
        lambda text: None if text is None else then(text),
    )


def _ask_why(window: MediationApp, failed: int, then: Callable[[str], None]) -> None:
    window.push_screen(
        AskText(
            _("校验有 {count} 项不通过,仍要封存的理由?").format(count=failed),
            _("理由"),
            "",
            _reason,
            help=_("理由随封存留在记录里,不通过的校验照样印在月报上。"),
            done=_("封存"),
        ),
        lambda text: None if text is None else then(text),
    )


def _reason(text: str) -> None:
    if not text:
        raise RuleViolation(_("请写明原因。"))
