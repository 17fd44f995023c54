"""What a new case may say of its parties beside name and phone: fields that stand there once filled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from mediation.cases.case import Agent, Party
from mediation.cases.idnumber import check_id_number, check_phone
from mediation.cases.terms import Side
from mediation.errors import RuleViolation
from mediation.i18n import _
from tui.forms.case_fields import NO_PHONE, REGISTERED
from tui.forms.field import Field, Kind, Values

NAMES = {Side.APPLICANT: "applicants", Side.RESPONDENT: "respondents", Side.THIRD: "thirds"}
PHONES = {
    Side.APPLICANT: "applicant_phones",
    Side.RESPONDENT: "respondent_phones",
    Side.THIRD: "third_phones",
}
_BETWEEN = re.compile("[;;\n]")


def named(kind: str, side: Side) -> str:
    """The name of a side's field: ``ids``, ``addresses``, ``heads``, ``agents``."""
    return f"{side.value}_{kind}"


def _filled(name: str) -> Callable[[Values], bool]:
    return lambda values: bool(values.get(name, "").strip())


def _of_side(side: Side) -> Iterator[Field]:
    order = _("次序与姓名相同,没有的写 - 。")
    by_comma = _("几个人的用分号隔开,次序与姓名相同,没有的写 - 。")
    agent = _("姓名 空格 电话,一人几位用顿号隔开;权限登记后在当事人里填。")
    for kind, label, how, words in (
        ("ids", _("{side}证件"), Kind.PEOPLE, order),
        ("addresses", _("{side}住所"), Kind.TEXT, by_comma),
        ("heads", _("{side}代表"), Kind.PEOPLE, order),
        ("agents", _("{side}代理人"), Kind.TEXT, agent + by_comma),
    ):
        name = named(kind, side)
        title = label.format(side=side.label)
        yield Field(name=name, label=title, kind=how, help=words, shown=_filled(name))


_THIRDS = (
    Field(
        name=NAMES[Side.THIRD],
        label=_("第三人"),
        kind=Kind.PEOPLE,
        shown=_filled(NAMES[Side.THIRD]),
    ),
    Field(
        name=PHONES[Side.THIRD],
        label=_("第三人电话"),
        kind=Kind.PEOPLE,
        shown=_filled(PHONES[Side.THIRD]),
    ),
    *_of_side(Side.THIRD),
)
_BEHIND = {
    PHONES[Side.APPLICANT]: tuple(_of_side(Side.APPLICANT)),
    PHONES[Side.RESPONDENT]: (*_of_side(Side.RESPONDENT), *_THIRDS),
}
NEW_CASE: tuple[Field, ...] = tuple(
    chain.from_iterable((field, *_BEHIND.get(field.name, ())) for field in REGISTERED)
)
"""The fields of a new case, each party's particulars behind its phone."""

PARTICULARS = ("phones", "ids", "addresses", "heads", "agents")
"""What is kept of a party beside its name, as the fields call it."""


def field_of(kind: str, side: Side) -> str:
    """The name of the field that holds a particular of a side's parties."""
    return PHONES[side] if kind == "phones" else named(kind, side)


def split(kind: str, text: str) -> list[str]:
    """The entries of a side's field in the order of the names; ``-`` is none."""
    parts = _BETWEEN.split(text) if kind in ("addresses", "agents") else re.split("[、;;,,]", text)
    found = [part.strip() for part in parts]
    return ["" if part in NO_PHONE else part for part in found] if text.strip() else []


def join(kind: str, entries: Sequence[str]) -> str:
    """The entries as the text of a side's field; empty when there is none."""
    if not any(entries):
        return ""
    between = ";" if kind in ("addresses", "agents") else "、"
    return between.join(_fit(kind, entry) or "-" for entry in entries)


def _fit(kind: str, entry: str) -> str:
    """An address has no sign in it that parts addresses."""
    return _BETWEEN.sub(",", entry) if kind == "addresses" else entry


def say_phone(text: str) -> str:
    """What looks wrong about a telephone number, for the line under its field."""
    return check_phone(text).problem or ""


def say_phones(text: str) -> str:
    """What looks wrong about some of several, for the line under their field."""
    phones = split("phones", text)
    if len(phones) == 1:
        return say_phone(text)
    return "  ".join(
        _("第 {at} 个:{problem}").format(at=at, problem=problem)
        for at, phone in enumerate(phones, start=1)
        if (problem := say_phone(phone))
    )


SAYINGS: Mapping[str, Callable[[str], str]] = dict.fromkeys(PHONES.values(), say_phones)
"""What is said of the parties' fields while they are typed."""


def agents_text(agents: Sequence[tuple[str, str]]) -> str:
    """Names and phones of a party's agents as the field has them."""
    return "、".join(" ".join(filter(None, agent)) for agent in agents)


def with_particulars(parties: Sequence[Party], values: Mapping[str, Any]) -> tuple[Party, ...]:
    """The parties with what the fields say of them, third parties too; raises RuleViolation."""
    thirds = values.get(NAMES[Side.THIRD]) or ()
    phones = [*(values.get(PHONES[Side.THIRD]) or ()), *("" for _name in thirds)]
    everybody = [
        *parties,
        *(
            Party(side=Side.THIRD, name=name, phone="" if phone in NO_PHONE else phone)
            for name, phone in zip(thirds, phones, strict=False)
        ),
    ]
    found: list[Party] = []
    for side in Side:
        own = [party for party in everybody if party.side is side]
        entries = {kind: _entries(kind, side, values, len(own)) for kind in PARTICULARS[1:]}
        for at, party in enumerate(own):
            found.append(
                replace(
                    party,
                    id_number=_number(entries["ids"][at], side),
                    address=entries["addresses"][at],
                    representative=entries["heads"][at],
                    agents=tuple(_agents(entries["agents"][at])),
                )
            )
    return tuple(found)


def _entries(kind: str, side: Side, values: Mapping[str, Any], count: int) -> list[str]:
    value = values.get(named(kind, side)) or ""
    given = split(kind, value if isinstance(value, str) else "、".join(value))
    if len(given) > count:
        raise RuleViolation(
            _("这里有 {given} 项,姓名只有 {count} 个。").format(given=len(given), count=count),
            field=named(kind, side),
        )
    return [*given, *[""] * (count - len(given))]


def _number(text: str, side: Side) -> str:
    finding = check_id_number(text)
    if finding.problem is not None:
        raise RuleViolation(
            _("{problem}确认就是这样的,这里先写 - ,登记后在当事人里写明理由。").format(
                problem=finding.problem
            ),
            field=named("ids", side),
        )
    return finding.value


def _agents(text: str) -> Iterator[Agent]:
    for part in filter(None, (one.strip() for one in re.split("[、,,]", text))):
        name, _space, phone = part.rpartition(" ")
        if name and any(character.isdigit() for character in phone):
            yield Agent(name=name.strip(), phone=check_phone(phone).value)
        else:
            yield Agent(name=part)
