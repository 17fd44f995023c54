"""The keys of a form as they are in effect: told on its last line and in its help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mediation.i18n import _
from tui.chosen_keys import keys_of
from tui.keymap import action_named, key_name
from tui.text import left

HelpLine = tuple[str, str]
"""The ids of actions, or names of keys nobody changes, parted by spaces; then what they do."""

_NAMES = 15
EVERY_FORM: tuple[HelpLine, ...] = (
    ("form.save", _("保存;有不对的会说在哪一项")),
    ("Tab Enter ↓", _("下一项(Enter 从不保存)")),
    ("Shift+Tab ↑", _("上一项")),
    ("PgUp PgDn", _("跳几项")),
    (_("← → 1-9 退格"), _("在几个值里选;退格清空")),
    ("form.list", _("列出可选的法院、案由、调解员")),
    ("form.enroll", _("把“调解员”里打的名字列入名册")),
    ("Esc", _("离开;没存的留作草稿,下次打开时可接着填")),
    ("theme", _("明暗")),
    ("quit", _("退出程序(草稿留着)")),
)


def first_key(identifier: str, chosen: Mapping[str, str]) -> str:
    """The key of an action as people read it."""
    return key_name(keys_of(action_named(identifier), chosen)[0])


def help_text(lines: Sequence[HelpLine], chosen: Mapping[str, str]) -> str:
    """A line for each: keys, then words."""
    return "\n".join(left(_keys(names, chosen), _NAMES - 1) + " " + words for names, words in lines)


def _keys(names: str, chosen: Mapping[str, str]) -> str:
    told: list[str] = []
    for name in names.split():
        try:
            action = action_named(name)
        except KeyError:
            told.append(name)
        else:
            told += map(key_name, keys_of(action, chosen)[:2])
    return " ".join(told)
