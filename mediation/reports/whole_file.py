"""A written file is complete or absent: never half of one under the final name."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mediation.errors import MediationError
from mediation.i18n import _

_PASSING = ".mediation-"
_STALE_SECONDS = 3_600


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A new file, readable by its owner only, that becomes ``path`` when the block ends.

    It lies in a folder of its own beside ``path``; what else is needed for a while may lie there
    too. If the block raises, ``path`` stays as it was and the folder is gone. Raises MediationError
    when the system refuses (no folder, no permission, disk full).
    """
    try:
        with passing_draft(path) as draft:
            yield draft
            to_disk(draft)
            draft.replace(path)
            if os.name == "posix":
                to_disk(path.parent)
    except MediationError:
        raise
    except Exception as error:
        # A library tells in words of its own what the system refused (XlsxWriter's FileCreateError).
        refusal = error if isinstance(error, OSError) else error.__context__
        if not isinstance(refusal, OSError):
            raise
        raise _refused(path, refusal) from error


@contextmanager
def passing_draft(path: Path) -> Iterator[Path]:
    """An empty private file in a folder of its own beside ``path``, both gone afterwards.

    What a killed program left so over an hour ago is removed as well. Raises :class:`OSError`.
    """
    folder = Path(tempfile.mkdtemp(dir=path.parent, prefix=_PASSING))
    try:
        _sweep(folder)
        draft = folder / path.name
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        yield draft
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(folder: Path) -> None:
    made = folder.stat().st_mtime
    for left in folder.parent.glob(f"{_PASSING}*"):
        with suppress(OSError):
            if made - left.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(left, ignore_errors=True)


def to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, would survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refused(path: Path, error: OSError) -> MediationError:
    return MediationError(
        _("写不了“{path}”:{why}。请换一个能写的文件夹或文件名。").format(
            path=path, why=error.strerror or type(error).__name__
        )
    )
