"""``mediation bundle``: keys, partners, files out and in, receipts, conflicts."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from getpass import getpass
from pathlib import Path
from typing import Any

from mediation import settings
from mediation.cli.grammar import UsageError
from mediation.cli.opening import opened
from mediation.cli.passphrases import legible
from mediation.cli.speech import one_line, say, tell, tell_json
from mediation.errors import Conflict, FileRefused, RuleViolation
from mediation.exchange.books import Dispute, DisputeRow, Partner, Role
from mediation.exchange.chain import Place
from mediation.exchange.deciding import Verdict
from mediation.exchange.keys import Keys
from mediation.exchange.refusals import CONFIRMED, OutOfRow, TooMuchGone
from mediation.exchange.wording import sides
from mediation.i18n import _
from mediation.office import exchange_keys
from mediation.office.exchange import Made, Taken
from mediation.office.office import Office

_MARK = 8
_ON = {
    Place.AFTER_A_GAP: _("找不到了就加 --missing-lost:没有回执的内容,后面的文件里都有。"),
    Place.FORK: _("问清楚确实恢复过,再加 --went-back。"),
}


def run(arguments: Namespace) -> int:
    """Do what the action says."""
    if arguments.action == "keys":
        return _keys(arguments)
    with opened(arguments) as office:
        return {
            "partner": _partner,
            "make": _make,
            "take": _take,
            "receipt": _receipt,
            "conflicts": _conflicts,
            "resolve": _resolve,
        }[arguments.action](arguments, office)


def _keys(arguments: Namespace) -> int:
    if bool(arguments.name) != bool(arguments.output):
        raise UsageError(_("导出公钥要同时写 --name 和 -o。"))
    file = settings.exchange_keys()
    if not file.exists():
        new = "" if arguments.no_passphrase else _new_passphrase()
        keys = exchange_keys.create(file, new)
        say(_("已生成密钥,私钥在 {path}。请一并备份。").format(path=file))
        _warn_of_none(arguments, new)
    else:
        keys = _own_keys()
        if arguments.change_passphrase:
            new = "" if arguments.no_passphrase else _new_passphrase()
            exchange_keys.change_passphrase(file, keys, new)
            say(_("口令已换。"))
            _warn_of_none(arguments, new)
    public = keys.public
    if arguments.output:
        exchange_keys.save_card(Path(arguments.output), arguments.name, keys)
    if arguments.json:
        tell_json({"id": public.id, "fingerprint": public.fingerprint, "file": arguments.output})
    else:
        tell(_("指纹:{fingerprint}").format(fingerprint=public.fingerprint))
        say(_("请对方登记以后,念一遍指纹核对。"))
    return 0


def _partner(arguments: Namespace, office: Office) -> int:
    exchange = office.exchange
    if arguments.what == "list":
        partners = exchange.partners()
    elif not arguments.target:
        raise UsageError(_("要写公钥文件,或要停用的名字。"))
    elif arguments.what == "revoke":
        partners = [exchange.revoke(arguments.target)]
        say(_("已停用“{name}”的公钥。").format(name=partners[0].name))
    elif not arguments.role:
        raise UsageError(_("登记公钥要写 --role mediator 或 --role liaison。"))
    else:
        role = Role(arguments.role)
        partners = [exchange.add_partner(Path(arguments.target), role, arguments.mediator)]
        say(_("已登记。请与对方念一遍指纹,一致才可用。"))
    if arguments.json:
        tell_json([_partner_json(each) for each in partners])
    else:
        for each in partners:
            tell(
                _("{name}  {role}  {fingerprint}{revoked}").format(
                    name=one_line(each.name),
                    role=each.role.label,
                    fingerprint=each.keys.fingerprint,
                    revoked=_("  已停用") if each.revoked_at else "",
                )
            )
    return 0


def _make(arguments: Namespace, office: Office) -> int:
    into = Path(arguments.output)
    made = office.exchange.make(arguments.name, _own_keys(), into, everything=arguments.all)
    return _told_made(arguments, made, _("已装 {count} 件:{path}(第 {number} 份)"))


def _receipt(arguments: Namespace, office: Office) -> int:
    made = office.exchange.receipt(arguments.name, _own_keys(), Path(arguments.output))
    return _told_made(arguments, made, _("已做回执,{count} 件:{path}(第 {number} 份)"))


def _told_made(arguments: Namespace, made: Made, words: str) -> int:
    if arguments.json:
        tell_json({"file": str(made.path), "cases": made.cases, "sequence": made.sequence})
    else:
        tell(words.format(count=made.cases, path=made.path, number=made.sequence))
    return 0


def _take(arguments: Namespace, office: Office) -> int:
    keys = _own_keys()
    try:
        taken = _taken(arguments, office, keys, arguments.confirm)
    except TooMuchGone as error:
        if not sys.stdin.isatty() or arguments.confirm:
            raise RuleViolation(f"{error.message}(--confirm {CONFIRMED})") from None
        say(error.message)
        taken = _taken(arguments, office, keys, input("> ").strip())
    receipt = None
    if arguments.receipt and taken.header.kind == "cases":
        receipt = office.exchange.receipt(taken.partner.name, keys, Path(arguments.receipt))
    if arguments.json:
        tell_json(_taken_json(taken, receipt))
    else:
        _tell_taken(taken)
        if receipt is not None:
            tell(_("已做回执:{path}").format(path=receipt.path))
    unsettled = (Verdict.CONFLICT, Verdict.DUPLICATE, Verdict.REFUSED)
    return 1 if any(answer.verdict in unsettled for answer in taken.answers) else 0


def _taken(arguments: Namespace, office: Office, keys: Keys, word: str) -> Taken:
    path = Path(arguments.file)
    try:
        return office.exchange.take(
            office.exchange.next_in(path, keys) if path.is_dir() else path,
            keys,
            word=word,
            missing_is_lost=arguments.missing_lost,
            went_back=arguments.went_back,
        )
    except OutOfRow as error:
        raise FileRefused(error.message + _ON[error.where]) from None


def _tell_taken(taken: Taken) -> None:
    name = one_line(taken.partner.name)
    if taken.again:
        say(_("这一份以前接收过,什么也没有变。当时的结果:"))
    is_receipt = taken.header.kind == "receipt"
    first = _("{name} 的回执(第 {number} 份):") if is_receipt else _("{name} 的第 {number} 份:")
    counts = "、".join(
        _("{verdict} {count} 件").format(verdict=verdict.label, count=count)
        for verdict, count in sorted(taken.count().items())
        for verdict in [Verdict(verdict)]
    )
    tell(first.format(name=name, number=taken.header.sequence) + (counts or _("没有改动")))
    for answer in taken.answers:
        if answer.verdict in (Verdict.TAKEN, Verdict.SAME):
            continue
        why = f":{one_line(answer.why)}" if answer.why else ""
        tell(f"  {answer.verdict.label}  {one_line(answer.label) or answer.case[:8]}{why}")
    if not is_receipt and any(
        answer.verdict in (Verdict.CONFLICT, Verdict.DUPLICATE) for answer in taken.answers
    ):
        say(_("等人决定的案件见 mediation bundle conflicts。"))
    if taken.we_went_back:
        say(
            _(
                "对方收到过这台电脑后来做的文件,而这里没有:这台电脑恢复过旧备份。"
                "下一份交过去时,对方的程序会说“接不上”:请告诉对方恢复过(--went-back),再接收。"
            )
        )


def _conflicts(arguments: Namespace, office: Office) -> int:
    if arguments.number is not None:
        dispute = office.exchange.dispute(arguments.number)
        if dispute.names_people:
            office.audit.saw(dispute.row.case, "dispute")
        return _one(arguments, office, dispute)
    waiting = office.exchange.disputes(settled=arguments.settled)
    if arguments.json:
        tell_json([_row_json(each) for each in waiting])
        return 0
    for each in waiting:
        tell(
            f"{each.number}  {each.verdict.label}  {one_line(each.label) or each.case.hex[:8]}  "
            f"{one_line(each.partner)}  {each.at.astimezone():%Y-%m-%d %H:%M}"
        )
    say(_("共 {count} 件。").format(count=len(waiting)))
    return 0


def _one(arguments: Namespace, office: Office, dispute: Dispute) -> int:
    lines = sides(dispute, _names(office))
    mark = dispute.ours[:_MARK]
    if arguments.json:
        fields = [
            {"number": at, "key": key, "label": label, "ours": ours, "theirs": theirs}
            for at, (key, label, ours, theirs) in enumerate(lines, 1)
        ]
        tell_json({**_row_json(dispute.row), "mark": mark, "fields": fields})
        return 0
    tell(
        _("{verdict}  {label}  与 {partner}  对照号 {mark}").format(
            verdict=dispute.row.verdict.label,
            label=one_line(dispute.row.label),
            partner=one_line(dispute.row.partner),
            mark=mark,
        )
    )
    for at, (_key, label, ours, theirs) in enumerate(lines, 1):
        tell(f"{at}. {one_line(label)}")
        tell(_("   本机:{text}").format(text=one_line(ours) or _("(空)")))
        tell(_("   对方:{text}").format(text=one_line(theirs) or _("(空)")))
    return 0


def _resolve(arguments: Namespace, office: Office) -> int:
    dispute = office.exchange.dispute(arguments.number)
    if dispute.ours[:_MARK] != arguments.mark:
        raise Conflict(
            _(
                "对照号不符:显示以后案件又改过。请重新看 mediation bundle conflicts {number}。"
            ).format(number=arguments.number),
            mine={},
            theirs={},
        )
    keys = [key for key, _label, _ours, _theirs in sides(dispute, _names(office))]
    office.exchange.settle(dispute, _chosen(arguments.theirs, keys))
    if arguments.json:
        tell_json({"settled": arguments.number})
    else:
        say(_("第 {number} 号已处理,选择记在案件的历史里。").format(number=arguments.number))
    return 0


def _chosen(words: str, keys: Sequence[str]) -> list[str]:
    if words.strip() == "all":
        return list(keys)
    try:
        numbers = [int(word) for word in words.replace(",", ",").split(",") if word.strip()]
    except ValueError:
        raise UsageError(_("--theirs 后面写序号,如 1,3,或者 all。")) from None
    if any(not 1 <= number <= len(keys) for number in numbers):
        raise UsageError(_("--theirs 的序号在 1 到 {most} 之间。").format(most=len(keys)))
    return [keys[number - 1] for number in numbers]


def _names(office: Office) -> dict[str, str]:
    return {each.id.hex: each.name for each in office.roster.all()}


def _own_keys() -> Keys:
    file = settings.exchange_keys()
    asked = exchange_keys.needs_passphrase(file)
    return exchange_keys.load(file, _typed(_("口令:")) if asked else "")


def _new_passphrase() -> str:
    first = _typed(_("给私钥设一个口令(不设就直接回车):"))
    if first and sys.stdin.isatty() and _typed(_("再输一次:")) != first:
        raise RuleViolation(_("两次输入的口令不同。请重新运行。"), field="passphrase")
    return first


def _warn_of_none(arguments: Namespace, passphrase: str) -> None:
    """Say that the key has no passphrase, unless that was asked for by name."""
    if not passphrase and not arguments.no_passphrase:
        say(
            _(
                "私钥没有口令:拿到这个文件的人都能用。"
                "要设口令,请运行 mediation bundle keys --change-passphrase。"
            )
        )


def _typed(prompt: str) -> str:
    """A passphrase from the terminal without showing it, or a line of what is piped in."""
    if sys.stdin.isatty():
        return legible(lambda: getpass(prompt), _("终端"))
    return legible(sys.stdin.readline, _("标准输入")).rstrip("\r\n")


def _partner_json(partner: Partner) -> dict[str, Any]:
    return {
        "name": partner.name,
        "role": partner.role.value,
        "fingerprint": partner.keys.fingerprint,
        "revoked": partner.revoked_at is not None,
        "sent": partner.sent.sequence,
        "taken": partner.heard.sequence,
    }


def _row_json(row: DisputeRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "partner": row.partner,
        "kind": row.verdict.value,
        "label": row.label,
        "at": row.at.isoformat(),
    }


def _taken_json(taken: Taken, receipt: Made | None) -> dict[str, Any]:
    return {
        "partner": taken.partner.name,
        "kind": taken.header.kind,
        "sequence": taken.header.sequence,
        "again": taken.again,
        "counts": {str(name): count for name, count in taken.count().items()},
        "answers": [
            {
                "case": each.case,
                "label": each.label,
                "verdict": each.verdict.value,
                "version": each.version,
                "why": each.why,
            }
            for each in taken.answers
        ],
        "receipt": str(receipt.path) if receipt is not None else None,
    }
