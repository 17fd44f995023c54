"""LibreOffice without a window: what an office program makes of a file we wrote."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(
    SOFFICE is None,
    reason="LibreOffice is not installed: apt-get install libreoffice-calc libreoffice-writer",
)
_STORED = re.compile(r"(</f>)<v>[^<]*</v>")


def converted(path: Path, form: str, folder: Path) -> Path:
    """The file opened and saved in another form."""
    assert SOFFICE is not None
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", form, "--outdir", str(folder), str(path)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return folder / f"{path.stem}.{form}"


def forgetful(path: Path, target: Path) -> Path:
    """A copy of a workbook without the stored values of its formulas: a reader must calculate."""
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(target, "w") as copy:
        for name in book.namelist():
            content = book.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = content.decode("utf-8")
                content = _STORED.sub(r"\1", text).replace(' t="str"', "").encode("utf-8")
            copy.writestr(name, content)
    return target
