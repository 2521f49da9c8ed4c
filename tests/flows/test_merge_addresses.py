"""A customer without a number writes, then with one, and then we learn that they are the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.contacts import phone_numbers
from occ.contacts.models import Address, Contact
from occ.conversations.models import Conversation, State
from occ.core.address import Channel, Identity
from occ.core.events import Event
from occ.core.run import Runner
from occ.flows import agent_reply, answer_offer, close_conversation, save_draft
from occ.journal import entries as journal
from occ.messaging.models import Message
from occ.routing.models import Ending, Interaction
from occ.users.models import User
from tests.builders import (
    a_service,
    accepts,
    an_agent,
    an_inbound,
    at,
    conversation,
    fresh,
    receive,
    stands,
    the_interaction,
)

HIDDEN = Identity(Channel.WHATSAPP, bsuid="IT.ab12")
SHOWN = Identity(Channel.WHATSAPP, phone="+393330001112")
SUPPORT = "+390687654321"
BOTH = Identity(Channel.WHATSAPP, phone="+393330001112", bsuid="IT.ab12")


def hears(run: Runner, sender: Identity, body: str, seconds: float) -> None:
    run(receive, replace(an_inbound(body), sender=sender), at(seconds))


def keys(run: Runner) -> list[str]:
    """Of all conversations, in the order they were opened."""
    with run.reading() as session:
        return list(session.scalars(select(Conversation.key).order_by(Conversation.id)))


def bodies(run: Runner, key: str) -> list[str]:
    with run.reading() as session:
        found = (
            select(Message.body)
            .join(Conversation, Conversation.id == Message.conversation_id)
            .where(Conversation.key == key)
            .order_by(Message.id)
        )
        return list(session.scalars(found))


def test_two_waiting_ones_become_one_with_all_the_words(run: Runner) -> None:
    run(a_service)
    hears(run, HIDDEN, "hidden", 1)
    hears(run, SHOWN, "shown", 2)

    hears(run, BOTH, "both", 3)

    older, newer = keys(run)
    assert bodies(run, older) == ["hidden", "shown", "both"]
    assert stands(run, newer) == (State.CLOSED, None)
    assert conversation(run, older).waiting_since == at(1)


def test_the_one_an_agent_has_goes_on_with_that_agent(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana", most=1)
    hears(run, HIDDEN, "hidden", 1)
    [waiting] = keys(run)
    run(answer_offer.decline, ana.id, the_interaction(run, waiting).key, at(1))
    hears(run, SHOWN, "shown", 2)
    held = keys(run)[1]
    accepts(run, held, at(2))
    assert stands(run, waiting) == (State.WAITING, None)

    hears(run, BOTH, "both", 3)

    assert stands(run, held) == (State.ACTIVE, "Ana")
    assert stands(run, waiting) == (State.CLOSED, None)
    assert bodies(run, held) == ["hidden", "shown", "both"]
    assert fresh(run, ana).seats_taken == 1


def test_of_two_that_are_held_the_older_goes_on_and_the_other_seat_is_free(run: Runner) -> None:
    run(a_service)
    ana, ben = run(an_agent, "Ana", most=1), run(an_agent, "Ben", most=1)
    hears(run, HIDDEN, "hidden", 1)
    hears(run, SHOWN, "shown", 2)
    older, newer = keys(run)
    accepts(run, older, at(2))
    accepts(run, newer, at(2))
    assert [fresh(run, user).seats_taken for user in (ana, ben)] == [1, 1]

    hears(run, BOTH, "both", 3)

    assert stands(run, older) == (State.ACTIVE, "Ana")
    assert [fresh(run, user).seats_taken for user in (ana, ben)] == [1, 0]
    with run.reading() as session:
        merged = select(Interaction).where(Interaction.ending == Ending.MERGED)
        assert session.scalars(merged).one().user_id == ben.id


def test_conversations_with_two_services_stay_two(run: Runner) -> None:
    run(a_service)
    run(a_service, "Support", SUPPORT)
    hears(run, HIDDEN, "to sales", 1)
    run(receive, replace(an_inbound("to support", to=SUPPORT), sender=SHOWN), at(2))

    hears(run, BOTH, "to sales again", 3)

    sales, support = keys(run)
    assert bodies(run, sales) == ["to sales", "to sales again"]
    assert bodies(run, support) == ["to support"]
    with run.reading() as session:
        addresses = session.scalars(select(Conversation.address_id)).all()
    assert len(set(addresses)) == 1


def test_what_was_closed_before_belongs_to_the_joined_address_too(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    hears(run, SHOWN, "shown", 1)
    hears(run, HIDDEN, "hidden", 2)
    newer = keys(run)[1]
    accepts(run, newer, at(2))
    run(close_conversation.close, ana.id, newer, at(3))

    hears(run, BOTH, "both", 4)

    with run.reading() as session:
        kept = session.scalars(select(Address).where(Address.merged_into_id.is_(None))).one()
        assert (kept.phone, kept.bsuid) == (BOTH.phone, BOTH.bsuid)
        assert set(session.scalars(select(Conversation.address_id))) == {kept.id}


def test_answers_leave_for_the_number_once_it_is_known(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    hears(run, HIDDEN, "hidden", 1)
    [key] = keys(run)
    accepts(run, key, at(1))
    assert replies(run, ana, key, at(2)) == "whatsapp:IT.ab12"

    hears(run, BOTH, "both", 3)

    assert replies(run, ana, key, at(4)) == "whatsapp:+393330001112"


def test_a_new_number_of_a_known_id_is_the_same_person(run: Runner) -> None:
    run(a_service)
    hears(run, BOTH, "old number", 1)

    hears(run, replace(BOTH, phone="+393330009999"), "new number", 2)

    [key] = keys(run)
    assert bodies(run, key) == ["old number", "new number"]


def test_joining_is_written_in_the_journal(run: Runner) -> None:
    run(a_service)
    hears(run, HIDDEN, "hidden", 1)
    hears(run, SHOWN, "shown", 2)

    hears(run, BOTH, "both", 3)

    with run.reading() as session:
        kept, joined = session.scalars(select(Address).order_by(Address.id))
        [line] = journal.of(session, journal.Subject("address", kept.key))
        assert (line.action, line.after) == ("addresses_joined", {"joined": joined.key})


def replies(run: Runner, user: User, key: str, now: datetime) -> str:
    """Answer; where the answer goes."""
    run(agent_reply.reply, user.id, key, now.isoformat(), "Hello", now)
    with run.reading() as session:
        newest = select(Message.recipient).order_by(Message.id.desc()).limit(1)
        return session.scalars(newest).one()


def test_whoever_had_the_one_that_ended_hears_where_it_went_on(
    run: Runner, told: list[Event]
) -> None:
    run(a_service)
    run(an_agent, "Ana", most=1)
    ben = run(an_agent, "Ben", most=1)
    hears(run, HIDDEN, "hidden", 1)
    hears(run, SHOWN, "shown", 2)
    older, newer = keys(run)
    accepts(run, older, at(2))
    accepts(run, newer, at(2))
    told.clear()

    hears(run, BOTH, "both", 3)

    [event] = [event for event in told if event.name == "thread_changed"]
    assert event.facts == {"conversation": older, "joined": newer}
    assert f"user:{ben.id}" in event.streams


def test_what_was_typed_in_the_one_that_ended_goes_with_who_goes_on(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana", most=2)
    hears(run, HIDDEN, "hidden", 1)
    hears(run, SHOWN, "shown", 2)
    older, newer = keys(run)
    accepts(run, older, at(2))
    accepts(run, newer, at(2))
    run(save_draft.save, ana.id, newer, "We open at", at(2))

    hears(run, BOTH, "both", 3)

    with run.reading() as session:
        [(key, draft)] = save_draft.of(session, ana.id).items()
    assert (key, draft["body"]) == (older, "We open at")


def test_a_hidden_person_who_shows_an_entered_number_is_that_contact(run: Runner) -> None:  # C3
    run(a_service)
    hears(run, HIDDEN, "hidden", 1)

    def enter(session: Session) -> int:
        entered = Contact(key="ctc_jan", name="Jan Lis", created_at=at(0))
        session.add(entered)
        session.flush()
        return phone_numbers.owner(session, str(SHOWN.phone), entered.id, at(0))

    jan = run(enter)

    hears(run, BOTH, "both", 2)

    with run.reading() as session:
        assert session.scalars(select(Address.contact_id)).all() == [jan]
        assert session.scalars(select(Contact.name)).all() == ["Jan Lis"]
