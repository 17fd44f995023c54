"""The catalogue is whole: every text said has English, and no text is said past it."""

from __future__ import annotations

import ast
import gettext
import importlib.util
from fnmatch import fnmatch
from pathlib import Path
from types import ModuleType

import polib
import pytest

ROOT = Path(__file__).parents[2]

CHINESE_IS_DATA = {
    "db/agreements_book.py": "the history of a case is a court's record",
    "db/conflicts_book.py": "how names of companies begin",
    "db/folders.py": "the history of a case",
    "db/history.py": "the history of a case",
    "db/places.py": "folders of synchronising programs",
    "mediation/cases/afterwards.py": "titles of laws",
    "mediation/cases/agreement.py": "clauses that no agreement may have",
    "mediation/cases/capital.py": "amounts in words",
    "mediation/cases/endings.py": "titles of laws",
    "mediation/cases/exit_check.py": "titles of laws, and the kinds of causes they name",
    "mediation/cases/idnumber.py": "what people write for nothing",
    "mediation/cases/logline.py": "the words of the one-line record",
    "mediation/cases/masking.py": "family names",
    "mediation/cases/money.py": "amounts as people write them",
    "mediation/cases/number.py": "case numbers",
    "mediation/cases/numerals.py": "numerals",
    "mediation/cases/persons.py": "what stands in the place of deleted data",
    "mediation/cli/import_ledger.py": "the name of a file that goes back to who made the ledger",
    "mediation/clock/dates.py": "dates as people write them",
    "mediation/clock/limits.py": "titles of laws",
    "mediation/clock/notice_file.py": "words of a file",
    "mediation/clock/periods.py": "titles of laws",
    "mediation/conflicts/assignments.py": "words that stand in causes",
    "mediation/conflicts/names.py": "parts of names",
    "mediation/demo/*.py": "an invented Chinese ledger",
    "mediation/ledger/*.py": "headings and words of ledgers",
    "mediation/referrals/*.py": "letters of courts",
    "mediation/registry/*.py": "causes and courts",
    "mediation/reports/case_sheet.py": "values that formulas of the workbook look for",
    "mediation/reports/document.py": "punctuation of official Chinese",
    "mediation/reports/edition.py": "a cause",
    "mediation/reports/member_page.py": "fonts",
    "mediation/reports/sheets.py": "fonts",
    "mediation/reports/typesetting.py": "fonts",
    "mediation/reports/word_layout.py": "styles of official documents",
    "mediation/reports/word_templates.py": "templates of official documents",
    "mediation/subsidy/*.py": "words of ledgers and tariffs",
    "tui/forms/agreement_fields.py": "what people type",
    "tui/forms/case_fields.py": "what people type",
    "tui/forms/clockwork.py": "what people type",
    "tui/forms/days.py": "what people type",
    "tui/forms/lookups.py": "endings of causes",
    "tui/forms/referral_texts.py": "words by which a referral letter is known",
    "tui/screens/settings.py": "a language by its own name",
    "tui/screens/totals.py": "the level of a court",
    "tui/widgets/case_columns.py": "endings of causes",
}


@pytest.fixture(scope="module")
def catalogue() -> ModuleType:
    """The script that keeps the catalogue."""
    path = ROOT / "scripts" / "catalogue.py"
    spec = importlib.util.spec_from_file_location("catalogue", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_text_has_english_with_the_same_placeholders(catalogue: ModuleType) -> None:
    assert list(catalogue.troubles(catalogue.catalogue(), catalogue.said())) == []


def test_no_text_is_said_past_the_catalogue(catalogue: ModuleType) -> None:
    found = [
        f"{path}:{line} {text}"
        for path, tree in catalogue.trees()
        if not path.startswith("db/migrations/") and not _is_data(path)
        for line, text in catalogue.unsaid(tree)
    ]
    assert found == []


def test_every_exception_still_has_chinese(catalogue: ModuleType) -> None:
    used = {
        path for path, tree in catalogue.trees() if any(True for _each in catalogue.unsaid(tree))
    }
    spare = [name for name in CHINESE_IS_DATA if not any(fnmatch(path, name) for path in used)]
    assert spare == []


@pytest.mark.parametrize(
    "planted",
    [
        'say("案件")',
        'say(f"案件 {count}")',
        'LABEL = "案件"',
        'say(_("案件") + "共")',
        'class Colour(StrEnum):\n    RED = "red", "红"',
    ],
)
def test_a_planted_text_is_found(catalogue: ModuleType, planted: str) -> None:
    assert list(catalogue.unsaid(ast.parse(planted)))


@pytest.mark.parametrize(
    "said",
    [
        '_("案件" "清单")',
        '_as("room", "案件")',
        'def f():\n    """案件."""',
        'class Colour(Term):\n    RED = "red", "红"',
    ],
)
def test_a_text_that_passes_a_door_is_no_escape(catalogue: ModuleType, said: str) -> None:
    assert not list(catalogue.unsaid(ast.parse(said)))


def _amiss(catalogue: ModuleType, **english: str) -> list[str]:
    """What is amiss with a catalogue of these texts when only 件 and 页 are said."""
    kept = polib.POFile()
    kept.extend(polib.POEntry(msgid=text, msgstr=words) for text, words in english.items())
    texts = {"件": {"tui/app.py"}, "页": {"tui/app.py"}}
    return [each.partition(" (")[0] for each in catalogue.troubles(kept, texts)]


def test_a_text_without_english_is_reported(catalogue: ModuleType) -> None:
    assert "no English: '页'" in _amiss(catalogue, 件="case")


def test_a_placeholder_that_differs_is_reported(catalogue: ModuleType) -> None:
    assert "other placeholders: '页' '{page}'" in _amiss(catalogue, 件="case", 页="{page}")


def test_english_that_is_no_longer_said_is_reported(catalogue: ModuleType) -> None:
    assert "no longer said: '份'" in _amiss(catalogue, 件="case", 页="page", 份="copy")


def test_a_stale_mo_is_reported(catalogue: ModuleType) -> None:
    assert _amiss(catalogue, 件="case", 页="page") == ["the .mo is not what the .po says"]


def test_the_mo_that_is_shipped_is_read_by_gettext(catalogue: ModuleType) -> None:
    with catalogue.MO.open("rb") as file:
        english = gettext.GNUTranslations(file)
    assert english.gettext("首页") == "Home"
    assert english.pgettext("verb", "结案") != english.gettext("结案")


def _is_data(path: str) -> bool:
    return any(fnmatch(path, name) for name in CHINESE_IS_DATA)
