from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.billing.payer import Purpose
from occ.contacts import consents, erasing, phone_numbers
from occ.contacts.models import Address, Contact
from occ.conversations.models import Conversation, State
from occ.core.address import Channel
from occ.core.errors import Conflict, NotFound, OccError
from occ.core.run import Runner
from occ.flows import begin_conversation, close_conversation
from occ.flows.send_template import Chosen
from occ.messaging.models import Message
from occ.services.models import Service
from occ.users.models import Presence, User
from tests.builders import (
    NOW,
    SALES_NUMBER,
    a_service,
    an_agent,
    at,
    at_once,
    conversation,
    fresh,
    stands,
    talks,
    writes,
)
from tests.contacts.people import a_contact, agreed
from tests.flows.sending.first import TEMPLATE, a_template, claims
from tests.flows.sending.post import answers, sent

DAY = 24 * 60 * 60
PHONE = "+48500100001"
CHOSEN = Chosen(TEMPLATE, {"1": "314"})


@pytest.fixture
def ana(run: Runner) -> User:
    run(a_template)
    run(a_service)
    return run(an_agent, most=1)


def agrees(session: Session, phone: str = PHONE) -> None:
    [number] = phone_numbers.rows(session, [phone], NOW).values()
    consents.record(session, {number: [agreed(Channel.WHATSAPP)]}, NOW)


def over(run: Runner, agent: User) -> str:
    """A conversation with customer 1, who agreed to be written to, that has ended."""
    key = talks(run)
    run(close_conversation.close, agent.id, key, at(60))
    run(agrees)
    return key


def again(run: Runner, agent: User, key: str, seconds: float = 3600, client: str = "x") -> str:
    begun = run(begin_conversation.again, agent.id, key, client, CHOSEN, at(seconds))
    with run.reading() as session:
        return session.get_one(Conversation, begun).key


def open_ones(run: Runner) -> int:
    with run.reading() as session:
        is_open = Conversation.state != State.CLOSED
        return session.scalar(select(func.count()).where(is_open)) or 0


def test_who_has_closed_a_conversation_writes_to_the_customer_again(run: Runner, ana: User) -> None:
    key = again(run, ana, over(run, ana))

    begun = conversation(run, key)
    assert stands(run, key) == (State.ACTIVE, "Ana")
    assert (begun.our_address, begun.last_body) == (f"whatsapp:{SALES_NUMBER}", "Your code: 314")
    [message] = sent(run)
    assert (message.purpose, message.conversation_id) == (Purpose.CAMPAIGN, begun.id)
    [claimed] = claims(run, at(3600))
    assert claimed.recipient == f"whatsapp:{PHONE}"


def test_what_they_answer_comes_to_it(run: Runner, ana: User) -> None:
    key = again(run, ana, over(run, ana))

    assert writes(run, now=at(3660)) == key


def test_it_takes_a_seat_and_without_a_free_one_nothing_is_begun(run: Runner, ana: User) -> None:
    ended = over(run, ana)
    talks(run, 2)

    with pytest.raises(Conflict) as refusal:
        again(run, ana, ended)

    assert refusal.value.code == "no_seat"
    assert (open_ones(run), len(sent(run)), fresh(run, ana).seats_taken) == (1, 0, 1)


def test_of_many_at_once_no_more_begin_than_there_are_seats(run: Runner, ana: User) -> None:
    service = service_key(run)
    people = []
    for number in range(4):
        phone = f"+4860010000{number}"
        people.append(run(a_contact, f"P{number}", phone, agreed(Channel.WHATSAPP)).key)

    def begin(place: int) -> None:
        flow = begin_conversation.with_contact
        run(flow, ana.id, people[place], service, f"c{place}", CHOSEN, NOW)

    assert at_once(4, begin) == 1
    assert fresh(run, ana).seats_taken == 1


def test_an_agent_who_is_away_begins_none(run: Runner, ana: User) -> None:
    ended = over(run, ana)
    with run.database.writing() as session:
        session.get_one(User, ana.id).presence = Presence.AWAY

    with pytest.raises(Conflict) as refusal:
        again(run, ana, ended)

    assert refusal.value.code == "no_seat"


def test_without_consent_nobody_is_written_to_first(run: Runner, ana: User) -> None:
    key = talks(run)
    run(close_conversation.close, ana.id, key, at(60))

    with pytest.raises(OccError) as refusal:
        again(run, ana, key)

    assert refusal.value.code == "no_consent"
    assert (open_ones(run), fresh(run, ana).seats_taken) == (0, 0)


def test_with_whom_one_is_open_no_second_is_begun(run: Runner, ana: User) -> None:
    ended = over(run, ana)
    writes(run, now=at(1800))

    with pytest.raises(Conflict) as refusal:
        again(run, ana, ended)

    assert refusal.value.code == "open"
    assert open_ones(run) == 1


def test_the_same_press_begins_one(run: Runner, ana: User) -> None:
    ended = over(run, ana)

    assert again(run, ana, ended) == again(run, ana, ended)

    assert (open_ones(run), len(sent(run))) == (1, 1)


def test_the_window_of_their_last_words_is_open_in_it(run: Runner, ana: User) -> None:
    key = again(run, ana, over(run, ana), 120)

    answers(run, ana, key, "And one more thing.", at(DAY - 1))

    assert sent(run)[-1].body == "And one more thing."
    with pytest.raises(Conflict):
        answers(run, ana, key, "Too late", at(DAY))


def test_a_contact_who_has_never_written_is_written_to_from_a_service(
    run: Runner, ana: User
) -> None:
    person = run(a_contact, "Jan", "+48600100200", agreed(Channel.WHATSAPP))

    flow, service = begin_conversation.with_contact, service_key(run)
    begun = run(flow, ana.id, person.key, service, "x", CHOSEN, NOW)

    with run.reading() as session:
        row = session.get_one(Conversation, begun)
        message = session.scalars(select(Message)).one()
    assert (row.last_inbound_at, row.user_id) == (None, ana.id)
    assert message.recipient == "whatsapp:+48600100200"
    with pytest.raises(Conflict) as refusal:
        answers(run, ana, row.key, "Free text", at(1))
    assert refusal.value.code == "window_shut"


def test_from_a_service_of_others_an_agent_writes_to_nobody(run: Runner, ana: User) -> None:
    ben = run(an_agent, "Ben")
    theirs = run(a_service, "Support", "+390612345679", members=(ben,))
    person = run(a_contact, "Jan", "+48600100200", agreed(Channel.WHATSAPP))

    with pytest.raises(Conflict) as refusal:
        flow = begin_conversation.with_contact
        run(flow, ana.id, person.key, theirs.key, "x", CHOSEN, NOW)

    assert refusal.value.code == "no_number"


def test_a_conversation_of_somebody_else_begins_nothing(run: Runner, ana: User) -> None:
    ended = over(run, ana)
    ben = run(an_agent, "Ben")

    with pytest.raises(NotFound):
        again(run, ben, ended)


def service_key(run: Runner) -> str:
    with run.reading() as session:
        return session.scalars(select(Service.key).where(Service.name == "Sales")).one()


def test_nobody_writes_again_to_who_was_erased(run: Runner, ana: User) -> None:
    key = over(run, ana)
    run(_erased, conversation(run, key).address_id)

    with pytest.raises(Conflict) as refused:
        again(run, ana, key)
    assert (refused.value.code, open_ones(run)) == ("erased", 0)


def _erased(session: Session, address_id: int) -> None:
    contact = session.get_one(Contact, session.get_one(Address, address_id).contact_id)
    erasing.forget(session, contact, at(120))
