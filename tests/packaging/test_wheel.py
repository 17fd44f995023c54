"""The program as people install it: a wheel in a clean environment, run from another folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _run(*command: object, cwd: Path) -> str:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(each) for each in command],
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        cwd=cwd,
        env=env,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_wheel_runs_in_a_clean_environment_from_another_folder(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("mediation", "db", "tui"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    _run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path, source, cwd=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")

    clean = tmp_path / "clean"
    venv.create(clean, with_pip=True)
    scripts = clean / ("Scripts" if os.name == "nt" else "bin")
    _run(scripts / "python", "-m", "pip", "install", "-q", wheel, cwd=tmp_path)

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    program = scripts / "mediation"
    assert _run(program, "--version", cwd=elsewhere).startswith("mediation ")
    assert "mediation demo" in _run(program, "--help", cwd=elsewhere)
    assert "865" in _run(program, "demo", "--keep", "kept", cwd=elsewhere)
    report = _run(
        program, "report", "2023-01..2024-12", "--format", "json", "--db", "kept/demo.db",
        cwd=elsewhere,
    )  # fmt: skip
    assert json.loads(report)["flow"]["succeeded"] == 365
    _run(scripts / "python", "-c", "import tui.app, mediation, pathlib; "
         "assert pathlib.Path(tui.app.__file__).with_name('app.tcss').exists()", cwd=elsewhere)  # fmt: skip
