"""What a referral says of a party beside its name: address, representative, agents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mediation.cases.idnumber import check_phone
from mediation.referrals.names import is_person, name_at
from mediation.referrals.page import Page
from mediation.referrals.referral import Referral

_ROLE = re.compile(
    r"(?:被)?(?:原告|被告|申请人|申请方|上诉人)方?(?=[ 0-9一二三四五六七八九十]{0,3}[、.]?[ :])|第三人(?=[ :])"
)
_ENDS = re.compile(
    r"\n *\n|案 ?由|案 ?号|标的|诉讼请求|诉请|诉求|事实与?理由|承办|经办|本院|我院|调解员|委[派托](?!诉讼|代理)|移送|签收|此致|联系人:? ?法官|一案"
)
_ADDRESS = re.compile(
    r"(?<![一-龥])(?:现?住(?:所地|所|址)?|(?:联系|通讯|送达|家庭|经营|注册|户籍)?地址|户籍所?在?地|户籍地)(?![所地址])[: ]*"
    r"(?P<value>[^，。;\n:()]{3,60})"
)
_HEAD = re.compile(r"(?:法定代表人|负责人|经营者|执行事务合伙人)[: ]*")
_AGENT = re.compile(r"(?:委托)?(?:诉讼)?(?:代理人|代理律师)[: ]*")
_AGENT_PHONE = re.compile(
    r"[^。;\n:]{0,40}?(?:[，( ](?:联系)?(?:电话|手机|方式)?(?:号码?)?[: ]*)(?P<phone>1[3-9][0-9](?:[0-9]{8}|[- ][0-9]{4}[- ][0-9]{4})|0[0-9]{2,3}-?[1-9][0-9]{6,7})(?![0-9])"
)


@dataclass(frozen=True, slots=True)
class Acting:
    """An agent whom the text names for a party."""

    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a text says of one party; empty is what it does not say for certain."""

    address: str = ""
    representative: str = ""
    agents: tuple[Acting, ...] = ()


def particulars_of(referral: Referral) -> dict[str, Particulars]:
    """By party (``applicants.0`` as in ``Found.field``), what stands behind its name in the text.

    A passage counts only when it stands between the name and the next name or role, so that nobody
    gets what is another's or may be.
    """
    plain = Page(referral.text).plain
    found: dict[str, Particulars] = {}
    for party, start, end in _passages(referral, plain):
        told = _read(plain[start:end])
        if told != Particulars() and party not in found:
            found[party] = told
    return found


def _passages(referral: Referral, plain: str) -> Iterator[tuple[str, int, int]]:
    names = sorted(
        (place.start, place.end, place.field.removesuffix(".name"))
        for place in referral.found
        if place.field.endswith(".name")
    )
    for at, (start, end, party) in enumerate(names):
        before = names[at - 1] if at else None
        if before is not None and _share(plain, before[1], start):
            continue  # 张三、李四,住…: whose address it is nobody can tell
        limit = names[at + 1][0] if at + 1 < len(names) else len(plain)
        if at + 1 < len(names) and _share(plain, end, limit):
            continue
        for sign in (_ROLE, _ENDS):
            stop = sign.search(plain, end, limit)
            limit = stop.start() if stop else limit
        yield party, end, limit


def _share(plain: str, end: int, start: int) -> bool:
    """Whether nothing but a joint stands between two names, so that what follows is of both."""
    between = plain[end:start].strip()
    return "\n" not in plain[end:start] and bool(re.fullmatch("[、和及与，]?", between))


def _read(passage: str) -> Particulars:
    agent = _AGENT.search(passage)
    own = passage[: agent.start()] if agent else passage
    head = _HEAD.search(own)
    address = _ADDRESS.search(own[: head.start()] if head else own) or (
        None if head is None else _ADDRESS.search(own)
    )
    return Particulars(
        address["value"].strip() if address else "",
        _person(own, head.end()) if head else "",
        tuple(_agents(passage)),
    )


def _agents(passage: str) -> Iterator[Acting]:
    for label in _AGENT.finditer(passage):
        name = _person(passage, label.end())
        if name:
            rest = passage[label.end() + len(name) :]
            another = _AGENT.search(rest)
            phone = _AGENT_PHONE.match(rest[: another.start()] if another else rest)
            yield Acting(name, check_phone(phone["phone"]).value if phone else "")


def _person(text: str, start: int) -> str:
    end = name_at(text, start, sure=True)
    name = text[start:end]
    return name if is_person(name, sure=True) else ""
