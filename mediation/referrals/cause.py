"""The cause that a referral names: the longest name of the table of causes, best where it is labelled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from mediation.referrals.page import CAUSE, NUMBER, Page
from mediation.registry.causes import disputes

_LABEL = re.compile(r"案 ?由\)? ?(?:为|是)?[: ]*\Z")
_LABELLED = re.compile(r"案 ?由\)? ?(?:为|是)?[: ]*(?P<rest>[^\n。;]{0,60})")
_DISPUTE = re.compile(r"纠纷|争议")
_SHORT_END = re.compile(r"(?= ?(?:的纠纷|的争议|的?一案|等?案|的案|的官司|官司))")
_ALONE = re.compile(
    rf"(?:(?<=[ ，。;\n|个件起{NUMBER}])|\A)(?:有?一?[个件起宗])?(?P<name>[\u4e00-\u9fff、]{{2,30}}?)的?(?=[ ，。;\n|]|\Z)"
)
_CASE_FOLLOWS = re.compile(r" ?(?:的|等)?(?:一案|案|官司)")
_NOT_A_CAUSE = re.compile(r"(?:人民)?(?:调解|仲裁|调处|化解|多元|处理|法庭|审判)")
_LONGEST = 50
_WORD = 2
_MOST = 500
_COMMAS = str.maketrans({"，": "、", ",": "、", ";": "、", " ": ""})


def read_cause(page: Page) -> str | None:
    """The official name of the cause, or ``None`` when the text names none or two alike."""
    rated = [(_rank(page, start, end), start, end, name) for start, end, name in _named(page.open)]
    rated = [entry for entry in rated if entry[0] < 3]
    for _ranked, start, end, _name in rated:
        page.blot(start, end, CAUSE)
    if not rated or _labels_another(page, rated):
        return None
    best = min((rank, -len(name)) for rank, _start, _end, name in rated)
    alike = {name for rank, _start, _end, name in rated if (rank, -len(name)) == best}
    if len(alike) > 1:
        return None
    (chosen,) = alike
    for _ranked, start, end, name in rated:
        if name == chosen:
            page.note("cause", start, end)
            label = _LABEL.search(page.plain[max(start - 12, 0) : start])
            if label:
                page.note_label(start - len(label[0]), start)
    return chosen


def _labels_another(page: Page, rated: list[tuple[int, int, int, str]]) -> bool:
    """Whether the label 案由 stands before words that are no cause of the table."""
    if any(rank == 0 for rank, *_rest in rated):
        return False
    return any(
        label["rest"].strip() and not re.search(r"诉|与|、", label["rest"])
        for label in islice(_LABELLED.finditer(page.plain), _MOST)
    )


def _rank(page: Page, start: int, end: int) -> int:
    """0 behind the label 案由, 1 before 一案, 2 anywhere else, 3 in the name of an office."""
    if _LABEL.search(page.open[max(start - 12, 0) : start]):
        return 0
    if _CASE_FOLLOWS.match(page.open, end):
        return 1
    return 3 if _NOT_A_CAUSE.match(page.open, end) else 2


def _named(text: str) -> list[tuple[int, int, str]]:
    """Every cause named, in full, or without 纠纷 behind the label 案由 or before 一案 and its like."""
    found: list[tuple[int, int, str]] = []
    covered = bytearray(len(text))
    for start, end, name in (*_in_full(text), *_in_short(text)):
        if not any(covered[start:end]):
            covered[start:end] = b"\x01" * (end - start)
            found.append((start, end, name))
    return found


def _in_full(text: str) -> Iterator[tuple[int, int, str]]:
    for ending in islice(_DISPUTE.finditer(text), _MOST):
        for start in range(max(ending.end() - _LONGEST, 0), ending.start()):
            name = _official(text[start : ending.end()])
            if name is not None:
                if not _is_part_of_another(text, start, ending.end()):
                    yield start, ending.end(), name
                break


def _in_short(text: str) -> Iterator[tuple[int, int, str]]:
    for label in islice(_LABELLED.finditer(text), _MOST):
        start, stop = label.span("rest")
        for end in range(stop, start + 1, -1):
            name = _official(text[start:end] + "纠纷")
            if name is not None:
                yield start, end, name
                break
    for ending in islice(_SHORT_END.finditer(text), _MOST):
        end = ending.start()
        for start in range(max(end - _LONGEST, 0), end - 1):
            name = _official(text[start:end] + "纠纷")
            if name is not None:
                yield start, end, name
                break
    for alone in _ALONE.finditer(text):
        name = _official(alone["name"] + "纠纷")
        if name is not None:
            yield *alone.span("name"), name


def _is_part_of_another(text: str, start: int, end: int) -> bool:
    """Whether the words before make it a narrower cause that the table lacks: 草场承包|合同纠纷."""
    return start >= _WORD and text[start - _WORD : end] in _tails()


@cache
def _tails() -> frozenset[str]:
    """What the names of causes end in, without being names themselves: 承包合同纠纷."""
    tails = {name[at:] for name in disputes() for at in range(1, len(name) - _WORD)}
    return frozenset(tails - disputes().keys())


def _official(text: str) -> str | None:
    if text[0] in " ，,;、":
        return None
    cause = disputes().get(text.translate(_COMMAS))
    return cause.name if cause is not None else None
