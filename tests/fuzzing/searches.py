"""What is searched for is found by its letters alone, whatever they mean to LIKE, FTS5 or SQL."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from mediation.bootstrap import create_office
from mediation.cases.case import Case, Party
from mediation.cases.plain import clean_line, fold
from mediation.cases.terms import Side
from mediation.identity import new_id
from mediation.listing import CaseQuery
from mediation.office.office import Office
from tests.fuzzing.trying import tried_on
from tests.fuzzing.values import mixed, refused
from tests.threats.full_office import TODAY
from tests.threats.hostile import MARKED_UP, WILD

NAMES = (
    *WILD,
    *MARKED_UP,
    "王芳",
    "王芳芳",
    "O'Neil",
    "100%_",
    "ａｂ",
    "é",
    "𠮷野",
    "a\\b",
    "NOT 甲",
    "甲乙丙",
)
LETTERS = "王芳甲乙丙%_\\*\"'()-^:~危[]/abANDORNOT10éａ𠮷 "


@cache
def _office() -> Office:
    folder = Path(tempfile.mkdtemp(prefix="mediation-fuzzing-"))
    office = create_office(folder / "x.db", who="甲", today=lambda: TODAY, passing=True)
    for at, name in enumerate(NAMES):
        party = Party(side=Side.APPLICANT, name=clean_line(name) or "空")
        office.cases.register(
            Case(id=new_id(), number=f"N{at}", referred_on=TODAY, parties=(party,))
        )
    return office


@tried_on(st.one_of(mixed(LETTERS, 8), st.sampled_from(WILD)))
def a_search_finds_what_holds_the_letters_and_nothing_else(text: str) -> None:
    office = _office()
    if refused(clean_line, text):
        return
    wanted = fold(text)
    if not wanted:
        return
    found = {row.number for row in office.cases.first_rows(CaseQuery(text=text), 200)}
    held = {
        f"N{at}"
        for at, name in enumerate(NAMES)
        if wanted in fold(clean_line(name)) or wanted in fold(f"N{at}")
    }
    # letters alone may be the initials of a name, as bt of 标题
    assert found >= held if wanted.isascii() and wanted.isalpha() else found == held
    assert office.cases.count(CaseQuery(text=text)) == len(found)
