"""What a party's numbers say, and what refuses a party."""

from datetime import date

import pytest

from mediation.cases.idnumber import check_credit_code, identity_of
from mediation.cases.party import Party, kind_of
from mediation.cases.terms import ElectronicMeans, PartyKind, Side
from mediation.errors import RuleViolation

WOMAN, CODE = "11010519491231002X", "91350100M000100Y43"


def party(**values):
    return Party(side=Side.APPLICANT, name="甲", **values)


def test_a_residents_number_says_birthday_sex_and_age():
    identity = identity_of(WOMAN)
    assert (identity.born, identity.is_female) == (date(1949, 12, 31), True)
    assert identity.age(date(2026, 12, 30)) == 76
    assert identity.age(date(2026, 12, 31)) == 77


@pytest.mark.parametrize("number", ["", CODE, "E12345678", "110105194912310021"])
def test_other_numbers_say_nothing_of_a_person(number):
    assert identity_of(number) is None


@pytest.mark.parametrize("wrong", ["91350100M000100Y44", "9135010", WOMAN, "91350100I000100Y43"])
def test_a_wrong_credit_code_is_told(wrong):
    assert check_credit_code(wrong).problem


def test_a_right_credit_code_is_taken_in_any_width():
    assert check_credit_code("９1350100m000100Y43").problem is None
    assert check_credit_code("").value == ""


@pytest.mark.parametrize(
    ("kind", "number"),
    [(PartyKind.PERSON, "110105194912310021"), (PartyKind.ORGANISATION, WOMAN)],
)
def test_a_wrong_number_is_refused_until_somebody_says_why_it_stands(kind, number):
    with pytest.raises(RuleViolation) as told:
        party(kind=kind, id_number=number).checked()
    assert told.value.field == "id_number"
    assert party(kind=kind, id_number=number, number_note="证件如此").checked().id_number == number


def test_a_number_is_kept_in_its_usual_form():
    assert party(id_number="11010519491231002x").checked().id_number == WOMAN


def test_consent_to_electronic_service_names_a_means():
    with pytest.raises(RuleViolation) as told:
        party(electronic=True).checked()
    assert told.value.field == "electronic_means"
    assert party(electronic=True, electronic_means=ElectronicMeans.EMAIL).checked()
    assert party(electronic=False).checked()


def test_what_a_party_is_follows_from_its_number_when_nobody_said():
    assert kind_of(party(id_number=WOMAN)) is PartyKind.PERSON
    assert kind_of(party(id_number=CODE)) is PartyKind.ORGANISATION
    assert kind_of(party()) is None
    assert kind_of(party(kind=PartyKind.ORGANISATION)) is PartyKind.ORGANISATION
