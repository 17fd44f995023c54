"""The court totals of one court and year as cells: what is saved, what was typed over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from mediation.figures.counts import CourtTotals
from mediation.i18n import _
from tui.forms.apart import WAS
from tui.forms.widths import narrowed

FIGURES = ("filings", "mediated", "closed", "succeeded", "transferred", "platform", "disputes")
HEADINGS: Mapping[str, str] = {
    "filings": _("一审新收"),
    "mediated": _("调解收案"),
    "closed": _("调解结案"),
    "succeeded": _("调解成功"),
    "transferred": _("转立案"),
    "platform": _("平台办理"),
    "disputes": _("纠纷总数"),
}
CATEGORIES: Mapping[str, str] = {"all": _("全部"), "traffic": _("道路交通")}
DIGITS = 9


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One number: a category, a month from 1, a figure's name."""

    category: str
    month: int
    figure: str

    @property
    def name(self) -> str:
        """The cell's name in a draft."""
        return f"{self.category}|{self.month}|{self.figure}"

    @property
    def label(self) -> str:
        """The cell as people call it."""
        return _("{month} 月 {category} {figure}").format(
            month=self.month, category=CATEGORIES[self.category], figure=HEADINGS[self.figure]
        )


@dataclass(slots=True)
class YearCells:
    """A court's year. ``typed`` holds the changed cells only, an empty text for a cleared one, and
    ``base`` what was saved of each when it was typed over."""

    court: str
    year: int
    saved: dict[tuple[str, int], CourtTotals] = field(default_factory=dict)
    typed: dict[Cell, str] = field(default_factory=dict)
    base: dict[Cell, str] = field(default_factory=dict)

    def take_saved(self, totals: Iterable[CourtTotals]) -> None:
        """What the store has; what was typed and says the same is no change any more."""
        self.saved = {
            (one.category, one.month.month): one for one in totals if one.category in CATEGORIES
        }
        self.typed = {
            cell: text for cell, text in self.typed.items() if text != self.saved_text(cell)
        }
        self.base = {cell: self.base[cell] for cell in self.typed}

    def saved_as(self, texts: Mapping[Cell, str]) -> None:
        """These were saved; what was typed into their cells since is not."""
        for cell, text in texts.items():
            if self.typed.get(cell) == text:
                del self.typed[cell], self.base[cell]
            elif cell in self.typed:
                self.base[cell] = text

    def apart(self) -> list[tuple[Cell, str, str]]:
        """The cells typed over another number than the one saved now: what is typed, what is saved."""
        return [
            (cell, text, self.saved_text(cell))
            for cell, text in sorted(self.typed.items())
            if self.saved_text(cell) != self.base[cell]
        ]

    def settle(self, taken: Iterable[str]) -> None:
        """The cells of these names are as saved again; all others stand over what is saved now."""
        for name in taken:
            for cell in [cell for cell in self.typed if cell.name == name]:
                del self.typed[cell]
        self.base = {cell: self.saved_text(cell) for cell in self.typed}

    def take_draft(self, values: Mapping[str, str]) -> None:
        """Cells typed earlier and not saved."""
        for name, text in values.items():
            category, _bar, rest = name.partition("|")
            month, _bar, figure = rest.partition("|")
            known = category in CATEGORIES and figure in FIGURES and month in _MONTHS
            if known and (not text or number_in(text) == text):
                cell = Cell(category, int(month), figure)
                self.type(cell, text)
                if cell in self.typed:
                    self.base[cell] = values.get(WAS + name, self.saved_text(cell))

    def saved_text(self, cell: Cell) -> str:
        """The saved number; empty when none is entered."""
        row = self.saved.get((cell.category, cell.month))
        value = None if row is None else getattr(row, cell.figure)
        return "" if value is None else str(value)

    def text(self, cell: Cell) -> str:
        """What stands in the cell now."""
        return self.typed.get(cell, self.saved_text(cell))

    def type(self, cell: Cell, text: str) -> None:
        """Put a text over a cell; the saved text again is no change."""
        if text == self.saved_text(cell):
            self.typed.pop(cell, None)
            self.base.pop(cell, None)
        else:
            self.typed[cell] = text
            self.base.setdefault(cell, self.saved_text(cell))

    def computed(self, category: str, month: int) -> int | None:
        """纠纷总数 = 一审新收 + 调解收案 − 转立案, when it is not entered and all three are known."""
        if self.text(Cell(category, month, "disputes")):
            return None
        parts = [
            self.text(Cell(category, month, name))
            for name in ("filings", "mediated", "transferred")
        ]
        if not all(parts):
            return None
        filings, mediated, transferred = map(int, parts)
        return filings + mediated - transferred

    def total(self, category: str, figure: str) -> int | None:
        """The year's sum of one column; ``None`` when nothing is entered."""
        texts = [self.text(Cell(category, month, figure)) for month in range(1, 13)]
        numbers = [int(text) for text in texts if text]
        return sum(numbers) if numbers else None

    def doubts(self, category: str, month: int) -> str:
        """What cannot be right in a month's row; empty when nothing stands out."""

        def value(name: str) -> int | None:
            text = self.text(Cell(category, month, name))
            return int(text) if text else None

        for part, whole in _PARTS:
            inner, outer = value(part), value(whole)
            if inner is not None and outer is not None and inner > outer:
                return _("{part} {inner} 大于{whole} {outer}").format(
                    part=HEADINGS[part], inner=inner, whole=HEADINGS[whole], outer=outer
                )
        return ""

    def changed_rows(self) -> list[CourtTotals]:
        """Every row with a changed cell, whole, as it shall be saved."""
        rows = []
        for category, month in sorted({(cell.category, cell.month) for cell in self.typed}):
            before = self.saved.get((category, month)) or CourtTotals(
                court=self.court, month=date(self.year, month, 1), category=category
            )
            texts = {name: self.text(Cell(category, month, name)) for name in FIGURES}
            numbers: dict[str, Any] = {
                name: int(text) if text else None for name, text in texts.items()
            }
            rows.append(replace(before, **numbers))
        return rows

    def draft_values(self) -> dict[str, str]:
        """The changed cells as a draft keeps them, each with what it was typed over."""
        was = {WAS + cell.name: self.base[cell] for cell in self.typed}
        return {cell.name: text for cell, text in self.typed.items()} | was


_MONTHS = {str(month) for month in range(1, 13)}
_PARTS = (("succeeded", "closed"), ("platform", "disputes"), ("transferred", "mediated"))


def number_in(text: str) -> str | None:
    """A whole number as plain digits; empty for an empty text, ``None`` for anything else."""
    text = narrowed(text).strip().replace(",", "")
    if not text:
        return ""
    if text.isascii() and text.isdigit() and len(text) <= DIGITS:
        return str(int(text))
    return None
