"""The lines above the table of every sheet."""

from __future__ import annotations

from mediation.i18n import _
from mediation.reports.edition import Edition
from mediation.reports.sheets import Sheet
from mediation.reports.wording import made_words, period_words


def head(sheet: Sheet, edition: Edition, words: str) -> None:
    """Title, scope, period and when it was made, and a free row."""
    report = edition.report
    sheet.line(f"{words}  {period_words(report.period)}", "title")
    dates = f"{report.period.start.isoformat()} - {report.period.end.isoformat()}"
    told = _("范围:{scope}    统计期间:{dates}    制表:{made}").format(
        scope=report.names, dates=dates, made=made_words(report.made_at)
    )
    if report.sealed is not None:
        told += "    " + _("已封存 SHA-256 {digest}").format(digest=report.sealed.sha256)
    sheet.line(f"{edition.studio}    {told}" if edition.studio else told)
    sheet.gap()
