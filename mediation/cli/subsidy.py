"""``mediation subsidy``: the tariff, grades of cases, and pay lists."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediation.cases.money import decimal_yuan, format_yuan
from mediation.cli.grammar import UsageError
from mediation.cli.opening import opened
from mediation.cli.speech import say, tell, tell_json
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.office.office import Office

if TYPE_CHECKING:
    from mediation.office.subsidies import OpenedList
    from mediation.subsidy.tariff import Tariff


def run(arguments: Namespace) -> int:
    """Do what the action says."""
    actions = {
        "tariff": _tariff,
        "class": _class,
        "list": _list,
        "freeze": _freeze,
        "reverse": _reverse,
    }
    if getattr(arguments, "period", None):
        Period.parse(arguments.period)
    if getattr(arguments, "output", None):
        from mediation.office.subsidies import check_pay_form

        check_pay_form(Path(arguments.output))
    with opened(arguments) as office:
        return actions[arguments.action](arguments, office)


def _tariff(arguments: Namespace, office: Office) -> int:
    if arguments.file and arguments.number is not None:
        raise UsageError(_("录入用 FILE,查看用 --number N,不能同写。"))
    if arguments.file:
        tariff = office.subsidies.enter_tariff(Path(arguments.file))
        say(
            _("已录入第 {number} 版标准,共 {count} 行;以后的名单按这一版。").format(
                number=tariff.number, count=len(tariff.rates)
            )
        )
    else:
        tariff = office.subsidies.tariff(arguments.number)
    if arguments.json:
        tell_json(_tariff_json(tariff, [each.number for each in office.subsidies.tariffs()]))
    elif not arguments.file:
        _print_tariff(tariff)
    return 0


def _class(arguments: Namespace, office: Office) -> int:
    from mediation.subsidy.grades import grade_named

    if arguments.grade is None and arguments.tier is None and arguments.separate is None:
        raise UsageError(_("要写难易等级,或 --tier、--separate 之一。"))
    case, grading = office.subsidies.grade(
        arguments.number,
        grade_named(arguments.grade) if arguments.grade else None,
        tier=arguments.tier,
        separate=arguments.separate,
    )
    label = grading.grade.label if grading.grade else _("(按台账)")
    if arguments.json:
        tell_json(
            {
                "number": case.number,
                "court_number": case.court_number,
                "grade": grading.grade.value if grading.grade else None,
                "tier": grading.tier,
                "separate": grading.separate,
            }
        )
    say(
        _("已登记 {case}:难易等级 {grade} {tier}").format(
            case=case.number or case.court_number, grade=label, tier=grading.tier
        )
    )
    return 0


def _list(arguments: Namespace, office: Office) -> int:
    from mediation.office.subsidies import OpenedList

    if arguments.period and arguments.number is not None:
        raise UsageError(_("预览写 PERIOD,冻结的名单写 --number N,不能同写。"))
    if arguments.number is not None:
        return _told(arguments, office, office.subsidies.opened(arguments.number))
    if arguments.period:
        period = office.figures.period(arguments.period)
        preview = office.subsidies.preview(period, arguments.tariff)
        return _told(arguments, office, OpenedList(preview))
    if arguments.output:
        raise UsageError(_("存成文件要写 PERIOD 或 --number N。"))
    return _all(arguments, office)


def _freeze(arguments: Namespace, office: Office) -> int:
    period = office.figures.period(arguments.period)
    frozen = office.subsidies.freeze(period, arguments.tariff)
    say(
        _("已冻结第 {number} 号名单:{count} 件,{yuan} 元。").format(
            number=frozen.pay_list.number,
            count=len(frozen.pay_list.paid),
            yuan=format_yuan(frozen.pay_list.total),
        )
    )
    return _told(arguments, office, frozen)


def _reverse(arguments: Namespace, office: Office) -> int:
    taken = office.subsidies.reverse(arguments.list, arguments.number, reason=arguments.reason)
    if arguments.json:
        tell_json(
            {
                "list": taken.pay_list,
                "case": taken.label,
                "mediator": taken.mediator_name,
                "amount": decimal_yuan(taken.amount),
                "why": taken.why,
            }
        )
    say(
        _("已冲正第 {number} 号名单的 {case}:{yuan} 元。").format(
            number=taken.pay_list, case=taken.label, yuan=format_yuan(taken.amount)
        )
    )
    return 0


def _told(arguments: Namespace, office: Office, opened_list: OpenedList) -> int:
    """Write or print a list."""
    from mediation.reports.pay_list_json import as_json

    if arguments.output:
        office.subsidies.save(opened_list, Path(arguments.output))
        say(_("已存成 {path}").format(path=arguments.output))
    if arguments.json:
        tell_json(
            as_json(
                opened_list.pay_list, sha256=opened_list.sha256, reversals=opened_list.reversals
            )
        )
    elif not arguments.output:
        _print(opened_list)
    return 0


def _print(opened_list: OpenedList) -> None:
    from mediation.cli.listing import aligned
    from mediation.reports.pay_list_sheet import list_title, made_line, reasons

    pay_list = opened_list.pay_list
    tell(list_title(pay_list))
    tell(made_line(pay_list))
    if opened_list.sha256:
        tell(f"SHA-256 {opened_list.sha256}")
    heads = (_("案件"), _("调解员"), _("结案"), _("等级"), _("结果"), _("发放(元)"), _("说明"))
    lines = [
        (
            line.label,
            line.mediator_name,
            str(line.closed_on),
            line.grade.label if line.grade else "",
            line.outcome.label,
            format_yuan(line.amount) if line.is_paid else "-",
            line.note if line.is_paid else reasons(line),
        )
        for line in pay_list.lines
    ]
    if lines:
        tell(aligned([heads, *lines], widest=(28, 10, 10, 6, 8, 14, 200), right=(5,)))
    tell(
        _("发放 {paid} 件 {yuan} 元,不发 {refused} 件;已冲正 {back} 元,净额 {net} 元。").format(
            paid=len(pay_list.paid),
            yuan=format_yuan(pay_list.total),
            refused=len(pay_list.refused),
            back=format_yuan(opened_list.reversed),
            net=format_yuan(opened_list.net),
        )
    )


def _all(arguments: Namespace, office: Office) -> int:
    from mediation.cli.listing import aligned

    kept = office.subsidies.lists()
    if arguments.json:
        tell_json(
            [
                {
                    "number": each.number,
                    "period": str(each.period),
                    "cases": each.cases,
                    "total": decimal_yuan(each.total),
                    "reversed": decimal_yuan(back),
                    "sha256": each.sha256,
                    "who": each.who,
                    "at": each.at.isoformat(),
                }
                for each, back in kept
            ]
        )
        return 0
    heads = (_("号"), _("期间"), _("件数"), _("金额(元)"), _("已冲正(元)"), _("冻结人"))
    lines = [
        (
            str(each.number),
            str(each.period),
            str(each.cases),
            format_yuan(each.total),
            format_yuan(back),
            each.who,
        )
        for each, back in kept
    ]
    if lines:
        tell(aligned([heads, *lines], widest=(5, 24, 8, 18, 18, 20), right=(0, 2, 3, 4)))
    say(_("冻结的名单共 {count} 份。").format(count=len(kept)))
    return 0


def _tariff_json(tariff: Tariff, versions: list[int]) -> dict[str, Any]:
    return {
        "number": tariff.number,
        "versions": versions,
        "file": tariff.file,
        "who": tariff.who,
        "at": None if tariff.at is None else tariff.at.isoformat(),
        "rates": [
            {
                "grade": rate.grade.value,
                "outcome": rate.outcome.value,
                "tier": rate.tier,
                "amount": decimal_yuan(rate.amount),
                "performed_first": rate.performed_first,
                "valid_from": rate.valid_from.isoformat(),
                "valid_to": None if rate.valid_to is None else rate.valid_to.isoformat(),
                "source": rate.source,
            }
            for rate in tariff.rates
        ],
    }


def _print_tariff(tariff: Tariff) -> None:
    from mediation.cli.listing import aligned

    tell(_("补贴标准第 {number} 版({file})").format(number=tariff.number, file=tariff.file))
    heads = (_("等级"), _("结果"), _("档次"), _("金额(元)"), _("先履行"), _("有效期"), _("依据"))
    lines = [
        (
            rate.grade.label,
            rate.outcome.label,
            rate.tier,
            format_yuan(rate.amount),
            _("是") if rate.performed_first else _("否"),
            f"{rate.valid_from} - {rate.valid_to or ''}",
            rate.source,
        )
        for rate in tariff.rates
    ]
    tell(aligned([heads, *lines], widest=(6, 8, 10, 14, 6, 24, 60), right=(3,)))
