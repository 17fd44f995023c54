"""Pinyin initials typed for a name, so that ``mj`` finds 民间."""

from __future__ import annotations

from mediation.registry.initials import spellings


def initials(text: str) -> str:
    """The first letters of a name by pinyin in their usual reading; empty below two letters."""
    return next(iter(spellings(text)), "")


def sounds_like(typed: str, text: str) -> bool:
    """Whether small letters typed stand in the initials of a text, in any reading."""
    return typed.isascii() and any(typed in letters for letters in spellings(text))
