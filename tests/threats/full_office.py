"""An office in which every table that holds words has rows, and every column of words any text."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date, time, timedelta
from pathlib import Path

from sqlalchemy import JSON, Text

from db.schema import metadata
from mediation.bootstrap import create_office, open_office
from mediation.cases.agreement import Clause, ClauseKind, How
from mediation.cases.case import Agent, Case, Party, Session
from mediation.cases.folder import Statement
from mediation.cases.notes import PrivateNote
from mediation.cases.performing import Payment, Proof
from mediation.cases.schedule import Instalment
from mediation.cases.terms import Channel, ElectronicMeans, Outcome, Procedure, Side, Zone
from mediation.clock.books import Extension, NextStep
from mediation.clock.calendar import SpecialDay
from mediation.conflicts.disclosures import Consent, ConsentHow, Disclosure
from mediation.conflicts.hits import HitKind
from mediation.conflicts.interests import Interest, InterestKind
from mediation.figures.counts import CourtTotals
from mediation.figures.period import Period
from mediation.identity import new_id
from mediation.listing import CaseQuery
from mediation.office.folders import Talk
from mediation.office.office import Office
from mediation.office.views import View
from mediation.registry.duties import Duty, DutyKind
from mediation.registry.mediators import Mediator
from mediation.subsidy.grades import Grade

TODAY = date(2026, 3, 31)
MONTH = Period.parse("2026-03")
COURT, COURT_NAME = "内0603", "康巴什区法院"
TARIFF = "难易等级,结果,金额(元),有效期起,依据\n普通,成功,200,2026-01-01,文\n"
Given = Callable[[str, str, int], str]
"""The text for the column of a table, by the row's number."""

CODED = {
    *("audit.*", "rollup.*", "settings.*", "court_totals.*", "seals.sha256", "seals.court"),
    *("agreed_states.*", "exchanged_files.*", "merge_conflicts.*", "partners.*", "transcripts.*"),
    *("undoables.*", "binned_cases.content", "saved_views.content", "conflict_searches.content"),
    *("pay_lists.sha256", "pay_lists.content", "case_text.text", "mediators.courts", "drafts.key"),
    *("cases.court", "cases.channel", "cases.cause", "cases.procedure", "cases.outcome"),
    *("cases.reason", "cases.performance", "cases.court_number_key", "cases.extra"),
    *("parties.side", "parties.kind", "parties.electronic_means", "agents.kind", "agents.power"),
    *("duties.kind", "mediator_interests.kind", "tariff_rates.grade", "tariff_rates.outcome"),
    *("tariff_rates.tier", "gradings.grade", "gradings.tier", "assignments.way"),
    *("assignments.answer", "case_papers.paper", "clauses.kind", "clauses.how", "payments.how"),
    *("payments.proof", "closing_steps.step", "disclosures.subject", "disclosures.kind"),
    *("disclosures.applicants_how", "disclosures.respondents_how", "disclosures.decision"),
    *("disclosures.decider", "history.action", "history.field", "next_steps.kind"),
    *("sessions.means", "sessions.state", "drafts.values"),
}
"""Columns of keys, codes and digests, and texts that the file or a parser guards; all others get any
text, new ones too."""
UNIQUE = {"cases.number", "cases.court_number", "mediators.name", "binned_cases.number"}


def free_columns() -> list[tuple[str, str]]:
    """Every column that holds what people wrote."""
    return [
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Text | JSON)
        and not {f"{table.name}.*", f"{table.name}.{column.name}"} & CODED
    ]


def _by_table(columns: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for table, column in columns:
        found.setdefault(table, []).append(column)
    return found


def full_office(path: Path, rows: int, *, keep: bool = False) -> Path:
    """A new database with so many cases, with everything that can hang on a case; open and closed."""
    office = create_office(path, who="甲", today=lambda: TODAY, passing=not keep)
    tariff = path.with_name("tariff.csv")
    tariff.write_text(TARIFF, "utf-8")
    office.subsidies.enter_tariff(tariff)
    tariff.unlink()
    mediators = [_mediator(office, at) for at in range(rows)]
    for at, mediator in enumerate(mediators):
        _case(office, mediator, at, is_open=at % 2 == 1)
    number = f"{rows}-bin"
    binned = _registered(office, mediators[0], number)
    office.bin.put([(binned.id, binned.version)], why="重复")
    office.views.keep(View("视图", CaseQuery(text="甲")))
    office.figures.put_totals(
        [CourtTotals(court=COURT, month=MONTH.start, category="all", mediated=9)]
    )
    office.drafts.keep("register", "草稿", {"applicants": "甲"})
    with office.store.writing("甲") as writing:
        writing.clock.put_special_days([SpecialDay(date(2026, 3, 9), True, "假")], "文")
        writing.put_setting("studio", "工作室")
    office.subsidies.freeze(MONTH)
    office.close()
    return path


def _mediator(office: Office, at: int) -> Mediator:
    given = Mediator(
        id=new_id(),
        name=f"调解员{at}",
        level="市级",
        sector="经济界",
        specialities="合同",
        organisation=f"组织{at}",
        phone="10073917391",
        remark="备注",
        holds_office=False,
    )
    mediator = office.roster.add(given)
    tie = Interest(
        id=new_id(), mediator=mediator.id, kind=InterestKind.COMPANY, name="公司", role="股东"
    )
    office.conflicts.put_interest(tie)
    office.members.note(
        Duty(mediator=mediator.id, on=date(2026, 3, 3), kind=DutyKind.TRAINING, title="培训")
    )
    return mediator


def _registered(office: Office, mediator: Mediator, number: str) -> Case:
    agent = Agent(name="代理人", phone="10073917392", papers="所函")
    party = Party(
        side=Side.APPLICANT,
        name=f"申请人{number}",
        phone="10073917393",
        address="康巴什区一号",
        service_address="康巴什区二号",
        electronic=True,
        electronic_means=next(iter(ElectronicMeans)),
        electronic_address="10073917394",
        agents=(agent,),
    )
    return office.cases.register(
        Case(
            id=new_id(),
            number=number,
            court=COURT,
            channel=Channel.ENTRUSTED,
            procedure=Procedure.ORDINARY,
            cause_name="买卖合同纠纷",
            mediator=mediator.id,
            claimed=1_000_00,
            remark="备注",
            referred_on=date(2026, 3, 1) + timedelta(days=sum(map(ord, number)) % 5),
            signed_on=date(2026, 3, 6),
            parties=(party, Party(side=Side.RESPONDENT, name=f"被申请人{number}")),
        )
    )


def _case(office: Office, mediator: Mediator, at: int, *, is_open: bool) -> None:
    case = _registered(office, mediator, f"N{at}")
    day = date(2026, 3, 10)
    session = Session(
        id=new_id(),
        case=case.id,
        held_on=day,
        held_at=time(9),
        present="双方",
        summary="谈",
        place="室",
    )
    said = {"case": case.id, "on": day, "session": session.id, "text": "说"}
    office.folders.log(
        Talk(
            session=session,
            facts=(Statement(id=new_id(), zone=Zone.UNDISPUTED, **said),),
            compromises=(Statement(id=new_id(), zone=Zone.COMPROMISE, **said),),
            notes=(PrivateNote(id=new_id(), **said),),
        )
    )
    office.folders.add_tag(case.id, "急")
    office.folders.tick(case.id, "referral_letter", day, "原件")
    office.subsidies.grade(case.number, Grade.ORDINARY, separate="另一件")
    _declare(office, case, mediator)
    if is_open:
        office.clocks.extend(
            case.id, Extension(days=5, agreed_on=day, words="书面"), both_agreed=True
        )
        office.clocks.plan(case.id, NextStep(on=TODAY, words="打电话"))
        return
    clause = Clause(
        id=new_id(),
        kind=ClauseKind.PAY,
        payer="被申请人",
        payee="申请人",
        what="货款",
        fen=100_00,
        how=How.TRANSFER,
        account="622",
        instalments=(Instalment(due_on=date(2026, 3, 25), fen=100_00),),
    )
    office.agreements.put_clause(case.id, office.agreements.open(case.id).agreement.version, clause)
    version = office.cases.open(case.id).case.version
    closed = office.cases.close(case.id, version, date(2026, 3, 20), Outcome.SUCCEEDED)
    office.agreements.pay(
        Payment(
            id=new_id(),
            case=closed.id,
            clause=clause.id,
            paid_on=date(2026, 3, 25),
            fen=100_00,
            proof=Proof.SLIP,
            proof_words="回单",
        )
    )


def _declare(office: Office, case: Case, mediator: Mediator) -> None:
    consent = Consent("某人", date(2026, 3, 11), ConsentHow.WRITTEN)
    office.conflicts.declare(
        Disclosure(
            id=new_id(),
            case=case.id,
            mediator=mediator.id,
            kind=HitKind.EMPLOYER,
            words="同事",
            disclosed_on=date(2026, 3, 11),
            applicants=consent,
            respondents=consent,
        )
    )


def overwrite(path: Path, given: Given, columns: Iterable[tuple[str, str]] | None = None) -> int:
    """Put a text into every such column, or these, of every row, as an older or foreign program may
    have. Answers how many cells; numbers and names that must differ get the row's number at their end.
    """
    cells = 0
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA trusted_schema=ON")
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _sql in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        for table, those in _by_table(columns or free_columns()).items():
            keys = [column.name for column in metadata.tables[table].primary_key.columns]
            where = " AND ".join(f'"{key}" = ?' for key in keys)
            named = ", ".join(f'"{key}"' for key in keys)
            put = ", ".join(f'"{column}" = ?' for column in those)
            rows = connection.execute(f'SELECT {named} FROM "{table}"').fetchall()
            for at, row in enumerate(rows):
                texts = [
                    given(table, column, at) + (f" {at}" if f"{table}.{column}" in UNIQUE else "")
                    for column in those
                ]
                connection.execute(f'UPDATE "{table}" SET {put} WHERE {where}', (*texts, *row))
                cells += len(texts)
        for _name, sql in triggers:
            connection.execute(sql)
        connection.commit()
    return cells


def office_at(path: Path) -> Office:
    """The office over the database on the last day of its month."""
    return open_office(path, who="甲", today=lambda: TODAY)
