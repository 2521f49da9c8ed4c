"""A contact is erased: nothing of them is left in any column of any table, nor on the disk."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.billing.models import LedgerEntry
from occ.contacts import do_not_write
from occ.contacts.erasure_models import Erasure
from occ.contacts.models import Address, Contact
from occ.contacts.number_models import Consent
from occ.conversations.models import Conversation, State
from occ.conversations.threads import Heard, Place, hear
from occ.core import clock
from occ.core.run import Runner
from occ.flows import empty_erased
from occ.jobs import erasures, imports, uploads
from occ.messaging import messages
from occ.messaging.models import HandOver, Message
from occ.product import Product
from occ.services.models import Service
from tests.builders import a_service, a_webhook, an_inbound, receive
from tests.contacts import everything
from tests.contacts.everything import MARKER
from tests.contacts.people import a_contact
from tests.web.a_person import MARTA, ON_WHATSAPP, leaves_traces
from tests.web.browser import Browser, shown

SOUGHT = (MARKER, "500100200", "500 100 200", "Kowalska", "kowalska")


@pytest.fixture
def marta(product: Product, administrator: Browser) -> str:
    """The address of her page."""
    key = leaves_traces(product)
    product.run(everything.mark_all)
    return f"/contacts/{key}"


class Dies(Exception):
    pass


def _dies(session: Session, erasure_id: int) -> None:
    empty_erased.go_on(session, erasure_id, clock.now())
    raise Dies


def ends(product: Product) -> None:
    """The jobs to their end; each slice is killed before its commit once, and goes on."""
    run = product.run
    with run.reading() as session:
        erasure_id = session.scalars(select(Erasure.id)).one()
    for _ in range(40):
        with pytest.raises(Dies):
            run(_dies, erasure_id)
        run(empty_erased.go_on, erasure_id, clock.now())
        erasures.take_files(product)
        uploads.forget(product)
    with run.reading() as session:
        assert session.get_one(Erasure, erasure_id).done_at is not None


def counts(run: Runner) -> dict[str, int]:
    with run.reading() as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Conversation, Message, Consent, LedgerEntry)
        }


def test_nothing_is_left_of_who_was_erased(
    product: Product, run: Runner, administrator: Browser, marta: str
) -> None:
    before = counts(run)
    with run.reading() as session:
        assert len(everything.found(session, SOUGHT)) > 20
    assert len(everything.found_on_disk(product.config.home, SOUGHT)) >= 4

    administrator.post(f"{marta}/erase", {"typed": "48 500 100 200"})
    ends(product)

    with run.reading() as session:
        left = everything.found(session, SOUGHT)
        assert left == [], "\n".join(left)
        unsent = session.scalars(select(Message).where(Message.hand_over.is_not(None))).all()
        assert {each.hand_over for each in unsent} == {HandOver.REFUSED}
    assert everything.found_on_disk(product.config.media, SOUGHT) == []
    assert everything.found_on_disk(product.config.imports, SOUGHT) == []
    assert counts(run) == before
    assert administrator.get(marta).status_code == 404
    assert "—" not in shown(administrator.get("/contacts"))
    assert administrator.get("/do-not-write").status_code == 200


def test_at_once_they_are_nobody_and_their_conversation_is_closed(
    run: Runner, administrator: Browser, marta: str
) -> None:
    administrator.post(f"{marta}/erase", {"typed": MARTA})

    with run.reading() as session:
        contact = session.scalars(select(Contact).where(Contact.erased_at.is_not(None))).one()
        conversation = session.scalars(select(Conversation)).one()
    assert contact.name == "—"
    assert (conversation.state, conversation.user_id) == (State.CLOSED, None)
    assert administrator.post(f"{marta}/erase", {"typed": MARTA}).status_code == 404


def test_a_wrong_number_erases_nobody_and_the_page_says_what_goes(
    administrator: Browser, marta: str
) -> None:
    page = shown(administrator.get(f"{marta}/erase"))
    answer = administrator.post(f"{marta}/erase", {"typed": "+48500100201"})

    assert "The words of 3 messages" in page
    assert "1 conversation is open: it is closed." in page
    assert "Type a number of this contact." in shown(answer)
    assert administrator.get(marta).status_code == 200


def test_who_writes_again_is_a_new_contact_to_whom_no_campaign_is_sent(
    product: Product, run: Runner, administrator: Browser, marta: str
) -> None:
    administrator.post(f"{marta}/erase", {"typed": MARTA})
    run(receive, an_inbound("Here I am again", ON_WHATSAPP, name="Marta"), clock.now())
    ends(product)

    with run.reading() as session:
        [new] = session.scalars(select(Contact).where(Contact.erased_at.is_(None)))
        assert new.name == "Marta"
        assert do_not_write.holds(session, [MARTA]) == {MARTA}
        open_ones = select(Conversation).where(Conversation.state != State.CLOSED)
        assert session.scalars(open_ones).one().last_body == "Here I am again"
    assert "erased at their wish" in shown(administrator.get("/do-not-write"))


def test_an_import_of_the_number_is_refused(
    product: Product, run: Runner, administrator: Browser, marta: str
) -> None:
    administrator.post(f"{marta}/erase", {"typed": MARTA})
    ends(product)

    page = _imported(administrator, product, f"phone,name\n{MARTA},Marta\n+48501000000,Jan\n")

    assert "This person was erased at their wish" in shown(administrator.get(page))
    assert "This person was erased" in administrator.get(f"{page}/refused.csv").text
    with run.reading() as session:
        names = select(Contact.name).where(Contact.erased_at.is_(None))
        assert session.scalars(names).all() == ["Jan"]


def _imported(browser: Browser, product: Product, text: str) -> str:
    answer = browser.post("/contacts/import", {"file": (io.BytesIO(text.encode()), "a.csv")})
    page = str(answer.headers["Location"])
    browser.post(f"{page}/columns", {"column-0": "phone", "column-1": "name", "home": "PL"})
    imports.work_on_due(product)
    browser.post(f"{page}/begin")
    imports.work_on_due(product)
    return page


def test_a_contact_without_a_number_is_erased_by_name(run: Runner, administrator: Browser) -> None:
    run(a_service)
    key = run(a_contact, "Jan Nowak").key

    refused = administrator.post(f"/contacts/{key}/erase", {"typed": "Jan"})
    erased = administrator.post(f"/contacts/{key}/erase", {"typed": "Jan Nowak"})

    assert "Type the name as it stands here." in shown(refused)
    assert erased.status_code == 302
    assert "Nobody yet." in shown(administrator.get("/contacts"))


def test_words_that_came_in_the_instant_of_the_erasure_go_to_the_new_contact(
    product: Product, run: Runner, administrator: Browser, marta: str
) -> None:
    with run.reading() as session:
        address_id = session.scalars(select(Address.id)).one()
    administrator.post(f"{marta}/erase", {"typed": MARTA})
    # Another transaction had read whose address it is before that commit.
    place, _ = run(_hears, address_id)

    ends(product)

    with run.reading() as session:
        conversation = session.get_one(Conversation, place.id)
        contact_id = session.get_one(Address, conversation.address_id).contact_id
        assert session.get_one(Contact, contact_id).erased_at is None
        assert (conversation.state, conversation.last_body) == (State.WAITING, "Just now")
        [message] = session.scalars(select(Message).where(Message.conversation_id == place.id))
        assert message.body == "Just now"


def _hears(session: Session, address_id: int) -> tuple[Place, bool]:
    inbound, now = an_inbound("Just now", ON_WHATSAPP), clock.now()
    service_id = session.scalars(select(Service.id).where(Service.name == "Sales")).one()
    words = Heard(inbound.kind, inbound.body)
    heard = hear(session, address_id, service_id, str(inbound.recipient), words, now, now)
    webhook_id = a_webhook(session, inbound, now)
    assert webhook_id is not None
    messages.add_inbound(session, (heard[0].id, heard[0].key), inbound, webhook_id, now)
    return heard
