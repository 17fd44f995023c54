"""Use cases of the audit trail: verify it, look through it, note a look at what is masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from mediation.auditing import ADOPTED, Entry, Verdict, told
from mediation.cases.naming import ACTION_NAMES
from mediation.clock.dates import parse_date
from mediation.errors import NotFound, Unreadable
from mediation.i18n import _
from mediation.store import Reading, Store

LOOK = "look"
"""The action of an entry that says who saw particulars unmasked."""

_ACTIONS = ACTION_NAMES | {
    "add": _("新增"),
    "remove": _("删去"),
    "seal": _("封存"),
    "unseal": _("解封"),
    "purge": _("彻底删除"),
    LOOK: _("查看未脱敏信息"),
    "export": _("导出个人信息"),
    "restore_backup": _("用备份恢复"),
    ADOPTED: _("确认沿用换过的数据库"),
    "hand_over": _("做一份交给别人"),
    "encrypt_database": _("加密数据库"),
    "change_passphrase": _("更换口令"),
    "decrypt_database": _("解除加密"),
    "lock": _("锁屏"),
    "unlock": _("解锁"),
    "unlock_failed": _("锁屏口令输错"),
}
_OBJECTS = {
    "cases": _("案件"),
    "mediators": _("调解员"),
    "court_totals": _("法院收案"),
    "settings": _("设置"),
    "seals": _("封存的月报"),
    "duties": _("履职"),
    "special_days": _("放假安排"),
    "tariffs": _("补贴标准"),
    "tariff_rates": _("补贴标准的一行"),
    "pay_lists": _("补贴名单"),
    "pay_reversals": _("冲正"),
    "saved_views": _("视图"),
    "import": _("导入的文件"),
    "backup": _("备份"),
    "database": _("数据库"),
    "person": _("个人"),
    "screen": _("界面"),
    "list": _("清单"),
}


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An entry in words: ``what`` is what was done, ``about`` to what."""

    entry: Entry
    what: str
    about: str


class AuditRoom:
    """审计."""

    def __init__(self, store: Store, *, who: str) -> None:
        self._store = store
        self._who = who

    def verify(self, anchors: Sequence[str] = ()) -> Verdict:
        """Walk the chain; ``anchors`` are files or ``COUNT:DIGEST`` besides those known here."""
        return self._store.verify_audit(anchors)

    def rows(
        self, *, about: str = "", who: str = "", since: str = "", limit: int = 0
    ) -> list[AuditRow]:
        """Entries in words, newest first; ``about`` is a case's number or an object's name.

        Raises NotFound for a number that no case bears, Unreadable for what is no day.
        """
        with self._store.reading() as reading:
            objects = [_object(reading, about)] if about else []
            day = _since(since) if since else ""
            found = reading.audit.entries(objects=objects, who=who, since=day, limit=limit)
            numbers: dict[str, str] = {}
            return [_in_words(reading, entry, numbers) for entry in found]

    def saw(self, case: UUID, what: str) -> None:
        """Note that the user was shown particulars of a case unmasked; ``what`` says where."""
        with self._store.writing(self._who) as writing:
            writing.audit.note(LOOK, f"cases:{case.hex}", what)

    def saw_names(self, where: str) -> None:
        """Note that the user was shown the names of a list that masks them; ``where`` is the room."""
        with self._store.writing(self._who) as writing:
            writing.audit.note(LOOK, f"list:{where}", "names")


def _object(reading: Reading, about: str) -> str:
    name, mark, _key = about.partition(":")
    if mark and name in _OBJECTS:
        return about
    from mediation.cases.number import parse_case_number

    try:
        read = parse_case_number(about)
    except Unreadable:
        read = None
    case = reading.case_numbered(read.key if read is not None else about)
    if case is None:
        raise NotFound(
            _("没有编号或案号为“{about}”的案件,也不是审计对象的名称(如 settings:studio)。").format(
                about=about
            )
        )
    return f"cases:{case.hex}"


def _since(text: str) -> str:
    from datetime import datetime

    day = parse_date(text)
    if day is None:
        return ""
    return told(datetime(day.year, day.month, day.day).astimezone())


def _in_words(reading: Reading, entry: Entry, numbers: dict[str, str]) -> AuditRow:
    name, _mark, key = entry.object.partition(":")
    if name == "cases" and entry.object not in numbers:
        numbers[entry.object] = _number(reading, key)
    about = f"{_OBJECTS.get(name, name)} {numbers.get(entry.object, key)}"
    return AuditRow(entry, _ACTIONS.get(entry.action, entry.action), about)


def _number(reading: Reading, key: str) -> str:
    try:
        case = reading.case(UUID(hex=key))
    except NotFound:
        return _("(已不在台账){key}").format(key=key[-8:])
    return case.number or case.court_number or key[-8:]
