"""The office: the use cases grouped by room, over one store, for one user, with one clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from mediation.clock.calendar import WorkCalendar, official_calendar
from mediation.errors import MediationError
from mediation.keeping import Occasion
from mediation.office.agenda import AgendaDesk
from mediation.office.casework import Casework
from mediation.office.drafts import Drafts
from mediation.office.figures import Figures
from mediation.office.ledgers import Ledgers
from mediation.office.roster import Roster
from mediation.office.seals import Seals
from mediation.store import Store

if TYPE_CHECKING:  # rooms that few visits enter
    from mediation.office.agreements import Agreements
    from mediation.office.assigning import Assigning
    from mediation.office.audit import AuditRoom
    from mediation.office.bin import BinRoom
    from mediation.office.changing import Changing
    from mediation.office.clocks import Clocks
    from mediation.office.conflicts import Conflicts
    from mediation.office.exchange import Exchange
    from mediation.office.folders import Folders
    from mediation.office.holidays import Holidays
    from mediation.office.locking import Locking
    from mediation.office.members import Members
    from mediation.office.pasting import Pasting
    from mediation.office.persons import Persons
    from mediation.office.reconciling import Reconciling
    from mediation.office.sessions import Sessions
    from mediation.office.subsidies import Subsidies
    from mediation.office.transcribing import Transcribing
    from mediation.office.undo import UndoDesk
    from mediation.office.views import Views


class Office:
    """Everything a front end may ask for or tell; safe to call from any thread."""

    def __init__(
        self,
        store: Store,
        *,
        who: str,
        today: Callable[[], date],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.store = store
        self.read_only_because = ""
        self.doubts: Sequence[str] = ()
        self._release: Callable[[], None] | None = None
        self.who = who
        self.today = today
        self._now = now
        self._calendar: WorkCalendar | None = None
        self._locking: Locking | None = None
        self.proves: Callable[[str], bool] | None = None
        self.agenda = AgendaDesk(store, today=today, calendar=self.calendar)
        self.cases = Casework(store, who=who, today=today, calendar=self.calendar)
        self.roster = Roster(store, who=who)
        self.figures = Figures(store, who=who, now=now)
        self.seals = Seals(store, who=who, today=today, now=now)
        self.ledgers = Ledgers(store, who=who)
        self.drafts = Drafts(store, who=who, now=now)

    @property
    def name(self) -> str:
        """What the opened store is called."""
        return self.store.name

    @property
    def folders(self) -> Folders:
        """卷宗."""
        from mediation.office.folders import Folders

        return Folders(self.store, who=self.who, today=self.today)

    def calendar(self) -> WorkCalendar:
        """The package's table of holidays with the days entered from notices, read once."""
        if self._calendar is None:
            with self.store.reading() as reading:
                special = reading.clock.special_days()
            self._calendar = official_calendar().with_days(special)
        return self._calendar

    @property
    def clocks(self) -> Clocks:
        """期限、延期、暂停、下一步."""
        from mediation.office.clocks import Clocks

        return Clocks(self.store, who=self.who, today=self.today, calendar=self.calendar)

    @property
    def sessions(self) -> Sessions:
        """调解会."""
        from mediation.office.sessions import Sessions

        return Sessions(self.store, who=self.who, today=self.today)

    @property
    def conflicts(self) -> Conflicts:
        """利害关系."""
        from mediation.office.conflicts import Conflicts

        return Conflicts(self.store, who=self.who, today=self.today, now=self._now)

    @property
    def assigning(self) -> Assigning:
        """选任."""
        from mediation.office.assigning import Assigning

        return Assigning(self.store, who=self.who, today=self.today, calendar=self.calendar)

    @property
    def audit(self) -> AuditRoom:
        """审计."""
        from mediation.office.audit import AuditRoom

        return AuditRoom(self.store, who=self.who)

    @property
    def persons(self) -> Persons:
        """个人信息."""
        from mediation.office.persons import Persons

        return Persons(self.store, who=self.who, today=self.today)

    @property
    def holidays(self) -> Holidays:
        """放假安排."""
        from mediation.office.holidays import Holidays

        return Holidays(self.store, who=self.who, changed=self._forget_calendar)

    def _forget_calendar(self) -> None:
        self._calendar = None

    @property
    def transcribing(self) -> Transcribing:
        """转录单."""
        from mediation.office.transcribing import Transcribing

        return Transcribing(self.store, who=self.who)

    @property
    def reconciling(self) -> Reconciling:
        """对账."""
        from mediation.office.reconciling import Reconciling

        return Reconciling(self.store)

    @property
    def subsidies(self) -> Subsidies:
        """以案定补."""
        from mediation.office.subsidies import Subsidies

        return Subsidies(self.store, who=self.who, now=self._now)

    @property
    def agreements(self) -> Agreements:
        """协议与履行."""
        from mediation.office.agreements import Agreements

        return Agreements(self.store, who=self.who, today=self.today)

    @property
    def exchange(self) -> Exchange:
        """带出与合并."""
        from mediation.office.exchange import Exchange

        return Exchange(self.store, who=self.who, now=self._now)

    @property
    def views(self) -> Views:
        """视图."""
        from mediation.office.views import Views

        return Views(self.store, who=self.who, today=self.today, calendar=self.calendar)

    @property
    def bin(self) -> BinRoom:
        """回收站."""
        from mediation.office.bin import BinRoom

        return BinRoom(self.store, who=self.who)

    @property
    def undoing(self) -> UndoDesk:
        """撤销与重做."""
        from mediation.office.undo import UndoDesk

        return UndoDesk(self.store, who=self.who)

    @property
    def changing(self) -> Changing:
        """批量更改."""
        from mediation.office.changing import Changing

        return Changing(self.store, who=self.who, today=self.today)

    @property
    def pasting(self) -> Pasting:
        """粘贴."""
        from mediation.office.pasting import Pasting

        return Pasting(self.store, who=self.who)

    @property
    def members(self) -> Members:
        """一人一档."""
        from mediation.office.members import Members

        return Members(self.store, who=self.who, now=self._now)

    @property
    def locking(self) -> Locking:
        """锁屏."""
        if self._locking is None:
            from mediation.office.locking import Locking

            self._locking = Locking(self.store, who=self.who, now=self._now, proves=self.proves)
        return self._locking

    def setting(self, key: str, default: str = "") -> str:
        """One setting kept with the data."""
        with self.store.reading() as reading:
            return reading.settings().get(key, default)

    def settings(self) -> Mapping[str, str]:
        """Every setting kept with the data."""
        with self.store.reading() as reading:
            return reading.settings()

    def put_setting(self, key: str, value: str) -> None:
        """Keep one setting with the data."""
        with self.store.writing(self.who) as writing:
            writing.put_setting(key, value)

    def hold(self, read_only_because: str, release: Callable[[], None] | None) -> None:
        """Say why nothing can be saved, if so, and what to let go of at the end."""
        self.read_only_because = read_only_because
        self._release = release

    def leave(self) -> str:
        """Back up what was saved and let go of the store, at the end of a day's work.

        Answers what went wrong with the backup in words, empty when nothing did.
        """
        try:
            return "" if self.read_only_because else self.store.back_up(Occasion.EXIT)
        except MediationError as error:
            return error.message
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()
        if self._release is not None:
            self._release()
