"""The written report as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mediation.i18n import _
from mediation.reports.columns import printable
from mediation.reports.document import Block, Heading, Paragraph, Writing, compose
from mediation.reports.edition import Edition
from mediation.reports.written_tables import Table

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


def as_markdown(edition: Edition) -> str:
    """CommonMark with tables; charts are left out, their figures stand in the tables."""
    writing = compose(edition)
    return "\n".join(_lines(writing)).rstrip() + "\n"


def _lines(writing: Writing) -> Iterator[str]:
    yield f"# {_plain(writing.title)}"
    yield ""
    for block in writing.body:
        yield from _block(block)
    for number, each in enumerate(writing.attachments, start=1):
        yield f"## {_('附件')}{number}  {_plain(each.title)}"
        yield ""
        for block in each.blocks:
            yield from _block(block)
    yield "  \n".join(_plain(word) for word in (writing.signed, writing.dated) if word)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * (block.level + 1)} {_plain(block.text)}"
    elif isinstance(block, Paragraph):
        yield _plain(block.text)
    elif isinstance(block, Table):
        yield from _table(block)
    else:
        return
    yield ""


def _table(table: Table) -> Iterator[str]:
    yield f"### {_plain(table.caption)}"
    yield ""
    yield _row(table.headings)
    yield _row([":---" if place in table.words else "---:" for place in range(len(table.headings))])
    for row in table.rows:
        yield _row([_plain(cell) for cell in row])


def _row(cells: object) -> str:
    assert isinstance(cells, list | tuple)
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _MARKS.sub(r"\\\1", printable(text))
