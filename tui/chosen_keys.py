"""Keys given to actions by name: read, checked against each other, never a way to be locked out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mediation.errors import MediationError, NotFound, RuleViolation, Unreadable
from mediation.i18n import _
from tui.keymap import ACTIONS, Action, action_named, key_name, room_name

FIXED = ("quit",)
"""Actions whose keys stay what they are: the way out is always Ctrl+Q."""

_SIGNS = {
    ",": "comma", ".": "full_stop", "/": "slash", "?": "question_mark", ";": "semicolon",
    ":": "colon", "'": "apostrophe", '"': "quotation_mark", "[": "left_square_bracket",
    "]": "right_square_bracket", "{": "left_curly_bracket", "}": "right_curly_bracket",
    "\\": "backslash", "|": "vertical_line", "-": "minus", "=": "equals_sign", "+": "plus",
    "_": "underscore", "!": "exclamation_mark", "@": "at", "#": "number_sign",
    "$": "dollar_sign", "%": "percent_sign", "^": "circumflex_accent", "&": "ampersand",
    "*": "asterisk", "(": "left_parenthesis", ")": "right_parenthesis", "`": "grave_accent",
    "~": "tilde", "<": "less_than_sign", ">": "greater_than_sign",
}  # fmt: skip
_NAMES = {sign: sign for sign in _SIGNS.values()} | {
    "esc": "escape", "del": "delete", "ins": "insert",
    **{each: each for each in ("escape", "delete", "insert", "backspace", "space", "enter")},
}  # fmt: skip
_SHAPE = re.compile(r"(?:(?:ctrl|alt|shift)\+)*(?:f(?:[1-9]|1\d|2[0-4])|[a-z0-9]|delete|insert)")
_AWAY_FROM_TYPING = re.compile(r"(?:shift\+)?f\d+|alt\+\w+|ctrl\+(?![adefkuw]$)\w")
"""What no line of text takes for itself."""
_SENT_AS_OTHERS = {
    "ctrl+i": "Tab", "ctrl+m": "Enter", "ctrl+j": "Enter", "ctrl+h": _("退格"),
}  # fmt: skip
_MOVING = frozenset(
    [
        "up",
        "down",
        "left",
        "right",
        "pageup",
        "pagedown",
        "home",
        "end",
        "tab",
        "shift+tab",
        "backspace",
        "enter",
        "space",
        "j",
        "k",
        "h",
        "l",
    ]
)
_TAKEN_BY_ALL = {"ctrl+c": _("复制"), "ctrl+q": _("退出"), "ctrl+v": _("粘贴"), "ctrl+x": _("剪切")}


def read_keys(text: str) -> tuple[str, ...]:
    """Keys as Textual names them, from ``F5``, ``Ctrl+G``, ``?`` or several parted by commas."""
    parts = [part for part in (part.strip() for part in text.split(",")) if part]
    if text.strip() == ",":
        parts = [","]
    return tuple(dict.fromkeys(map(_read_key, parts)))


def checked_keys(identifier: str, text: str, chosen: Mapping[str, str]) -> tuple[str, ...]:
    """The keys an action may have beside what is chosen for the others; empty is its own again.

    Raises MediationError that names the action in the way and its room.
    """
    action = _changeable(identifier)
    keys = read_keys(text)
    for key in keys:
        _must_be_free(action, key, chosen)
    return keys


def sound_keys(chosen: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The part of what was chosen that can be obeyed, and why the rest is not."""
    good: dict[str, str] = {}
    refused = []
    for identifier, text in chosen.items():
        try:
            keys = checked_keys(identifier, text, good)
        except MediationError as error:
            refused.append(error.message)
        else:
            if keys:
                good[identifier] = ",".join(keys)
    return _without_clashes(good, refused), refused


def _without_clashes(good: dict[str, str], refused: list[str]) -> dict[str, str]:
    """An action that took the place of one that was to move, but could not, gives way as well."""
    for identifier, text in list(good.items()):
        rest = {each: keys for each, keys in good.items() if each != identifier}
        try:
            checked_keys(identifier, text, rest)
        except MediationError as error:
            refused.append(error.message)
            del good[identifier]
    return good


def keys_of(action: Action, chosen: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of an action: those chosen, or its own."""
    return read_keys(chosen.get(action.id, "")) or action.keys


def _changeable(identifier: str) -> Action:
    try:
        action = action_named(identifier)
    except KeyError as error:
        raise NotFound(
            _("没有“{name}”这个操作;操作的名称见“设置”一屏或 mediation settings --help。").format(
                name=identifier[:60]
            )
        ) from error
    if identifier in FIXED:
        raise RuleViolation(
            _("“{label}”的按键不能改:任何时候都能退出。").format(label=action.label)
        )
    return action


def _read_key(text: str) -> str:
    if len(text) == 1 and text in _SIGNS:
        return _SIGNS[text]
    if len(text) == 1 and text.isascii() and text.isalnum():
        return text
    name = text.lower()
    if name in _NAMES:
        return _NAMES[name]
    if not _SHAPE.fullmatch(name):
        raise Unreadable(
            _("看不懂按键“{text}”:请写 f5、shift+f5、ctrl+g、n 或 / 这样的键。").format(
                text=text[:20]
            )
        )
    if name in _SENT_AS_OTHERS:
        raise Unreadable(
            _("终端分不清 {key} 和 {other},请换一个键。").format(
                key=key_name(name), other=_SENT_AS_OTHERS[name]
            )
        )
    return name


def _must_be_free(action: Action, key: str, chosen: Mapping[str, str]) -> None:
    if key in action.keys:
        others = [each for each in ACTIONS if each.id in chosen]
    else:
        if _is_typed_into(action) and not _AWAY_FROM_TYPING.fullmatch(key):
            raise RuleViolation(
                _("{key} 在表里用来打字,请换成功能键或 Ctrl、Alt 带别的字母。").format(
                    key=key_name(key)
                )
            )
        if key in _MOVING:
            raise RuleViolation(
                _("{key} 在清单和表里用来移动,请换一个键。").format(key=key_name(key))
            )
        if key in _TAKEN_BY_ALL:
            raise RuleViolation(
                _("{key} 留给“{use}”,请换一个键。").format(
                    key=key_name(key), use=_TAKEN_BY_ALL[key]
                )
            )
        others = list(ACTIONS)
    for other in others:
        if other.id != action.id and key in keys_of(other, chosen) and _meet(action, other):
            raise RuleViolation(
                _("{key} 在“{room}”已用于“{label}”({name}),请换一个键,或先改那个操作的键。").format(
                    key=key_name(key), room=_shared_room(action, other), label=other.label,
                    name=other.id,
                )
            )  # fmt: skip


def _is_typed_into(action: Action) -> bool:
    return "form.register" in action.rooms


def _meet(one: Action, other: Action) -> bool:
    if (_is_typed_into(one) or _is_typed_into(other)) and not (one.rooms and other.rooms):
        return one.always or other.always  # a form covers what acts everywhere
    return not one.rooms or not other.rooms or bool(set(one.rooms) & set(other.rooms))


def _shared_room(one: Action, other: Action) -> str:
    rooms = [room for room in one.rooms or other.rooms if room in (other.rooms or one.rooms)]
    return room_name(rooms[0]) if rooms else _("到处")
