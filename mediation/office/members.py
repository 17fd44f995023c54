"""Use cases of the members' files: build, save, and note what a member did beside the cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from mediation.cases.plain import clean_line
from mediation.errors import RuleViolation
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.office.preferences import STUDIO
from mediation.registry.duties import Duty
from mediation.registry.mediators import Mediator
from mediation.reports.member_file import MemberFile, build_member_file
from mediation.store import Store

_MOST = 1_000


class Members:
    """一人一档."""

    def __init__(self, store: Store, *, who: str, now: Callable[[], datetime]) -> None:
        self._store = store
        self._who = who
        self._now = now

    def file(self, mediator: Mediator, period: Period) -> MemberFile:
        """What one mediator did in a period, never set beside anybody else."""
        with self._store.reading() as reading:
            studio = reading.settings().get(STUDIO, "")
            return build_member_file(reading, mediator, period, studio=studio, made_at=self._now())

    def save(self, path: Path, mediator: Mediator, period: Period) -> MemberFile:
        """Write the file in the form that its name ends with; raises MediationError."""
        from mediation.reports.member_forms import check_form, write_member_file

        check_form(path)
        file = self.file(mediator, period)
        write_member_file(file, path)
        return file

    def duties(self, mediator: Mediator, period: Period) -> list[Duty]:
        """A member's entries of a period, oldest first."""
        with self._store.reading() as reading:
            return reading.duties.of(mediator.id, period)

    def note(self, duty: Duty) -> Duty:
        """Keep an entry; raises RuleViolation for a count below one."""
        if not 1 <= duty.count <= _MOST:
            raise RuleViolation(_("次数要是 1 至 {most}。").format(most=_MOST), field="count")
        with self._store.writing(self._who) as writing:
            return writing.duties.add(
                Duty(
                    mediator=duty.mediator,
                    on=duty.on,
                    kind=duty.kind,
                    title=clean_line(duty.title),
                    count=duty.count,
                )
            )

    def drop(self, number: int) -> None:
        """Take an entry out; raises NotFound."""
        with self._store.writing(self._who) as writing:
            writing.duties.drop(number)
