"""A file of holidays: days off and made-up workdays of a yearly notice, as .csv or .json.

A .csv has the columns 日期, 类别 (休 or 班) and 名称; a .json is a list of ``{"date", "kind", "name"}``
or the form of the public holiday-cn tables, ``{"days": [{"date", "isOffDay", "name"}]}``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mediation.cases.plain import clean_line
from mediation.clock.calendar import SpecialDay
from mediation.clock.dates import parse_date
from mediation.errors import FileRefused, Unreadable
from mediation.i18n import _

_LARGEST = 1_000_000
_OFF = frozenset(("休", "放假", "休息", "off", "true", "1"))
_WORK = frozenset(("班", "上班", "补班", "调休", "work", "false", "0"))
_HEADING = frozenset(("日期", "date"))
_NAMED_AT_MOST = 30


def read_notice(path: Path) -> list[SpecialDay]:
    """The days of the file, by day; raises FileRefused naming file, line and value."""
    if path.stat().st_size > _LARGEST:
        raise FileRefused(_("{file} 太大,不像放假安排。").format(file=path.name))
    text = _text(path)
    rows = _json_rows(text, path) if path.suffix.lower() == ".json" else _csv_rows(text)
    days: dict[Any, SpecialDay] = {}
    for line, (day, kind, name) in rows:
        try:
            special = _day(day, kind, name)
        except Unreadable as error:
            raise FileRefused(
                _("{file} 第 {line} 行:{reason}").format(
                    file=path.name, line=line, reason=error.message
                )
            ) from None
        if days.setdefault(special.day, special) != special:
            raise FileRefused(
                _("{file} 第 {line} 行:{day} 写了两次,前后不一样。").format(
                    file=path.name, line=line, day=special.day
                )
            )
    if not days:
        raise FileRefused(
            _("{file} 里没有一天:每行写 日期,休或班,名称,如 2027-01-01,休,元旦。").format(
                file=path.name
            )
        )
    return sorted(days.values(), key=lambda special: special.day)


def _text(path: Path) -> str:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(_("{file} 的文字编码认不出:请存成 UTF-8。").format(file=path.name))


def _csv_rows(text: str) -> Iterator[tuple[int, tuple[str, str, str]]]:
    reader = csv.reader(io.StringIO(text, newline=""))
    for row in reader:
        cells = [clean_line(cell) for cell in row]
        if not any(cells) or cells[0].startswith("#") or cells[0].lower() in _HEADING:
            continue
        day, kind, name, *_rest = (*cells, "", "", "")
        yield reader.line_num, (day, kind, name)


def _json_rows(text: str, path: Path) -> Iterator[tuple[int, tuple[str, str, str]]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise FileRefused(
            _("{file} 第 {line} 行:不是 JSON。").format(file=path.name, line=line)
        ) from None
    days = found.get("days") if isinstance(found, dict) else found
    if not isinstance(days, list) or not all(isinstance(day, dict) for day in days):
        raise FileRefused(
            _("{file}:JSON 要是一列 {example}。").format(
                file=path.name, example='{"date": "2027-01-01", "kind": "off", "name": "元旦"}'
            )
        )
    for number, day in enumerate(days, start=1):
        kind = str(day["isOffDay"]) if "isOffDay" in day else str(day.get("kind", ""))
        yield number, (str(day.get("date", "")), kind, str(day.get("name", "")))


def _day(day: str, kind: str, name: str) -> SpecialDay:
    found = parse_date(day)
    if found is None:
        raise Unreadable(_("没有写日期。"))
    word = clean_line(kind).lower()
    if word not in _OFF | _WORK:
        raise Unreadable(
            _("类别“{kind}”看不懂:放假写 休,调休上班写 班。").format(kind=word[:_NAMED_AT_MOST])
        )
    return SpecialDay(found, word in _OFF, clean_line(name)[:_NAMED_AT_MOST])
