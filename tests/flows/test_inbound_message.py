from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from occ.contacts.models import Contact
from occ.conversations.models import Conversation, State
from occ.core.address import Channel, Identity, parse
from occ.core.errors import Conflict
from occ.core.events import Event
from occ.core.run import Runner
from occ.flows import agent_reply
from occ.messaging.models import Message
from occ.messaging.ports import Inbound
from occ.services.models import Service
from occ.users.models import Role, User
from tests.builders import (
    NOW,
    SALES_NUMBER,
    a_service,
    an_agent,
    an_inbound,
    at,
    receive,
    the_conversation,
)


def test_a_message_is_offered_to_a_free_agent(run: Runner) -> None:  # A8
    service = run(a_service)
    ana = run(an_agent, "Ana")

    run(receive, an_inbound("Do you open on Sunday?"), at(1))

    with run.reading() as session:
        conversation = the_conversation(session)
        assert conversation.state is State.OFFERED
        assert (conversation.service_id, conversation.user_id) == (service.id, ana.id)
        assert session.get_one(User, ana.id).seats_taken == 1


def test_without_a_free_agent_it_waits(run: Runner) -> None:  # A8
    run(a_service)
    run(an_agent, "Ana", online=False)

    run(receive, an_inbound())

    with run.reading() as session:
        assert the_conversation(session).state is State.WAITING


def test_a_burst_is_one_conversation(run: Runner) -> None:
    run(a_service)

    for word in ("Hello", "is", "anybody", "there?"):
        run(receive, an_inbound(word))

    with run.reading() as session:
        assert session.scalar(select(func.count()).select_from(Conversation)) == 1
        assert session.scalars(select(Message.body).order_by(Message.id)).all() == [
            "Hello",
            "is",
            "anybody",
            "there?",
        ]


def test_the_same_message_twice_is_one(run: Runner) -> None:
    run(a_service)
    twice = an_inbound(sid="SM" + "1" * 32)

    run(receive, twice)
    run(receive, twice)

    with run.reading() as session:
        assert session.scalar(select(func.count()).select_from(Message)) == 1


def test_a_message_to_a_number_of_no_service_waits_in_unassigned(run: Runner) -> None:
    run(an_agent, "Ana")

    run(receive, an_inbound(to="+393331112223"))

    with run.reading() as session:
        conversation = the_conversation(session)
        assert session.get_one(Service, conversation.service_id).is_unassigned
        assert conversation.state is State.WAITING


def test_a_customer_without_a_number_is_joined_when_the_number_comes(run: Runner) -> None:
    run(a_service)
    run(receive, an_inbound("hidden", "whatsapp:IT.ab12"))
    run(receive, an_inbound("with a number", "whatsapp:+393330001112"))
    both = replace(
        an_inbound("both"), sender=Identity(Channel.WHATSAPP, "+393330001112", "IT.ab12")
    )

    run(receive, both)

    with run.reading() as session:
        open_ones = session.scalars(
            select(Conversation).where(Conversation.state != State.CLOSED)
        ).all()
        assert len(open_ones) == 1
        bodies = session.scalars(
            select(Message.body)
            .where(Message.conversation_id == open_ones[0].id)
            .order_by(Message.id)
        ).all()
        assert bodies == ["hidden", "with a number", "both"]


def test_an_sms_to_the_number_waits_in_unassigned_and_is_not_answered_as_whatsapp(
    run: Runner,
) -> None:
    run(a_service)
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR)
    sms = replace(
        an_inbound("by SMS"),
        sender=Identity(Channel.SMS, "+48500100200"),
        recipient=Identity(Channel.SMS, SALES_NUMBER),
    )

    run(receive, sms)

    with run.reading() as session:
        conversation = the_conversation(session)
        assert session.get_one(Service, conversation.service_id).is_unassigned
    with pytest.raises(Conflict) as refusal:
        run(agent_reply.reply, sofia.id, conversation.key, "one", "Hello", NOW)
    assert refusal.value.code == "channel_off"


def named(run: Runner, message: Inbound) -> str:
    """What the contact is called once the message has come."""
    run(receive, message)
    with run.reading() as session:
        return session.scalars(select(Contact.name)).one()


def test_a_customer_is_called_as_they_show_themselves_now(run: Runner, told: list[Event]) -> None:
    """Twilio's list brings no name: after an outage, or by polling, the number comes first."""
    run(a_service)

    assert named(run, an_inbound("one", name=None)) == "+48 500 100 200"
    told.clear()
    assert named(run, an_inbound("two", name="Marta")) == "Marta"
    assert "conversation_changed" in {event.name for event in told}
    assert named(run, an_inbound("three", name=None)) == "Marta"
    assert named(run, an_inbound("four", name="  Marta\n Kowalska ")) == "Marta Kowalska"


def test_a_name_that_somebody_gave_a_contact_stays(run: Runner) -> None:
    run(a_service)
    run(receive, an_inbound("one", name="Marta"))
    with run.database.writing() as session:
        session.execute(update(Contact).values(name="Mrs Kowalska, ACME"))

    assert named(run, an_inbound("two", name="Marta K.")) == "Mrs Kowalska, ACME"


@pytest.mark.parametrize("sender", ["72323", "FIRMA"])
def test_an_sms_from_a_short_code_or_a_name_is_kept_in_unassigned(run: Runner, sender: str) -> None:
    run(a_service)
    sms = replace(
        an_inbound("Your code is 493021"),
        sender=parse(sender),
        recipient=Identity(Channel.SMS, SALES_NUMBER),
    )

    run(receive, sms)

    with run.reading() as session:
        conversation = the_conversation(session)
        assert session.get_one(Service, conversation.service_id).is_unassigned
        assert session.scalars(select(Contact.name)).all()[-1] in (sender, "Marta")
