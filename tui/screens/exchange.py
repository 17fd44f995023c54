"""带出合并: what was handed to whom, what came back, what waits for a receipt; files out and in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from mediation import settings
from mediation.errors import MediationError, RuleViolation
from mediation.exchange.books import FileRow, Partner, Role, awaited
from mediation.exchange.keys import Keys
from mediation.i18n import _
from mediation.office import exchange_keys
from mediation.typed_path import typed_path
from tui.screens.room import Room
from tui.widgets.agenda_list import AgendaList, Line

if TYPE_CHECKING:
    from mediation.office.exchange import Looked, Made
    from mediation.office.office import Office
    from tui.dialogs.ask_word import Words

_FACTS = (16, 10)
_FILES = (16, 8, 16, 8)
_RECENT = 30


@dataclass(frozen=True, slots=True)
class _Standing:
    """How the exchange stands; ``fingerprint`` is our own: ``None`` without keys, empty while locked."""

    fingerprint: str | None
    partners: list[Partner]
    files: list[FileRow]
    disputes: int


class ExchangeRoom(Room):
    """One list: our key, the others, what waits for a receipt, the files. The keys act on the line."""

    room = "exchange"
    AUTO_FOCUS = "AgendaList"

    def __init__(self) -> None:
        super().__init__()
        self._keys: Keys | None = None
        self._standing: _Standing | None = None

    def body(self) -> ComposeResult:
        """One list."""
        yield AgendaList(folds=True)

    def load(self) -> None:
        """Read how it stands."""
        keys = self._keys

        def call(office: Office) -> _Standing:
            return _Standing(
                fingerprint=_fingerprint(keys),
                partners=[each for each in office.exchange.partners() if each.revoked_at is None],
                files=office.exchange.files(),
                disputes=len(office.exchange.disputes()),
            )

        self.ask("exchange", call, self._take)

    def _take(self, standing: _Standing) -> None:
        self._standing = standing
        waiting = awaited(standing.files)
        self.say_heading(_("案件 › 带出合并"), _("等回执 {count} 份").format(count=len(waiting)))
        self.query_one(AgendaList).show(list(self._lines(standing, waiting)))

    def _lines(self, standing: _Standing, waiting: list[FileRow]) -> Iterator[Line]:
        if standing.disputes:
            words = _("有 {count} 件两边都改过,等人选:按 Enter 看").format(count=standing.disputes)
            yield Line((words,), (), self.action_disputes, is_amber=True)
            yield Line(("",))
        yield Line((_("对方"),), is_heading=True)
        for each in standing.partners:
            told = _("交出到第 {sent} 份,收到第 {heard} 份   指纹 {fingerprint}").format(
                sent=each.sent.sequence,
                heard=each.heard.sequence,
                fingerprint=each.keys.fingerprint,
            )
            yield Line((each.name, each.role.label, told), _FACTS, self._say_keys, each)
        if not standing.partners:
            yield Line((_("还没有登记对方:按 a 登记对方交来的公钥文件。"),))
        yield Line(("",))
        yield Line((_("等对方回执"),), is_heading=True)
        yield from (_file_line(file, waits=True) for file in waiting)
        if not waiting:
            yield Line((_("没有。交出的都有回执,或还没有交出过。"),))
        yield Line(("",))
        yield Line((_("来往的文件"),), is_heading=True)
        recent = standing.files[:_RECENT]
        yield from (_file_line(file, waits=file in waiting) for file in recent)
        if not standing.files:
            yield Line((_("还没有。按 m 给对方做一份,按 t 接收对方的。"),))
        yield Line(("",))
        yield Line((_("我的公钥"),), is_heading=True)
        yield Line((_own_words(standing.fingerprint),), (), self.action_keys)

    @on(AgendaList.Opened)
    def action_open(self) -> None:
        """What the line under the cursor is for."""
        line = self.query_one(AgendaList).line
        if line is not None and line.target is not None:
            line.target()

    def _say_keys(self) -> None:
        self.window.say(_("m 交出   t 接收   v 做回执"))

    def action_disputes(self) -> None:
        """The cases that wait for a person."""
        from tui.screens.disputes import DisputesRoom

        self.window.push_screen(DisputesRoom())

    # --- files out and in ---------------------------------------------------------------------

    def action_make(self) -> None:
        """A file for the partner under the cursor."""
        self._send(
            _("交给 {name}:存到哪个文件夹(如 U 盘)?"),
            lambda office, name, keys, into: office.exchange.make(name, keys, into),
            _("已装 {count} 件,第 {number} 份:{path}   请交给 {name},等对方的回执"),
        )

    def action_receipt(self) -> None:
        """The receipt for what the partner under the cursor sent last."""
        self._send(
            _("给 {name} 的回执:存到哪个文件夹(如 U 盘)?"),
            lambda office, name, keys, into: office.exchange.receipt(name, keys, into),
            _("已做回执,{count} 件,第 {number} 份:{path}   请交给 {name}"),
        )

    def _send(
        self, asked: str, call: Callable[[Office, str, Keys, Path], Made], words: str
    ) -> None:
        partner = self._partner()
        if partner is None:
            self.window.say(_("请先把光标移到“对方”里的一行;没有就按 a 登记。"))
            return
        name = partner.name

        def made(found: Made) -> None:
            self.window.saved(
                words.format(count=found.cases, number=found.sequence, path=found.path, name=name)
            )

        def send(folder: str | None, keys: Keys) -> None:
            if folder is not None:
                into = typed_path(folder)
                self.window.tell(lambda office: call(office, name, keys, into), made)

        def ask(keys: Keys) -> None:
            self._ask_path(asked.format(name=name), _folder, partial(send, keys=keys))

        self._with_keys(ask)

    def action_take(self) -> None:
        """Look at a file that came, then merge it or not."""

        def look(keys: Keys, text: str | None) -> None:
            if text is not None:
                file = typed_path(text)
                self.ask(
                    "look",
                    lambda office: office.exchange.look(file, keys),
                    partial(self._show_looked, file, keys),
                )

        self._with_keys(
            lambda keys: self._ask_path(_("接收哪一份 .mbx 文件?"), _existing, partial(look, keys))
        )

    def _show_looked(self, file: Path, keys: Keys, looked: Looked) -> None:
        from tui.screens.exchange_preview import ArrivalRoom

        self.window.push_screen(ArrivalRoom(file, keys, looked))

    # --- keys ---------------------------------------------------------------------------------

    def action_add_partner(self) -> None:
        """Keep the keys on a card that somebody gave us."""
        from tui.dialogs.question import Answer, Question

        def add(file: Path, role: str | None) -> None:
            if role is not None:
                self.window.tell(
                    lambda office: office.exchange.add_partner(file, Role(role)),
                    self._added,
                )

        def ask_role(text: str | None) -> None:
            if text is None:
                return
            file = typed_path(text)
            self.window.push_screen(
                Question(
                    _("对方是谁?"),
                    _("调解员交来的,只收其本人的案件;联络员交来的,收全部案件。"),
                    (
                        Answer("mediator", ("m",), _("调解员(名字要与名册上的一致)")),
                        Answer("liaison", ("l",), _("联络员")),
                    ),
                ),
                partial(add, file),
            )

        self._ask_path(_("对方的公钥文件(.keys)在哪里?"), _existing, ask_role)

    def _added(self, partner: Partner) -> None:
        self.window.saved(_("已登记 {name}。").format(name=partner.name))
        self.window.warn(
            _("请当面或打电话念一遍指纹,一致才可用:{fingerprint}").format(
                fingerprint=partner.keys.fingerprint
            )
        )

    def action_keys(self) -> None:
        """Make our keys, or save the public ones for somebody."""
        if self._standing is not None and self._standing.fingerprint is None:
            self._make_keys()
        else:
            self._with_keys(self._save_card)

    def _make_keys(self) -> None:
        from tui.dialogs.ask_word import AskWord

        def make(words: Words | None) -> None:
            if words is not None:
                self._own(partial(exchange_keys.create, settings.exchange_keys(), words.new))

        self.window.push_screen(
            AskWord(
                _("生成交换用的密钥"),
                _("私钥存在这台电脑上,请与数据库一并备份。口令忘了就要重新生成、重新登记。"),
                new=_("给私钥的口令;空着就不设"),
            ),
            make,
        )

    def _save_card(self, keys: Keys) -> None:
        def save(text: str | None) -> None:
            if text is not None:
                file = typed_path(text)
                self.ask(
                    "card",
                    lambda _office: exchange_keys.save_card(file, file.stem, keys),
                    lambda _saved: self.window.say(
                        _("公钥已存成 {path},请交给对方登记。").format(path=file)
                    ),
                )

        self._ask_path(
            _("把公钥存成文件:文件名用自己的名字,对方看到的就是它"),
            _new_card,
            save,
            name=_("我.keys"),
        )

    def _with_keys(self, then: Callable[[Keys], object]) -> None:
        """Go on with our keys, asking for their passphrase once while the room is open."""
        if self._keys is not None:
            then(self._keys)
            return
        from tui.dialogs.ask_word import AskWord

        file = settings.exchange_keys()

        def unlock(words: Words | None) -> None:
            if words is not None:
                self._own(partial(exchange_keys.load, file, words.old), then)

        try:
            if exchange_keys.needs_passphrase(file):
                asked = AskWord(_("交换用的密钥"), "", old=_("私钥的口令"))
                self.window.push_screen(asked, unlock)
                return
        except MediationError as error:
            self.window.explain(error)
            return
        self._own(partial(exchange_keys.load, file), then)

    def _own(
        self, read: Callable[[], Keys], then: Callable[[Keys], object] = lambda _keys: None
    ) -> None:
        def have(keys: Keys) -> None:
            self._keys = keys
            self.reload()
            then(keys)

        self.ask("keys", lambda _office: read(), have)

    def _partner(self) -> Partner | None:
        line = self.query_one(AgendaList).line
        if line is not None and isinstance(line.case, Partner):
            return line.case
        known = self._standing.partners if self._standing is not None else []
        return known[0] if len(known) == 1 else None

    def _ask_path(
        self,
        asked: str,
        check: Callable[[str], object],
        then: Callable[[str | None], None],
        *,
        name: str = "",
    ) -> None:
        from tui.dialogs.ask_text import AskText

        self.window.push_screen(AskText(asked, _("路径"), name, check), then)


def _fingerprint(keys: Keys | None) -> str | None:
    if keys is not None:
        return keys.public.fingerprint
    file = settings.exchange_keys()
    if not file.exists():
        return None
    if exchange_keys.needs_passphrase(file):
        return ""
    return exchange_keys.load(file).public.fingerprint


def _own_words(fingerprint: str | None) -> str:
    if fingerprint is None:
        return _("这台电脑还没有密钥:按 p 生成。")
    if not fingerprint:
        return _("密钥有口令:按 p 打入口令,看指纹、存公钥文件。")
    return _("指纹 {fingerprint}   按 p 存成文件交给对方").format(fingerprint=fingerprint)


def _file_line(file: FileRow, *, waits: bool) -> Line:
    way = _("交给") if file.is_ours else _("收到")
    kind = _("回执") if file.kind == "receipt" else _("案件")
    words = _("第 {number} 份,{count} 件").format(number=file.sequence, count=file.cases)
    if file.answered_at is not None:
        words += _(",已有回执 {day:%m-%d}").format(day=file.answered_at.astimezone())
    elif waits:
        words += _(",等回执")
    when = f"{file.at.astimezone():%Y-%m-%d %H:%M}"
    return Line((when, way, file.partner, kind, words), _FILES, is_amber=waits)


def _folder(text: str) -> Path:
    path = typed_path(text)
    if not text or not path.is_dir():
        raise RuleViolation(_("没有这个文件夹:请接好 U 盘,写完整的路径。"))
    return path


def _existing(text: str) -> Path:
    path = typed_path(text)
    if not text or not path.is_file():
        raise RuleViolation(_("没有这个文件:请写完整的路径。"))
    return path


def _new_card(text: str) -> Path:
    path = typed_path(text)
    if path.suffix != ".keys":
        raise RuleViolation(_("文件名请以 .keys 结尾。"))
    if path.exists() or not path.absolute().parent.is_dir():
        raise RuleViolation(_("已有这个文件,或者没有这个文件夹。"))
    return path
