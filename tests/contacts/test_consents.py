"""Consent by number, channel and purpose: proof that nobody changes (C3)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from occ.contacts import consents, phone_numbers
from occ.contacts.consents import Said
from occ.contacts.number_models import Consent, How, PhoneNumber
from occ.core.address import Channel
from occ.core.errors import Invalid
from occ.core.run import Runner
from tests.builders import NOW, at

MARTA, REZA, JAN = "+48500100200", "+989123456789", "+48501000000"
AGREED = Said(Channel.SMS, True, NOW, How.FORM, "I want offers by SMS.")
TAKEN_BACK = Said(Channel.SMS, False, at(60), How.SPOKEN)


def said(run: Runner, phone: str, *every: Said) -> int:
    [number_id] = run(phone_numbers.rows, [phone], NOW).values()
    run(consents.record, {number_id: list(every)}, NOW)
    return number_id


def may(run: Runner, phone: str, channel: Channel = Channel.SMS) -> bool:
    with run.reading() as session:
        return consents.allows(session, phone, channel, "campaign")


def test_a_number_nobody_said_anything_of_may_not_be_written_to(run: Runner) -> None:  # C3
    run(phone_numbers.rows, [JAN], NOW)

    assert not may(run, JAN)
    assert not may(run, "+48999999999")


def test_consent_is_of_one_number_and_one_channel(run: Runner) -> None:  # C3
    said(run, MARTA, AGREED)

    assert may(run, MARTA)
    assert not may(run, MARTA, Channel.WHATSAPP)
    assert not may(run, JAN)


def test_the_newest_word_holds(run: Runner) -> None:  # C3
    said(run, MARTA, AGREED)
    said(run, MARTA, TAKEN_BACK)
    assert not may(run, MARTA)

    said(run, MARTA, replace(AGREED, at=at(120)))
    assert may(run, MARTA)


def test_many_numbers_are_asked_for_at_once(run: Runner) -> None:
    said(run, MARTA, AGREED)
    said(run, JAN, AGREED, TAKEN_BACK)
    many = [f"+4850200{number:04d}" for number in range(1200)]

    with run.reading() as session:
        found = consents.allowed(session, [MARTA, REZA, JAN, *many], Channel.SMS, "campaign")

    assert found == {MARTA}


def test_what_lists_filter_by_is_what_the_newest_row_says(run: Runner) -> None:
    number = said(run, MARTA, AGREED, replace(AGREED, channel=Channel.WHATSAPP), TAKEN_BACK)

    with run.reading() as session:
        row = session.get_one(PhoneNumber, number)
        assert (row.sms_consent, row.whatsapp_consent) == (False, True)
        standing = consents.standing(session, [number])
        assert not standing[number, Channel.SMS].granted
        assert [each.granted for each in consents.history(session, [number])] == [False, True, True]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(AGREED, words="  "), "words"),
        (replace(AGREED, words="x" * 2001), "words"),
        (replace(AGREED, at=at(3600)), "at"),
    ],
    ids=["no proof", "too long", "still to come"],
)
def test_a_consent_without_its_proof_is_refused(wrong: Said, field: str) -> None:  # C3
    consents.check(AGREED, NOW)

    with pytest.raises(Invalid) as refused:
        consents.check(wrong, NOW)

    assert list(refused.value.fields) == [field]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE consents SET granted = NOT granted", "DELETE FROM consents"],
)
def test_the_database_lets_nobody_change_a_consent(run: Runner, statement: str) -> None:  # C3
    said(run, MARTA, AGREED)

    with pytest.raises(DBAPIError, match="consents"):
        run(lambda session: session.execute(text(statement)))

    assert may(run, MARTA)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_consent_can_not_be_replaced_either(run: Runner) -> None:
    said(run, MARTA, AGREED)
    row = "INSERT OR REPLACE INTO consents SELECT * FROM consents"

    with pytest.raises(DBAPIError, match="nothing is replaced"):
        run(lambda session: session.execute(text(row)))


def test_a_person_is_erased_by_blanking_one_row(run: Runner) -> None:
    number = said(run, MARTA, AGREED)

    def blank(session) -> None:  # type: ignore[no-untyped-def]
        session.get_one(PhoneNumber, number).phone = None

    run(blank)

    assert not may(run, MARTA)
    with run.reading() as session:
        kept = session.scalars(select(Consent)).one()
        assert MARTA not in repr([value for value in vars(kept).values()])
