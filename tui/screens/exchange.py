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
from mediation.errors import MediationError
from mediation.exchange.books import FileRow, Partner, Role, awaited
from mediation.exchange.chain import Place
from mediation.exchange.keys import Keys
from mediation.exchange.refusals import OutOfRow
from mediation.i18n import _
from mediation.office import exchange_keys
from mediation.typed_path import typed_path
from tui.screens.exchange_lines import existing, file_line, fingerprint, folder, new_card, own_words
from tui.screens.room import Room
from tui.widgets.agenda_list import AgendaList, Line

if TYPE_CHECKING:
    from mediation.office.exchange import Looked, Made
    from mediation.office.office import Office
    from tui.dialogs.ask_word import Words

_FACTS = (16, 10)
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
        self._path = ""
        self._lately = 0

    def body(self) -> ComposeResult:
        """One list."""
        yield AgendaList(folds=True)

    def load(self) -> None:
        """Read how it stands."""
        keys = self._keys

        def call(office: Office) -> _Standing:
            return _Standing(
                fingerprint=fingerprint(keys),
                partners=[each for each in office.exchange.partners() if each.revoked_at is None],
                files=office.exchange.files(),
                disputes=len(office.exchange.disputes()),
            )

        self.ask("exchange", call, self._take)

    def _take(self, standing: _Standing) -> None:
        self._standing = standing
        waiting = awaited(standing.files)
        self.say_heading(_("案件 › 带出合并"), _("等回执 {count} 份").format(count=len(waiting)))
        lines = list(self._lines(standing, waiting))
        self.query_one(AgendaList).show(lines)
        self._go_to_lately([line for line in lines if line.target is not None])

    def _go_to_lately(self, lines: list[Line]) -> None:
        """The cursor on whom a file was just taken from: a receipt for them comes next."""
        listed = self.query_one(AgendaList)
        wanted = [
            at
            for at, line in enumerate(lines)
            if isinstance(line.case, Partner) and line.case.number == self._lately
        ]
        if wanted:
            here = next(at for at, line in enumerate(lines) if line is listed.line)
            listed.action_move(wanted[0] - here)
            self._lately = 0

    def _lines(self, standing: _Standing, waiting: list[FileRow]) -> Iterator[Line]:
        if standing.disputes:
            words = _("有 {count} 件两边都改过,等人选:按 Enter 看").format(count=standing.disputes)
            yield Line((words,), (), self.action_disputes, is_amber=True)
            yield Line(("",))
        yield Line((_("与谁来往"),), is_heading=True)
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
        yield from (file_line(file, waits=True) for file in waiting)
        if not waiting:
            yield Line((_("没有。交出的都有回执,或还没有交出过。"),))
        yield Line(("",))
        yield Line((_("来往的文件"),), is_heading=True)
        recent = standing.files[:_RECENT]
        yield from (file_line(file, waits=file in waiting) for file in recent)
        if not standing.files:
            yield Line((_("还没有。按 m 给对方做一份,按 t 接收对方的。"),))
        yield Line(("",))
        yield Line((_("我的公钥"),), is_heading=True)
        yield Line((own_words(standing.fingerprint),), (), self.action_keys)

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
            self.window.say(_("请先把光标移到“与谁来往”里的一行;没有就按 a 登记。"))
            return
        name = partner.name

        def made(found: Made) -> None:
            self.window.saved(
                words.format(count=found.cases, number=found.sequence, path=found.path, name=name)
            )

        def send(text: str | None, keys: Keys) -> None:
            if text is not None:
                self._path = text
                into = typed_path(text)
                self.window.tell(lambda office: call(office, name, keys, into), made)

        def ask(keys: Keys) -> None:
            path = typed_path(self._path)
            before = str(path if path.is_dir() else path.parent) if self._path else ""
            self._ask_path(asked.format(name=name), folder, partial(send, keys=keys), name=before)

        self._with_keys(ask)

    def action_take(self) -> None:
        """Look at a file that came, then merge it or not."""

        def look(keys: Keys, text: str | None) -> None:
            if text is not None:
                self._path = text
                self._look(typed_path(text), keys, Place.NEXT)

        def ask(keys: Keys) -> None:
            asked = _("接收哪一份 .mbx 文件?只写文件夹(如 U 盘)就找下一份。")
            self._ask_path(asked, existing, partial(look, keys), name=self._path)

        self._with_keys(ask)

    def _look(self, path: Path, keys: Keys, where: Place) -> None:
        """Show what a file, or the next one of a folder, would change; ``where`` is agreed to."""

        def call(office: Office) -> tuple[Path, Looked | OutOfRow]:
            file = office.exchange.next_in(path, keys) if path.is_dir() else path
            gap, back = where is Place.AFTER_A_GAP, where is Place.FORK
            try:
                looked = office.exchange.look(file, keys, missing_is_lost=gap, went_back=back)
            except OutOfRow as error:
                return file, error
            return file, looked

        def show(found: tuple[Path, Looked | OutOfRow]) -> None:
            file, looked = found
            if isinstance(looked, OutOfRow):
                self._ask_on(file, keys, looked)
                return
            from tui.screens.exchange_preview import ArrivalRoom

            self._lately = looked.taken.partner.number
            self.window.push_screen(ArrivalRoom(file, keys, looked, where))

        self.ask("look", call, show)

    def _ask_on(self, file: Path, keys: Keys, error: OutOfRow) -> None:
        """A file that does not follow the last one: say what may have happened, and go on or not."""
        from tui.dialogs.question import Question
        from tui.screens.exchange_questions import on_after

        def go_on(answer: str | None) -> None:
            if answer == "go_on":
                self._look(file, keys, error.where)

        self.window.push_screen(Question(error.message, *on_after(error.where)), go_on)

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

        self._ask_path(_("对方的公钥文件(.keys)在哪里?"), existing, ask_role)

    def _added(self, partner: Partner) -> None:
        self.window.saved(_("已登记 {name}。").format(name=partner.name))
        self.window.warn(
            _("请当面或打电话念一遍指纹,一致才可用:{fingerprint}").format(
                fingerprint=partner.keys.fingerprint
            )
        )

    def action_revoke(self) -> None:
        """Take no more files from the partner under the cursor, once that is said twice."""
        from tui.dialogs.question import Answer, Question

        line = self.query_one(AgendaList).line
        if line is None or not isinstance(line.case, Partner):
            self.window.say(_("请先把光标移到“与谁来往”里的一行。"))
            return
        name = line.case.name

        def revoke(answer: str | None) -> None:
            if answer == "revoke":
                self.window.tell(
                    lambda office: office.exchange.revoke(name),
                    lambda _partner: self.window.saved(_("已停用 {name}。").format(name=name)),
                )

        self.window.push_screen(
            Question(
                _("停用 {name} 的公钥?").format(name=name),
                _(
                    "以后不收这把密钥做的文件,也不再给它做;已经合并的照旧。"
                    "不能恢复:要再来往,请对方重新生成密钥,交来公钥再登记。"
                ),
                (
                    Answer("keep", ("escape", "b", "f6"), _("不停用")),
                    Answer("revoke", ("y", "f7"), _("停用")),
                ),
            ),
            revoke,
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
            new_card,
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
