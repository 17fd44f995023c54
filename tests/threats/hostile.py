"""Texts that attack a spreadsheet, a terminal, a screen, a page or a search when they are obeyed."""

from __future__ import annotations

import re

MARK = "危"
"""Stands in each text, so that what came from data is known by it in any file."""

FORMULAS = (
    "=危1+1",
    "+危1+1",
    "-危1+1",
    "@危SUM(1)",
    "\t=危1+1",
    "\r=危1+1",
    "\n=危1+1",
    "\0=危1+1",
    "＝危1+1",
    "＋危1+1",
    "－危1+1",
    "＠危SUM(1)",
    "=危cmd|'/C calc'!A0",
    '=HYPERLINK("http://x.example/危";"点")',
    '=DDE("cmd";"/C calc";"危")',
    "\u200b=危1+1",
    "'=危1+1",
    "http://x.example/危",
    "mailto:危@x.example",
)
"""What a spreadsheet runs or follows: the starts of CWE-1236, in both widths, also behind a control."""

MARKED_UP = (
    "危[/red]",
    "[bold red]危[/]",
    "[@click=app.quit]危[/]",
    "危[",
    "危 | 甲 | 乙",
    "<img src=x onerror=alert(1)>危",
    "[危](http://x.example)",
    "`危` **危** # 危",
    '#read("/etc/passwd")危',
    "$危$ @危 <危> \\危",
    "{{ 标题 }}危",
)
"""What Textual, Markdown, HTML, Typst or a template of ours would obey."""

ESCAPES = (
    "\x1b[31m危",
    "\x1b]0;危\x07",
    "\x1b]52;c;5Y2x\x07危",
    "危\x9b31m",
    "\u202e危\u2066",
    "危\x00\x08\x7f",
    "危\ufffe",
    "\x1bP危\x1b\\",
    "危\r\n伪造的一行",
)
"""What a terminal obeys."""

WILD = (
    "%",
    "_",
    "\\",
    "*",
    '"',
    "'",
    "' OR 1=1 --",
    "NEAR(",
    "AND",
    "甲*",
    '"甲',
    "^甲",
    "甲:",
    "-",
)
"""What LIKE, FTS5 or SQL would take for more than letters."""

CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe]"
)
"""What no file and no terminal may get from data."""

STARTS = frozenset("=+-@\t\r＝＋－＠")
