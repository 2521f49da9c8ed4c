from __future__ import annotations

from sqlalchemy import select

from occ.conversations.models import RETURNED, Conversation, State
from occ.core.events import Event
from occ.core.run import Runner
from occ.flows import close_conversation, hand_over, presence
from occ.journal import entries as journal
from occ.routing.models import Ending, Interaction, Via
from occ.services import reach
from occ.users.models import Role, User
from tests.builders import (
    NOW,
    Clock,
    a_service,
    accepts,
    an_agent,
    at,
    conversation,
    fresh,
    stands,
    talks,
    the_interaction,
    writes,
)

SUPPORT = "+390687654321"
NOBODYS = "+390600000000"


def heard_of(told: list[Event], key: str, run: Runner) -> set[str]:
    """The streams that were told of a change of the conversation."""
    number = conversation(run, key).id
    return {
        stream
        for event in told
        if event.name == "conversation_changed" and event.facts["conversation"] == number
        for stream in event.streams
    }


def test_to_another_service_it_goes_to_an_agent_of_that_one(run: Runner) -> None:
    run(a_service)
    ana, ben = run(an_agent, "Ana"), run(an_agent, "Ben", online=False)
    support = run(a_service, "Support", SUPPORT, (ben,))
    key = talks(run)

    run(hand_over.to_service, ana.id, key, support.key, at(60))

    assert stands(run, key) == (State.WAITING, None)
    assert conversation(run, key).service_id == support.id
    assert fresh(run, ana).seats_taken == 0


def test_there_it_stands_at_the_head_with_the_time_it_has_waited(run: Runner) -> None:
    run(a_service)
    ben = run(an_agent, "Ben", online=False)
    support = run(a_service, "Support", SUPPORT, (ben,))
    ana = run(an_agent, "Ana")
    writes(run, 2, now=at(1), to=SUPPORT)
    key = talks(run, 1, at(20))

    run(hand_over.to_service, ana.id, key, support.key, at(60))

    with run.reading() as session:
        queue = select(Conversation).order_by(Conversation.queue_rank, Conversation.waiting_since)
        first = session.scalars(queue.where(Conversation.state == State.WAITING)).first()
        assert first is not None
        assert (first.key, first.queue_rank, first.waiting_since) == (key, RETURNED, at(20))


def test_it_does_not_come_straight_back_to_who_gave_it_away(run: Runner) -> None:
    service = run(a_service)
    ana, ben = run(an_agent, "Ana"), run(an_agent, "Ben", most=1)
    busy = writes(run, 1)
    accepts(run, busy)
    accepts(run, writes(run, 2))
    assert stands(run, busy) == (State.ACTIVE, "Ana")

    run(hand_over.to_service, ana.id, busy, service.key, at(60))

    # Ben is full and Ana, who has room, gave it away.
    assert fresh(run, ben).seats_taken == 1
    assert stands(run, busy) == (State.WAITING, None)


def test_alone_in_a_service_the_giver_is_offered_it_again_after_a_rest(
    run: Runner, clock: Clock
) -> None:
    service = run(a_service)
    ana = run(an_agent, "Ana")
    key = talks(run)
    run(hand_over.to_service, ana.id, key, service.key, NOW)
    assert stands(run, key) == (State.WAITING, None)

    clock.to(20)
    run.drain(service.id)

    assert stands(run, key) == (State.OFFERED, "Ana")


def test_to_a_colleague_it_is_theirs_at_once(run: Runner) -> None:
    run(a_service)
    ana, ben = run(an_agent, "Ana"), run(an_agent, "Ben", online=False)
    key = talks(run)
    run(presence.come_online, ben.id, "socket-ben", NOW)

    run(hand_over.to_colleague, ana.id, key, ben.key, NOW)

    assert stands(run, key) == (State.ACTIVE, "Ben")
    assert [fresh(run, user).seats_taken for user in (ana, ben)] == [0, 1]
    assert the_interaction(run, key).via is Via.HANDED_OVER


def test_the_one_who_had_it_hears_that_it_went(run: Runner, told: list[Event]) -> None:
    service = run(a_service)
    ana = run(an_agent, "Ana")
    key = talks(run)
    ben = run(an_agent, "Ben")
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)
    told.clear()

    run(hand_over.to_colleague, sofia.id, key, ben.key, NOW)

    # The service's agents do not: it never waited.
    assert heard_of(told, key, run) == {
        f"user:{ana.id}",
        f"user:{ben.id}",
        f"oversight:{service.id}",
    }


def test_a_supervisor_hands_over_what_reached_no_service(run: Runner) -> None:  # A8
    service = run(a_service)
    run(an_agent, "Ana")
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)
    key = writes(run, to=NOBODYS)
    assert stands(run, key) == (State.WAITING, None)

    run(hand_over.to_service, sofia.id, key, service.key, NOW)

    assert stands(run, key) == (State.OFFERED, "Ana")


def test_or_gives_it_to_an_agent(run: Runner) -> None:  # A8
    ana = run(an_agent, "Ana")
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)
    key = writes(run, to=NOBODYS)

    run(hand_over.to_colleague, sofia.id, key, ana.key, NOW)

    assert stands(run, key) == (State.ACTIVE, "Ana")
    with run.reading() as session:
        assert conversation(run, key).service_id == reach.unassigned(session)


def test_a_supervisor_hands_over_an_offer_that_stands(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    key = writes(run)
    ben = run(an_agent, "Ben")
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)

    run(hand_over.to_colleague, sofia.id, key, ben.key, NOW)

    assert stands(run, key) == (State.ACTIVE, "Ben")
    assert endings(run, ana) == [Ending.HANDED_OVER]


def test_the_seat_that_is_freed_goes_to_who_waits(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana", most=1)
    key, waits = talks(run, 1), writes(run, 2)
    assert stands(run, waits) == (State.WAITING, None)
    # Not connected in time to be offered what waits.
    ben = run(an_agent, "Ben", most=1)

    run(hand_over.to_colleague, ana.id, key, ben.key, NOW)

    assert stands(run, key) == (State.ACTIVE, "Ben")
    assert stands(run, waits) == (State.OFFERED, "Ana")


def endings(run: Runner, user: User) -> list[Ending | None]:
    with run.reading() as session:
        ended = select(Interaction.ending).where(Interaction.user_id == user.id)
        return list(session.scalars(ended.order_by(Interaction.id)))


def test_both_ways_are_in_the_journal(run: Runner) -> None:
    run(a_service)
    support = run(a_service, "Support", SUPPORT)
    ana = run(an_agent, "Ana")
    key = talks(run)
    ben = run(an_agent, "Ben")

    run(hand_over.to_colleague, ana.id, key, ben.key, NOW)
    run(hand_over.to_service, ben.id, key, support.key, NOW)

    with run.reading() as session:
        lines = journal.of(session, journal.Subject("conversation", key))
        assert [(line.actor_id, line.after) for line in lines] == [
            (ben.id, {"service": "Support"}),
            (ana.id, {"user": "Ben"}),
        ]


def test_what_the_customer_writes_next_comes_where_the_conversation_went(run: Runner) -> None:
    run(a_service)
    ana, ben = run(an_agent, "Ana"), run(an_agent, "Ben", online=False)
    support = run(a_service, "Support", SUPPORT, (ben,))
    key = talks(run)
    run(hand_over.to_service, ana.id, key, support.key, at(60))

    assert writes(run, 1, "And my invoice?", at(70)) == key

    assert conversation(run, key).last_body == "And my invoice?"
    assert conversation(run, key).service_id == support.id


def test_once_that_is_closed_the_number_leads_to_its_own_service_again(run: Runner) -> None:
    sales = run(a_service)
    ana = run(an_agent, "Ana")
    support = run(a_service, "Support", SUPPORT, (ana,))
    key = talks(run)
    run(hand_over.to_service, ana.id, key, support.key, at(60))
    run(close_conversation.close, run(an_agent, "Sofia", role=Role.SUPERVISOR).id, key, at(65))

    later = writes(run, 1, "Me again", at(70))

    assert later != key
    assert conversation(run, later).service_id == sales.id


def test_so_does_what_is_written_after_it_left_unassigned(run: Runner) -> None:
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR)
    support = run(a_service, "Support", SUPPORT)
    key = writes(run, to=NOBODYS)
    run(hand_over.to_service, sofia.id, key, support.key, at(60))

    assert writes(run, 1, "Anybody?", at(70), to=NOBODYS) == key


def test_a_number_that_has_a_service_now_fills_unassigned_no_more(run: Runner) -> None:
    waiting = writes(run, to=NOBODYS)
    served = run(a_service, "Support", NOBODYS)

    later = writes(run, 1, "Anybody?", at(70), to=NOBODYS)

    assert later != waiting
    assert conversation(run, later).service_id == served.id


def test_a_customer_of_two_numbers_has_two_conversations(run: Runner) -> None:
    run(a_service)
    run(a_service, "Support", SUPPORT)

    sales, support = writes(run), writes(run, to=SUPPORT)

    assert sales != support
    assert writes(run, now=at(5)) == sales
    assert writes(run, now=at(6), to=SUPPORT) == support
