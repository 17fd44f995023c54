"""A written file is complete or absent: never half of one under the final name."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mediation.errors import MediationError
from mediation.i18n import _


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A new file beside ``path``, readable by its owner only, put in its place when the block ends.

    If the block raises, ``path`` stays as it was and the new file is gone. Raises MediationError
    when the system refuses (no folder, no permission, disk full).
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
        os.close(handle)
    except OSError as error:
        raise _refused(path, error) from error
    draft = Path(name)
    try:
        yield draft
        _to_disk(draft)
        draft.replace(path)
        if os.name == "posix":
            _to_disk(path.parent)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
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
