"""The English catalogue: finds every text the program says and keeps the .po and the .mo in step.

python scripts/catalogue.py            take in new texts, drop those no longer said, compile
python scripts/catalogue.py --check    change nothing; exit 1 when anything is amiss
python scripts/catalogue.py --missing  the texts without English, as JSON to fill in
python scripts/catalogue.py --take F   English from such a JSON: {"中文": "English"}
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import polib

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("mediation", "db", "tui")
DOORS = ("_", "_as")
FOLDER = ROOT / "mediation" / "locale" / "en" / "LC_MESSAGES"
PO, MO = FOLDER / "mediation.po", FOLDER / "mediation.mo"
_HEAD = {
    "Project-Id-Version": "mediation",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}
_HAN = re.compile("[\u3400-\u9fff]")
_USE = "\x04"
"""Stands between a use and its text, as it does in a .mo."""
Texts = dict[str, set[str]]
"""The files, from the root, in which each text is said, by the text with its use before it."""


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the program by its path from the root."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"), str(path))


def said() -> Texts:
    """Every text handed to ``_`` or ``_as``, and every label of a :class:`mediation.cases.terms.Term`."""
    found: Texts = {}
    for path, tree in trees():
        for text in (*_handed_over(tree), *_labels(tree)):
            found.setdefault(text, set()).add(path)
    return found


def _handed_over(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and is_call(node):
            words = [str(each.value) for each in node.args if isinstance(each, ast.Constant)]
            if words and len(words) == len(node.args):
                yield _USE.join(words)


def _labels(tree: ast.AST) -> Iterator[str]:
    """The second of each pair that a class of terms is made of."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and "Term" in map(ast.unparse, node.bases):
            for line in node.body:
                match line:
                    case ast.Assign(
                        value=ast.Tuple(elts=[_, ast.Constant(value=str(text)), *_rest])
                    ):
                        yield text


def is_call(node: ast.AST) -> bool:
    """Whether the node hands a text over to be said in the language of the run."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in DOORS


def unsaid(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The literals with Chinese characters that pass no door, by line: all but docstrings and the
    labels of terms."""
    passed = {
        id(each)
        for node in ast.walk(tree)
        if is_call(node) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for each in ast.walk(node)
    }
    labels = set(_labels(tree))
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in passed and text not in labels:
                if _HAN.search(text):
                    yield node.lineno, text


def places(text: str) -> list[str]:
    """The placeholders of a text with their formats, sorted."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:  # a pattern, which is never formatted
        return []
    return sorted(f"{name}:{form}" for _words, name, form, _way in parts if name is not None)


def troubles(catalogue: polib.POFile, texts: Texts) -> Iterator[str]:
    """What is amiss: a text without English or no longer said, placeholders that differ, a stale .mo."""
    kept = {key(entry): entry for entry in catalogue}
    for text in texts:
        if text not in kept or not kept[text].msgstr:
            yield f"no English: {text!r} ({', '.join(sorted(texts[text]))})"
    for text, entry in kept.items():
        if text not in texts:
            yield f"no longer said: {text!r}"
        elif entry.msgstr and places(text) != places(entry.msgstr):
            yield f"other placeholders: {text!r} {entry.msgstr!r}"
    if not MO.exists() or MO.read_bytes() != catalogue.to_binary():
        yield "the .mo is not what the .po says"


def merged(old: polib.POFile, texts: Texts, english: dict[str, str]) -> polib.POFile:
    """The catalogue of what is said now, in the order of the files, with the English there is."""
    known = {key(entry): entry.msgstr for entry in old} | english
    new = polib.POFile(wrapwidth=0)
    new.metadata = _HEAD
    for text, files in sorted(texts.items(), key=lambda each: (min(each[1]), each[0])):
        use, has_use, words = text.rpartition(_USE)
        new.append(
            polib.POEntry(
                msgctxt=use if has_use else None,
                msgid=words,
                msgstr=known.get(text, ""),
                occurrences=[(file, "") for file in sorted(files)],
            )
        )
    return new


def key(entry: polib.POEntry) -> str:
    """What an entry is kept by: its text with its use before it."""
    return entry.msgid if entry.msgctxt is None else f"{entry.msgctxt}{_USE}{entry.msgid}"


def catalogue() -> polib.POFile:
    """The catalogue as kept, empty when there is none."""
    return polib.pofile(str(PO), wrapwidth=0) if PO.exists() else polib.POFile(wrapwidth=0)


def main(words: list[str]) -> int:
    """Do what the words ask for; answers the exit code."""
    texts, kept = said(), catalogue()
    if words[:1] == ["--missing"]:
        english = {key(entry): entry.msgstr for entry in kept}
        lacking = {text: "" for text in texts if not english.get(text)}
        print(json.dumps(lacking, ensure_ascii=False, indent=0))
        return 0
    if words[:1] != ["--check"]:
        taken = json.loads(Path(words[1]).read_text("utf-8")) if words[:1] == ["--take"] else {}
        gone = [entry for entry in kept if key(entry) not in texts]
        kept = merged(kept, texts, taken)
        kept.save(str(PO))
        MO.write_bytes(kept.to_binary())
        print(f"{len(texts)} texts, {len(gone)} dropped")
    amiss = list(troubles(kept, texts))
    print("\n".join(amiss) or "the catalogue is whole")
    return 1 if amiss else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
