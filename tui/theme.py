"""Two sets of colours, day and night. Every text stands at least 4.5:1 against its ground."""

from __future__ import annotations

from textual.theme import Theme

NIGHT = Theme(
    name="night",
    dark=True,
    primary="#4f8fd9",
    secondary="#7fb4a8",
    accent="#e0b050",
    warning="#e5b567",
    error="#ff8a80",
    success="#8fce8f",
    foreground="#e6e6e6",
    background="#16191d",
    surface="#1d2126",
    panel="#272d34",
    variables={
        "quiet": "#a7b0ba",
        "cursor-ink": "#ffffff",
        "cursor-ground": "#27598f",
        "heading-ink": "#9cc7f5",
        "border": "#4f8fd9",
        "border-blurred": "#7d8a97",
    },
)
DAY = Theme(
    name="day",
    dark=False,
    primary="#1d5fa8",
    secondary="#2f6f62",
    accent="#8a5a00",
    warning="#7a5200",
    error="#b3261e",
    success="#1f6b2b",
    foreground="#1c1f23",
    background="#fafaf7",
    surface="#f1f1ec",
    panel="#e4e4dd",
    variables={
        "quiet": "#565d66",
        "cursor-ink": "#ffffff",
        "cursor-ground": "#1d5fa8",
        "heading-ink": "#174a84",
        "border": "#1d5fa8",
        "border-blurred": "#686e75",
    },
)
THEMES = (NIGHT, DAY)
