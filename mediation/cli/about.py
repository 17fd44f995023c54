"""``mediation about``."""

from __future__ import annotations

import platform
from argparse import Namespace
from pathlib import Path
from typing import Any

from mediation import __version__, settings
from mediation.cli.speech import one_line, tell, tell_json
from mediation.i18n import _


def run(arguments: Namespace) -> int:
    """Say what this program is, where its data lie, and whose tables it goes by."""
    answer = _answer(settings.database_path(arguments.db))
    if arguments.json:
        tell_json(answer)
    else:
        tell(_as_text(answer))
    return 0


def known_sources() -> str:
    """The official tables with the first day each holds for and where it comes from, a line each."""
    from mediation.registry.sources import table_sources

    lines = [
        _("  {name}(自 {day} 起)\n    {source}").format(
            name=each.name, day=each.valid_from, source=each.source
        )
        for each in table_sources()
    ]
    return "\n".join([_("所依据的表:"), *lines])


def _answer(path: Path) -> dict[str, Any]:
    from mediation.bootstrap import about_store
    from mediation.registry.sources import table_sources

    beneath = about_store(path)
    return {
        "version": __version__,
        "python": platform.python_version(),
        "library": beneath.library,
        "newest_database_version": beneath.newest,
        "database": {
            "path": str(path.absolute()),
            "exists": path.exists(),
            "version": beneath.version,
            "problem": beneath.problem or None,
        },
        "tables": [
            {
                "name": each.name,
                "valid_from": each.valid_from.isoformat(),
                "source": each.source,
            }
            for each in table_sources()
        ],
    }


def _as_text(answer: dict[str, Any]) -> str:
    database = answer["database"]
    if database["problem"]:
        state = one_line(database["problem"])
    elif not database["exists"]:
        state = _("还没有,mediation init 新建")
    else:
        state = _("库版本 {version}").format(version=database["version"])
    return "\n".join(
        [
            _("mediation {version}(库版本到 {newest};Python {python};{library})").format(
                version=answer["version"],
                newest=answer["newest_database_version"],
                python=answer["python"],
                library=answer["library"],
            ),
            _("数据库: {path}({state})").format(path=one_line(database["path"]), state=state),
            known_sources(),
        ]
    )
