"""The checklist of papers follows the kind of case and where it stands."""

from dataclasses import replace
from datetime import date

import pytest

from mediation.cases.case import Agent, Case, Party, Session
from mediation.cases.folder import Folder, Statement, Tick
from mediation.cases.terms import Channel, Means, Outcome, Side, Zone
from mediation.identity import new_id
from mediation.registry.papers import all_papers, missing_papers, papers_of

CASE = Case(
    id=new_id(),
    channel=Channel.ENTRUSTED,
    referred_on=date(2026, 3, 1),
    signed_on=date(2026, 3, 2),
)
DONE = replace(CASE, closed_on=date(2026, 3, 9), outcome=Outcome.SUCCEEDED)


def keys(case, sessions=(), folder=None, *, missing=False):
    asked = missing_papers if missing else papers_of
    return {paper.key for paper in asked(case, sessions, folder or Folder())}


def session(means):
    return Session(id=new_id(), case=CASE.id, held_on=date(2026, 3, 3), means=means)


def test_every_paper_names_its_source_and_its_day():
    assert all(paper.source and paper.name for paper in all_papers())
    assert min(paper.valid_from for paper in all_papers()) >= date(2005, 1, 1)


def test_before_it_is_signed_for_only_the_letter_of_the_court_is_missing():
    assert keys(replace(CASE, signed_on=None), missing=True) == {"referral_letter"}


@pytest.mark.parametrize(
    ("channel", "wanted", "unwanted"),
    [
        (Channel.DELEGATED, "confirmation", "court_paper"),
        (Channel.ENTRUSTED, "court_paper", "confirmation"),
    ],
)
def test_after_a_success_the_kind_of_referral_says_what_follows(channel, wanted, unwanted):
    found = keys(replace(DONE, channel=channel))
    assert wanted in found
    assert unwanted not in found
    assert "agreement" in found


def test_a_failed_mediation_needs_its_report_to_the_court():
    failed = replace(DONE, outcome=Outcome.FAILED)
    assert "end_report" in keys(failed, missing=True)
    assert "agreement" not in keys(failed)
    assert "end_report" not in keys(replace(failed, channel=Channel.DIRECT))


def test_an_agent_asks_for_a_power_of_attorney():
    acting = Party(side=Side.APPLICANT, name="甲", agents=(Agent(name="乙"),))
    assert "power_of_attorney" in keys(replace(CASE, parties=(acting,)), missing=True)
    assert "power_of_attorney" not in keys(CASE)


def test_a_session_online_makes_the_service_address_a_must():
    assert "service_address" in keys(CASE, (session(Means.VIDEO),), missing=True)
    assert "service_address" not in keys(CASE, (session(Means.ON_SITE),), missing=True)
    assert "service_address" in keys(CASE, (session(Means.ON_SITE),))


def test_an_undisputed_fact_asks_for_its_record():
    fact = Statement(
        id=new_id(), case=CASE.id, zone=Zone.UNDISPUTED, on=date(2026, 3, 3), text="送货"
    )
    assert "facts_record" in keys(CASE, folder=Folder(facts=(fact,)), missing=True)


def test_what_is_ticked_is_missing_no_more_and_stays_on_the_list():
    ticked = Folder(ticks=(Tick("consent", date(2026, 3, 2)), Tick("extension", date(2026, 3, 2))))
    assert "consent" not in keys(CASE, folder=ticked, missing=True)
    assert {"consent", "extension"} <= keys(CASE, folder=ticked)


def test_papers_of_a_later_rule_are_not_asked_of_an_older_case():
    old = replace(DONE, signed_on=date(2015, 1, 2), closed_on=date(2015, 2, 1))
    assert "consent" not in keys(old)
