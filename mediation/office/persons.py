"""Use cases of one person's data: everything kept about them handed over, or erased (PIPL 45, 47)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from mediation.auditing import Entry
from mediation.cases.case import Case
from mediation.cases.masking import masked_number
from mediation.cases.persons import Mention, Trace, bare_key, free_from
from mediation.errors import NotFound, RuleViolation
from mediation.i18n import _
from mediation.identity import new_id
from mediation.office.drafts import forget_files
from mediation.office.preferences import KEEP_YEARS
from mediation.store import Change, Reading, Store

_TABLES = {
    "seals": _("已封存的月报:封存后不能改动"),
    "pay_lists": _("已冻结的补贴名单:发钱的凭据,不能改动"),
    "pay_reversals": _("补贴的冲正:发钱的凭据,不能改动"),
    "mediator_interests": _("调解员申报的利害关系:属于调解员的申报,由本人更正"),
    "duties": _("调解员的履职记录:同名的不在此删除"),
    "mediators": _("调解员名册:同名的调解员是履职信息,不在此删除"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCase:
    """A case of the person: as what they stand in it, the lines of history and the looks at it."""

    trace: Trace
    case: Case | None
    history: tuple[Change, ...]
    looks: tuple[Entry, ...]
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasurePlan:
    """What an erasure would take out, and what stays and why, in sentences."""

    erasable: tuple[Trace, ...]
    staying: tuple[str, ...]

    @property
    def particulars(self) -> tuple[str, ...]:
        """The texts that go."""
        return tuple({text for trace in self.erasable for text in trace.particulars})

    @property
    def cases(self) -> int:
        """How many cases are touched."""
        return len({trace.case for trace in self.erasable})


class Persons:
    """个人信息."""

    def __init__(self, store: Store, *, who: str, today: Callable[[], date]) -> None:
        self._store = store
        self._who = who
        self._today = today

    def everything(self, key: str) -> list[PersonCase]:
        """All that is kept about the person with this name, number or telephone.

        Raises NotFound for nobody, RuleViolation when the name is that of several persons.
        """
        with self._store.reading() as reading:
            return [_whole(reading, trace) for trace in _found(reading, key)]

    def export(self, key: str, path: Path) -> int:
        """Write it all to a .json or .docx file, which is noted; answers in how many cases."""
        from mediation.reports.person_file import check_form, write_person_file

        check_form(path)
        found = self.everything(key)
        with self._store.writing(self._who) as writing:
            for each in found:
                writing.audit.note("export", f"cases:{each.trace.case.hex}", path.suffix.lower())
        write_person_file(found, path, today=self._today())
        return len({each.trace.case for each in found})

    def plan(self, key: str) -> ErasurePlan:
        """What :meth:`erase` would do; raises as :meth:`everything` does."""
        with self._store.reading() as reading:
            return _planned(reading, key, self._today())

    def erase(self, key: str) -> ErasurePlan:
        """Erase the person from closed cases in one transaction and answer what stays now.

        Raises RuleViolation when nothing may be erased.
        """
        with self._store.writing(self._who) as writing:
            plan = _planned(writing, key, self._today())
            if not plan.erasable:
                raise RuleViolation(
                    _("没有可以删除的:{why}").format(why=";".join(plan.staying) or "-")
                )
            writing.persons.erase(plan.erasable)
            names = sorted({f"cases:{trace.case.hex}" for trace in plan.erasable})
            writing.audit.forget(names)
            writing.audit.note("erase", f"person:{new_id().hex}", f"cases={plan.cases}")
        forget_files(self._store, plan.particulars)
        return plan


def _found(reading: Reading, key: str) -> list[Trace]:
    wanted = bare_key(key)
    found = reading.persons.find(wanted) if wanted else []
    if not found:
        raise NotFound(_("没有这个姓名、证件号或电话的当事人或代理人。请核对写法。"))
    numbers = {
        trace.id_number for trace in found if trace.id_number and bare_key(trace.name) == wanted
    }
    if len(numbers) > 1:
        raise RuleViolation(
            _("同名的有 {count} 人({numbers}):请改用证件号或电话。").format(
                count=len(numbers), numbers="、".join(sorted(map(masked_number, numbers)))
            )
        )
    return found


def _whole(reading: Reading, trace: Trace) -> PersonCase:
    looks = reading.audit.entries(objects=[f"cases:{trace.case.hex}"])
    if trace.in_bin:
        return PersonCase(trace=trace, case=None, history=(), looks=tuple(looks))
    lines = reading.history(trace.case)
    about = [line for line in lines if trace.is_told_in(f"{line.old}\n{line.new}\n{line.why}")]
    return PersonCase(
        trace=trace,
        case=reading.case(trace.case),
        history=tuple(about),
        looks=tuple(looks),
        mentions=tuple(reading.persons.mentions(trace)),
    )


def _planned(reading: Reading, key: str, today: date) -> ErasurePlan:
    keep_years = int(reading.settings().get(KEEP_YEARS) or 0)
    erasable: list[Trace] = []
    staying: list[str] = []
    for trace in _found(reading, key):
        why = _why_not(trace, keep_years, today)
        if why:
            staying.append(why)
        else:
            erasable.append(trace)
    plan = ErasurePlan(erasable=tuple(erasable), staying=())
    staying += _beside(reading, plan.particulars, {trace.case for trace in erasable})
    return ErasurePlan(erasable=plan.erasable, staying=tuple(dict.fromkeys(staying)))


def _why_not(trace: Trace, keep_years: int, today: date) -> str:
    if trace.closed_on is None:
        return _("{label}:没有终结,调解要用").format(label=trace.label)
    free = free_from(trace.closed_on, keep_years)
    if today < free:
        return _("{label}:须保存到 {day}(设置 privacy.keep_years)").format(
            label=trace.label, day=free
        )
    return ""


def _beside(reading: Reading, particulars: Sequence[str], cases: set[UUID]) -> list[str]:
    """What an erasure does not reach inside the database."""
    if not cases:
        return []
    held = reading.persons.remains(particulars)
    told = [_TABLES[each.table] for each in held if each.table in _TABLES]
    if reading.seals():
        told.append(_TABLES["seals"])
    return [*told, _("审计记录:只有摘要和编号,摘要的盐已删去,推不回原文")]
