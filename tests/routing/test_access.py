"""What each of them sees: Ana has it, Ben serves the same service, Cleo another, Sofia oversees."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from occ.conversations.models import Conversation
from occ.core.errors import NotFound
from occ.core.run import Runner
from occ.flows import close_conversation, hand_over, presence
from occ.routing import access, closed_list, queries
from occ.users.models import Presence, Role, User
from tests.builders import NOW, a_service, accepts, an_agent, fresh, talks, writes
from tests.plans import plan

SUPPORT = "+390687654321"
NOBODYS = "+390600000000"


@dataclass
class Company:
    ana: User
    ben: User
    cleo: User
    dora: User
    sofia: User
    ada: User


@pytest.fixture
def company(run: Runner) -> Company:
    """Only Ana can be offered anything; Dora's profile does not allow WhatsApp."""
    away = {"presence": Presence.AWAY}
    found = Company(
        run(an_agent, "Ana", most=2),
        run(an_agent, "Ben", **away),
        run(an_agent, "Cleo", **away),
        run(an_agent, "Dora", whatsapp=False),
        run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False),
        run(an_agent, "Ada", role=Role.ADMINISTRATOR, chat=False, whatsapp=False),
    )
    run(a_service, members=(found.ana, found.ben, found.dora))
    run(a_service, "Support", SUPPORT, (found.cleo,))
    return found


def who_sees(run: Runner, company: Company, key: str) -> set[str]:
    """By opening it, and by the lists of a console: they must agree."""
    seeing = set()
    for user in vars(company).values():
        with run.reading() as session:
            present = session.get_one(User, user.id)
            listed, _ = closed_list.page(session, present)
            keys = {row["key"] for row in [*queries.at_hand(session, present), *listed]}
            try:
                access.conversation_for(session, present, key)
            except NotFound:
                assert key not in keys, user.name
            else:
                assert key in keys, user.name
                seeing.add(user.name)
    return seeing


def test_an_offer_is_seen_by_whom_it_is_offered_to(run: Runner, company: Company) -> None:
    assert who_sees(run, company, writes(run)) == {"Ana", "Sofia", "Ada"}


def test_a_conversation_is_seen_by_its_agent(run: Runner, company: Company) -> None:
    assert who_sees(run, company, talks(run)) == {"Ana", "Sofia", "Ada"}


def test_what_waits_is_seen_by_the_services_agents(run: Runner, company: Company) -> None:
    for number in (1, 2):
        accepts(run, writes(run, number))

    assert who_sees(run, company, writes(run, 3)) == {"Ana", "Ben", "Sofia", "Ada"}


def test_and_by_those_of_no_other_service(run: Runner, company: Company) -> None:
    assert who_sees(run, company, writes(run, to=SUPPORT)) == {"Cleo", "Sofia", "Ada"}


def test_a_queue_that_everybody_serves_is_seen_by_everybody_with_the_channel(
    run: Runner, company: Company
) -> None:
    run(an_agent, "Eva", online=False)
    run(a_service, "Everybody's", "+390611111111")
    for number in (1, 2):
        accepts(run, writes(run, number))

    seeing = who_sees(run, company, writes(run, 3, to="+390611111111"))

    assert seeing == {"Ana", "Ben", "Cleo", "Sofia", "Ada"}


def test_what_reached_no_service_is_seen_by_who_oversees(run: Runner, company: Company) -> None:
    assert who_sees(run, company, writes(run, to=NOBODYS)) == {"Sofia", "Ada"}  # A8


def test_a_closed_one_stays_readable_to_who_closed_it(run: Runner, company: Company) -> None:
    key = talks(run)
    run(close_conversation.close, company.ana.id, key, NOW)

    assert who_sees(run, company, key) == {"Ana", "Sofia", "Ada"}


def test_one_that_was_only_offered_does_not(run: Runner, company: Company) -> None:
    key = writes(run)
    run(close_conversation.close, company.sofia.id, key, NOW)

    assert who_sees(run, company, key) == {"Sofia", "Ada"}


def test_who_handed_a_conversation_over_does_not_read_what_was_said_after(
    run: Runner, company: Company
) -> None:
    key = talks(run)
    run(presence.choose, company.ben.id, Presence.AVAILABLE, None, NOW)
    run(hand_over.to_colleague, company.ana.id, key, company.ben.key, NOW)
    run(close_conversation.close, company.ben.id, key, NOW)

    assert who_sees(run, company, key) == {"Ben", "Sofia", "Ada"}


def test_one_that_nobody_ever_opened_is_as_unknown_as_a_colleagues(
    run: Runner, company: Company
) -> None:
    key = talks(run)
    refusals = []
    for wanted in (key, "cnv_that_never_was"):
        with run.reading() as session, pytest.raises(NotFound) as refusal:
            access.conversation_for(session, fresh(run, company.ben), wanted)
        refusals.append(str(refusal.value))

    assert refusals[0] == refusals[1]


def test_the_queue_is_listed_in_the_order_it_is_served(run: Runner, company: Company) -> None:
    keys = [writes(run, number, now=NOW, to=SUPPORT) for number in range(4)]

    with run.reading() as session:
        rows = queries.at_hand(session, session.get_one(User, company.cleo.id))

    assert [row["key"] for row in rows] == keys


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_what_an_agent_has_closed_is_found_by_an_index(run: Runner, company: Company) -> None:
    """A console that opens a list, or searches, reads no other agent's past. PostgreSQL decides by
    its statistics, and here there is nothing to count.
    """
    with run.reading() as session:
        ana = session.get_one(User, company.ana.id)
        for which in (access.closed_with(ana), access.readable(ana)):
            found = plan(session, select(Conversation.id).where(which))
            assert "ix_interactions_closed" in found
            assert "SCAN interactions" not in found and "Seq Scan on interactions" not in found
