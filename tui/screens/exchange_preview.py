"""What a file that came would change, case by case, before it is merged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mediation.exchange.books import Answer
from mediation.exchange.chain import Place
from mediation.exchange.deciding import Verdict
from mediation.exchange.refusals import CONFIRMED
from mediation.i18n import _
from mediation.office.exchange import Looked
from tui.screens.previews import PreviewRoom
from tui.text import left
from tui.widgets.sheet import Piece, SheetLine

if TYPE_CHECKING:
    from mediation.errors import MediationError
    from mediation.exchange.keys import Keys
    from mediation.office.exchange import Taken

_ORDER = (
    Verdict.CONFLICT,
    Verdict.DUPLICATE,
    Verdict.REFUSED,
    Verdict.TAKEN,
    Verdict.KEPT,
    Verdict.SAME,
)
_VERDICT = 12


class ArrivalRoom(PreviewRoom):
    """接收: what waits for a person first; a file that deletes much is merged by a typed word only.

    ``where`` is the place in the row of files that the user agreed to.
    """

    def __init__(self, file: Path, keys: Keys, looked: Looked, where: Place) -> None:
        super().__init__()
        self._file, self._keys, self._looked, self._where = file, keys, looked, where

    def load(self) -> None:
        """Whose file it is and how many cases it would change."""
        taken = self._looked.taken
        counts = taken.count()
        self.say_heading(
            _("接收 › {name} 的第 {number} 份").format(
                name=taken.partner.name, number=taken.header.sequence
            ),
            "  ".join(
                f"{verdict.label} {counts[verdict]}" for verdict in _ORDER if counts[verdict]
            ),
        )
        super().load()

    def button_words(self) -> str:
        """What the button does."""
        taken = self._looked.taken
        if taken.again:
            return _("以前接收过,再收一次什么也不变:按 Esc 返回")
        if taken.header.kind == "receipt":
            return _("记下这份回执")
        count, waiting = taken.count()[Verdict.TAKEN], taken.waiting
        if waiting:
            words = _("合并 {count} 件,{waiting} 件列出来等人选(之前先备份)")
            return words.format(count=count, waiting=waiting)
        if not count:
            return _("记下这份文件:没有要合并的")
        return _("合并这 {count} 件(之前先备份)").format(count=count)

    def lines(self) -> list[SheetLine]:
        """The cases by what would become of them."""
        answers = sorted(self._looked.taken.answers, key=lambda one: _ORDER.index(one.verdict))
        gone = self._looked.gone
        head: list[SheetLine] = []
        if gone.cases or gone.rows:
            words = _("这份文件要删 {cases} 件案件、{rows} 行内容。").format(
                cases=gone.cases, rows=gone.rows
            )
            head.append([Piece(words, "fault")])
        return [*head, *map(_line, answers)] or [[Piece(_("没有改动。"))]]

    def action_do_it(self) -> None:
        """Merge it; ask for the word where it deletes much."""
        if self._looked.taken.again:
            self.dismiss()
        elif self._looked.gone.is_much:
            self._ask_word()
        else:
            self._merge("")

    def _ask_word(self) -> None:
        from tui.dialogs.ask_text import AskText

        def answer(text: str | None) -> None:
            if text is not None:
                self._merge(text)

        asked = _("要删的超出平常。向对方问清楚确实如此,再输入“{word}”").format(word=CONFIRMED)
        self.window.push_screen(AskText(asked, _("确认"), "", lambda _text: None), answer)

    def _merge(self, word: str) -> None:
        file, keys, where = self._file, self._keys, self._where
        self.window.tell(
            lambda office: office.exchange.take(
                file,
                keys,
                word=word,
                missing_is_lost=where is Place.AFTER_A_GAP,
                went_back=where is Place.FORK,
            ),
            self._merged,
            self._refused,
        )

    def _merged(self, taken: Taken) -> None:
        name = taken.partner.name
        if taken.header.kind == "receipt":
            self.window.saved(_("已记下 {name} 的回执。").format(name=name))
        else:
            words = _("已合并 {count} 件。请按 v 给 {name} 做回执。")
            if taken.waiting:
                words = _("已合并 {count} 件,等人选 {waiting} 件(按 x)。请按 v 给 {name} 做回执。")
            self.window.saved(
                words.format(count=taken.count()[Verdict.TAKEN], waiting=taken.waiting, name=name)
            )
        if taken.we_went_back:
            self.window.warn(
                _(
                    "对方收到过这台电脑后来做的文件,而这里没有:这台电脑恢复过旧备份。"
                    "下一份交过去时,对方的程序会说“接不上”:请告诉对方恢复过,再接收。"
                )
            )
        self.go(self.dismiss)

    def _refused(self, error: MediationError) -> None:
        self.window.explain(error)


def _line(answer: Answer) -> SheetLine:
    look = "fault" if answer.verdict in _ORDER[:3] else "plain"
    words = answer.label or answer.case[:8]
    why = f"  {answer.why}" if answer.why else ""
    return [Piece(left(answer.verdict.label, _VERDICT), look), Piece(words + why, look)]
