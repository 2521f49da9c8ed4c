from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from occ.contacts import erasing
from occ.contacts.models import Address, Contact
from occ.conversations.models import State
from occ.core.errors import Conflict
from occ.core.run import Runner
from occ.flows import (
    change_profile,
    close_conversation,
    erase_contact,
    park_conversation,
    people,
    presence,
    reopen_conversation,
)
from occ.flows.change_profile import ProfileChange
from occ.services import desk_rules
from occ.services.desk_rules import DeskRules
from occ.users.models import Presence, Role, User
from tests.builders import (
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
from tests.flows.sending.post import answers


@pytest.fixture
def ana(run: Runner) -> User:
    run(a_service)
    return run(an_agent, "Ana", most=1)


def closes(run: Runner, user: User, key: str, seconds: float = 60) -> None:
    run(close_conversation.close, user.id, key, at(seconds))


def reopens(run: Runner, user: User, key: str, seconds: float = 63) -> None:
    run(reopen_conversation.reopen, user.id, key, at(seconds))


def refusal(run: Runner, user: User, key: str, seconds: float = 63) -> str:
    with pytest.raises(Conflict) as refused:
        reopens(run, user, key, seconds)
    assert conversation(run, key).state is State.CLOSED
    return refused.value.code


def test_it_goes_on_as_if_it_had_never_been_closed(run: Runner, ana: User) -> None:
    key = talks(run)
    answers(run, ana, key, now=at(10))
    writes(run, body="And another thing", now=at(20))
    before, share = conversation(run, key), the_interaction(run, key)
    closes(run, ana, key)

    reopens(run, ana, key)

    assert stands(run, key) == (State.ACTIVE, "Ana")
    assert fresh(run, ana).seats_taken == 1
    after = conversation(run, key)
    assert (after.accepted_at, after.closed_at) == (before.accepted_at, None)
    assert after.unanswered_since == before.unanswered_since == at(20)
    assert the_interaction(run, key).id == share.id


def test_not_where_the_seat_has_gone_to_the_next(run: Runner, ana: User) -> None:
    key, next_one = talks(run, 1), writes(run, 2)
    closes(run, ana, key)
    assert stands(run, next_one) == (State.OFFERED, "Ana")

    assert refusal(run, ana, key) == "no_seat"
    assert fresh(run, ana).seats_taken == 1


def test_a_limit_that_was_lowered_meanwhile_holds(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana", most=2)
    first, _second = talks(run, 1), talks(run, 2)
    closes(run, ana, first)
    run(change_profile.change, None, [ana.key], ProfileChange(max_interactions=1), at(61))

    assert refusal(run, ana, first) == "no_seat"


def test_not_where_the_customer_has_opened_a_new_one(run: Runner, ana: User) -> None:
    key = talks(run)
    run(presence.choose, ana.id, Presence.AWAY, None, at(50))
    closes(run, ana, key)
    again = writes(run, now=at(61))
    run(presence.choose, ana.id, Presence.OFFLINE, None, at(62))

    assert refusal(run, ana, key) == "newer"
    assert stands(run, again) == (State.WAITING, None)


def test_only_for_a_moment_and_only_by_whoever_closed_it_or_oversees(
    run: Runner, ana: User
) -> None:
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)
    key = talks(run)
    closes(run, sofia, key)
    assert refusal(run, ana, key) == "not_yours"
    assert refusal(run, sofia, key, 200) == "too_late"

    reopens(run, sofia, key)
    assert stands(run, key) == (State.ACTIVE, "Ana")
    with pytest.raises(Conflict):
        reopens(run, sofia, key)

    closes(run, ana, key)
    reopens(run, sofia, key)
    assert stands(run, key) == (State.ACTIVE, "Ana")


@pytest.mark.parametrize("until", [None, at(900)])
def test_what_was_parked_is_parked_again_with_its_time_and_agent(
    run: Runner, ana: User, until: datetime | None
) -> None:
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)
    key = talks(run)
    run(park_conversation.park, ana.id, key, until, at(10))
    closes(run, sofia, key)

    reopens(run, sofia, key)

    assert stands(run, key) == (State.PARKED, "Ana")
    assert (conversation(run, key).parked_until, fresh(run, ana).seats_taken) == (until, 0)
    run(park_conversation.take_back, ana.id, key, at(70))
    closes(run, ana, key, 80)
    reopens(run, ana, key, 82)
    assert stands(run, key) == (State.ACTIVE, "Ana")


def test_what_nobody_had_accepted_waits_again_at_its_place(run: Runner, ana: User) -> None:
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)
    talks(run, 1)
    waited, later = writes(run, 2, now=at(1)), writes(run, 3, now=at(2))
    closes(run, sofia, waited)

    reopens(run, sofia, waited)

    assert stands(run, waited) == (State.WAITING, None)
    run(change_profile.change, None, [ana.key], ProfileChange(max_interactions=2), at(70))
    assert [stands(run, key)[0] for key in (waited, later)] == [State.OFFERED, State.WAITING]


def test_not_for_somebody_else_who_is_gone_though_their_seat_is_kept(run: Runner) -> None:
    sales = run(a_service)
    run(desk_rules.save, None, sales.key, DeskRules(0, 60, False, 0, 0), at(0))
    ana, sofia = run(an_agent, "Ana", most=1), run(an_agent, "Sofia", role=Role.SUPERVISOR)
    key = talks(run)
    closes(run, ana, key)
    run(people.set_disabled, sofia.id, ana.key, True, at(61))

    assert refusal(run, sofia, key) == "no_seat"


def test_not_where_the_contact_was_erased_meanwhile(run: Runner, ana: User) -> None:
    key = talks(run)
    closes(run, ana, key)
    run(_erased, conversation(run, key).address_id)

    assert refusal(run, ana, key) == "erased"


def _erased(session: Session, address_id: int) -> None:
    contact = session.get_one(Contact, session.get_one(Address, address_id).contact_id)
    phone = erasing.theirs(session, contact.id).phones[0]
    erase_contact.begin(session, None, contact.key, phone, at(62))
