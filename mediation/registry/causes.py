"""案由: the causes of action of the table in force since 2026-01-01 and of the one before it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from mediation.cases.plain import clean_line, fold
from mediation.errors import NotFound, Unreadable
from mediation.i18n import _
from mediation.registry.nearest import Nearest
from mediation.registry.sources import read_table

IN_FORCE_SINCE = date(2026, 1, 1)
"""The first day of the present table (法〔2025〕226号); referrals before it go by the former one."""

_FREQUENT = (
    "民间借贷纠纷",
    "买卖合同纠纷",
    "机动车交通事故责任纠纷",
    "离婚纠纷",
    "物业服务合同纠纷",
    "金融借款合同纠纷",
    "建设工程施工合同纠纷",
    "房屋租赁合同纠纷",
    "追索劳动报酬纠纷",
    "侵害商标权纠纷",
    "劳务合同纠纷",
    "租赁合同纠纷",
    "合同纠纷",
    "借款合同纠纷",
    "信用卡纠纷",
    "土地承包经营权纠纷",
    "生命权、身体权、健康权纠纷",
    "著作权权属、侵权纠纷",
    "劳动争议",
    "相邻关系纠纷",
    "承揽合同纠纷",
    "保险纠纷",
    "赡养纠纷",
    "抚养费纠纷",
    "法定继承纠纷",
)
_TABLES = Path(__file__).parent / "tables"
_LEVELS_BY_PREFERENCE = (3, 4, 2, 1)
_SEPARATORS = re.compile(r"[,;、]")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause of action.

    ``code`` is the code of the table in force since 2026-01-01, or ``2020/`` and the former code of a
    cause that has no counterpart there; ``path`` names it from the first level down, by ``/``;
    ``number`` is the official one as printed; ``in_force`` says whether the present table has it.
    """

    code: str
    name: str
    path: str
    level: int
    number: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    cause: Cause
    key: str
    initials: str


def cause_by_code(code: str) -> Cause:
    """The cause of a unified code; raises :class:`NotFound`."""
    found = _by_code().get(code)
    if found is None:
        raise NotFound(_("没有代码为“{code}”的案由。").format(code=code[:20]))
    return found


def cause_named(text: str, on: date | None) -> Cause:
    """The cause that a name means on the day of referral; ``None`` means today's table.

    A name of the other table is accepted and mapped. Raises :class:`Unreadable` with the nearest names.
    """
    former = on is not None and on < IN_FORCE_SINCE
    found = _named(text, former) if len(text) <= _LONGEST else _unknown(clean_line(text[:20]) + "…")
    if isinstance(found, str):
        raise Unreadable(found)
    return found


def disputes() -> Mapping[str, Cause]:
    """Every cause that parties can dispute about (``…纠纷``, ``…争议``) of both tables, by its name."""
    return _disputes()


def search_causes(text: str, limit: int = 20) -> list[Cause]:
    """Causes by any part of the name, pinyin initials (``mjjd``) or code; the frequent ones first."""
    wanted = _key(text)
    if not wanted:
        return [entry.cause for entry in _ranked()[:limit]]
    found = [
        (_closeness(entry, wanted), position, entry.cause)
        for position, entry in enumerate(_ranked())
        if wanted in entry.key
        or wanted in entry.initials
        or entry.cause.code.casefold().startswith(wanted)
    ]
    found.sort(key=lambda hit: hit[:2])
    return [cause for _close, _position, cause in found[:limit]]


def _closeness(entry: _Entry, wanted: str) -> int:
    """0 for a frequent cause or an exact hit, then names and initials that begin so, then the rest."""
    name = entry.key
    if wanted in (name, name.removesuffix("纠纷"), entry.cause.code.casefold()) or wanted in (
        entry.initials,
        entry.initials.removesuffix("jf"),
    ):
        return 0
    if entry.cause.name in _FREQUENT:
        return 1
    if name.startswith(wanted) or entry.initials.startswith(wanted):
        return 2
    return 3


@lru_cache(maxsize=2048)
def _named(text: str, former: bool) -> Cause | str:
    wanted = _key(text)
    first, second = (_names(former), _names(not former))
    for names in (first, second):
        if wanted in names:
            return names[wanted]
    # 民间借贷 for 民间借贷纠纷: the full names had their turn, so that this can mean one cause only
    for names in (first, second):
        if wanted and f"{wanted}纠纷" in names:
            return names[f"{wanted}纠纷"]
    if wanted.startswith("2020/") or wanted[:1].isdigit():
        found = _by_code().get(wanted)
        if found is not None:
            return found
    return _unknown(clean_line(text))


def _unknown(text: str) -> str:
    # 纠纷 ends nearly every name and would make all of them look alike
    near = _nearest().to(_key(text).removesuffix("纠纷"))
    if not near:
        return _("案由“{text}”不在案由表里,请照案由表填写,如{frequent}。").format(
            text=text, frequent=_("、").join(_FREQUENT[:3])
        )
    names = _either()
    return _("案由“{text}”不在案由表里,相近的有:{near}。").format(
        text=text, near=_("、").join(names[key].name for key in near)
    )


@cache
def _either() -> dict[str, Cause]:
    return {**_names(True), **_names(False)}


@cache
def _disputes() -> dict[str, Cause]:
    return {name: cause for name, cause in _either().items() if name.endswith(("纠纷", "争议"))}


@cache
def _nearest() -> Nearest:
    return Nearest(_either())


def _key(text: str) -> str:
    return _SEPARATORS.sub("、", fold(text).replace(" ", ""))


@cache
def _table(name: str) -> list[_Entry]:
    _source, rows = read_table(_TABLES / name)
    present = name == "causes_2025.tsv"
    paths: dict[str, str] = {}
    entries = []
    for code, unified, level, parent, number, title, initials in rows:
        paths[code] = f"{paths[parent]}/{title}" if parent else title
        in_force = present or not unified.startswith("2020/")
        cause = Cause(unified, title, paths[code], int(level), number, in_force)
        entries.append(_Entry(cause, _key(title), initials))
    return entries


@cache
def _by_code() -> dict[str, Cause]:
    gone = [entry.cause for entry in _table("causes_2020.tsv") if not entry.cause.in_force]
    return {
        cause.code: cause
        for cause in (*(entry.cause for entry in _table("causes_2025.tsv")), *gone)
    }


@cache
def _names(former: bool) -> dict[str, Cause]:
    """Causes by name; where a name stands on several levels the third counts, else the lowest."""
    names: dict[str, Cause] = {}
    present = _by_code()
    entries = _table("causes_2020.tsv" if former else "causes_2025.tsv")
    for level in _LEVELS_BY_PREFERENCE:
        for entry in entries:
            if entry.cause.level == level:
                names.setdefault(_key(entry.cause.name), present[entry.cause.code])
    return names


@cache
def _ranked() -> list[_Entry]:
    """All causes once: frequent, then in force, then real causes before headings, in table order."""
    entries = [*_table("causes_2025.tsv")]
    entries += [entry for entry in _table("causes_2020.tsv") if not entry.cause.in_force]
    frequent = {name: place for place, name in enumerate(_FREQUENT)}

    def rank(entry: _Entry) -> tuple[int, bool, bool]:
        cause = entry.cause
        named = _names(False).get(_key(cause.name))
        place = frequent.get(cause.name, len(frequent)) if named == cause else len(frequent)
        return place, not cause.in_force, cause.level < 3

    return sorted(entries, key=rank)
