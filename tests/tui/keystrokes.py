"""How many keys a new case takes; ``python -m tests.tui.keystrokes`` writes docs/keystrokes.md.

Every key pressed counts as one, a pasted text as one, a Chinese character as one: how many keys an
input method needs for it depends on the method.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from textual.events import Paste
from textual.pilot import Pilot

from mediation.cases.case import Party
from mediation.cases.terms import Side
from tests.tui.made_window import enter, kept_case, kept_mediator, office_at, press, settled, window
from tui.forms.register import RegisterForm

PAGE = Path(__file__).parents[2] / "docs" / "keystrokes.md"
LETTER = """康巴什区人民法院委托调解函
（2026）内0603民初1288号
本院受理原告张秀英与被告恒达商贸有限公司买卖合同纠纷一案，诉讼标的额为人民币86,500.00元，适用简易程序。现委托你进行调解。
原告：张秀英，电话13800001234，身份证号11010519491231002X
被告：恒达商贸有限公司，联系人电话：0477-8123456
委托日期：2026年11月12日"""


@dataclass
class Typist:
    """Presses keys and counts them."""

    pilot: Pilot[None]
    keys: int = 0
    characters: int = 0

    async def press(self, *keys: str) -> None:
        """Keys that are no text."""
        self.keys += len(keys)
        await press(self.pilot, *keys)

    async def type(self, text: str) -> None:
        """Text, a key a character."""
        self.characters += len(text)
        await enter(self.pilot, text)
        await settled(self.pilot)

    async def paste(self, text: str) -> None:
        """One key of the terminal."""
        self.keys += 1
        self.pilot.app.post_message(Paste(text))
        await settled(self.pilot)

    @property
    def form(self) -> RegisterForm:
        """The form on screen."""
        assert isinstance(self.pilot.app.screen, RegisterForm)
        return self.pilot.app.screen


async def by_hand(typist: Typist) -> None:
    """Everything typed."""
    await typist.press("n", "tab")
    await typist.type("(2026)内0603民初1288号")
    await typist.press("tab", "tab", "tab", "2", "tab")
    await typist.type("mmht")
    await typist.press("tab")
    await typist.type("张秀英")
    await typist.press("tab")
    await typist.type("13800001234")
    await typist.press("tab")
    await typist.type("恒达商贸有限公司")
    await typist.press("tab")
    await typist.type("0477-8123456")
    await typist.press("tab")
    await typist.type("8.65万")
    await typist.press("tab")
    await typist.type("wl")
    await typist.press("tab")
    await typist.type("1112")
    await typist.press("ctrl+s")


async def by_paste(typist: Typist) -> None:
    """The court's letter pasted, each field read looked at, the mediator chosen."""
    await typist.press("n")
    await typist.paste(LETTER)
    while typist.form.unseen():
        here = typist.form.focused_row()
        if here is not None and here.field.name == "mediator":
            await typist.type("wl")
        await typist.press("tab")
    await typist.press("ctrl+s")


async def party_met_before(typist: Typist) -> None:
    """A party with an earlier case: its phone and number are copied from there."""
    await typist.press("n", "tab")
    await typist.type("(2026)内0603民初1288号")
    await typist.press("tab", "tab", "tab", "2", "tab")
    await typist.type("mmht")
    await typist.press("tab")
    await typist.type("张秀英")
    await typist.press("f6", "tab", "tab")
    await typist.type("恒达商贸有限公司")
    await typist.press("tab", "tab")
    await typist.type("8.65万")
    await typist.press("tab")
    await typist.type("wl")
    await typist.press("tab")
    await typist.type("1112")
    await typist.press("ctrl+s")


WAYS: dict[str, Callable[[Typist], Awaitable[None]]] = {
    "逐项打字": by_hand,
    "申请人有前案(F6 抄资料)": party_met_before,
    "粘贴来文": by_paste,
}


async def counted(name: str, path: Path) -> tuple[int, int]:
    """Keys and characters of one way on a database with a roster and an earlier case."""
    office = office_at(path)
    kept_mediator(office)
    earlier = Party(
        side=Side.APPLICANT, name="张秀英", phone="13800001234", id_number="11010519491231002X"
    )
    kept_case(office, parties=(earlier, Party(side=Side.RESPONDENT, name="某商贸公司")))
    office.close()
    async with window(path, first="cases") as (app, pilot):
        typist = Typist(pilot)
        await WAYS[name](typist)
        assert not isinstance(app.screen, RegisterForm), "the case was not saved"
    return typist.keys, typist.characters


def documented() -> dict[str, tuple[int, int]]:
    """What the page says, by way."""
    rows = [line.split("|")[1:-1] for line in PAGE.read_text("utf-8").split("\n") if "|" in line]
    return {row[0].strip(): (int(row[1]), int(row[2])) for row in rows[2:]}


def page(counts: dict[str, tuple[int, int]]) -> str:
    """The page."""
    lines = [
        "# 登记一件新案要按多少键",
        "",
        "同一件买卖合同纠纷(案号、双方姓名和电话、标的、调解员、委派日期),从案件清单按 `n` 起,到 `Ctrl+S` 存下为止。",
        "由 `python -m tests.tui.keystrokes` 在真的数据库上逐键按出来数的;测试保证不比这里多。",
        "粘贴算一键;汉字一字算一键,输入法的击键另算。“功能键”含 Tab、数字选择和粘贴。",
        "",
        "| 办法 | 功能键 | 打的字 | 合计 |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {keys} | {text} | {keys + text} |" for name, (keys, text) in counts.items()
    ]
    lines += [
        "",
        "按一秒一键算,粘贴来文不到半分钟,逐项打字一分钟上下。在名册里(那里 `n` 是新增调解员)用 `Ctrl+N` 打开新案。",
        "",
    ]
    return "\n".join(lines)


async def _count_all() -> dict[str, tuple[int, int]]:
    counts = {}
    for name in WAYS:
        with tempfile.TemporaryDirectory() as folder:
            counts[name] = await counted(name, Path(folder) / "room.db")
    return counts


if __name__ == "__main__":
    PAGE.write_text(page(asyncio.run(_count_all())), "utf-8")
