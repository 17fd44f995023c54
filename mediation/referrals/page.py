"""The text under reading: widths made alike, what has been read blotted out, places kept."""

from __future__ import annotations

import re

from mediation.cases.plain import clean_note
from mediation.referrals.referral import Found

NUMBER, CAUSE, PHONE, IDENTITY, DATE, AMOUNT = "\x01", "\x02", "\x03", "\x04", "\x05", "\x06"
"""What stands in ``Page.open`` where a value of this kind was read."""

_WIDTHS = str.maketrans(
    {
        **{chr(0xFF10 + at): chr(0x30 + at) for at in range(10)},
        **{chr(0xFF21 + at): chr(0x41 + at) for at in range(26)},
        **{chr(0xFF41 + at): chr(0x61 + at) for at in range(26)},
        **dict.fromkeys("（【〔［〖[｛{﹙", "("),
        **dict.fromkeys("）】〕］〗]｝}﹚", ")"),
        **dict.fromkeys("：﹕∶", ":"),
        **dict.fromkeys("；﹔", ";"),
        **dict.fromkeys("－—–−﹣‐‑", "-"),
        **dict.fromkeys("\u3000\u00a0\u2002\u2003\u2009\u202f\t", " "),
        "．": ".",
        "／": "/",
        "＋": "+",
        "＊": "*",
        "￥": "¥",
        "圆": "元",
        "號": "号",
    }
)
_COMMA = re.compile(r"(?<![0-9]),|,(?![0-9]{3}(?![0-9]))")
# 86，500.00元 as input methods write it; 分别为10，200 without a unit stays two figures
_WIDE_COMMAS = re.compile(r"(?<![0-9，])[0-9]{1,3}(?:，[0-9]{3})+(?=\.[0-9]{2}(?![0-9])| ?元)")
# 原  告: and 委 托 调 解 函 as forms are typeset; only labels, never a name
_SPACED_OUT = re.compile(
    r"原 +告|被 +告|第 *三 +人|第 +三 *人|(?:被 *)?申 *请 +人|(?:被 *)?申 +请 *人|案 +由|案 +号|电 +话|标 +的(?: *额)?|标的 +额"
    r"|委 +[派托](?: *调 *解 *函)?(?: *[日时] *[期间])?|移 +送(?: *日 *期)?|签 +收(?: *日 *期)?|[日时] +[期间]"
)


def _closed_up(found: re.Match[str]) -> str:
    """The label in one piece, its spaces behind it, so that every place stays what it was."""
    label = found[0].replace(" ", "")
    return label + " " * (len(found[0]) - len(label))


class Page:
    """A text and what has been found in it; every place is an offset into ``text``."""

    def __init__(self, text: str) -> None:
        self.text = clean_note(text)
        plain = _COMMA.sub("，", self.text.translate(_WIDTHS))
        plain = _SPACED_OUT.sub(_closed_up, plain)
        self.plain = _WIDE_COMMAS.sub(lambda found: found[0].replace("，", ","), plain)
        self._letters = list(self.plain)
        self._open: str | None = self.plain
        self.found: list[Found] = []
        self._labels: list[tuple[int, int]] = []

    @property
    def open(self) -> str:
        """The text with everything read blotted out."""
        if self._open is None:
            self._open = "".join(self._letters)
        return self._open

    def blot(self, start: int, end: int, kind: str) -> None:
        """Nobody shall read these characters as part of something else."""
        self._letters[start:end] = kind * (end - start)
        self._open = None

    def note(self, field: str, start: int, end: int) -> None:
        """A value was found here."""
        self.found.append(Found(field, start, end))

    def note_label(self, start: int, end: int) -> None:
        """The word that led to a value needs no second look either."""
        self._labels.append((start, end))

    @property
    def used(self) -> list[tuple[int, int]]:
        """Every place that a value was read from, with its labels."""
        return sorted([*self._labels, *((place.start, place.end) for place in self.found)])
