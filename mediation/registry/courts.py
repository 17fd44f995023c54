"""法院: every court by its code (代字), its full name, or a short name that can mean it alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from mediation.cases.plain import clean_line, fold
from mediation.errors import NotFound, Unreadable
from mediation.i18n import _
from mediation.registry.nearest import Nearest
from mediation.registry.sources import read_table

_TABLE = Path(__file__).parent / "tables" / "courts.tsv"
_ORDOS = "内06"
_LOCAL_WORDS = {"达旗": "达拉特旗", "准旗": "准格尔旗", "伊旗": "伊金霍洛旗"}
_LOCAL_INITIALS = {"dq": "dltq", "zq": "zgeq", "yq": "yjhlq"}
_HIGHEST = ("最高法院", "最高院", "最高人民法院")
_LEVEL_ENDINGS = (
    ("高级人民法院", "高级"),
    ("高级法院", "高级"),
    ("高院", "高级"),
    ("中级人民法院", "中级"),
    ("中级法院", "中级"),
    ("中院", "中级"),
    ("人民法院", "基层"),
    ("法院", "基层"),
)
_PLACE_ENDINGS = ("自治县", "自治旗", "区", "旗", "县", "市", "盟")
_PROVINCE_ENDINGS = re.compile(r"(?:维吾尔|壮族|回族)?自治区$|[省市]$")
_LONGEST = 60
_NAMED_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Court:
    """A court: ``level`` is 最高, 高级, 中级 or 基层, ``parent`` the code of the court above.

    A ``historical`` court is found by its full name or code only.
    """

    code: str
    name: str
    level: str
    parent: str
    historical: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """What a short name of a court may consist of: ``core`` stands in every one of them."""

    core: str
    own: str
    city: str
    province: str


def court_by_code(code: str) -> Court:
    """The court of a code such as ``内0603``; raises :class:`NotFound`."""
    found = _courts().get(code)
    if found is None:
        raise NotFound(_("没有代字为“{code}”的法院。").format(code=code[:20]))
    return found


def is_court_code(code: str) -> bool:
    """Whether the table has this code."""
    return code in _courts()


def court_named(text: str) -> Court:
    """The one court that a code, full or short name means.

    Raises :class:`Unreadable` naming the candidates of a name that can mean several, or the nearest
    names of one that is unknown.
    """
    found = _named(text) if len(text) <= _LONGEST else _unknown(clean_line(text[:20]) + "…")
    if isinstance(found, str):
        raise Unreadable(found)
    return found


def court_meant(text: str) -> Court | None:
    """The one court that a code, full or short name means; ``None`` when none or several."""
    wanted = _key(text)
    if not wanted or len(wanted) > _LONGEST:
        return None
    found = _courts().get(wanted) or _by_name().get(wanted)
    if found is None:
        candidates = _short(wanted)
        found = candidates[0] if len(candidates) == 1 else None
    return found


def search_courts(text: str, limit: int = 20) -> list[Court]:
    """Present courts by any part of the name, pinyin initials (``kbsqfy``) or the code's beginning.

    The court that the text means stands first, then those of Ordos, then of Inner Mongolia.
    """
    wanted = _key(text)
    short = wanted if len(wanted) <= _LONGEST else ""
    meant = _named(short) if short else ""
    candidates = _short(short)
    local = _LOCAL_WORDS.get(wanted.removesuffix("法院"))
    letters = wanted if wanted.isascii() and wanted.isalpha() else ""
    letters = _LOCAL_INITIALS.get(letters.removesuffix("fy"), letters)
    found = [
        court
        for court in _courts().values()
        if court == meant
        or (
            not court.historical
            and (
                wanted in court.name
                or court.code.startswith(wanted)
                or (local is not None and local in court.name)
                or wanted in short_name(court.code)
                or court in candidates
                or (letters and any(letters in form for form in _initials()[court.code]))
            )
        )
    ]
    found.sort(
        key=lambda court: (
            court != meant,
            not court.code.startswith(_ORDOS),
            court.code[:1] != _ORDOS[0],
            bool(letters) and not any(form.startswith(letters) for form in _initials()[court.code]),
        )
    )
    return found[:limit]


def court_path(court: Court) -> str:
    """The courts above a court from the highest down, and itself, by ``/``."""
    names = [court.name]
    while (above := _courts().get(court.parent)) is not None:
        names.append(above.name)
        court = above
    return "/".join(reversed(names))


def courts_of_ordos() -> list[Court]:
    """The present courts of Ordos: the intermediate court, then the basic ones by code."""
    return sorted(
        (
            court
            for court in _courts().values()
            if court.code.startswith(_ORDOS) and not court.historical
        ),
        key=lambda court: court.code,
    )


@lru_cache(maxsize=4096)
def short_name(code: str) -> str:
    """A court's everyday name (``康巴什区法院``, ``鄂尔多斯中院``); the code itself when unknown."""
    court = _courts().get(code)
    if court is None:
        return code
    if court.level == "最高":
        return "最高法院"
    place = _place(court)
    if court.level == "高级":
        return place.core + "高院"
    if court.level == "中级" and court.name.endswith("中级人民法院"):
        if place.own.startswith("第"):
            return _short_province(place.province) + place.own.removeprefix("第") + "中院"
        return place.own.removesuffix("市") + "中院"
    return court.name if not court.name.endswith("人民法院") else place.own + "法院"


@lru_cache(maxsize=4096)
def _named(text: str) -> Court | str:
    wanted = _key(text)
    courts = _courts()
    if wanted in courts:
        return courts[wanted]
    if wanted in _by_name():
        return _by_name()[wanted]
    found = _short(wanted)
    if len(found) == 1:
        return found[0]
    if found:
        return _several(clean_line(text), found)
    return _unknown(clean_line(text))


def _short(wanted: str) -> list[Court]:
    """The present courts that a short name can mean."""
    body, level = wanted, "基层"
    for ending, meant in _LEVEL_ENDINGS:
        if wanted.endswith(ending):
            body, level = wanted.removesuffix(ending), meant
            break
    for word, full in _LOCAL_WORDS.items():
        if body.endswith(word):
            body = body.removesuffix(word) + full
    if not body:
        return []
    return [
        court
        for court, place in _places()
        if court.level == level and place.core in body and body in _short_forms(place)
    ]


def _short_forms(place: _Place) -> set[str]:
    """Every way to say where the court is: province, city and own place, each in full or short."""
    own = {place.own, place.core, place.own.removeprefix("第")}
    city = {"", place.city, place.city.removesuffix("市")}
    province = {"", place.province, _short_province(place.province)}
    return {p + c + o for p in province for c in city for o in own}


def _several(text: str, found: list[Court]) -> str:
    names = _("、").join(court.name for court in found[:_NAMED_AT_MOST])
    if len(found) > _NAMED_AT_MOST:
        return _("法院“{text}”可能是 {count} 个法院:{names}等。请写全称或代字。").format(
            text=text, count=len(found), names=names
        )
    return _("法院“{text}”可能是:{names}。请写全称或代字。").format(text=text, names=names)


def _unknown(text: str) -> str:
    body = _key(text)
    for ending, _level in _LEVEL_ENDINGS:
        body = body.removesuffix(ending)
    places = _nearest().to(body)
    near = list(dict.fromkeys(name for place in places for name in _names_by_place()[place]))[:3]
    if not near:
        return _("没有找到法院“{text}”。请写全称或代字,如内0603。").format(text=text)
    return _("没有找到法院“{text}”,相近的有:{near}。").format(text=text, near=_("、").join(near))


def _key(text: str) -> str:
    return fold(text).replace(" ", "")


@cache
def _courts() -> dict[str, Court]:
    _source, rows = read_table(_TABLE)
    return {
        code: Court(code, name, level, parent, bool(historical))
        for code, name, level, parent, historical, _initials in rows
    }


@cache
def _initials() -> dict[str, tuple[str, ...]]:
    """The initials of each court's name in full, and of its everyday name with and without 区 or 旗."""
    _source, rows = read_table(_TABLE)
    spelt = {}
    for code, name, _level, _parent, _historical, initials in rows:
        short = short_name(code)
        bare = _without_ending(short.removesuffix("法院")) + "法院"
        spelt[code] = (initials, *(_picked(form, name, initials) for form in (short, bare)))
    return spelt


def _picked(short: str, name: str, initials: str) -> str:
    """The initials of a name's characters that stand in its short form, in order."""
    if len(name) != len(initials):
        return initials
    letters, at = "", 0
    for character in short:
        at = name.find(character, at)
        if at < 0:
            return initials
        letters += initials[at]
        at += 1
    return letters


@cache
def _by_name() -> dict[str, Court]:
    names = {court.name: court for court in _courts().values()}
    return {**names, **dict.fromkeys(_HIGHEST, _courts()["最高法"])}


@cache
def _places() -> list[tuple[Court, _Place]]:
    return [(court, _place(court)) for court in _courts().values() if not court.historical]


@cache
def _names_by_place() -> dict[str, list[str]]:
    """Court names by the place they name, alone (康巴什区) and with its city (鄂尔多斯市康巴什区)."""
    names: dict[str, list[str]] = {}
    for court, place in _places():
        for key in {place.own, place.city + place.own}:
            names.setdefault(key, []).append(court.name)
    return names


@cache
def _nearest() -> Nearest:
    return Nearest(_names_by_place())


def _place(court: Court) -> _Place:
    province = _province(court.code[:1])
    stem = _stem(court.name)
    if court.level in ("最高", "高级"):
        core = _short_province(stem)
        return _Place(core, stem, "", "")
    own = stem.removeprefix(province)
    city = ""
    if court.level == "基层":
        above = _courts().get(court.parent)
        if above is not None and above.level == "中级":
            city = _stem(above.name).removeprefix(province)
            own = own.removeprefix(city) or own
    return _Place(_without_ending(own), own, city, province)


def _stem(name: str) -> str:
    for ending in ("高级人民法院", "中级人民法院", "中级法院", "基层法院", "人民法院", "法院"):
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name


def _without_ending(place: str) -> str:
    """康巴什 of 康巴什区; a name of one character keeps its ending (蓟县)."""
    for ending in _PLACE_ENDINGS:
        if place.endswith(ending) and len(place) - len(ending) >= 2:
            return place.removesuffix(ending)
    return place.removeprefix("第")


@cache
def _province(sign: str) -> str:
    high = _courts().get(sign)
    return _stem(high.name) if high is not None else ""


def _short_province(province: str) -> str:
    return _PROVINCE_ENDINGS.sub("", province)
