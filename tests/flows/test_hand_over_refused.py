from __future__ import annotations

import pytest

from occ.conversations.models import State
from occ.core.errors import Conflict, NotFound
from occ.core.run import Runner
from occ.flows import hand_over
from occ.users.models import Presence
from tests.builders import (
    NOW,
    a_service,
    accepts,
    an_agent,
    fresh,
    stands,
    talks,
    writes,
)

SUPPORT = "+390687654321"
NOBODYS = "+390600000000"


def test_a_colleague_without_a_free_seat_is_refused_and_nothing_moves(run: Runner) -> None:
    run(a_service)
    ana, ben = run(an_agent, "Ana"), run(an_agent, "Ben", most=1)
    first, second = writes(run, 1), writes(run, 2)
    accepts(run, first)
    accepts(run, second)
    assert stands(run, second) == (State.ACTIVE, "Ben")

    with pytest.raises(Conflict) as refusal:
        run(hand_over.to_colleague, ana.id, first, ben.key, NOW)

    assert refusal.value.code == "no_seat"
    assert stands(run, first) == (State.ACTIVE, "Ana")
    assert [fresh(run, user).seats_taken for user in (ana, ben)] == [1, 1]


@pytest.mark.parametrize(
    "profile",
    [
        {"presence": Presence.AWAY},
        {"online": False},
        {"whatsapp": False},
        {"disabled_at": NOW},
    ],
    ids=["away", "not connected", "not allowed WhatsApp", "disabled"],
)
def test_a_colleague_who_can_take_nothing_is_refused(
    run: Runner, profile: dict[str, object]
) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    key = talks(run)
    ben = run(an_agent, "Ben", **profile)

    with pytest.raises(Conflict, match="Ben has no free seat"):
        run(hand_over.to_colleague, ana.id, key, ben.key, NOW)

    assert stands(run, key) == (State.ACTIVE, "Ana")


def test_to_oneself_is_refused(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    key = talks(run)

    with pytest.raises(Conflict, match="Ana has this conversation already"):
        run(hand_over.to_colleague, ana.id, key, ana.key, NOW)


def test_somebody_elses_is_not_found(run: Runner) -> None:
    run(a_service)
    run(an_agent, "Ana")
    key = talks(run)
    ben = run(an_agent, "Ben")

    with pytest.raises(NotFound):
        run(hand_over.to_colleague, ben.id, key, ben.key, NOW)

    assert stands(run, key) == (State.ACTIVE, "Ana")


def test_an_offer_is_accepted_before_it_is_handed_over(run: Runner) -> None:
    run(a_service)
    support = run(a_service, "Support", SUPPORT)
    ana = run(an_agent, "Ana")
    key = writes(run)
    assert stands(run, key) == (State.OFFERED, "Ana")

    with pytest.raises(Conflict) as refusal:
        run(hand_over.to_service, ana.id, key, support.key, NOW)

    assert refusal.value.code == "not_yours"


def test_not_to_the_queue_that_nobody_serves(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    key = talks(run)

    with pytest.raises(Conflict) as refusal:
        run(hand_over.to_service, ana.id, key, "unassigned", NOW)

    assert refusal.value.code == "unserved"
