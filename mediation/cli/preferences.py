"""``mediation settings``."""

from __future__ import annotations

from argparse import Namespace

from mediation import settings as places
from mediation.cli.grammar import UsageError
from mediation.cli.opening import opened
from mediation.cli.speech import one_line, say, tell, tell_json
from mediation.i18n import _
from mediation.office.preferences import HIDDEN, checked_setting
from mediation.screen_choices import KEYS, ScreenChoices, checked_choice, is_screen_choice


def run(arguments: Namespace) -> int:
    """List, read or keep settings."""
    if arguments.action == "set":
        return _set(arguments)
    if arguments.action == "get":
        return _get(arguments)
    with opened(arguments) as office:
        kept = {**office.settings(), **_screen_choices().all()}
        settings = {
            key: value for key, value in sorted(kept.items()) if value and key not in HIDDEN
        }
    if arguments.json:
        tell_json(settings)
    elif settings:
        tell("\n".join(f"{key} = {one_line(value)}" for key, value in settings.items()))
    else:
        say(_("没有改过的设置;可用的设置见 mediation settings --help。"))
    return 0


def _set(arguments: Namespace) -> int:
    if arguments.key is None or arguments.value is None:
        raise UsageError(_("要写成 mediation settings set KEY VALUE。"))
    if is_screen_choice(arguments.key.strip()):
        key, value = _choose(arguments.key.strip(), arguments.value)
    else:
        key, value = checked_setting(arguments.key, arguments.value)
        with opened(arguments) as office:
            office.put_setting(key, value)
    if arguments.json:
        tell_json({key: value})
    say(_("已设 {key} = {value}").format(key=key, value=value or _("(默认)")))
    return 0


def _get(arguments: Namespace) -> int:
    if arguments.key is None or arguments.value is not None:
        raise UsageError(_("要写成 mediation settings get KEY。"))
    if is_screen_choice(arguments.key.strip()):
        key = arguments.key.strip()
        value = _screen_choices().all().get(key, "")
    else:
        key, _value = checked_setting(arguments.key, "")
        with opened(arguments) as office:
            value = "" if key in HIDDEN else office.setting(key)
    if arguments.json:
        tell_json({key: value})
    else:
        tell(one_line(value))
    return 0


def _screen_choices() -> ScreenChoices:
    return ScreenChoices(places.screen_choices())


def _choose(key: str, value: str) -> tuple[str, str]:
    """Keep a choice of this machine's screens; the database is not touched."""
    choices = _screen_choices()
    if key.startswith(KEYS):
        from tui.chosen_keys import checked_keys

        value = ",".join(checked_keys(key.removeprefix(KEYS), value, choices.keys()))
    else:
        value = checked_choice(key, value)
    choices.put(key, value)
    return key, value
