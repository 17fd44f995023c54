"""Enter moves on and never saves: an input method may send the Enter that ends a composition.

Composed text reaches the program at once, as characters without keys or as a paste; most terminals
keep the Enter that commits it for the input method, some pass it on.
"""

import shutil

import pytest
from textual.events import Key

from tests.tui.every_screen import FORMS, furnished, shown
from tests.tui.made_window import settled
from tui.forms.controls import Line
from tui.forms.form import FormScreen


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    return furnished(tmp_path_factory.mktemp("enter"))


@pytest.fixture
def path(demonstration, tmp_path):
    return shutil.copy(demonstration, tmp_path / "demo.db")


@pytest.mark.parametrize("name", FORMS)
async def test_enter_in_any_field_leaves_the_form_open_and_unsaved(path, name):
    async with shown(path, name, (80, 24)) as (app, pilot):
        form = app.screen
        assert isinstance(form, FormScreen)
        for _field in range(len(form.rows()) + 1):
            if isinstance(app.focused, Line) and not app.focused.value:
                for character in "调解":
                    app.post_message(Key("composed", character))
            app.post_message(Key("enter", "\r"))
            await pilot.pause()
        await settled(pilot)
        assert app.screen is form
        assert not form.is_saved
        assert not form._saving
