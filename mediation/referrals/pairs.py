"""Parties named as a pair: A诉B, A与B买卖合同纠纷一案, A和B因…; and 张三(原告)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mediation.cases.terms import Side
from mediation.referrals.names import HAN, is_name, joined, name_at, stands_alone
from mediation.referrals.page import AMOUNT, CAUSE, DATE, IDENTITY, NUMBER, PHONE, Page
from mediation.referrals.party import Parties
from mediation.registry.courts import court_meant

_ASIDE = re.compile(
    rf"\((?=[^()\n]*(?:[{PHONE}{IDENTITY}]|电话|手机|身份|男|女|以下|下称|简称|反诉|原审|[原被]告|申请|系|住))[^()\n]*\)"
    rf"|[ :]*[{PHONE}{IDENTITY}]+"
)
_CLAUSE = re.compile(rf"[^，。;:\n!?！？…“”\"'{NUMBER}{CAUSE}{DATE}{AMOUNT}]+")
_SUES = re.compile(
    r" *\b(?:vs|VS|Vs)\b\.? *|起诉(?![状至到书于要请求讼])|状告|(?<![起投反上告撤公申倾])诉(?![讼求请前称状至到于])"
)
_AND = re.compile(r"与|跟|和|同|告(?![知诉])")
_SLASH = re.compile(r" ?[/\\] ?")
_NO_MORE = re.compile(rf" *(?:\Z|[，。;\n{CAUSE}{NUMBER}{AMOUNT}{DATE}]| [^/\\])")
_TITLE = re.compile(
    r"(?:老师|主任|法官|庭长|院长|书记|局长|科长|所长|队长|经理|律师|委员|调解员|同志|总|哥|姐|叔|姨)\Z"
)
_DISPUTE_FOLLOWS = re.compile(
    rf" *(?:之间)?(?:的)?(?:因|为了|由于|{CAUSE}|[{HAN}]{{0,10}}(?:纠纷|一案|官司|争议|矛盾|离婚|的案))"
)
_LEAD = re.compile(
    r".*(?:[这那就]个?是|关于|兹有|兹将|今有|[移转]送?来?的|送来的|委[派托]的|受理了?的?|审理的?|有[一个件起宗]+|就是|我院|本院|现有|现将|现就|这[一]?[个件起]|那[一]?[个件]|一[起件个宗]|[您你]好"
    r"|老师|麻烦[您你]?|给[您你]|委[派托][您你]?|调解|案件[是为]?|案子[是为]?|当事人[是为]?|双方[是为]?|原告[是为]?|(?<!被)申请人[是为]?|(?:原|案)号|帮忙|看看|请[您你]|新收|收到)"
)
_RIGHT_LEAD = re.compile(r" *(?:被告|被申请人)?(?:人)?[是为]? *")
_ROLE_BEHIND = re.compile(
    r"\((?:系)?(?P<role>第三人|被告|被申请人|原告|申请人)(?:一|二|三|[0-9])?(?:[，, ][^()\n]{0,60})?\)"
)
_BACKWARDS = re.compile(rf"[{HAN}·•・‧∙⋅×*A-Za-z0-9]+\Z")
_SIDES = {
    "原告": Side.APPLICANT,
    "申请人": Side.APPLICANT,
    "被告": Side.RESPONDENT,
    "被申请人": Side.RESPONDENT,
    "第三人": Side.THIRD,
}


@dataclass(frozen=True, slots=True)
class _Pair:
    applicants: tuple[tuple[str, int], ...]
    respondents: tuple[tuple[str, int], ...]

    @property
    def names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names alone."""
        return (
            tuple(name for name, _at in self.applicants),
            tuple(name for name, _at in self.respondents),
        )


def read_roles_behind(page: Page, parties: Parties) -> None:
    """Add parties whose role stands behind the name in brackets."""
    for role in _ROLE_BEHIND.finditer(page.open):
        before = _BACKWARDS.search(page.open[max(role.start() - 40, 0) : role.start()])
        if before is None:
            continue
        name = _without_lead(before[0])
        if is_name(name):
            start = role.start() - len(name)
            parties.add(_SIDES[role["role"]], page.text[start : role.start()], start, role.start())
            page.note_label(*role.span())


def read_pairs(page: Page, parties: Parties) -> None:
    """Add the two sides that a text names as a pair, when it names one pair only."""
    visible, places = _visible(page.open)
    for joint in (_SUES, _AND, _SLASH):
        pairs = list(_pairs(visible, places, joint))
        if not pairs:
            continue
        if len({pair.names for pair in pairs}) == 1:
            _add(page, parties, pairs)
        return


def _add(page: Page, parties: Parties, pairs: list[_Pair]) -> None:
    sides = ((Side.APPLICANT, "applicants"), (Side.RESPONDENT, "respondents"))
    empty = [side for side, _word in sides if not parties.of(side)]
    for pair in pairs:
        for side, word in sides:
            for name, start in getattr(pair, word):
                if side in empty or parties.known(side, name):
                    parties.add(
                        side, page.text[start : start + len(name)], start, start + len(name)
                    )


def _visible(text: str) -> tuple[str, list[int]]:
    """The text without remarks in brackets and numbers of people, and the place of each character."""
    places: list[int] = []
    at = 0
    for aside in _ASIDE.finditer(text):
        places.extend(range(at, aside.start()))
        at = aside.end()
    places.extend(range(at, len(text)))
    return "".join(text[place] for place in places), places


def _pairs(visible: str, places: list[int], joint: re.Pattern[str]) -> Iterator[_Pair]:
    for clause in _CLAUSE.finditer(visible):
        if len(clause[0]) > 200:
            continue
        for hit in joint.finditer(visible, clause.start(), clause.end()):
            left = _left(visible[clause.start() : hit.start()], clause.start())
            if not left:
                continue
            right, end = _right(visible, hit.end(), clause.end())
            if joint is _SLASH:
                if right and _NO_MORE.match(visible, end) and _all_stand_alone(left + right):
                    yield _Pair(_placed(left, places), _placed(right, places))
                continue
            left = [*_before_comma(visible, clause.start(), left), *left]
            more, end = _behind_comma(visible, end)
            right += more
            if right and _SUES.match(
                visible, end
            ):  # 甲诉乙、丙诉丁: nobody knows where one case ends
                yield _Pair((), ())
                yield _Pair((("", 0),), ())
            elif right and (joint is _SUES or _DISPUTE_FOLLOWS.match(visible, end)):
                yield _Pair(_placed(left, places), _placed(right, places))
                break


def _all_stand_alone(names: list[tuple[str, int]]) -> bool:
    return all(
        stands_alone(name) and not _TITLE.search(name) and court_meant(f"{name}法院") is None
        for name, _at in names
    )


def _before_comma(visible: str, start: int, left: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The names of ``张三,李四诉王五`` before the comma, when all stand there as names alone."""
    if not left or left[0][1] != start or visible[start - 1 : start] != "，":
        return []
    line = max(visible.rfind(sign, 0, start - 1) for sign in "\n。;:!?") + 1
    names: list[tuple[str, int]] = []
    for part in re.finditer("[^，、]+", visible[line : start - 1]):
        bare = _without_lead(part[0]) if part.start() == 0 else part[0]
        name = bare.strip()
        at = line + part.start() + len(part[0]) - len(bare) + bare.find(name)
        names.append((name, at))
    return names if _all_stand_alone(names) else []


def _behind_comma(visible: str, end: int) -> tuple[list[tuple[str, int]], int]:
    """The names of ``王五,赵六买卖合同纠纷`` behind the comma, when the dispute follows them."""
    names: list[tuple[str, int]] = []
    at = end
    while visible[at : at + 1] in ("，", "、") and visible[at : at + 1]:
        stop = name_at(visible, at + 1, sure=False)
        if stop - at < 3:
            break
        names.append((visible[at + 1 : stop], at + 1))
        at = stop
    if names and _DISPUTE_FOLLOWS.match(visible, at) and _all_stand_alone(names):
        return names, at
    return [], end


def _placed(names: list[tuple[str, int]], places: list[int]) -> tuple[tuple[str, int], ...]:
    return tuple((name, places[at]) for name, at in names if _in_one_piece(name, at, places))


def _in_one_piece(name: str, at: int, places: list[int]) -> bool:
    return places[at + len(name) - 1] - places[at] == len(name) - 1


def _without_lead(text: str) -> str:
    """The text behind the words that lead up to a name."""
    lead = _LEAD.match(text)
    return text[lead.end() :] if lead and len(text) - lead.end() >= 2 else text


def _left(text: str, offset: int) -> list[tuple[str, int]]:
    """The names that end right before the joint; none unless all of them can be names."""
    text = re.sub(r"等(?:[0-9一二两三四五六七八九十]+)?[人名户]?\Z", "", text.rstrip(" "))
    side = re.split(r"(?<=[^、]) +(?=[^、])", text)[-1]
    offset += len(text) - len(side)
    bare = _without_lead(side)
    offset += len(side) - len(bare)
    names: list[tuple[str, int]] = []
    for part in re.finditer(r"[^、]+", bare):
        stripped = part[0].strip()
        at = offset + part.start() + part[0].index(stripped)
        for name in joined(stripped):
            if not is_name(name):
                return []
            names.append((name, at + stripped.index(name)))
    return names


def _right(text: str, start: int, limit: int) -> tuple[list[tuple[str, int]], int]:
    """The names that begin right behind the joint, and where they end."""
    lead = _RIGHT_LEAD.match(text, start, limit)
    at = end = lead.end() if lead else start
    names: list[tuple[str, int]] = []
    while True:
        end_of_name = min(name_at(text, at, sure=False), limit)
        if end_of_name - at < 2:
            return names, end
        names.append((text[at:end_of_name], at))
        end = end_of_name
        if text[end : end + 1] not in ("、", "和", "及"):
            return names, end
        at = end + 1
