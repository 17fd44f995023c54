"""``mediation import``."""

from __future__ import annotations

from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from mediation import settings
from mediation.cli.grammar import UsageError
from mediation.cli.import_answer import as_json, as_text
from mediation.cli.opening import opened
from mediation.cli.progress import progress_bar
from mediation.cli.speech import say, tell, tell_json
from mediation.errors import FileRefused, MediationError, NotFound, RuleViolation
from mediation.i18n import _
from mediation.ledger.rows import Rejection
from mediation.office.bulk_guard import TouchesMuch
from mediation.office.ledgers import ImportOutcome


def run(arguments: Namespace) -> int:
    """Import ledgers; 1 when a row was refused and the good ones were not asked for."""
    files = [Path(name) for name in arguments.files]
    refused_file = _checked(files, arguments.refused)
    with opened(arguments) as office, progress_bar(files) as progress:
        try:
            outcome = office.ledgers.bring_in(
                files,
                good_rows=arguments.good_rows,
                dry_run=arguments.dry_run,
                progress=progress,
                sure_of=arguments.yes_touch,
            )
        except TouchesMuch as error:
            raise RuleViolation(f"{error.message}(--yes-touch {error.touched})") from None
        ties = 0
        if outcome.written:
            # The rows are in, whatever happens now: no later trouble may say that they are not.
            with suppress(MediationError):
                ties = len(office.conflicts.unlooked())
    kept = _keep_refused(files, outcome, arguments, refused_file)
    if arguments.json:
        tell_json(as_json(outcome, kept))
    else:
        tell(as_text(outcome, kept, dry_run=arguments.dry_run))
    if ties:
        say(
            _(
                "{count} 件可能有利害关系:当事人与调解员本人、亲属、单位同名。在界面的案件清单按 T 列出。"
            ).format(count=ties)
        )
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
    files: list[Path], outcome: ImportOutcome, arguments: Namespace, chosen: Path | None
) -> list[Path]:
    """Write the workbooks of refused rows; answers where. A dry run writes only where told to."""
    if not outcome.rejections or (arguments.dry_run and chosen is None):
        return []
    from mediation.ledger.refused import write_refused

    if chosen is not None:
        try:
            write_refused(chosen, outcome.rejections)
        except (MediationError, OSError) as error:
            say(_("退回的行没能另存({reason});可用 --refused 另选地方。").format(reason=error))
            return []
        return [chosen]
    by_name: dict[str, list[Rejection]] = {}
    for rejection in outcome.rejections:
        by_name.setdefault(rejection.file, []).append(rejection)
    beside_data = settings.database_path(arguments.db).parent
    kept = [
        _beside(file, by_name.pop(file.name), beside_data) for file in files if file.name in by_name
    ]
    return [path for path in kept if path is not None]


def _beside(file: Path, rejections: list[Rejection], or_else: Path) -> Path | None:
    """Keep refused rows beside their ledger, or in the other folder where that takes no file."""
    from mediation.ledger.refused import keep_refused

    name = f"{file.stem}.退回.xlsx"
    trouble: Exception | None = None
    for folder in (file.parent, or_else):
        try:
            path = keep_refused(folder / name, rejections)
        except (MediationError, OSError) as error:
            trouble = trouble or error
            continue
        if trouble is not None:
            say(
                _("台账所在的文件夹“{folder}”写不进去,退回的行存在数据库旁边。").format(
                    folder=file.parent
                )
            )
        return path
    say(_("退回的行没能另存({reason});可用 --refused 另选地方。").format(reason=trouble))
    return None
