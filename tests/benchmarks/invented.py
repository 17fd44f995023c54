"""An invented ledger of any length over five years, the same one every time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta

from mediation.cases.case import Case, Party
from mediation.cases.terms import Channel, EndReason, Outcome, Performance, Procedure, Side
from mediation.figures.period import Period
from mediation.registry.causes import search_causes
from mediation.registry.courts import courts_of_ordos, search_courts
from mediation.registry.mediators import Mediator

FIRST, LAST = date(2022, 1, 1), date(2026, 11, 20)
MEDIATORS, COURTS, CAUSES = 2_000, 30, 300

RARE_NAME = "仉犇"
INNER_NAME = "芳娜"
NOBODY = "龘靐"

_SURNAMES = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高罗郑梁谢宋唐许邓韩冯曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢"
_GIVEN = (
    "伟芳静丽强磊军洋勇艳杰娟涛明超秀英霞平刚桂华玉兰红梅建国志文海波宁辉鹏飞雪琴云峰龙凤春生荣婷"
)
_MONGOLIAN = ("巴特尔", "乌兰图雅", "那日苏", "其其格", "苏日娜", "哈斯巴根", "阿拉坦", "萨仁")
_TRADES = ("商贸", "建筑工程", "物业服务", "运输", "农牧业", "能源科技", "房地产开发", "餐饮管理")
_PLACES = ("鄂尔多斯市", "康巴什区", "东胜区", "达拉特旗", "准格尔旗", "伊金霍洛旗", "乌审旗")


@dataclass(frozen=True, slots=True)
class Drawing:
    """One value out of many, some far more often than others."""

    values: tuple[Any, ...]
    weights: tuple[float, ...]

    @classmethod
    def of(cls, values: list[Any], steepness: float) -> Drawing:
        weights = accumulate(1 / (place + 3) ** steepness for place in range(len(values)))
        return cls(tuple(values), tuple(weights))

    def draw(self, chance: random.Random) -> Any:
        return chance.choices(self.values, cum_weights=self.weights)[0]


def roster() -> list[Mediator]:
    """2,000 mediators with keys of their own making."""
    chance = random.Random("roster")
    return [
        Mediator(id=UUID(int=chance.getrandbits(128)), name=person(chance), sector="社会福利")
        for _number in range(MEDIATORS)
    ]


def person(chance: random.Random) -> str:
    """A name of two, three or more characters."""
    if chance.random() < 0.06:
        return chance.choice(_MONGOLIAN)
    given = chance.choice(_GIVEN)
    if chance.random() < 0.7:
        given += chance.choice(_GIVEN)
    # This pair is planted where the search looks for it, and nowhere else.
    return chance.choice(_SURNAMES) + given.replace(INNER_NAME, "方娜")


def company(chance: random.Random) -> str:
    """A company's name; 有限公司 is the word that stands in most cases."""
    word = chance.choice(_GIVEN) + chance.choice(_GIVEN)
    return f"{chance.choice(_PLACES)}{word}{chance.choice(_TRADES)}有限公司"


@dataclass(frozen=True, slots=True)
class Kinds:
    """What cases are drawn from."""

    who: Drawing
    what: Drawing
    where: Drawing
    how: Drawing

    @classmethod
    def of(cls, people: list[Mediator]) -> Kinds:
        codes = [court.code for court in courts_of_ordos()]
        codes += [
            court.code
            for court in search_courts("内蒙古", limit=400)
            if court.code not in codes and not court.historical
        ]
        causes = [cause for cause in search_causes("", limit=5_000) if cause.in_force]
        return cls(
            who=Drawing.of([each.id for each in people], 0.6),
            what=Drawing.of(causes[:CAUSES], 1.0),
            where=Drawing.of(codes[:COURTS], 0.9),
            how=Drawing.of(list(Channel)[1:2] + list(Channel)[3:], 1.4),
        )


def cases(number: int, people: list[Mediator]) -> Iterator[Case]:
    """So many cases in the order they were received; two in a hundred are never closed."""
    chance, kinds = random.Random("cases"), Kinds.of(people)
    span = (LAST - FIRST).days + 1
    for place in range(number):
        referred = FIRST + timedelta(days=place * span // number)
        yield _case(chance, place, number, referred, kinds, lingering=0.01)


def years_of_cases(first: date, per_month: int, people: list[Mediator]) -> Iterator[Case]:
    """So many cases a month from a first of a month on, each closed in time.

    A month is the same whatever came before it.
    """
    kinds = Kinds.of(people)
    for month in Period(first, LAST).months():
        chance = random.Random(month.isoformat())
        days = min((month + relativedelta(months=1) - month).days, (LAST - month).days + 1)
        start = (month.year * 12 + month.month) * per_month
        for place in range(per_month):
            referred = month + timedelta(days=place * days // per_month)
            yield _case(chance, start + place, 1_000_000, referred, kinds, lingering=0.0)


def _case(
    chance: random.Random,
    place: int,
    number: int,
    referred: date,
    kinds: Kinds,
    *,
    lingering: float,
) -> Case:
    court, cause = kinds.where.draw(chance), kinds.what.draw(chance)
    channel = kinds.how.draw(chance)
    filed = channel is Channel.ENTRUSTED
    key = f"（{referred.year}）{court}民初{place + 1}号" if filed else ""
    applicant = company(chance) if chance.random() < 0.35 else person(chance)
    if place % (number // 5 or 1) == 7:
        applicant = RARE_NAME
    elif place % (number // 7 or 1) == 11:
        applicant = "王" + INNER_NAME
    claimed = chance.randrange(100_000, 50_000_000) if chance.random() < 0.9 else None
    return Case(
        id=UUID(int=(place + 1) << 64 | 0x7 << 76 | 0x2 << 62 | place),
        number=f"特调{referred.year}-{place + 1:07d}",
        court_number=key.replace("（", "(").replace("）", ")"),
        court_number_key=key,
        court=court if filed or chance.random() < 0.6 else None,
        channel=channel,
        cause=cause.code,
        cause_name=cause.name,
        procedure=chance.choice(list(Procedure)),
        parties=(
            Party(side=Side.APPLICANT, name=applicant, phone=_phone(chance)),
            Party(
                side=Side.RESPONDENT,
                name=company(chance) if chance.random() < 0.3 else person(chance),
                phone=_phone(chance),
            ),
        ),
        claimed=claimed,
        mediator=kinds.who.draw(chance),
        referred_on=referred,
        **_later(chance, referred, claimed or 0, lingering),
    )


def _phone(chance: random.Random) -> str:
    return f"1{chance.choice('35789')}{chance.randrange(10**9):09d}"


def _later(chance: random.Random, referred: date, claimed: int, lingering: float) -> dict[str, Any]:
    """What happened after the referral, up to the last day."""
    signed = referred + timedelta(days=chance.randrange(4))
    closed = signed + timedelta(days=int(chance.triangular(0, 75, 12)))
    if signed > LAST or chance.random() < lingering:
        return {}
    if closed > LAST or chance.random() < lingering:
        return {"signed_on": signed}
    outcome = chance.choices(list(Outcome), (50, 4, 36, 6, 4))[0]
    told: dict[str, Any] = {"signed_on": signed, "closed_on": closed, "outcome": outcome}
    if outcome in (Outcome.SUCCEEDED, Outcome.PARTLY):
        agreed = claimed * chance.randrange(40, 101) // 100
        return told | {
            "reason": EndReason.AGREED,
            "agreed": agreed,
            "performed": agreed if chance.random() < 0.5 else agreed // 3,
            "performance": chance.choice(list(Performance)),
        }
    told["reason"] = chance.choice([EndReason.DISAGREEMENT, EndReason.UNWILLING, EndReason.EXPIRED])
    if outcome is Outcome.FAILED and chance.random() < 0.5:
        moved = closed + timedelta(days=chance.randrange(20))
        told["transfer_number"] = f"（{moved.year}）内0603民初{chance.randrange(90_000)}号"
        told["transferred_on"] = moved if moved <= LAST else None
    return told
