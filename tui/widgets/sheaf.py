"""Sections one below the other, or in two columns; Tab goes from section to section."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll

from tui.widgets.case_sections import Section, SectionView, View


class Sheaf(VerticalScroll):
    """Scrolls by line, page and section. In a wide window the sections stand in their columns."""

    DEFAULT_CSS = """
    Sheaf { height: 1fr; padding: 0 1; }
    Sheaf > #columns { height: auto; layout: vertical; }
    Sheaf > #columns > Vertical { height: auto; width: 1fr; }
    Sheaf SectionView { height: auto; margin-bottom: 1; }
    Sheaf SectionView.-here { background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "step(1)", show=False),
        Binding("shift+tab", "step(-1)", show=False),
    ]

    def __init__(self, sections: Sequence[Section], *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._sections = tuple(sections)
        self._at = 0

    def compose(self) -> ComposeResult:
        """The sections in two containers, which stand below or beside each other."""
        views = [SectionView(each, number) for number, each in enumerate(self._sections, start=1)]
        with Container(id="columns"):
            for column in (0, 1):
                yield Vertical(*(view for view in views if view.section.column == column))

    @property
    def is_wide(self) -> bool:
        """Whether two columns stand side by side."""
        return self.screen.has_class("-wide")

    @property
    def section_width(self) -> int:
        """The cells that a section has for its text."""
        width = self.scrollable_content_region.width
        return width // 2 - 2 if self.is_wide else width

    def show(self, view: View) -> None:
        """Draw all sections anew."""
        for section in self.query(SectionView):
            section.show(view)

    def go_to(self, at: int) -> None:
        """Bring a section to the top, as far as there is text beneath it, and mark it."""
        self._at = at
        views = list(self.query(SectionView))
        for place, view in enumerate(views):
            view.set_class(place == at, "-here")
        self.scroll_to_widget(views[at], animate=False, top=True)

    def action_step(self, by: int) -> None:
        """To the next section, or the one before."""
        self.go_to((self._at + by) % len(self._sections))
