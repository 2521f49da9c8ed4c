from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from occ.conversations.models import State
from occ.core.errors import Conflict, NotFound, OccError
from occ.core.run import Runner
from occ.flows import answer_offer, people, presence
from occ.routing import offers
from occ.routing.models import Via
from occ.users.models import Presence, Role, User
from tests.builders import (
    NOW,
    Clock,
    a_service,
    an_agent,
    at,
    conversation,
    fresh,
    stands,
    talks,
    the_interaction,
    writes,
)


def rests_end(run: Runner, clock: Clock, seconds: float) -> None:
    """What the job does, so many seconds after the start."""
    now = clock.to(seconds)
    for service_id in run(offers.rested, now):
        run.drain(service_id)


def declines(run: Runner, user: User, key: str, now: datetime = NOW) -> None:
    run(answer_offer.decline, user.id, the_interaction(run, key).key, now)


def test_an_offer_holds_a_seat_and_counts_down(run: Runner) -> None:  # A8
    run(a_service)
    ana = run(an_agent, "Ana")

    key = writes(run)

    assert the_interaction(run, key).offer_ends_at == at(30)
    assert fresh(run, ana).seats_taken == 1


def test_who_chose_more_time_has_that_much_more_to_accept(run: Runner) -> None:
    run(a_service)
    run(an_agent, "Ana", offer_times=3)

    key = writes(run)

    assert the_interaction(run, key).offer_ends_at == at(90)


def test_accepted_it_is_the_agents(run: Runner) -> None:  # A8
    run(a_service)
    ana = run(an_agent, "Ana", missed_in_row=1)
    key = writes(run)

    run(answer_offer.accept, ana.id, the_interaction(run, key).key, at(29))

    assert stands(run, key) == (State.ACTIVE, "Ana")
    assert conversation(run, key).accepted_at == at(29)
    now = fresh(run, ana)
    assert (now.seats_taken, now.missed_in_row) == (1, 0)


def test_accepting_twice_is_accepting_once(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    key = talks(run)

    run(answer_offer.accept, ana.id, the_interaction(run, key).key, at(60))

    assert conversation(run, key).accepted_at == NOW


def test_an_offer_that_is_over_is_refused(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    key = writes(run)

    with pytest.raises(Conflict) as refusal:
        run(answer_offer.accept, ana.id, the_interaction(run, key).key, at(30))

    assert refusal.value.code == "offer_gone"
    assert stands(run, key) == (State.OFFERED, "Ana")


def test_one_that_went_to_a_colleague_is_refused(run: Runner) -> None:
    run(a_service)
    ana, _ = run(an_agent, "Ana"), run(an_agent, "Ben")
    key = writes(run)
    offer = the_interaction(run, key)
    declines(run, ana, key)
    assert stands(run, key) == (State.OFFERED, "Ben")

    with pytest.raises(Conflict) as refusal:
        run(answer_offer.accept, ana.id, offer.key, NOW)

    assert refusal.value.code == "offer_gone"


def test_a_colleagues_offer_is_not_found(run: Runner) -> None:
    run(a_service)
    run(an_agent, "Ana")
    key = writes(run)
    ben = run(an_agent, "Ben")

    with pytest.raises(NotFound):
        run(answer_offer.accept, ben.id, the_interaction(run, key).key, NOW)
    with pytest.raises(NotFound):
        run(answer_offer.decline, ben.id, the_interaction(run, key).key, NOW)


def test_declined_it_goes_to_the_next(run: Runner) -> None:  # A8
    run(a_service)
    ana, ben = run(an_agent, "Ana"), run(an_agent, "Ben")
    key = writes(run)

    declines(run, ana, key)

    assert stands(run, key) == (State.OFFERED, "Ben")
    assert [fresh(run, user).seats_taken for user in (ana, ben)] == [0, 1]


def test_declined_by_all_it_waits_at_its_place_and_comes_round_again(
    run: Runner, clock: Clock
) -> None:
    run(a_service)
    ana, ben = run(an_agent, "Ana"), run(an_agent, "Ben")
    key = writes(run)
    declines(run, ana, key)
    declines(run, ben, key)
    assert stands(run, key) == (State.WAITING, None)
    assert conversation(run, key).waiting_since == NOW

    rests_end(run, clock, 20)

    assert stands(run, key) == (State.OFFERED, "Ana")


def test_who_declined_more_often_comes_after_the_others(run: Runner, clock: Clock) -> None:
    run(a_service)
    ana, ben = run(an_agent, "Ana"), run(an_agent, "Ben", presence=Presence.AWAY)
    key = writes(run)
    declines(run, ana, key)
    rests_end(run, clock, 20)
    declines(run, ana, key, at(20))
    run(presence.choose, ben.id, Presence.AVAILABLE, None, at(20))
    declines(run, ben, key, at(20))
    assert stands(run, key) == (State.WAITING, None)

    rests_end(run, clock, 60)

    # Ana declined twice, Ben once.
    assert stands(run, key) == (State.OFFERED, "Ben")


def test_resting_from_one_is_no_rest_from_the_others(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana", most=1)
    first, second = writes(run, 1), writes(run, 2)

    declines(run, ana, first)

    assert stands(run, first) == (State.WAITING, None)
    assert stands(run, second) == (State.OFFERED, "Ana")


def test_one_who_rests_may_still_take_it(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    key = writes(run)
    declines(run, ana, key)

    run(answer_offer.take, ana.id, key, at(1))

    assert stands(run, key) == (State.ACTIVE, "Ana")


def test_taking_what_waits_takes_a_seat(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana", most=1)
    key = talks(run, 1)
    waits = writes(run, 2)
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR)

    run(answer_offer.take, sofia.id, waits, NOW)

    assert stands(run, waits) == (State.ACTIVE, "Sofia")
    assert the_interaction(run, waits).via is Via.TAKEN
    assert stands(run, key) == (State.ACTIVE, "Ana")
    assert fresh(run, ana).seats_taken == fresh(run, sofia).seats_taken == 1


def test_nobody_takes_more_than_their_limit(run: Runner) -> None:  # A3
    run(a_service)
    ana = run(an_agent, "Ana", most=1)
    key, waits = talks(run, 1), writes(run, 2)
    assert stands(run, key) == (State.ACTIVE, "Ana")

    with pytest.raises(Conflict, match="You have 1 of 1 conversations") as refusal:
        run(answer_offer.take, ana.id, waits, NOW)

    assert refusal.value.code == "no_seat"
    assert stands(run, waits) == (State.WAITING, None)


@pytest.mark.parametrize(
    ("profile", "sentence"),
    [
        ({"presence": Presence.AWAY}, "Set yourself available"),
        ({"chat": False, "whatsapp": False}, "Your profile does not allow WhatsApp"),
    ],
    ids=["away", "not allowed"],
)
def test_nor_without_being_allowed_and_available(
    run: Runner, profile: dict[str, object], sentence: str
) -> None:
    run(a_service)
    key = writes(run)
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, **profile)

    with pytest.raises(Conflict, match=sentence):
        run(answer_offer.take, sofia.id, key, NOW)


def test_of_two_who_take_it_at_once_one_has_it(run: Runner) -> None:
    run(a_service)
    key = writes(run)
    people = [run(an_agent, f"Agent {number}") for number in range(4)]

    def takes(user: User) -> bool:
        try:
            run(answer_offer.take, user.id, key, NOW)
        except OccError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        took = list(pool.map(takes, people))

    assert took.count(True) == 1
    assert [fresh(run, user).seats_taken for user in people] == [int(each) for each in took]


def test_taking_what_a_colleague_has_is_refused(run: Runner) -> None:
    run(a_service)
    run(an_agent, "Ana")
    key = talks(run)
    ben = run(an_agent, "Ben")
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR)

    with pytest.raises(NotFound):
        run(answer_offer.take, ben.id, key, NOW)
    with pytest.raises(Conflict) as refusal:
        run(answer_offer.take, sofia.id, key, NOW)

    assert refusal.value.code == "taken"


def test_an_agent_takes_nothing_from_a_service_they_do_not_serve(run: Runner) -> None:
    ben = run(an_agent, "Ben", online=False)
    run(a_service, members=(ben,))
    key = writes(run)
    ana = run(an_agent, "Ana")

    with pytest.raises(NotFound):
        run(answer_offer.take, ana.id, key, NOW)

    assert stands(run, key) == (State.WAITING, None)


def test_disabling_somebody_gives_their_work_to_the_others(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    held, offered = talks(run, 1), writes(run, 2)
    ada = run(an_agent, "Ada", role=Role.ADMINISTRATOR, chat=False, whatsapp=False)
    ben = run(an_agent, "Ben")
    assert [stands(run, key)[1] for key in (held, offered)] == ["Ana", "Ana"]

    run(people.set_disabled, ada.id, ana.key, True, NOW)

    assert [stands(run, key) for key in (held, offered)] == [(State.OFFERED, "Ben")] * 2
    assert [fresh(run, user).seats_taken for user in (ana, ben)] == [0, 2]
