"""出门检查: what is looked at before the parties leave, each item with its reason and its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mediation.cases.afterwards import confirmation_refused
from mediation.cases.agreement import (
    Agreement,
    Clause,
    ClauseKind,
    How,
    leaves_it_to_the_court,
)
from mediation.cases.capital import words_differ
from mediation.cases.case import Case, Party
from mediation.cases.money import format_yuan
from mediation.cases.terms import Channel, Power, Side
from mediation.i18n import _


class Mark(StrEnum):
    """How an item stands."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"


class Repair(StrEnum):
    """Where an item is put right."""

    CLAUSE = "clause"
    HEADING = "heading"
    CASE = "case"
    PARTY = "party"
    AGENT = "agent"
    ROSTER = "roster"
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing looked at.

    ``about`` is the clause it is about, by its place, ``None`` for the whole; ``who`` names the
    party, and after it the agent, that it is about.
    """

    key: str
    mark: Mark
    name: str
    why: str
    repair: Repair = Repair.NOTHING
    about: int | None = None
    source: str = ""
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an exit check needs to know beside the agreement.

    ``cause_path`` names the cause from the first level down; ``organisation`` is the mediator's.
    """

    today: date
    cause_path: str = ""
    organisation: str = ""


_UNCONFIRMABLE = (
    ("婚姻无效", "身份关系"),
    ("撤销婚姻", "身份关系"),
    ("离婚纠纷", "身份关系"),
    ("亲子关系", "身份关系"),
    ("收养关系", "身份关系"),
    ("监护权", "身份关系"),
    ("同居关系", "身份关系"),
    ("物权确认", "物权确权"),
    ("知识产权权属", "知识产权确权"),
    ("宣告", "特别程序"),
    ("督促程序", "督促程序"),
    ("公示催告", "公示催告程序"),
    ("破产", "破产程序"),
)
_REFUSED_KINDS = "民诉解释(2022)第三百五十五条"


def exit_check(case: Case, agreement: Agreement, around: Surroundings) -> tuple[Item, ...]:
    """Every item in the order in which it is looked at."""
    return (
        *_clauses(agreement, around.today),
        _sum(case, agreement),
        *_powers(case),
        *_addresses(case),
        _signatures(agreement),
        *_confirmation(case, agreement, around),
    )


def _clauses(agreement: Agreement, today: date) -> Iterator[Item]:
    if not agreement.clauses:
        name, why = _("条款"), _("还没有条款:把谁给谁、给多少、什么时候、怎么给逐条录入。")
        yield Item("clauses", Mark.BAD, name, why, Repair.CLAUSE)
    for at, clause in enumerate(agreement.clauses):
        name = _("第 {number} 条").format(number=at + 1)
        if clause.is_performable:
            yield _complete(clause, _("{name} 内容").format(name=name), at)
            yield from _days(clause, agreement, today, _("{name} 期限").format(name=name), at)
        if clause.kind is ClauseKind.PAY:
            yield _words(clause, _("{name} 大写").format(name=name), at)
        if leaves_it_to_the_court(clause):
            why = _("约定了不履行就请法院裁判:这样的条款不能写,改成违约责任。")
            source = "法释〔2004〕12号(2020 修正)第八条"
            yield Item("into_court", Mark.BAD, name, why, Repair.CLAUSE, at, source)


def _complete(clause: Clause, name: str, at: int) -> Item:
    missing = [
        word
        for word, there in (
            (_("谁履行"), clause.payer),
            (_("对谁"), clause.payee),
            (_("什么时候"), any(part.due_on for part in clause.instalments)),
            (_("怎么付"), clause.how or clause.kind is not ClauseKind.PAY),
            (_("账户"), clause.account or clause.how is not How.TRANSFER),
        )
        if not there
    ]
    source = "民诉解释(2022)第三百五十八条(五)"
    if missing:
        why = _("没有写明:{missing}。").format(missing=_("、").join(missing))
        return Item("complete", Mark.BAD, name, why, Repair.CLAUSE, at, source)
    return Item("complete", Mark.GOOD, name, _("谁、对谁、期限、方式都写明了"), about=at)


def _days(clause: Clause, agreement: Agreement, today: date, name: str, at: int) -> Iterator[Item]:
    since = agreement.signed_on or today
    past = [part.due_on for part in clause.instalments if part.due_on and part.due_on < since]
    if past:
        why = _("期限 {day} 早于协议签订日 {since}。").format(day=past[0], since=since)
        yield Item("past", Mark.BAD, name, why, Repair.CLAUSE, at)


def _words(clause: Clause, name: str, at: int) -> Item:
    if not clause.words.strip():
        why = _("没有录入协议上的大写,无从核对")
        return Item("words", Mark.UNKNOWN, name, why, Repair.CLAUSE, at)
    differs = words_differ(clause.words, clause.fen)
    if differs:
        return Item("words", Mark.BAD, name, differs, Repair.CLAUSE, at)
    return Item("words", Mark.GOOD, name, _("大写与数字一致"), about=at)


def _sum(case: Case, agreement: Agreement) -> Item:
    name, total = _("金额合计"), agreement.total
    if total is None:
        if case.agreed:
            why = _("结案登记 {agreed} 元,条款里没有付款。").format(agreed=format_yuan(case.agreed))
            return Item("sum", Mark.BAD, name, why, Repair.CLAUSE)
        return Item("sum", Mark.GOOD, name, _("协议没有金额"))
    if case.agreed is None:
        why = _("各条合计 {total} 元,结案时用这个数。").format(total=format_yuan(total))
        return Item("sum", Mark.GOOD, name, why)
    if case.agreed != total:
        why = _("各条合计 {total} 元,结案登记的是 {agreed} 元。").format(
            total=format_yuan(total), agreed=format_yuan(case.agreed)
        )
        return Item("sum", Mark.BAD, name, why, Repair.CASE)
    why = _("与结案登记一致:{total} 元").format(total=format_yuan(total))
    return Item("sum", Mark.GOOD, name, why)


def _powers(case: Case) -> Iterator[Item]:
    source = "民事诉讼法(2023)第六十二条;民诉解释(2022)第一百四十七条"
    for party in case.parties:
        if not party.agents:
            continue
        name = _("代理权 {party}").format(party=party.name)
        powers = {agent.power for agent in party.agents}
        if Power.SPECIAL in powers:
            yield Item("power", Mark.GOOD, name, _("有特别授权的代理人"), source=source)
        elif None in powers:
            why = _("代理人 {agents} 的授权没有登记:代签协议要特别授权,本人签字就不用。").format(
                agents=_("、").join(agent.name for agent in party.agents)
            )
            who = (party.name, next(each.name for each in party.agents if each.power is None))
            yield Item("power", Mark.UNKNOWN, name, why, Repair.AGENT, source=source, who=who)
        else:
            why = _("代理人只有一般授权:请本人签字,或补特别授权的委托书。")
            who = (party.name, party.agents[0].name)
            yield Item("power", Mark.BAD, name, why, Repair.AGENT, source=source, who=who)


def _addresses(case: Case) -> Iterator[Item]:
    for side in (Side.APPLICANT, Side.RESPONDENT):
        parties = [party for party in case.parties if party.side is side]
        name = _("送达地址 {side}").format(side=side.label)
        without = [party.name for party in parties if not _reachable(party)]
        if not parties:
            why = _("没有登记当事人。")
            yield Item("address", Mark.BAD, name, why, Repair.PARTY)
        elif without:
            why = _("{names} 没有送达地址。").format(names=_("、").join(without))
            yield Item("address", Mark.BAD, name, why, Repair.PARTY,
                       source="法释〔2021〕23号第十七条", who=(without[0],))  # fmt: skip
        else:
            yield Item("address", Mark.GOOD, name, _("都有送达地址"))


def _reachable(party: Party) -> bool:
    electronic = bool(party.electronic and party.electronic_address)
    return bool(party.service_address or electronic or party.address)


def _signatures(agreement: Agreement) -> Item:
    name, source = _("签名"), "法释〔2016〕14号第二十三条、第二十四条"
    if agreement.all_signed and agreement.signed_on:
        why = _("各方已签,{day} 生效").format(day=agreement.signed_on)
        return Item("signed", Mark.GOOD, name, why, source=source)
    if agreement.all_signed:
        why = _("各方已签,没有登记签订日期:生效和确认的期限从那天起算。")
        return Item("signed", Mark.BAD, name, why, Repair.HEADING, source=source)
    mark = Mark.UNKNOWN if agreement.all_signed is None else Mark.BAD
    why = _("双方和调解员都要签名、盖章或捺印,签完在这里登记。")
    return Item("signed", mark, name, why, Repair.HEADING, source=source)


def _confirmation(case: Case, agreement: Agreement, around: Surroundings) -> Iterator[Item]:
    name, refused = _("司法确认"), confirmation_refused(case)
    wanted = agreement.confirming
    if refused:
        mark = Mark.BAD if wanted else Mark.GOOD
        source = "法释〔2016〕14号第二十条"
        yield Item("confirm", mark, name, refused, Repair.HEADING if wanted else Repair.NOTHING,
                   source=source)  # fmt: skip
        return
    if wanted is False:
        yield Item("confirm", Mark.GOOD, name, _("当事人不申请"))
        return
    if wanted is None:
        why = _("没有登记当事人要不要申请;要的话自生效之日起三十日内。")
        yield Item("confirm", Mark.UNKNOWN, name, why, Repair.HEADING)
    yield _kind(around.cause_path)
    yield _organisation(around.organisation)
    yield _court(case)


def _kind(path: str) -> Item:
    name = _("能否确认")
    if not path:
        why = _("没有登记案由,看不出是否属于不予受理的种类。")
        return Item("kind", Mark.UNKNOWN, name, why, Repair.CASE, source=_REFUSED_KINDS)
    for words, kind in _UNCONFIRMABLE:
        if words in path:
            why = _("案由属于{kind}一类,法院不受理确认申请;其中的金钱给付可以分开写明。").format(
                kind=kind
            )
            return Item("kind", Mark.BAD, name, why, source=_REFUSED_KINDS)
    return Item("kind", Mark.GOOD, name, _("案由不在不予受理之列"), source=_REFUSED_KINDS)


def _organisation(organisation: str) -> Item:
    name, source = _("调解组织"), "民事诉讼法(2023)第二百零五条"
    if organisation:
        return Item("organisation", Mark.GOOD, name, organisation, source=source)
    why = _("调解员没有所属调解组织:法律要求经依法设立的调解组织调解,个人主持的先问法院。")
    return Item("organisation", Mark.UNKNOWN, name, why, Repair.ROSTER, source=source)


def _court(case: Case) -> Item:
    name, source = _("管辖法院"), "民事诉讼法(2023)第二百零五条"
    if case.channel is Channel.DELEGATED:
        if case.court:
            why = _("向委派的法院申请")
            return Item("court", Mark.GOOD, name, why, source=source)
        return Item("court", Mark.BAD, name, _("没有登记委派法院。"), Repair.CASE, source=source)
    why = _("不是法院委派的:向当事人住所地、标的物或调解组织所在地的基层法院申请")
    return Item("court", Mark.UNKNOWN, name, why, source=source)
