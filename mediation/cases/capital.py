"""金额大写: amounts in capital words, written and compared with the figures beside them."""

from __future__ import annotations

from mediation.cases.money import parse_amount
from mediation.errors import Unreadable
from mediation.i18n import _

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_SECTIONS = ("", "万", "亿", "万亿")


def capital_words(fen: int) -> str:
    """An amount as a paper spells it out, as ``壹佰贰拾叁元整``.

    Written as 支付结算办法, 附一 asks: 整 ends an amount without 分, one 零 stands for any row of
    zeros inside it. Raises ValueError for a negative amount.
    """
    if fen < 0:
        raise ValueError(fen)
    yuan, coins = divmod(fen, 100)
    whole = f"{_whole(yuan)}元" if yuan or not coins else ""
    return whole + _coins(coins, after=bool(whole))


def words_differ(words: str, fen: int | None) -> str:
    """Why capital words do not say the amount, or empty when they do or nothing was typed."""
    if not words.strip():
        return ""
    try:
        said = parse_amount(words)
    except Unreadable as error:
        return error.message
    if said == fen:
        return ""
    if said is None or fen is None:
        return _("大写“{words}”旁边没有数字金额。").format(words=words.strip()[:40])
    return _("大写“{words}”与数字不一致,数字的大写是“{right}”。").format(
        words=words.strip()[:40], right=capital_words(fen)
    )


def _whole(yuan: int) -> str:
    if yuan == 0:
        return "零"
    text, gap = "", False
    digits = str(yuan)
    digits = digits.zfill(-(-len(digits) // 4) * 4)
    sections = [digits[at : at + 4] for at in range(0, len(digits), 4)]
    for place, section in zip(range(len(sections) - 1, -1, -1), sections, strict=True):
        if section == "0000":
            gap = True
            continue
        if text and (gap or section[0] == "0"):
            text += "零"
        text += _section(section) + _unit(place, sections)
        gap = False
    return text


def _unit(place: int, sections: list[str]) -> str:
    """万 of 亿 says 亿 only when nothing of 亿 follows it."""
    if place == 3:
        return "万" if sections[-3] != "0000" else "万亿"
    return _SECTIONS[place]


def _section(digits: str) -> str:
    text, gap = "", False
    for digit, place in zip(digits, _PLACES, strict=True):
        if digit == "0":
            gap = bool(text)
            continue
        text += ("零" if gap else "") + _DIGITS[int(digit)] + place
        gap = False
    return text


def _coins(coins: int, *, after: bool) -> str:
    tenths, hundredths = divmod(coins, 10)
    text = f"{_DIGITS[tenths]}角" if tenths else ""
    if hundredths:
        zero = "零" if after and not tenths else ""
        return f"{text}{zero}{_DIGITS[hundredths]}分"
    return text + "整"
