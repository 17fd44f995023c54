"""A two-way count into a file, in the form its name ends with."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from mediation.errors import RuleViolation
from mediation.figures.period import Period
from mediation.figures.two_way import TwoWay
from mediation.i18n import _
from mediation.reports.json_words import json_words
from mediation.reports.two_way_form import two_way_csv, two_way_json, two_way_text
from mediation.reports.whole_file import whole_file

FORMS: Final = (".csv", ".json", ".txt")
"""The endings that can be written."""
_WIDTH: Final = 100


def write_two_way(found: TwoWay, period: Period, path: Path) -> None:
    """Write the table whole or not at all; raises MediationError when it cannot be written."""
    form = path.suffix.lower()
    encoding = "utf-8"
    if form == ".csv":
        words, encoding = two_way_csv(found), "utf-8-sig"
    elif form == ".json":
        words = json_words(two_way_json(found, period)) + "\n"
    elif form == ".txt":
        words = two_way_text(found, period, _WIDTH) + "\n"
    else:
        raise RuleViolation(_("文件名请以 {accepted} 结尾。").format(accepted=_("、").join(FORMS)))
    with whole_file(path) as draft:
        draft.write_text(words, encoding=encoding, newline="")
