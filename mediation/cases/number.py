"""案号: court case numbers in their many spellings, brought to one canonical form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mediation.cases.plain import clean_line
from mediation.errors import Unreadable
from mediation.i18n import _
from mediation.registry.courts import is_court_code

FIRST_YEAR = 1990
LAST_YEAR = 2100

_LONGEST = 60
_MOST_DIGITS = 8
_EMPTY = frozenset(("", "无", "/", "-", "—", "——", "\\"))
_PROVINCES = "京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵黔云藏陕甘青宁新兵军"
_ORDINALS = "零一二三四五六七八九"
_WIDTHS = str.maketrans(
    {
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **dict.fromkeys("([【〔［〖｛{〈《﹙", "（"),
        **dict.fromkeys(")]】〕］〗｝}〉》﹚", "）"),
        "＝": "=",
        "號": "号",
    }
)
_CANONICAL = re.compile(
    rf"（((?:19|20)[0-9]{{2}})）(最高法|[{_PROVINCES}](?:[0-9]{{4}}|[0-9]{{2}})?)"
    r"([\u4e00-\u9fff]{1,5})([1-9][0-9]{0,7})号"
)
_TAIL = r"([0-9]+)(号?)(?:之([一二三四五六七八九十]{1,3}|[0-9]{1,2}))?"
_NUMBERED = re.compile(
    rf"（([0-9]{{4}})）(最高法|[{_PROVINCES}](?![0-9])|[\u4e00-\u9fffA-Z]{{1,3}}[0-9]{{1,6}}|[\u4e00-\u9fff])"
    rf"([\u4e00-\u9fff]{{1,5}}){_TAIL}"
)
_OLD_STYLE = re.compile(rf"（([0-9]{{4}})）([\u4e00-\u9fff]{{1,12}})字第{_TAIL}")


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """A case number taken apart (法〔2015〕137号, as amended by 法〔2018〕335号).

    ``raw`` is what was typed, ``key`` the canonical form to show and compare, ``court`` the court's code,
    ``kind`` the characters for the kind of case, ``suffix`` a part number such as ``之一``;
    ``warnings`` say what looks odd without making the number unreadable.
    """

    raw: str
    key: str
    year: int
    court: str
    kind: str
    serial: int
    suffix: str = ""
    warnings: tuple[str, ...] = ()


def parse_case_number(text: str, *, last_year: int = LAST_YEAR) -> CaseNumber | None:
    """Read a case number in any bracket and width; ``None`` when empty.

    ``last_year`` is the latest year that can stand in it. Raises :class:`Unreadable` for what is not
    exactly one case number.
    """
    usual = text.replace("(", "（").replace(")", "）")
    if (found := _CANONICAL.fullmatch(usual)) and FIRST_YEAR <= int(found[1]) <= last_year:
        court = found[2]
        warnings = () if is_court_code(court) else (_unknown_court(court),)
        return CaseNumber(text, usual, int(found[1]), court, found[3], int(found[4]), "", warnings)
    raw = clean_line(text)
    if len(raw) > _LONGEST:
        raise _wrong(raw, _("文字太长,不像案号"))
    plain = "".join(raw.translate(_WIDTHS).split())
    if plain in _EMPTY:
        return None
    if found := _NUMBERED.fullmatch(plain):
        year, court, kind, *tail = found.groups()
        return _assembled(raw, year, court, kind, tail, last_year=last_year)
    if found := _OLD_STYLE.fullmatch(plain):
        year, kind, *tail = found.groups()
        return _assembled(raw, year, "", kind, tail, last_year=last_year)
    raise _explained(plain, raw)


def _assembled(
    raw: str, year: str, court: str, kind: str, tail: list[str | None], *, last_year: int
) -> CaseNumber:
    if not FIRST_YEAR <= int(year) <= last_year:
        raise _wrong(raw, _("里的年份不对"))
    digits, mark, part = tail[0] or "", tail[1], tail[2]
    if len(digits) > _MOST_DIGITS:
        raise _wrong(raw, _("的编号太长"))
    serial = int(digits)
    if serial == 0:
        raise _wrong(raw, _("的编号是 0"))
    warnings = []
    if not court:
        warnings.append(_("是 2016 年以前的旧式案号"))
    elif not is_court_code(court):
        warnings.append(_unknown_court(court))
    if digits.startswith("0"):
        warnings.append(_("编号前面多了 0"))
    if not mark:
        warnings.append(_("末尾缺“号”字"))
    suffix = f"之{_ordinal(part, raw)}" if part else ""
    middle = f"{court}{kind}" if court else f"{kind}字第"
    key = f"（{year}）{middle}{serial}号{suffix}"
    return CaseNumber(raw, key, int(year), court, kind, serial, suffix, tuple(warnings))


def _ordinal(part: str, raw: str) -> str:
    """The part number in Chinese numerals."""
    if not part[0].isdigit():
        return part
    tens, ones = divmod(int(part), 10)
    if not tens + ones:
        raise _wrong(raw, _("的“之几”是 0"))
    upper = "" if not tens else ("" if tens == 1 else _ORDINALS[tens]) + "十"
    return upper + (_ORDINALS[ones] if ones else "")


def _unknown_court(court: str) -> str:
    return _("法院代字“{court}”不在法院表里").format(court=court)


def _explained(plain: str, raw: str) -> Unreadable:
    """Why a text that no form fits is refused."""
    if plain.startswith(("=", "+", "@")):
        reason = _("前面多了符号")
    elif plain.count("号") > 1 or re.search(r"[0-9][号]?[、，,；;/~-][（0-9]|[0-9]至[0-9]", plain):
        reason = _("像是几个案号,请只填一个")
    elif not re.match(r"（[0-9]{4}）", plain):
        if plain.startswith("（") or "）" in plain:
            reason = _("的年份括号不完整")
        else:
            reason = _("没有年份括号")
    elif not re.search(r"[0-9]+号?(?:之.+)?$", plain):
        reason = _("没有编号")
    else:
        reason = _("看不懂")
    return _wrong(raw, reason)


def _wrong(raw: str, reason: str) -> Unreadable:
    return Unreadable(
        _("案号“{text}”{reason}。应如(2026)内0603民初12号。").format(
            text=raw if len(raw) <= 40 else raw[:40] + "…", reason=reason
        )
    )
