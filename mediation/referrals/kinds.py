"""How the dispute arrives and by which procedure the court hears it."""

from __future__ import annotations

import re

from mediation.cases.terms import Channel, Procedure
from mediation.referrals.page import CAUSE, Page

_TITLE = re.compile(r"(?P<word>委派|委托|邀请)(?:先行|特邀)?(?:调解)?(?:函|书)(?!人)")
_LABEL = re.compile(
    r"(?:案件来源|来源|调解类型|委托方式|移送方式|调解方式)\)?(?:为|是)?[: ]*(?P<word>[\u4e00-\u9fff]{2,8})"
)
_HANDED = re.compile(
    r"(?<!授权)(?<!全权)(?<!特别)(?P<word>委派|委托)"
    r"(?=(?:先行|特邀|诉前)?调解|[你您贵]|给|至|了?一[个件起宗]|的(?:案|调解|一|[，。;\n ]|\Z)|(?<=[ ，。;\n:(|]委[派托])(?:[ ，。;\n)|]|\Z)|进行|先行|本|政协|我|函|案|到"
    r"|(?:调解)?(?:日期|时间)|[^，。;、\n]{0,16}(?:进行|先行|组织)?(?:先行)?(?:调解|化解))"
)
_INVITED = re.compile(r"邀请[你您贵][^，。;\n]{0,16}调解")
_POLICE = re.compile(r"(?:交警|交管|公安)[^，。;\n]{0,10}移送")
_WORDS = {"委派": Channel.DELEGATED, "委托": Channel.ENTRUSTED, "邀请": Channel.INVITED}
_LABELS = {channel.chinese: channel for channel in Channel}
_PROCEDURE = re.compile(r"(?P<word>简易|普通)程序")
_TURNED = re.compile(r"(?:转为|转换为|变更为|裁定转为|改为|转)(?:适用)?(?P<word>简易|普通)程序")
_NOT = re.compile(r"(?:不|未|不宜|不能|不得)(?:适用|采用)?\Z")
_PROCEDURES = {"普通": Procedure.ORDINARY, "简易": Procedure.SUMMARY}


def read_channel(page: Page) -> Channel | None:
    """How the dispute arrives; ``None`` when nothing says so or two things differ."""
    text = page.open
    for pattern in (_LABEL, _TITLE, _HANDED, _INVITED, _POLICE):
        hits = [(hit, _channel(hit)) for hit in pattern.finditer(text)]
        said = {channel for _hit, channel in hits if channel is not None}
        if len(said) > 1:
            return None
        if said:
            for hit, channel in hits:
                if channel is not None:
                    page.note("channel", *hit.span("word" if "word" in hit.re.groupindex else 0))
            return said.pop()
    return None


def _channel(hit: re.Match[str]) -> Channel | None:
    if hit.re is _INVITED:
        return Channel.INVITED
    if hit.re is _POLICE:
        return Channel.POLICE
    if CAUSE in hit["word"]:
        return None
    word = hit["word"].removeprefix("诉前").removesuffix("调解")
    return _WORDS.get(word) or _LABELS.get(word)


def read_procedure(page: Page) -> Procedure | None:
    """The procedure that the text says applies."""
    turned = list(_TURNED.finditer(page.open))
    hits = turned or [
        hit
        for hit in _PROCEDURE.finditer(page.open)
        if not _NOT.search(page.open[max(hit.start() - 6, 0) : hit.start()])
    ]
    said = {_PROCEDURES[hit["word"]] for hit in hits}
    if len(said) != 1:
        return None
    for hit in hits:
        page.note("procedure", *hit.span())
    return said.pop()
