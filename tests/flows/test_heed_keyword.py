"""STOP ends campaigns and no support; START takes it back, and is no consent by itself."""

from __future__ import annotations

from sqlalchemy import select

from occ.contacts import consents, do_not_write, phone_numbers
from occ.contacts.consents import Said
from occ.contacts.number_models import Consent, How, Origin
from occ.conversations.models import State
from occ.core.address import Channel
from occ.core.run import Runner
from occ.journal.models import JournalEntry
from occ.messaging.models import Direction, Message
from tests.builders import NOW, a_service, an_agent, an_inbound, at, receive, the_conversation

MARTA = "+48500100200"
AGREED = "I want offers."


def agreed(run: Runner, *channels: Channel) -> int:
    [number] = run(phone_numbers.rows, [MARTA], NOW).values()
    every = [Said(channel, True, NOW, How.FORM, AGREED) for channel in channels]
    run(consents.record, {number: every}, NOW)
    return number


def stands(run: Runner) -> tuple[bool, set[Channel]]:
    """Whether Marta is on our list, and the channels she agrees to."""
    with run.reading() as session:
        agrees = {each for each in Channel if consents.allows(session, MARTA, each, "campaign")}
        return bool(do_not_write.holds(session, [MARTA])), agrees


def test_stop_ends_campaigns_on_every_channel_and_goes_on_as_a_message(run: Runner) -> None:
    run(a_service)
    run(an_agent, "Ana")
    number = agreed(run, Channel.SMS, Channel.WHATSAPP)

    run(receive, an_inbound("Stop."), at(60))

    assert stands(run) == (True, set())
    with run.reading() as session:
        newest = consents.history(session, [number])[0]
        assert (newest.how, newest.words, newest.at) == (How.KEYWORD, "Stop.", at(60))
        assert the_conversation(session).state is State.OFFERED
        # Nothing is answered by itself.
        assert session.scalars(select(Message.direction)).all() == [Direction.IN]
        lines = session.scalars(select(JournalEntry.action)).all()
        assert lines.count("stopped_by_keyword") == 1


def test_a_repeated_stop_changes_nothing(run: Runner) -> None:
    run(a_service)
    agreed(run, Channel.SMS)
    run(receive, an_inbound("STOP"), at(60))

    run(receive, an_inbound("stop"), at(120))

    with run.reading() as session:
        assert len(session.scalars(select(Consent)).all()) == 2
        lines = session.scalars(select(JournalEntry.action)).all()
        assert lines.count("stopped_by_keyword") == 1


def test_start_gives_back_what_stop_took_and_no_more(run: Runner) -> None:
    run(a_service)
    agreed(run, Channel.SMS)
    run(receive, an_inbound("STOP"), at(60))

    run(receive, an_inbound("START"), at(120))

    assert stands(run) == (False, {Channel.SMS})


def test_start_alone_is_no_consent_and_lifts_no_entry_of_ours(run: Runner) -> None:
    run(a_service)
    [number] = run(phone_numbers.rows, [MARTA], NOW).values()
    run(do_not_write.add, number, Origin.OURS, "sues us", None, NOW)

    run(receive, an_inbound("START"), at(60))

    assert stands(run) == (True, set())


def test_what_somebody_took_back_in_another_way_is_not_given_by_start(run: Runner) -> None:
    run(a_service)
    number = agreed(run, Channel.SMS)
    run(consents.record, {number: [Said(Channel.SMS, False, at(1), How.SPOKEN)]}, at(1))

    run(receive, an_inbound("START"), at(60))

    assert stands(run) == (False, set())
