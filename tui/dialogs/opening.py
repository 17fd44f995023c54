"""Opens a form over whatever is on screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tui.app import MediationApp
    from tui.forms.form import FormScreen


def form_screen(app: MediationApp, name: str, values: Mapping[str, Any]) -> FormScreen:  # noqa: ARG001
    """The form of this name; see :mod:`tui.forms.catalogue`. Loaded when first needed."""
    from tui.forms.catalogue import form_screen as made

    return made(name, **values)
