from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.contacts import addresses, phone_numbers
from occ.contacts.models import Address, Contact
from occ.core.address import Channel, Identity
from occ.core.run import Runner
from tests.builders import NOW

PHONE = Identity(Channel.WHATSAPP, phone="+48500100200")
HIDDEN = Identity(Channel.WHATSAPP, bsuid="PL.8Hb")
BOTH = Identity(Channel.WHATSAPP, "+48500100200", "PL.8Hb")


def test_an_address_is_found_by_its_number_or_its_id(run: Runner) -> None:
    added = run(addresses.add, BOTH, "Marta", NOW)

    with run.reading() as session:
        for identity in (PHONE, HIDDEN, BOTH):
            assert [found.id for found in addresses.known(session, identity)] == [added.id]


def test_two_addresses_of_one_person_are_both_found_the_older_first(run: Runner) -> None:
    older, newer = run(addresses.add, HIDDEN, "M", NOW), run(addresses.add, PHONE, "Marta", NOW)

    with run.reading() as session:
        found = [address.id for address in addresses.known(session, BOTH)]

    assert found == [older.id, newer.id]


@pytest.mark.parametrize(
    ("known", "identity", "settled"),
    [
        (BOTH, BOTH, True),
        (BOTH, PHONE, True),
        (BOTH, HIDDEN, True),
        (PHONE, BOTH, False),
        (HIDDEN, BOTH, False),
        (PHONE, HIDDEN, False),
        (BOTH, Identity(Channel.WHATSAPP, "+48500100299", "PL.8Hb"), False),
        (PHONE, Identity(Channel.SMS, "+48500100200"), False),
    ],
    ids=str,
)
def test_settled_is_what_tells_nothing_new(
    run: Runner, known: Identity, identity: Identity, settled: bool
) -> None:
    added = run(addresses.add, known, "Marta", NOW)

    with run.reading() as session:
        assert addresses.settled(session, identity, None) == (added.id if settled else None)


def test_messages_at_once_from_a_stranger_make_one_address_and_one_contact(run: Runner) -> None:
    def adds(_: int) -> int:
        return int(run(addresses.add, PHONE, "Marta", NOW).id)

    with ThreadPoolExecutor(6) as pool:
        ids = set(pool.map(adds, range(6)))

    assert len(ids) == 1
    with run.reading() as session:
        for table in (Address, Contact):
            assert session.scalar(select(func.count()).select_from(table)) == 1


@pytest.mark.parametrize(
    ("profile", "identity", "name"),
    [
        ("Marta", PHONE, "Marta"),
        ("  Marta\n Rossi ", PHONE, "Marta Rossi"),
        ("M" * 200, PHONE, "M" * 120),
        ("", PHONE, "+48 500 100 200"),
        (None, PHONE, "+48 500 100 200"),
        (" \n", HIDDEN, "WhatsApp"),
    ],
)
def test_a_contact_has_a_name_of_one_line(
    profile: str | None, identity: Identity, name: str
) -> None:
    assert addresses.clean_name(profile, identity) == name


def test_what_is_read_back_is_what_was_written(run: Runner) -> None:
    added = run(addresses.add, BOTH, "Marta", NOW)

    assert addresses.identity_of(added) == BOTH


def test_who_writes_from_a_number_that_was_entered_is_that_contact_and_no_twin(
    run: Runner,
) -> None:  # C3
    def enter(session: Session) -> int:
        entered = Contact(key="ctc_jan", name="Jan Lis", created_at=NOW)
        session.add(entered)
        session.flush()
        return phone_numbers.owner(session, "+48500100200", entered.id, NOW)

    jan = run(enter)

    written = run(addresses.add, BOTH, "janek", NOW)

    assert written.contact_id == jan
    with run.reading() as session:
        assert [each.name for each in session.scalars(select(Contact))] == ["Jan Lis"]


def test_the_same_person_on_two_channels_is_one_contact(run: Runner) -> None:
    by_whatsapp = run(addresses.add, PHONE, "Marta", NOW)
    by_sms = run(addresses.add, Identity(Channel.SMS, "+48500100200"), None, NOW)

    assert by_sms.contact_id == by_whatsapp.contact_id
