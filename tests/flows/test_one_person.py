"""Two contacts turn out to be one person: what was known of either is exported and erased."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.contacts import editing, phone_numbers
from occ.contacts.editing import ContactForm
from occ.contacts.models import Address, Contact
from occ.core.address import Identity
from occ.core.run import Runner
from occ.flows import (
    block_contact,
    collect_contact,
    empty_erased,
    erase_contact,
    export_contact,
    keep_contacts,
)
from occ.messaging import inbox
from occ.messaging.models import Webhook, WebhookState
from occ.users.models import Role
from tests.builders import NOW, a_service, an_agent, at
from tests.contacts import everything
from tests.flows.test_merge_addresses import BOTH, HIDDEN, SHOWN, hears


@pytest.mark.parametrize("order", [(HIDDEN, SHOWN), (SHOWN, HIDDEN)], ids=["hidden", "shown"])
def test_of_two_contacts_that_are_one_everything_is_exported_and_erased(
    run: Runner, order: tuple[Identity, Identity]
) -> None:
    run(a_service)
    ada = run(an_agent, "Ada", role=Role.ADMINISTRATOR)
    for seconds, sender in enumerate(order):
        hears(run, sender, "Hello", seconds)
    with run.reading() as session:
        both = session.scalars(select(Contact.key).order_by(Contact.id)).all()
    for key, secret in zip(both, ("likes xyzzy", "hates plugh"), strict=True):
        form = ContactForm(f"Luigi {secret}", note=secret, tags=(secret.split()[0],))
        run(keep_contacts.contact, ada.id, key, form, NOW)
        run(block_contact.ask, ada.id, key, secret, NOW)
        run(export_contact.ask, ada.id, key, NOW)

    hears(run, BOTH, "It is me", 5)

    with run.reading() as session:
        contact = session.scalars(select(Contact)).one()
        assert session.scalars(select(Address.contact_id).distinct()).all() == [contact.id]
        facts = collect_contact.of(session, contact.id).facts
    assert sorted(facts["contact"]["note"].split("\n")) == ["hates plugh", "likes xyzzy"]
    assert facts["contact"]["tags"] == ["hates", "likes"]
    asked = [each for each in facts["events"] if each["action"] == "block_asked"]
    assert len(asked) == 2
    run(erase_contact.begin, ada.id, contact.key, "+393330001112", at(10))
    while run(_goes_on, at(20)):
        pass
    with run.reading() as session:
        left = everything.found(session, {"xyzzy", "plugh", "Luigi", "Marta"})
    assert left == []


def _goes_on(session: Session, now: datetime) -> bool:
    found = empty_erased.due(session, now)
    return found is not None and empty_erased.go_on(session, found, now)


def test_whoever_has_another_number_stays_a_contact_of_their_own(run: Runner) -> None:
    run(a_service)
    hears(run, SHOWN, "Hello", 1)
    hears(run, HIDDEN, "Hello", 2)
    with run.reading() as session:
        hidden = session.scalars(select(Contact).order_by(Contact.id.desc()).limit(1)).one()
    run(editing.add_number, hidden, "+48 500 700 800", "PL", NOW)

    hears(run, BOTH, "It is me", 3)

    with run.reading() as session:
        shown, other = session.scalars(select(Contact).order_by(Contact.id)).all()
        assert [each.phone for each in phone_numbers.of(session, other.id)] == ["+48500700800"]
        assert set(session.scalars(select(Address.contact_id))) == {shown.id}


def test_with_a_renewed_id_the_raw_webhooks_of_the_old_one_are_emptied_too(run: Runner) -> None:
    run(a_service)
    ada = run(an_agent, "Ada", role=Role.ADMINISTRATOR)
    hears(run, BOTH, "Hello", 1)
    hears(run, HIDDEN, "Hello again", 2)
    hears(run, replace(BOTH, bsuid="IT.new"), "On a new telephone", 3)
    form = {"MessageStatus": ["read"], "To": ["whatsapp:IT.ab12"]}
    run.plainly(inbox.store, "twilio", inbox.STATUS, "SM1", None, form, NOW)
    with run.database.writing() as session:
        session.execute(update(Webhook).values(state=WebhookState.DONE))
        key = session.scalars(select(Contact.key)).one()

    run(erase_contact.begin, ada.id, key, "+393330001112", at(10))
    while run(_goes_on, at(20)):
        pass

    with run.reading() as session:
        assert everything.found(session, {"IT.ab12", "IT.new"}) == []
