"""Every command of the grammar, run on the canary office, and run again with a crash inside it."""

from __future__ import annotations

import contextlib
import io
from argparse import ArgumentParser
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mediation.cli import arguments
from mediation.cli.main import BUG, main
from tests.canary.people import NAME, NUMBER, PARTS, PHONE, PLACE, TALK
from tests.cli.calling import GOOD, HEADINGS

MONTH, CLOSED, OPEN, MEDIATOR = "2026-03", "N0", "N1", "调解员0"
WORDS = f"{NAME} {PHONE} {NUMBER} {PLACE} {TALK}"

RUNS: dict[str, tuple[tuple[str, ...], ...]] = {
    "init": (("init", "--db", "另.db"),),
    "import": (
        ("import", "坏.csv"),
        ("import", "坏.csv", "--json"),
        ("import", "好.csv", "--dry-run"),
    ),
    "report": (
        ("report", MONTH),
        *(("report", MONTH, "--format", form) for form in ("text", "json", "csv")),
        *(
            ("report", MONTH, "-o", f"月报{end}")
            for end in (".xlsx", ".docx", ".pdf", ".md", ".csv", ".json", ".txt")
        ),
    ),
    "template": (("template", "模板.docx"),),
    "list": (("list",), ("list", "--json")),
    "show": (("show", CLOSED), ("show", OPEN, "--json")),
    "agreement": (
        ("agreement", CLOSED),
        ("agreement", CLOSED, "--json"),
        ("agreement", CLOSED, "-o", "协议.docx"),
    ),
    "conflicts": (
        ("conflicts", OPEN),
        ("conflicts", OPEN, "--json"),
        ("conflicts", OPEN, "-o", "利害.docx"),
        ("conflicts", OPEN, "-o", "利害.txt"),
    ),
    "demo": (),
    "serve": (),
    "cross": (
        ("cross", MONTH, "--by", "cause,mediator"),
        ("cross", MONTH, "--by", "court,outcome", "--json"),
    ),
    "funnel": (("funnel", MONTH), ("funnel", MONTH, "--json")),
    "cases": (
        ("cases", "--of", "succeeded", MONTH),
        ("cases", "--of", "received", MONTH, "--json"),
    ),
    "definitions": (("definitions",), ("definitions", "--compare", "success_rate=V1,V2", MONTH)),
    "settings": (("settings",), ("settings", "--json"), ("settings", "set", "studio", "室")),
    "seal": (("seal", MONTH, "--anyway", "试"), ("seal", "--json")),
    "verify": (("verify", "月报.json"), ("verify", "月报.xlsx")),
    "unseal": (("unseal", MONTH, "--reason", "试"),),
    "due": (
        ("due", "--on", "2026-03-31"),
        ("due", "--json"),
        ("due", "--case", OPEN),
        ("due", "--ics", "-o", "期限.ics"),
    ),
    "holidays add": (("holidays", "add", "2027.csv"),),
    "holidays list": (("holidays", "list"),),
    "holidays drop": (("holidays", "drop", "2027"),),
    "limit": (("limit", "--referral", "delegated", "--signed", "2026-03-02"),),
    "causes": (("causes", "借贷"),),
    "courts": (("courts", "康巴什"),),
    "read-referral": (("read-referral", "函.txt"), ("read-referral", "函.txt", "--json")),
    "about": (("about",), ("about", "--json")),
    "member": (
        ("member", MEDIATOR, "2026"),
        *(("member", MEDIATOR, "2026", "-o", f"档案{end}") for end in (".docx", ".xlsx", ".json")),
    ),
    "duty add": (("duty", "add", MEDIATOR, "2026-03-12", "培训", "--title", "业务"),),
    "duty list": (("duty", "list", MEDIATOR, "2026"),),
    "duty drop": (("duty", "drop", "1"),),
    "subsidy tariff": (("subsidy", "tariff"), ("subsidy", "tariff", "--json")),
    "subsidy class": (("subsidy", "class", OPEN, "普通"),),
    "subsidy list": (
        ("subsidy", "list", MONTH),
        ("subsidy", "list", "--number", "1", "-o", "名单.xlsx"),
        ("subsidy", "list", "--number", "1", "-o", "名单.json"),
    ),
    "subsidy freeze": (("subsidy", "freeze", MONTH),),
    "subsidy reverse": (("subsidy", "reverse", "1", CLOSED, "--reason", "误"),),
    "reconcile": (
        ("reconcile", "好.csv"),
        ("reconcile", "好.csv", "-o", "对账.xlsx"),
        ("reconcile", "好.csv", "--json"),
    ),
    "backup": (("backup",), ("backup", "--json")),
    "backups": (("backups",),),
    "restore": (("restore",), ("restore", "--yes")),
    "doctor": (("doctor",), ("doctor", "--json")),
    "bundle keys": (("bundle", "keys", "--name", MEDIATOR, "-o", "我.keys", "--no-passphrase"),),
    "bundle partner": (
        ("bundle", "partner", "add", "我.keys", "--role", "mediator"),
        ("bundle", "partner", "list"),
    ),
    "bundle make": (("bundle", "make", MEDIATOR, "-o", "1.mbx", "--all"),),
    "bundle take": (("bundle", "take", "1.mbx"), ("bundle", "take", "坏.csv")),
    "bundle receipt": (("bundle", "receipt", MEDIATOR, "-o", "r.mbx"),),
    "bundle conflicts": (("bundle", "conflicts"), ("bundle", "conflicts", "--json")),
    "bundle resolve": (("bundle", "resolve", "1", "00000000"),),
    "audit": (("audit", "list"), ("audit", "list", "--json"), ("audit", "verify")),
    "person": (
        ("person", "-"),
        ("person", "-", "--export", "本人.docx"),
        ("person", "-", "--export", "本人.json"),
    ),
    "encrypt": (("encrypt",),),
    "passphrase": (("passphrase",),),
    "decrypt": (("decrypt",),),
}
"""How each command is run; the two without a way open the screens, which are walked apart."""

MAY_TELL = {
    "list": "the list that was asked for names the parties",
    "show": "the case that was asked for, its particulars masked",
    "agreement": "the agreement names who pays whom",
    "conflicts": "whose tie it is has to be said",
    "due": "the words of a next step are the user's own",
    "read-referral": "reads out a letter that was handed in",
    "import": "quotes a refused row of the file that was handed in",
}
"""Commands on whose stdout the people may stand, since they were asked for."""

MAY_SAY = {"read-referral": "shows what of the letter was not used, to whoever handed it in"}
"""Commands on whose stderr they may stand."""

MAY_HOLD = {
    "协议.docx": "an agreement is signed by people",
    "利害.docx": "the note of a tie goes into the file of the case",
    "利害.txt": "the note of a tie goes into the file of the case",
    "本人.docx": "all that is kept, for the person themselves",
    "本人.json": "all that is kept, for the person themselves",
    "对账.xlsx": "goes back to the court that sent the list",
    "月报.xlsx": "its figures are formulas over the sheet of the cases behind them, with the parties",
    "坏.退回.xlsx": "the refused rows of the file that was handed in",
    "函.txt": "handed in",
    "好.csv": "handed in",
    "坏.csv": "handed in",
}
"""Files that the people may stand in, and why."""


def leaves(parser: ArgumentParser | None = None, name: str = "") -> Iterator[str]:
    """Every command of the grammar that does something."""
    parser = parser or arguments.parser()
    parts = parser.parts()  # type: ignore[attr-defined]
    if not parts:
        yield name.removeprefix("mediation ")
    for part in parts:
        yield from leaves(part, part.prog)


@dataclass
class Told:
    """What the commands said."""

    out: dict[str, str] = field(default_factory=dict)
    err: dict[str, str] = field(default_factory=dict)
    codes: dict[str, list[int]] = field(default_factory=dict)

    def leaks(self) -> list[str]:
        """Where a canary stands that may not."""
        found = [
            f"stderr of {name}: {text}"
            for name, text in self.err.items()
            if has(text) and name not in MAY_SAY
        ]
        return found + [
            f"stdout of {name}"
            for name, text in self.out.items()
            if has(text) and name not in MAY_TELL
        ]


def has(text: str) -> bool:
    """Whether a canary stands in a text, in letters or as JSON may spell them."""
    escaped = tuple(part.encode("ascii", "backslashreplace").decode() for part in PARTS)
    return any(part in text for part in (*PARTS, *escaped))


def handed_in(folder: Path) -> None:
    """Write the files that the commands read."""
    row = GOOD.replace("王小丽", NAME)
    (folder / "好.csv").write_text(f"{HEADINGS}\n{row}\n", "utf-8")
    (folder / "坏.csv").write_text(f"{HEADINGS}\n{row.replace('20万', f'约{PHONE}')}\n", "utf-8")
    (folder / "2027.csv").write_text("2027-01-01,休,元旦\n", "utf-8")
    letter = f"原告{NAME},电话{PHONE},身份证{NUMBER},住{PLACE},诉赵大海买卖合同纠纷一案"
    (folder / "函.txt").write_text(letter, "utf-8")


def run_all(*, without: Collection[str] = ()) -> Told:
    """Run every command in the working folder, on the database that the environment names.

    Ways that have one of the words of ``without`` are left out.
    """
    told = Told()
    for name, ways in RUNS.items():
        for way in ways:
            if {*way} & {*without}:
                continue
            code, out, err = _called(way)
            told.out[name] = told.out.get(name, "") + out
            told.err[name] = told.err.get(name, "") + err
            told.codes.setdefault(name, []).append(code)
    return told


def crash_all() -> Told:
    """Run every command once more; whatever it asks of the store fails with the people in the error."""
    told = Told()

    def crashed(*_any: object, **_more: object) -> object:
        secret = WORDS
        raise ValueError(secret)

    with pytest.MonkeyPatch.context() as patched:
        for place in ("reading", "writing"):
            patched.setattr(f"db.store.SqliteStore.{place}", crashed)
        for name, ways in RUNS.items():
            if ways:
                code, _out, err = _called(ways[0])
                told.err[name] = err
                told.codes[name] = [code]
    return told


def crashed_in(told: Told) -> list[str]:
    """The commands that a crash reached."""
    return [name for name, codes in told.codes.items() if BUG in codes]


def _called(way: tuple[str, ...]) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("sys.stdin", io.StringIO(f"{PHONE}\n{PHONE}\n{PHONE}\n"))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = main(list(way))
            except SystemExit as leaving:
                code = int(leaving.code or 0)
    return code, out.getvalue(), err.getvalue()
