"""``mediation seal``, ``mediation unseal`` and ``mediation verify``."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from mediation.cli.opening import opened
from mediation.cli.speech import one_line, say, tell, tell_json
from mediation.errors import NotFound
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.reports.names import court_name
from mediation.reports.seal_wording import record_words
from mediation.reports.wording import made_words
from mediation.store import SealRow

_TOLD = 50


def run(arguments: Namespace) -> int:
    """Seal a period, lift its seal, or prove a report file."""
    return {"seal": _seal, "unseal": _unseal, "verify": _verify}[arguments.command](arguments)


def _seal(arguments: Namespace) -> int:
    if arguments.period is None:
        return _list(arguments)
    Period.parse(arguments.period)
    with opened(arguments) as office:
        period = office.figures.period(arguments.period)
        row = office.seals.seal(period, _court(arguments), anyway=arguments.anyway or "")
    if arguments.json:
        tell_json(_plain(row))
    else:
        say(
            _("{what} 已封存({moment}):以后改动案件不再改变它的数,差别列为更正。").format(
                what=_what(row), moment=made_words(row.at)
            )
        )
        tell(row.sha256)
    return 0


def _unseal(arguments: Namespace) -> int:
    Period.parse(arguments.period)
    with opened(arguments) as office:
        period = office.figures.period(arguments.period)
        row = office.seals.unseal(period, _court(arguments), reason=arguments.reason)
    say(
        _("{what} 的封存已解除;{moment} 的封存和解封原因都留在记录里。").format(
            what=_what(row), moment=made_words(row.at)
        )
    )
    return 0


def _verify(arguments: Namespace) -> int:
    file = Path(arguments.file)
    if not file.is_file():
        raise NotFound(_("没有这个文件:{file}").format(file=file))
    template = Path(arguments.template) if arguments.template else None
    with opened(arguments, read_only=True) as office:
        row, found = office.seals.verify(file, template)
    if arguments.json:
        tell_json({"sealed": _plain(row), "differences": found})
    else:
        _tell_verdict(file, row, found)
        if found and template is None and file.suffix.lower() == ".docx":
            say(_("按自己的模板写的 .docx,请用 --template 指出模板再核对一次。"))
    return 1 if found else 0


def _tell_verdict(file: Path, row: SealRow, found: list[str]) -> None:
    what = _("{what},{moment} 封存,SHA-256 {digest}").format(
        what=_what(row), moment=made_words(row.at), digest=row.sha256
    )
    if not found:
        tell(_("相符:{file} 与封存一致。").format(file=one_line(file.name)))
    for line in found[:_TOLD]:
        tell(one_line(line))
    if len(found) > _TOLD:
        tell(_("另有 {count} 处不同").format(count=len(found) - _TOLD))
    say(what)
    if found:
        say(_("不相符:{count} 处与封存不同。").format(count=len(found)))


def _list(arguments: Namespace) -> int:
    with opened(arguments, read_only=True) as office:
        rows = office.seals.all()
    if arguments.json:
        tell_json([_plain(row) for row in rows])
        return 0
    for row in rows:
        tell("  ".join(one_line(part) for part in record_words(row)))
    if not rows:
        say(_("还没有封存过。"))
    return 0


def _court(arguments: Namespace) -> str | None:
    from mediation.registry.courts import court_named

    return court_named(arguments.court).code if arguments.court else None


def _what(row: SealRow) -> str:
    return f"{row.period} {court_name(row.court)}" if row.court else str(row.period)


def _plain(row: SealRow) -> dict[str, str | None]:
    return {
        "period": str(row.period),
        "court": row.court,
        "sha256": row.sha256,
        "at": row.at.isoformat(),
        "who": row.who,
        "reason": row.why or None,
        "unsealed_at": None if row.lifted_at is None else row.lifted_at.isoformat(),
        "unsealed_by": row.lifted_by or None,
        "unsealed_reason": row.lifted_why or None,
    }
