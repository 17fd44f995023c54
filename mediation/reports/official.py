"""Papers for courts and parties are in Chinese whatever the screens speak: the one place that says so."""

from __future__ import annotations

from mediation import i18n
from mediation.errors import RuleViolation
from mediation.i18n import _


def check_official() -> None:
    """Raise RuleViolation unless the run speaks Chinese.

    Asked before a letter, an agreement, a template, a list to sign, a seal or its proof: their words
    are Chinese, and what is sealed in one language cannot be proven in another. Workbooks and texts
    of a report are working papers, in the language of the run.
    """
    if i18n.spoken() != i18n.CHINESE:
        raise RuleViolation(
            _("给法院和当事人的文书、封存和核对只用中文:请加 --lang zh 再做,或在设置里换成中文。")
        )
