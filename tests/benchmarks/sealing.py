"""Sealing a month and proving its files, beside writing the month's report once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from mediation.bootstrap import open_office
from mediation.figures.period import Period
from mediation.office.office import Office
from tests.benchmarks.measure import Ratio, in_turn
from tests.benchmarks.reports import MONTH

_TODAY = date(2026, 11, 21)


def run(path: Path, rounds: int) -> Iterator[Ratio]:
    """Sealing (and unsealing, so that it can be done again), then verifying a file of each kind."""
    period = Period.parse(MONTH)
    with TemporaryDirectory() as folder:
        own = Path(folder) / "sealed.db"
        shutil.copyfile(path, own)
        office = open_office(own, who="benchmark", today=lambda: _TODAY)
        book, data = Path(folder) / "report.xlsx", Path(folder) / "report.json"

        def seal() -> None:
            office.seals.seal(period, anyway="benchmark")
            office.seals.unseal(period, reason="benchmark")

        few = max(1, rounds // 3)
        for name, file, times in (
            ("seal and unseal a month / its report as .json", data, rounds),
            ("seal and unseal a month / its report as .xlsx", book, few),
        ):
            yield Ratio(name, *in_turn(seal, _writing(office, file, period), times), bound=2)
        yield from _verifying(office, Path(folder), period, rounds)
        office.close()


def _verifying(office: Office, folder: Path, period: Period, rounds: int) -> Iterator[Ratio]:
    """Each file as it was printed from the seal, beside printing the like of it without a seal."""
    few = max(1, rounds // 3)
    for suffix, times in ((".json", rounds), (".xlsx", few)):
        sealed, plain = folder / f"sealed{suffix}", folder / f"plain{suffix}"
        write = _writing(office, plain, period)
        office.seals.seal(period, anyway="benchmark")
        office.figures.save(sealed, period)
        office.seals.unseal(period, reason="benchmark")

        def verify(file: Path = sealed) -> None:
            _row, differences = office.seals.verify(file)
            assert len(differences) <= 1  # that the seal was lifted since

        name = f"verify a sealed {suffix} / the month's report as {suffix}"
        yield Ratio(name, *in_turn(verify, write, times), bound=2)


def _writing(office: Office, file: Path, period: Period) -> Callable[[], object]:
    return lambda: office.figures.save(file, period)
