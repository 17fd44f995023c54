"""Use cases of the exchange by file: partners, bundles out and in, receipts, disputes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from mediation.auditing import last_entry
from mediation.cases.plain import clean_line, fold
from mediation.errors import FileRefused, MediationError, NotFound, RuleViolation
from mediation.exchange.books import (
    Answer,
    Dispute,
    DisputeRow,
    ExchangeReading,
    FileRow,
    Gone,
    Partner,
    Role,
)
from mediation.exchange.chain import Place, place
from mediation.exchange.deciding import Verdict
from mediation.exchange.envelope import (
    MOST_EARLIER,
    MOST_SEALED,
    Header,
    close,
    open_file,
    read_header,
)
from mediation.exchange.keys import Keys, read_card
from mediation.exchange.packing import pack, unpack
from mediation.exchange.refusals import CONFIRMED, TooMuchGone, check_place, check_schema
from mediation.i18n import _
from mediation.identity import new_id
from mediation.keeping import Occasion
from mediation.office.roster import Roster
from mediation.reports.whole_file import to_disk, whole_file
from mediation.store import Store

ENDING = ".mbx"

_MANY = 500


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made, and how many cases or answers it tells of."""

    path: Path
    cases: int
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What taking a file did. ``again`` says that it was taken before and nothing changed now;
    ``we_went_back`` that the partner knows files of ours which are not known here."""

    partner: Partner
    header: Header
    answers: list[Answer] = field(default_factory=list)
    again: bool = False
    we_went_back: bool = False

    def count(self) -> Counter[str]:
        """How many cases by what became of them."""
        return Counter(answer.verdict for answer in self.answers)

    @property
    def waiting(self) -> int:
        """How many cases wait for a person."""
        return sum(one.verdict in (Verdict.CONFLICT, Verdict.DUPLICATE) for one in self.answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What taking a file would do; ``gone`` is how much it would delete."""

    taken: Taken
    gone: Gone


class _OnlyLooking(Exception):
    """Carries what was seen out of a transaction that is given up."""

    def __init__(self, answers: list[Answer], gone: Gone) -> None:
        super().__init__()
        self.answers = answers
        self.gone = gone


class Exchange:
    """Carrying cases out and merging them back."""

    def __init__(self, store: Store, *, who: str, now: Callable[[], datetime]) -> None:
        self._store = store
        self._who = who
        self._now = now

    def partners(self) -> list[Partner]:
        """Everybody whose files are, or were, taken."""
        with self._store.reading() as reading:
            return reading.exchange.partners()

    def named(self, name: str) -> Partner:
        """The partner of this name; raises NotFound."""
        wanted = fold(name)
        for partner in self.partners():
            if fold(partner.name) == wanted and partner.revoked_at is None:
                return partner
        raise NotFound(_("没有登记过“{name}”的公钥。").format(name=name))

    def add_partner(self, card: Path, role: Role, mediator: str = "") -> Partner:
        """Keep the keys on a card; a mediator is tied to an entry of the roster."""
        if card.stat().st_size > 10_000:
            raise FileRefused(_("这不是完整的公钥文件。请让对方重新导出一份。"))
        name, keys = read_card(card.read_bytes())
        name = clean_line(name)
        if not name:
            raise FileRefused(_("公钥文件上没有名字。请让对方写上名字,重新导出一份。"))
        in_use = [each for each in self.partners() if each.revoked_at is None]
        if any(fold(each.name) == fold(name) for each in in_use):
            raise RuleViolation(
                _(
                    "已经登记过“{name}”。对方换了密钥的,先停用旧的(“带出合并”一屏按 Delete,"
                    "或 mediation bundle partner revoke {name}),再登记新的。"
                ).format(name=name)
            )
        person = None
        if role is Role.MEDIATOR:
            person = Roster(self._store, who=self._who).named(mediator or name).id
        with self._store.writing(self._who) as writing:
            return writing.exchange.add_partner(
                Partner(name=name, role=role, keys=keys, mediator=person)
            )

    def revoke(self, name: str) -> Partner:
        """Take no more files from a partner."""
        partner = self.named(name)
        with self._store.writing(self._who) as writing:
            writing.exchange.revoke(partner)
        return partner

    def files(self) -> list[FileRow]:
        """Every file sent and taken, newest first."""
        with self._store.reading() as reading:
            return reading.exchange.files()

    def make(self, name: str, keys: Keys, into: Path, *, everything: bool = False) -> Made:
        """A bundle for a partner of what they have not acknowledged, or of ``everything``."""
        return self._send(
            self.named(name),
            keys,
            into,
            "cases",
            lambda exchange, partner: exchange.gather(partner, everything=everything),
        )

    def receipt(self, name: str, keys: Keys, into: Path) -> Made:
        """The receipt for the last bundle taken from a partner; raises NotFound without one."""
        partner = self.named(name)
        taken = next(
            (
                file
                for file in self.files()
                if not file.is_ours
                and file.kind == "cases"
                and file.partner_number == partner.number
            ),
            None,
        )
        if taken is None:
            raise NotFound(_("还没有接收过“{name}”的案件,不用回执。").format(name=partner.name))

        def lines(exchange: ExchangeReading, _partner: Partner) -> Iterator[dict[str, Any]]:
            yield {"kind": "receipt", "bundle": taken.bundle}
            for answer in exchange.answers(taken.bundle) or ():
                yield asdict(answer)

        return self._send(partner, keys, into, "receipt", lines)

    def next_in(self, folder: Path, keys: Keys) -> Path:
        """The file of a folder to take first: for us, not taken yet; raises NotFound without one."""
        heard = {each.keys.id: each.heard for each in self.partners()}
        found: list[tuple[int, int, Path]] = []
        with self._store.reading() as reading:
            for file in sorted(folder.glob(f"*{ENDING}")):
                with suppress(FileRefused, OSError):
                    header = read_header(_content(file))
                    if header.recipient != keys.public.id or header.sender not in heard:
                        continue
                    if reading.exchange.answers(header.bundle) is None:
                        rank = [*Place].index(place(header, heard[header.sender]))
                        found.append((rank, header.sequence, file))
        if not found:
            raise NotFound(_("这个文件夹里没有交给这台电脑、还没有接收的文件。请核对是哪个 U 盘。"))
        return min(found)[2]

    def look(
        self, file: Path, keys: Keys, *, missing_is_lost: bool = False, went_back: bool = False
    ) -> Looked:
        """What :meth:`take` would do with a file; nothing is kept. Raises as it does."""
        try:
            taken = self._took(
                file, keys, missing_is_lost=missing_is_lost, went_back=went_back, looking=True
            )
        except _OnlyLooking as seen:
            header = read_header(_content(file))
            found = Taken(partner=self._sender(header), header=header, answers=seen.answers)
            return Looked(taken=found, gone=seen.gone)
        return Looked(taken=taken, gone=Gone())

    def take(
        self,
        file: Path,
        keys: Keys,
        *,
        word: str = "",
        missing_is_lost: bool = False,
        went_back: bool = False,
    ) -> Taken:
        """Merge a bundle, or note a receipt, in one transaction after a backup.

        ``missing_is_lost`` goes on without files that never came, ``went_back`` with a partner that
        was restored from a backup; OutOfRow without them. Raises FileRefused and keeps nothing for any
        file that is not whole, not for us, or not from a partner; TooMuchGone until ``word`` is :data:`CONFIRMED`.
        """
        taken = self._took(
            file, keys, word=word, missing_is_lost=missing_is_lost, went_back=went_back
        )
        if not taken.again:
            with suppress(
                MediationError
            ):  # the cases are in; the next report makes up for the sums
                self._store.refresh_rollup()
        return taken

    def _took(
        self,
        file: Path,
        keys: Keys,
        *,
        word: str = "",
        missing_is_lost: bool,
        went_back: bool,
        looking: bool = False,
    ) -> Taken:
        content = _content(file)
        header = read_header(content)
        partner = self._sender(header)
        lines = unpack(open_file(content, header, keys, partner.keys))
        sha256 = hashlib.sha256(content).hexdigest()
        with self._store.reading() as reading:
            known = reading.exchange.answers(header.bundle)
            if known is not None:
                return Taken(partner=partner, header=header, answers=known, again=True)
            check_schema(header, reading.exchange.schema)
        passing = {Place.AFTER_A_GAP: missing_is_lost, Place.FORK: went_back}
        where = check_place(header, partner, frozenset(each for each in passing if passing[each]))
        if not looking:
            self._store.back_up(Occasion.MERGE)
        with self._store.writing(self._who) as writing:
            if header.rows.get("cases", 0) > _MANY:
                writing.bulk()
            writing.audit.note("take_bundle", f"bundle:{header.bundle}", f"sha256={sha256}")
            if where is Place.FORK:
                writing.exchange.forget_states(partner)
            if header.kind == "receipt":
                answers = writing.exchange.take_receipt(partner, header, sha256, lines)
            else:
                answers, gone = writing.exchange.take(partner, header, sha256, lines)
                if looking:
                    raise _OnlyLooking(answers, gone)
                if gone.is_much and word != CONFIRMED:
                    raise TooMuchGone(gone)
            if looking:
                raise _OnlyLooking(answers, Gone())
        return Taken(
            partner=partner,
            header=header,
            answers=answers,
            we_went_back=header.heard > partner.sent.sequence,
        )

    def disputes(self, *, settled: bool = False) -> list[DisputeRow]:
        """The cases waiting for a person, or those settled."""
        with self._store.reading() as reading:
            return reading.exchange.disputes(settled=settled)

    def dispute(self, number: int) -> Dispute:
        """Both sides of one; raises NotFound."""
        with self._store.reading() as reading:
            return reading.exchange.dispute(number)

    def settle(self, dispute: Dispute, theirs: Sequence[str]) -> UUID:
        """Let the fields with these keys be theirs and all others stay ours; answers the case."""
        with self._store.writing(self._who) as writing:
            return writing.exchange.settle(dispute.row.number, dispute.ours, theirs)

    def _sender(self, header: Header) -> Partner:
        for partner in self.partners():
            if partner.keys.id == header.sender:
                if partner.revoked_at is None:
                    return partner
                raise FileRefused(
                    _("“{name}”的公钥已停用,这份文件没有读。").format(name=partner.name)
                )
        raise FileRefused(
            _(
                "不认识这份文件的发出人,没有读。请先登记对方的公钥"
                "(“带出合并”一屏按 a,或 mediation bundle partner add)。"
            )
        )

    def _send(
        self,
        partner: Partner,
        keys: Keys,
        into: Path,
        kind: str,
        lines: Callable[[ExchangeReading, Partner], Iterable[Any]],
    ) -> Made:
        mine = keys.public
        if into.is_dir():
            name = f"{mine.id[:8]}-{partner.keys.id[:8]}-{partner.sent.sequence + 1:04}"
            into = _free(into, name)
        # The number is given away before the file has its name: one that is missing is asked for,
        # while a number given twice would look like a restored backup. All but the name is on disk
        # by then.
        with whole_file(into) as draft, self._store.writing(self._who) as writing:
            if into.exists():
                raise RuleViolation(
                    _("“{path}”已经有了,没有覆盖。请换一个文件名。").format(path=into)
                )
            exchange = writing.exchange
            partner = next(one for one in exchange.partners() if one.number == partner.number)
            told = _Counted(lines(exchange, partner))
            body = pack(told)
            header = Header(
                bundle=new_id().hex,
                kind=kind,
                sender=mine.id,
                recipient=partner.keys.id,
                sequence=partner.sent.sequence + 1,
                previous=partner.sent.sha256,
                heard=partner.heard.sequence,
                schema=exchange.schema,
                period=told.period,
                rows=dict(told.rows),
                audit=last_entry(writing.audit),
                earlier=exchange.sent_digests(partner, MOST_EARLIER),
            )
            content = close(header, body, keys, partner.keys)
            if len(content) > MOST_SEALED:
                raise RuleViolation(_("内容太多,装不进一份文件。"))
            sha256 = hashlib.sha256(content).hexdigest()
            writing.audit.note("make_bundle", f"bundle:{header.bundle}", f"sha256={sha256}")
            exchange.note_sent(partner, header, sha256, told.cases)
            draft.write_bytes(content)
            to_disk(draft)
        return Made(into, told.cases, header.sequence)


class _Counted:
    """Lines on their way out, counted."""

    def __init__(self, lines: Iterable[Any]) -> None:
        self._lines = lines
        self.rows: Counter[str] = Counter()
        self.cases = 0
        self._days: list[str] = []

    def __iter__(self) -> Iterator[Any]:
        for line in self._lines:
            self.cases += line.get("kind") != "mediator" and "bundle" not in line
            for table, rows in line.get("rows", {}).items():
                self.rows[table] += len(rows)
            if "rows" in line:
                day = line["rows"]["cases"][0]["referred_on"]
                self._days = [min([day, *self._days]), max([day, *self._days])]
            yield line

    @property
    def period(self) -> str:
        """From the first referral to the last."""
        return "/".join(self._days)


def _free(folder: Path, name: str) -> Path:
    """A name not taken in the folder: a PC that went back gives the numbers of its files again."""
    for again in count(1):
        into = folder / (f"{name}{ENDING}" if again == 1 else f"{name}-{again}{ENDING}")
        if not into.exists():
            break
    return into


def _content(file: Path) -> bytes:
    if file.stat().st_size > MOST_SEALED:
        raise FileRefused(_("文件过大,没有读。请让对方分几次交。"))
    return file.read_bytes()
