"""``mediation definitions``: the formulas in words and letters, and two of them side by side."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from mediation.cli.filters import scope_of
from mediation.cli.grammar import UsageError
from mediation.cli.opening import opened
from mediation.cli.speech import tell, tell_json
from mediation.figures.definitions import DEFINITIONS, Definition, find_definition
from mediation.figures.indicators import Indicator
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.office.behind import Difference
from mediation.reports.columns import fold_lines
from mediation.reports.wording import remark_words, share_words

_WIDTH = 80
_NAMED = 50


def run(arguments: Namespace) -> int:
    """List every definition, or lay two of one rate side by side."""
    if arguments.compare:
        return _compare(arguments)
    if arguments.period:
        raise UsageError(_("期间只与 --compare 同用。"))
    if arguments.json:
        tell_json([as_json(each) for each in DEFINITIONS])
    else:
        tell("\n\n".join("\n".join(_lines(each)) for each in DEFINITIONS))
    return 0


def as_json(definition: Definition) -> dict[str, Any]:
    """A definition as scripts read it; ``reason`` says why the data cannot give it, else null."""
    return {
        "key": definition.key,
        "version": definition.version,
        "name": definition.name,
        "english": definition.english,
        "formula": f"{definition.formula}({definition.symbols})",
        "numerator": definition.numerator.words,
        "denominator": definition.denominator.words,
        "date_basis": definition.date_basis,
        "left_out": definition.left_out,
        "basis": definition.basis.name.lower(),
        "valid_from": definition.valid_from and definition.valid_from.isoformat(),
        "valid_to": definition.valid_to and definition.valid_to.isoformat(),
        "source": definition.source,
        "supported": not definition.unsupported,
        "reason": definition.unsupported or None,
    }


def _lines(definition: Definition) -> Iterator[str]:
    yield f"{definition.key}={definition.version}  {definition.name}  {definition.english}"
    span = _("不限")
    if definition.valid_from or definition.valid_to:
        span = f"{definition.valid_from or ''} - {definition.valid_to or ''}"
    for label, words in (
        (_("公式"), f"{definition.formula}({definition.symbols})"),
        (_("分子"), definition.numerator.words),
        (_("分母"), definition.denominator.words),
        (_("日期"), definition.date_basis),
        (_("说明"), definition.left_out),
        (_("有效"), span),
        (_("来源"), definition.source),
        (_("算不出"), definition.unsupported),
    ):
        if words:
            yield from fold_lines(f"  {label}:{words}", _WIDTH, indent="    ")


def _compare(arguments: Namespace) -> int:
    key, _sign, versions = arguments.compare.partition("=")
    first, comma, second = versions.replace(",", ",").partition(",")
    if not comma or not arguments.period:
        raise UsageError(_("要写成 --compare success_rate=V1,V3 2026-10。"))
    pair = find_definition(key.strip(), first), find_definition(key.strip(), second)
    Period.parse(arguments.period)
    with opened(arguments) as office:
        period = office.figures.period(arguments.period)
        found = office.figures.difference(*pair, period, scope_of(arguments, office))
    if arguments.json:
        tell_json(_difference(found))
    else:
        tell("\n".join(_side_by_side(found)))
    return 0


def _difference(found: Difference) -> dict[str, Any]:
    sides = []
    for place, each in enumerate((found.first, found.second)):
        sides.append(
            {
                "version": each.definition.version,
                "formula": f"{each.definition.formula}({each.definition.symbols})",
                "numerator": each.numerator,
                "denominator": each.denominator,
                "value": None if each.value is None else float(each.value),
                "reason": each.reason or None,
                "numerator_only": list(found.numerator_only[place]),
                "denominator_only": list(found.denominator_only[place]),
            }
        )
    return {"key": found.first.key, "definitions": sides, "reason": found.reason or None}


def _side_by_side(found: Difference) -> Iterator[str]:
    for each in (found.first, found.second):
        yield from fold_lines(_rate(each), _WIDTH, indent="    ")
    if found.reason:
        yield found.reason
        return
    for place, each in enumerate((found.first, found.second)):
        for words, numbers in (
            (_("只在 {version} 分子中"), found.numerator_only[place]),
            (_("只在 {version} 分母中"), found.denominator_only[place]),
        ):
            head = words.format(version=each.definition.version)
            shown = _("、").join(numbers[:_NAMED]) + (_(" 等") if len(numbers) > _NAMED else "")
            line = _("{head}:{count} 件  {numbers}").format(
                head=head, count=len(numbers), numbers=shown
            )
            yield from fold_lines(line, _WIDTH, indent="    ")


def _rate(indicator: Indicator) -> str:
    shown = share_words(indicator)
    if indicator.value is None:
        shown = _("未知:{reason}").format(reason=indicator.reason)
    fraction = f"{indicator.numerator}/{indicator.denominator}"
    words = (
        f"{indicator.name} {indicator.definition.label}",
        fraction,
        shown,
        remark_words(indicator),
    )
    return "  ".join(filter(None, words))
