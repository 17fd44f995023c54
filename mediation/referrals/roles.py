"""Parties that the text names by their role: 原告、被告、申请人、被申请人、第三人."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from mediation.cases.terms import Side
from mediation.referrals.contacts import Contact
from mediation.referrals.names import joined, name_at
from mediation.referrals.page import CAUSE, IDENTITY, NUMBER, PHONE, Page
from mediation.referrals.party import NamedParty, Parties

_ROLE = re.compile(
    r"(?:(?P<third>(?:有|无)?(?:独立请求权的?)?第三人)"
    r"|(?P<respondent>被(?:申请人|申请方|告|上诉人)方?(?!人))"
    r"|(?P<applicant>(?<![被再])(?:原告|申请人|申请方|起诉人|上诉人)方?))"
    r"(?:[一二三四五六七八九十](?= ?[:、.])|[0-9](?=[^0-9])|\([一二三四五六七八九0-9]\))?"
    r"(?:\((?:反诉|本诉|原审|一审|仲裁|[原被]告|被?申请|案外)[^()\n]{0,10}\))?"
    r"(?P<named> ?(?:姓名或名称|姓名/名称|姓名|名称|基本情况|信息)(?= ?[:]))?"
    r"(?P<gap> ?(?:分别)?(?:是|为)?[: ]*(?:\n *(?=[1一①(]))?)"
)
_LINE_START = re.compile(
    r"(?:\A|[\n;。，]|\x05)[ *·•-]*(?:[0-9一二三四五六七八九十]{1,2}[.、) ]+)?\Z"
)
_NUMBERING = re.compile(
    r"(?:[0-9]{1,2}[.、)](?![0-9])|\([0-9一二三四五六七八九十]\)|[①-⑳]|[一二三四五六七八九十]、) *"
)
_JOINT = re.compile(r" *(?:、|/|以及|及|和) *")
_ASIDE = re.compile(r"\((?:反诉|本诉|原审|以下|下称|简称|曾用|[原被]告|被?申请)[^()\n]{0,40}\)")
_FIELD_LINE = re.compile(
    r" *(?:联系|电话|手机|身份|公民身份|证件|统一|社会信用|住|地址|现住|户籍|法定|负责|经营者|委托|诉讼代理|代理|性别|男|女|民族|出生|职务|[0-9]{1,2}[.、)]|\([0-9一二三四五六七八九十]\)|[①-⑳]|[\x03\x04])"
)
_ELSEWHERE = re.compile(
    r"案由|案号|标的|诉讼请求|诉请|诉求|事实(?:与|和|及)|承办|经办|审判[员长]|书记员|法官|助理|本院|我院|调解员|委[派托](?:日期|时间|调解|事项)|移送(?:日期|时间|材料)|签收|办理期限|期限|请(?=[于你您在及尽自接]|贵)|此致"
)
_TOKEN = re.compile(
    rf"(?P<contact>{PHONE}+|{IDENTITY}+)"
    r"|(?P<agent>(?:委托)?(?:诉讼)?代理(?:人|律师)|律师|监护人|近亲属|父亲|母亲|丈夫|妻子|配偶|儿子|女儿|工作人员|员工|同事|担保人)"
    r"|(?P<head>法定代表人|法人代表|法人|法定代理人|负责人|经营者|投资人|执行事务合伙人|业主)"
    r"|(?P<liaison>(?<=\n)联系人)"
    r"|(?P<stop>[。;\n])"
    rf"|(?P<cause>{CAUSE}+|{NUMBER}+)"
)
_CONTACT_NEXT = re.compile(
    rf" *[:(]* *(?:(?:的|本人)?(?:联系)?(?:方式|电话|手机)?(?:号码?)?|身份证(?:号码?)?)[: ]*[{PHONE}{IDENTITY}]"
    r"|，[男女](?:，|性，)"
)
_BESIDE = re.compile(r"[ :(]*(?:(?:联系)?(?:电话|手机|方式)|身份证)?(?:号码?)?[ :]*\Z")
_NEXT_NAME = re.compile(r"[)）]* *(?P<mark>[、，;/ \n])+ *")
_MOST_LABELS = 500
_SIDES = {"third": Side.THIRD, "respondent": Side.RESPONDENT, "applicant": Side.APPLICANT}


@dataclass(frozen=True, slots=True)
class _Block:
    """The part of the text that speaks of the parties behind one label."""

    side: Side
    label: int
    start: int
    end: int
    in_detail: bool


def read_roles(page: Page, contacts: Mapping[int, Contact], parties: Parties) -> None:
    """Add the parties that stand behind labels of their role.

    A label at the beginning of a line or before a colon is trusted first; names in running text
    count for a side that no such label names, and lend their numbers to those it does.
    """
    blocks = list(_blocks(page.open))
    for block in blocks:
        if block.in_detail:
            _Reader(page, contacts, parties, block).read()
    for side in Side:
        if parties.of(side):
            continue
        for block in blocks:
            if not block.in_detail and block.side is side and not parties.of(side):
                _Reader(page, contacts, parties, block).read()
    for block in blocks:
        if not block.in_detail:
            _Reader(page, contacts, parties, block, only_known=True).read()


def _blocks(text: str) -> Iterator[_Block]:
    labels = list(islice(_ROLE.finditer(text), _MOST_LABELS))
    for at, label in enumerate(labels):
        limit = labels[at + 1].start() if at + 1 < len(labels) else len(text)
        detailed = (
            ":" in label["gap"]
            or "\n" in label["gap"]
            or bool(_LINE_START.search(text[max(label.start() - 8, 0) : label.start()]))
        )
        end = (
            _detail_end(text, label.end(), limit)
            if detailed
            else _prose_end(text, label.end(), limit)
        )
        side = next(side for group, side in _SIDES.items() if label[group])
        yield _Block(side, label.start(), label.end(), end, detailed)


def _prose_end(text: str, start: int, limit: int) -> int:
    found = re.compile(f"[。\n{CAUSE}]|一案").search(text, start, limit)
    return found.start() if found else limit


def _detail_end(text: str, start: int, limit: int) -> int:
    """The end of the label's line and of the lines below that go on about the party."""
    found = _ELSEWHERE.search(text, start, limit)
    limit = found.start() if found else limit
    end = start
    while True:
        line = text.find("\n", end, limit)
        if line < 0:
            return limit
        if not _FIELD_LINE.match(text, line + 1):
            return line
        end = line + 1


class _Reader:
    """Reads one block: names first, then whose each number is."""

    def __init__(
        self,
        page: Page,
        contacts: Mapping[int, Contact],
        parties: Parties,
        block: _Block,
        *,
        only_known: bool = False,
    ) -> None:
        self._text = page.open
        self._plain = page.text
        self._page = page
        self._contacts = contacts
        self._parties = parties
        self._block = block
        self._only_known = only_known
        self._owner: NamedParty | None = None
        self._last: NamedParty | None = None
        self._last_end = 0

    def read(self) -> None:
        """Read the block to its end."""
        at = self._names(self._block.start)
        if at == self._block.start:
            return
        self._page.note_label(self._block.label, self._block.start)
        away = ""
        while at < self._block.end:
            following = self._following(at)
            if following > at:
                at, away = following, ""
                continue
            token = _TOKEN.match(self._text, at, self._block.end)
            if token is None:
                at += 1
                continue
            at = token.end()
            if token["contact"]:
                self._take(token.start(), away)
            elif token["cause"]:
                return
            elif token["stop"]:
                away = away if away == "agent" and token["stop"] == "\n" else ""
            else:
                away = token.lastgroup or ""
                at = self._behind_name(at)

    def _behind_name(self, at: int) -> int:
        """Behind the name that stands right after the label of somebody who is no party."""
        while self._text[at : at + 1] in (" ", ":"):
            at += 1
        return min(name_at(self._text, at, sure=True), self._block.end)

    def _names(self, at: int) -> int:
        """Read a group of names; one name alone owns what follows it."""
        group: list[NamedParty | None] = []
        end = at
        while True:
            numbered = _NUMBERING.match(self._text, at)
            at = numbered.end() if numbered else at
            stop = min(name_at(self._text, at, sure=True), self._block.end)
            if stop - at < 2:
                break
            group += self._named(at, stop)
            aside = _ASIDE.match(self._text, stop)
            end = self._last_end = aside.end() if aside else stop
            joint = _JOINT.match(self._text, end, self._block.end)
            if joint is None:
                break
            at = joint.end()
        if group:
            self._last = group[-1]
            self._owner = group[0] if len(group) == 1 else None
        return end

    def _named(self, start: int, end: int) -> list[NamedParty | None]:
        found: list[NamedParty | None] = []
        spelt = "".join(self._plain[start:end].split())
        if len(spelt) < end - start:  # 王  芳, spread to the width of three letters
            return [self._party(spelt, start, end)]
        for name in joined(self._plain[start:end]):
            at = self._plain.index(name, start)
            start = at + len(name)
            found.append(self._party(name, at, start))
        return found

    def _party(self, name: str, start: int, end: int) -> NamedParty | None:
        side = self._block.side
        if self._only_known and self._parties.known(side, name) is None:
            return None
        return self._parties.add(side, name, start, end)

    def _following(self, at: int) -> int:
        """The end of a further group of names that begins at a separator, or ``at``."""
        mark = _NEXT_NAME.match(self._text, at, self._block.end)
        if mark is None:
            return at
        numbered = _NUMBERING.match(self._text, mark.end())
        start = numbered.end() if numbered else mark.end()
        end = name_at(self._text, start, sure=numbered is not None)
        if end - start < 2 or end > self._block.end:
            return at
        sure = numbered or (
            mark["mark"] in "、/" and self._text[at] in "、/)" and self._contact_before(at)
        )
        if sure or _CONTACT_NEXT.match(self._text, end):
            return self._names(mark.end())
        return at

    def _contact_before(self, at: int) -> bool:
        return self._text[max(at - 8, 0) : at].rstrip(" )")[-1:] in (PHONE, IDENTITY)

    def _take(self, start: int, away: str) -> None:
        contact = self._contacts.get(start)
        if contact is None or away:
            return
        owner = self._owner
        if owner is None and _BESIDE.match(self._text[self._last_end : start]):
            owner = self._last
        if owner is not None:
            owner.give(contact)
