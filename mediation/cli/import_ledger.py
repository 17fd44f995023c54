"""``mediation import``."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from mediation.cli.grammar import UsageError
from mediation.cli.import_answer import as_json, as_text
from mediation.cli.opening import opened
from mediation.cli.progress import progress_bar
from mediation.cli.speech import say, tell, tell_json
from mediation.errors import FileRefused, MediationError, NotFound
from mediation.i18n import _
from mediation.ledger.rows import Rejection
from mediation.office.ledgers import ImportOutcome


def run(arguments: Namespace) -> int:
    """Import ledgers; 1 when a row was refused and the good ones were not asked for."""
    files = [Path(name) for name in arguments.files]
    refused_file = _checked(files, arguments.refused)
    with opened(arguments) as office, progress_bar(files) as progress:
        outcome = office.ledgers.bring_in(
            files,
            good_rows=arguments.good_rows,
            dry_run=arguments.dry_run,
            progress=progress,
        )
    kept = _keep_refused(files, outcome, refused_file, dry_run=arguments.dry_run)
    if arguments.json:
        tell_json(as_json(outcome, kept))
    else:
        tell(as_text(outcome, kept, dry_run=arguments.dry_run))
    return 1 if outcome.rejections and not arguments.good_rows else 0


def _checked(files: list[Path], refused: str | None) -> Path | None:
    for file in files:
        if not file.exists():
            raise NotFound(_("找不到文件:{file}").format(file=file))
        if not file.is_file():
            raise FileRefused(_("不是文件:{file}").format(file=file))
    if refused is None:
        return None
    target = Path(refused)
    if target.suffix.lower() != ".xlsx":
        raise UsageError(_("退回行的工作簿要以 .xlsx 结尾:{file}").format(file=target))
    if any(target.resolve() == file.resolve() for file in files):
        raise UsageError(_("退回行的工作簿不能覆盖台账本身:{file}").format(file=target))
    return target


def _keep_refused(
    files: list[Path], outcome: ImportOutcome, chosen: Path | None, *, dry_run: bool
) -> list[Path]:
    """Write the workbooks of refused rows; answers where. A dry run writes only where told to."""
    if not outcome.rejections or (dry_run and chosen is None):
        return []
    if chosen is not None:
        return _written([(chosen, outcome.rejections)])
    by_name: dict[str, list[Rejection]] = {}
    for rejection in outcome.rejections:
        by_name.setdefault(rejection.file, []).append(rejection)
    return _written(
        [
            (_free_name(file.with_name(f"{file.stem}.退回.xlsx")), by_name.pop(file.name))
            for file in files
            if file.name in by_name
        ]
    )


def _free_name(path: Path) -> Path:
    """The path, or the first of ``NAME-2``, ``NAME-3`` … that no file has: somebody may be at work on it."""
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate


def _written(books: list[tuple[Path, list[Rejection]]]) -> list[Path]:
    from mediation.ledger.refused import write_refused

    kept = []
    for path, rejections in books:
        try:
            write_refused(path, rejections)
        except (MediationError, OSError) as error:
            say(_("退回的行没能另存({reason});可用 --refused 另选地方。").format(reason=error))
        else:
            kept.append(path)
    return kept
