"""The case number and the court of a referral."""

from __future__ import annotations

import re

from mediation.cases.number import CaseNumber, parse_case_number
from mediation.errors import Unreadable
from mediation.referrals.page import NUMBER, Page
from mediation.registry.courts import Court, court_meant, is_court_code

_PROVINCES = "京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵黔云藏陕甘青宁新兵军"
_NUMBER = re.compile(
    r"(?<![0-9])(?P<open>\( ?)?(?P<year>(?:19|20)[0-9]{2}) ?年?(?: ?\))? ?"
    rf"(?P<court>最高法|[{_PROVINCES}] ?(?:[0-9] ?){{0,4}}) ?"
    r"(?P<kind>[\u4e00-\u9fff](?: ?[\u4e00-\u9fff]){0,4}?) ?第?"
    r"(?P<serial>[0-9](?: ?[0-9]){0,7}) ?(?P<mark>号)?"
    r"(?P<part>之(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2}))?"
)
_LABEL = re.compile(r"(?:案 ?号|案件编号|案件号码?)\)? ?(?:为|是)?[: ]*\Z")
_OTHER = re.compile(
    r"(?:原案|原审|关联|另案|前案|生效|函号|文号|编号|本函|参照|类案|系列案)[^，。;\n]{0,8}\Z"
)
_LETTER_KINDS = re.compile(r"函|委")
_COURT_END = re.compile(r"(?:人民法院|法院|中院|高院)")
_HAN_BEFORE = re.compile(r"[\u4e00-\u9fff]*\Z")
_TITLED = re.compile(
    r"[ \n]*(?:关于[^\n]{0,30})?(?:诉前|先行|特邀)?(?:委[派托]|邀请)(?:先行|特邀)?(?:调解)?(?:函|书|案件)"
)
_LONGEST_NAME = 24
_MOST_COURTS = 40


def read_case_number(page: Page) -> CaseNumber | None:
    """The one case number of the text; a letter's own number and related cases do not count."""
    labelled: dict[str, CaseNumber] = {}
    others: dict[str, CaseNumber] = {}
    places: list[tuple[str, int, int]] = []
    for match in _NUMBER.finditer(page.plain):
        number = _parsed(match)
        if number is None:
            continue
        page.blot(*match.span(), NUMBER)
        before = page.plain[max(match.start() - 16, 0) : match.start()]
        places.append((number.key, *match.span()))
        if _LABEL.search(before):
            labelled[number.key] = number
        elif not _OTHER.search(before) and not _LETTER_KINDS.search(number.kind):
            others[number.key] = number
    candidates = labelled or others
    if len(candidates) != 1:
        return None
    (number,) = candidates.values()
    for key, start, end in places:
        if key == number.key:
            page.note("case_number", start, end)
            label = _LABEL.search(page.plain[:start])
            if label:
                page.note_label(label.start(), start)
    return number


def _parsed(match: re.Match[str]) -> CaseNumber | None:
    court = match["court"].replace(" ", "")
    if not is_court_code(court) or not (match["mark"] or match["open"]):
        return None
    kind, serial = match["kind"].replace(" ", ""), match["serial"].replace(" ", "")
    text = f"({match['year']}){court}{kind}{serial}{match['mark'] or ''}{match['part'] or ''}"
    try:
        return parse_case_number(text)
    except Unreadable:
        return None


def read_court(page: Page, number: CaseNumber | None) -> str | None:
    """The code of the court: the case number's, else the one court that the text names."""
    named = _courts_named(page)
    for _court, start, end, _titled in named:
        page.blot(start, end, NUMBER)
    if number is not None and is_court_code(number.court):
        for court, start, end, _titled in named:
            if court.code == number.court:
                page.note("court", start, end)
        return number.court
    codes = {court.code for court, _start, _end, titled in named if titled}
    codes = codes or {court.code for court, *_rest in named}
    if len(codes) != 1:
        return None
    (code,) = codes
    for court, start, end, _titled in named:
        if court.code == code:
            page.note("court", start, end)
    return code


def _courts_named(page: Page) -> list[tuple[Court, int, int, bool]]:
    """Every court named, with its place and whether it stands over the letter."""
    named = []
    for ending in list(_COURT_END.finditer(page.plain))[:_MOST_COURTS]:
        before = _HAN_BEFORE.search(
            page.plain[max(ending.start() - _LONGEST_NAME, 0) : ending.start()]
        )
        length = len(before[0]) if before else 0
        for start in range(ending.start() - length, ending.start()):
            court = court_meant(page.plain[start : ending.end()])
            if court is not None:
                titled = bool(_TITLED.match(page.plain, ending.end()))
                named.append((court, start, ending.end(), titled))
                break
    return named
