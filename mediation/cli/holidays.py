"""``mediation holidays``: days of yearly notices that the program's own table does not have yet."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from mediation.cli.opening import opened
from mediation.cli.speech import say, tell, tell_json
from mediation.clock.calendar import SpecialDay
from mediation.i18n import _


def run(arguments: Namespace) -> int:
    """Enter a file, list what was entered, or forget a year."""
    with opened(arguments) as office:
        if arguments.action == "add":
            count, news = office.holidays.add(Path(arguments.file))
            answer = {"days": count, "new": news, "years": sorted(office.calendar().years)}
            words = _("{file} 有 {count} 天,新录入或改动 {news} 天。").format(
                file=Path(arguments.file).name, count=count, news=news
            )
        elif arguments.action == "drop":
            count = office.holidays.drop(arguments.year)
            answer = {"dropped": count}
            words = _("已删去 {year} 年另外录入的 {count} 天。").format(
                year=arguments.year, count=count
            )
        else:
            return _list(arguments, office.holidays.all(), sorted(office.calendar().years))
    if arguments.json:
        tell_json(answer)
    say(words)
    return 0


def _list(arguments: Namespace, days: list[SpecialDay], years: list[int]) -> int:
    if arguments.json:
        tell_json(
            {
                "years": years,
                "days": [
                    {
                        "date": each.day.isoformat(),
                        "kind": "off" if each.is_off else "work",
                        "name": each.name,
                    }
                    for each in days
                ],
            }
        )
        return 0
    for each in days:
        tell(f"{each.day}  {_('休') if each.is_off else _('班')}  {each.name}")
    span = f"{years[0]}-{years[-1]}" if years else _("无")
    say(_("另外录入的 {count} 天;放假安排已知的年份:{span}。").format(count=len(days), span=span))
    return 0
