"""``mediation causes`` and ``mediation courts``: what a few letters may mean, best match first."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from mediation.cli.grammar import UsageError
from mediation.cli.speech import one_line, say, tell, tell_json
from mediation.errors import NotFound
from mediation.i18n import _


def run(arguments: Namespace) -> int:
    """Print what was found; nothing found leaves with the code of "not found"."""
    if arguments.limit < 1:
        raise UsageError(_("--limit 要是正数。"))
    found = _FINDERS[arguments.command](arguments.text, arguments.limit)
    if arguments.json:
        tell_json([{"code": code, "name": name, "path": path} for code, name, path in found])
    elif found:
        from mediation.cli.listing import aligned

        tell(aligned([(code, name, path) for code, name, path in found], widest=(16, 40, 120)))
    if not found:
        say(_("没有找到“{text}”。").format(text=one_line(arguments.text)[:40]))
        return NotFound.exit_code
    return 0


def _causes(text: str, limit: int) -> Sequence[tuple[str, str, str]]:
    from mediation.registry.causes import search_causes

    return [(cause.code, cause.name, cause.path) for cause in search_causes(text, limit)]


def _courts(text: str, limit: int) -> Sequence[tuple[str, str, str]]:
    from mediation.registry.courts import court_path, search_courts

    return [(court.code, court.name, court_path(court)) for court in search_courts(text, limit)]


_FINDERS = {"causes": _causes, "courts": _courts}
