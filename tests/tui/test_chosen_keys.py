"""Keys by name: read as people write them, refused by name, shown wherever keys are shown."""

import json

import pytest

from mediation.errors import MediationError
from mediation.screen_choices import ScreenChoices
from tests.tui.made_window import kept_case, office_at, press, said, screen_text, settled, window
from tui import keymap
from tui.chosen_keys import checked_keys, keys_of, read_keys, sound_keys


@pytest.fixture
def path(tmp_path):
    kept_case(office_at(tmp_path / "room.db"))
    return tmp_path / "room.db"


@pytest.fixture
def choices(tmp_path):
    return ScreenChoices(tmp_path / "state" / "screen.json")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("F5", ("f5",)),
        ("ctrl+g", ("ctrl+g",)),
        ("Shift+F2", ("shift+f2",)),
        ("?", ("question_mark",)),
        (",", ("comma",)),
        ("N, F2", ("N", "f2")),
        ("Esc", ("escape",)),
        ("", ()),
    ],
)
def test_keys_are_written_as_people_write_them(text, keys):
    assert read_keys(text) == keys


@pytest.mark.parametrize("text", ["f99", "新", "ctrl+i", "Ctrl+M", "hyper+x", "ab"])
def test_a_key_no_terminal_sends_is_refused_in_words(text):
    with pytest.raises(MediationError):
        read_keys(text)


def test_a_key_that_is_taken_is_refused_by_the_name_of_who_has_it_and_where():
    with pytest.raises(MediationError, match=r"F5 在“到处”已用于“刷新”\(refresh\)"):
        checked_keys("case.new", "f5", {})
    with pytest.raises(MediationError, match="“案件”已用于“筛选”"):
        checked_keys("views", "f10", {})


def test_a_key_that_another_gave_up_is_free_and_its_owner_cannot_have_it_back():
    chosen = {"refresh": "f9"}
    with pytest.raises(MediationError):
        checked_keys("refresh", "f9", {})
    chosen = {"refresh": "alt+k"}
    assert checked_keys("case.new", "f5", chosen) == ("f5",)
    with pytest.raises(MediationError, match="新案"):
        checked_keys("refresh", "r,f5", {"refresh": "alt+k", "case.new": "f5"})


def test_the_same_key_may_act_in_rooms_that_never_meet():
    assert checked_keys("month.funnel", "alt+k", {"funnel.unit": "alt+k"})


@pytest.mark.parametrize("key", ["up", "tab", "j", "ctrl+c", "ctrl+q", "space"])
def test_keys_that_move_or_leave_are_given_to_nothing(key):
    with pytest.raises(MediationError):
        checked_keys("case.new", key, {})


def test_the_way_out_keeps_its_key_whatever_the_settings_say():
    good, refused = sound_keys({"quit": "x", "nonsense": "f5", "views": "???", "help": "alt+k"})
    assert good == {"help": "alt+k"}
    assert len(refused) == 3


def test_default_keys_are_all_sound():
    for action in keymap.ACTIONS:
        if action.id != "quit":
            assert checked_keys(action.id, ",".join(action.keys), {}) == action.keys


def test_every_room_of_an_action_has_a_name():
    for action in keymap.ACTIONS:
        assert all(keymap.room_name(room) != room for room in action.rooms), action.id


def test_choices_are_found_again_and_a_damaged_file_counts_as_empty(tmp_path):
    place = tmp_path / "screen.json"
    ScreenChoices(place).put("theme", "day")
    assert ScreenChoices(place).choice("theme") == "day"
    for text in ("", "[1]", '{"theme": 3}', "{", '{"theme": "pink", "keys.x": "y"}', "\x00"):
        place.write_text(text)
        assert ScreenChoices(place).choice("theme") == "night"


async def test_help_palette_footer_and_rooms_show_the_keys_in_effect(path, choices):
    choices.put("keys.case.new", "alt+k")
    choices.put("keys.room.month", "alt+9")
    choices.put("keys.help", "alt+h")
    async with window(path, (100, 60), first="home", choices=choices) as (app, pilot):
        lines = screen_text(pilot).splitlines()
        assert "Alt+9月报" in lines[0]
        assert "Alt+K 新案" in lines[-1]
        assert "Alt+H 帮助" in lines[-1]
        await press(pilot, "ctrl+p")
        app.screen.query_one("Input").value = "新案"
        await settled(pilot)
        assert "新案  Alt+K" in screen_text(pilot)
        await press(pilot, "escape", "n")
        assert app.screen.room == "home"
        await press(pilot, "alt+k")
        assert app.screen.heading


async def test_a_broken_setting_is_said_and_locks_nobody_out(path, choices):
    choices.put("keys.help", "f2")
    choices.put("keys.quit", "f4")
    async with window(path, (100, 60), first="home", choices=choices) as (app, pilot):
        assert any("按键不能改" in words for words in said(pilot))
        assert any("已用于“新案”" in words for words in said(pilot))
        await press(pilot, "question_mark")
        assert "到处都能用" in screen_text(pilot)
        await press(pilot, "x", "ctrl+q")
    assert app.return_code == 0


async def test_a_key_is_given_on_the_settings_screen_and_a_taken_one_refused_there(path, choices):
    async with window(path, (100, 40), first="home", choices=choices) as (app, pilot):
        await press(pilot, "comma")
        assert "只管这台电脑" in screen_text(pilot)
        agenda = app.screen.query_one("AgendaList")
        while agenda.line.case != "case.new":
            await press(pilot, "down")
        await press(pilot, "enter", "f5")
        assert "F5 在“到处”已用于“刷新”" in screen_text(pilot)
        await press(pilot, "alt+k")
        assert "已改,原来是 n " in screen_text(pilot)
        assert json.loads((choices._path).read_text()) == {"keys.case.new": "alt+k"}
        await press(pilot, "delete")
        assert (
            keys_of(keymap.action_named("case.new"), app.chosen_keys)
            == keymap.action_named("case.new").keys
        )
        await press(pilot, "escape", "n")
        assert app.screen.heading


async def test_the_colours_chosen_are_there_the_next_time(path, choices):
    async with window(path, choices=choices) as (app, pilot):
        await press(pilot, "ctrl+t")
        assert app.theme == "day"
    async with window(path, choices=ScreenChoices(choices._path)) as (app, pilot):
        assert app.theme == "day"


async def test_the_keys_of_a_form_are_chosen_by_name_and_its_last_line_and_help_follow(
    path, choices
):
    choices.put("keys.form.save", "shift+f9")
    choices.put("keys.form.paste", "f3")
    choices.put("keys.form.list", "ctrl+y")
    async with window(path, (100, 40), first="home", choices=choices) as (app, pilot):
        await press(pilot, "f2")
        form = app.screen
        foot = screen_text(pilot).splitlines()[-1]
        assert "Shift+F9 保存" in foot
        assert "F3 贴来文" in foot
        await press(pilot, "f1")
        assert "Shift+F9" in screen_text(pilot)
        assert "Ctrl+Y" in screen_text(pilot)
        assert "Ctrl+S" not in screen_text(pilot)
        await press(pilot, "escape", "ctrl+s")
        assert said(pilot) == []
        await press(pilot, "shift+f9")
        assert any("没有保存" in note for note in said(pilot))
        form.row("cause").take_focus()
        await press(pilot, "ctrl+y")
        assert form.row("cause").query_one("Pick").is_open
        await press(pilot, "escape", "f3")
        assert app.screen is not form


def test_a_key_that_types_is_refused_in_a_form_and_one_of_a_form_by_its_name():
    for key in ("n", "slash", "ctrl+w", "delete"):
        with pytest.raises(MediationError):
            checked_keys("form.save", key, {})
    with pytest.raises(MediationError, match=r"登记新案.*贴来文"):
        checked_keys("form.take", "f5", {})
    assert checked_keys("form.take", "f9", {}) == ("f9",)
    with pytest.raises(MediationError, match="明暗"):
        checked_keys("form.take", "f11", {})
