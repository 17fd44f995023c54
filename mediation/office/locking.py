"""Use cases of the covered screen: when it covers itself, and what opens it again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from mediation.errors import MediationError, RuleViolation
from mediation.i18n import _
from mediation.locking import FREE, LEAST, Tries, digest_of, is_word, settled, tries_from
from mediation.office.preferences import LOCK_TRIES, LOCK_WORD, lock_minutes, masks_names
from mediation.store import Store

_OBJECT = "screen:lock"

Proof = Callable[[str], bool]
"""Says whether a text is the passphrase of an encrypted database."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a word: whether it opens, else how long to wait and how many tries are left."""

    opens: bool
    wait: timedelta = timedelta()
    left: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """What lifts the cover: whether a word is asked for, what it is in words, how long to wait."""

    asks: bool
    words: str
    wait: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Guard:
    """What keeps others from looking on: minutes until the cover (0 for never), whether a word or the
    database's passphrase lifts it, whether names in lists are masked."""

    minutes: int
    has_word: bool
    by_passphrase: bool
    masks_names: bool


class Locking:
    """锁屏.

    ``proves`` says whether a text is the passphrase, where the database is encrypted.
    """

    def __init__(
        self, store: Store, *, who: str, now: Callable[[], datetime], proves: Proof | None = None
    ) -> None:
        self._store = store
        self._who = who
        self._now = now
        self._proves = proves
        self._beside = Tries()

    def guard(self) -> Guard:
        """What holds for this database's windows."""
        with self._store.reading() as reading:
            settings = reading.settings()
        return Guard(
            minutes=lock_minutes(settings),
            has_word=bool(settings.get(LOCK_WORD)),
            by_passphrase=self._proves is not None,
            masks_names=masks_names(settings),
        )

    def set_word(self, word: str, old: str = "") -> None:
        """Set the word, or take it away with an empty one; raises RuleViolation for a wrong old one."""
        if word and len(settled(word)) < LEAST:
            raise RuleViolation(
                _("锁屏口令至少 {least} 个字符。").format(least=LEAST), field="word"
            )
        if self.guard().has_word and not self.try_word(old).opens:
            raise RuleViolation(_("原来的口令不对,没有改。"), field="old")
        with self._store.writing(self._who) as writing:
            writing.put_setting(LOCK_WORD, digest_of(word) if word else "")

    def way(self) -> Way:
        """What lifts the cover of this database's window."""
        wait = self._tries().at(self._now()).left
        if self._proves is not None:
            return Way(True, _("请输入数据库的口令,再按 Enter。"), wait)
        if self.guard().has_word:
            words = _(
                "请输入锁屏口令,再按 Enter。它只挡住屏幕:这个数据库没有加密,"
                "拿到文件的人不用口令也能读。"
            )
            return Way(True, words, wait)
        words = _("按任意键回来。没有设口令,这只挡住旁人的眼睛;口令在“设置”里设。")
        return Way(False, words)

    def try_word(self, word: str) -> Answer:
        """Try a word: the passphrase of an encrypted database, else the word set for the screen.

        Every wrong one is counted and noted; a wait outlives the program.
        """
        tries = self._tries().at(self._now())
        if tries.left:
            self._keep(tries)
            return Answer(False, tries.left)
        if self._is_right(word):
            self._keep(Tries(), "unlock", tries)
            return Answer(True)
        failed = tries.failed(self._now())
        self._keep(failed, "unlock_failed")
        return Answer(False, failed.left, max(0, FREE - failed.wrong))

    def _is_right(self, word: str) -> bool:
        if self._proves is not None:
            return self._proves(word)
        with self._store.reading() as reading:
            kept = reading.settings().get(LOCK_WORD, "")
        return is_word(word, kept) if kept else True

    def _tries(self) -> Tries:
        if self._beside.wrong:
            return self._beside
        with self._store.reading() as reading:
            return tries_from(reading.settings().get(LOCK_TRIES, ""))

    def _keep(self, tries: Tries, action: str = "", before: Tries | None = None) -> None:
        """Keep the count; of a file that cannot be written as long as the window stands."""
        self._beside = tries
        with suppress(MediationError), self._store.writing(self._who) as writing:
            if before is None or before.wrong:
                writing.put_setting(LOCK_TRIES, tries.kept())
            if action:
                writing.audit.note(action, _OBJECT, f"wrong={tries.wrong}" if tries.wrong else "")
