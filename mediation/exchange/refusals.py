"""Why a file that is whole and from a partner is not merged, until a person says so or at all."""

from __future__ import annotations

from mediation.errors import FileRefused, RuleViolation
from mediation.exchange.books import Gone, Partner
from mediation.exchange.chain import Place, place
from mediation.exchange.envelope import Header
from mediation.i18n import _, _as

CONFIRMED = _as("typed", "合并")
"""The word to type before a bundle deletes much."""


class TooMuchGone(RuleViolation):
    """A bundle deletes so much that a person must say so; ``gone`` is how much."""

    def __init__(self, gone: Gone) -> None:
        super().__init__(
            _(
                "这份文件要删 {cases} 件案件、{rows} 行内容,超出平常,没有合并。"
                "请先向对方问清楚;确实如此,再输入“{word}”。"
            ).format(cases=gone.cases, rows=gone.rows, word=CONFIRMED)
        )
        self.gone = gone


class OutOfRow(FileRefused):
    """A file that does not follow the last one taken; ``where`` says how, ``partner`` whose it is."""

    def __init__(self, message: str, where: Place, partner: Partner) -> None:
        super().__init__(message)
        self.where = where
        self.partner = partner


def check_schema(header: Header, schema: int) -> None:
    """Raise FileRefused for a file of another version of the tables."""
    if header.schema != schema:
        raise FileRefused(
            _(
                "对方的程序版本与这台电脑不同(数据表 {theirs},本机 {ours}),没有合并。"
                "请双方升级到同一版,再重新做一份。"
            ).format(theirs=header.schema, ours=schema)
        )


def check_place(header: Header, partner: Partner, accepted: frozenset[Place]) -> Place:
    """Where a file stands; raises OutOfRow for a place other than the next that is not accepted."""
    where = place(header, partner.heard)
    if where is Place.AFTER_A_GAP and where not in accepted:
        first, last = partner.heard.sequence + 1, header.sequence - 1
        message = _("这是 {name} 的第 {now} 份,缺第 {missing} 份,没有合并。请先接收缺的。").format(
            name=partner.name,
            now=header.sequence,
            missing=str(first) if first == last else f"{first}-{last}",
        )
        raise OutOfRow(message, where, partner)
    if where is Place.FORK and where not in accepted:
        message = _(
            "{name} 的第 {now} 份与已收到的第 {last} 份接不上:对方的电脑像是恢复过旧备份,"
            "或者这是早已跳过的一份。没有合并。"
        ).format(name=partner.name, now=header.sequence, last=partner.heard.sequence)
        raise OutOfRow(message, where, partner)
    return where
