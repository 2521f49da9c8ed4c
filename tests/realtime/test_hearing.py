"""Who is told of a message, and who is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from occ.core import clock
from occ.core.run import Runner
from occ.flows import change_profile, people, save_service
from occ.flows.change_profile import ProfileChange
from occ.services.editing import ServiceForm
from occ.services.models import Service
from occ.users import leases
from occ.users.models import Role, User
from tests.builders import SALES_NUMBER, a_service, accepts, the_interaction, writes
from tests.realtime.conftest import Open
from tests.realtime.page import Page

Pages = dict[str, Page]
Users = dict[str, User]


@pytest.fixture
def users(run: Runner, person: Callable[..., User]) -> Users:
    """Ana, Ben and Cleo serve Sales, Cleo without the channel; Dan serves Support alone."""
    made = {name: person(name) for name in ("Ana", "Ben", "Cleo", "Dan")}
    made["Cleo"] = person("Cleo", chat=False, whatsapp=False)
    made["Sofia"] = person("Sofia", Role.SUPERVISOR)
    made["Ada"] = person("Ada", Role.ADMINISTRATOR)
    members = (made["Ana"], made["Ben"], made["Cleo"])
    run(a_service, "Sales", members=members, now=clock.now())
    run(a_service, "Support", "+390699999999", members=(made["Dan"],), now=clock.now())
    return made


@pytest.fixture
def pages(users: Users, open_page: Open) -> Pages:
    return {name: open_page(user) for name, user in users.items()}


def hearers(pages: Pages, body: str) -> set[str]:
    return {name for name, page in pages.items() if body in page.messages()}


def away(pages: Pages, *names: str) -> None:
    for name in names:
        pages[name].ask("set_presence", presence="away")


def test_with_what_waits_comes_why_and_a_renewal_says_it_anew(run: Runner, pages: Pages) -> None:
    away(pages, "Ana", "Ben")
    pages["Ben"].heard()

    writes(run, now=clock.now())

    [told] = [said for name, said in pages["Ben"].heard() if name == "conversation_changed"]
    [words] = told["waits"].values()
    assert words["text"] == "Nobody who serves this is available."
    run(lambda session: leases.lapse(session, clock.now() + leases.LASTS))
    for name, hears in {"Ben": 1, "Sofia": 1, "Dan": 0}.items():
        said = pages[name].ask("renew")["waits"].values()
        assert len(said) == hears, name


def test_what_waits_is_told_to_the_services_agents_and_to_who_oversees(  # A8
    run: Runner, pages: Pages
) -> None:
    away(pages, "Ana", "Ben")

    writes(run, body="Anybody there?", now=clock.now())

    assert hearers(pages, "Anybody there?") == {"Ana", "Ben", "Sofia", "Ada"}


@pytest.mark.parametrize("accepted", [False, True])
def test_what_is_somebodys_is_told_to_them_and_to_who_oversees(  # A8
    run: Runner, pages: Pages, accepted: bool
) -> None:
    away(pages, "Ben")
    key = writes(run, now=clock.now())
    if accepted:
        accepts(run, key, clock.now())

    writes(run, body="And another thing", now=clock.now())

    assert hearers(pages, "And another thing") == {"Ana", "Sofia", "Ada"}


def test_an_answer_is_told_to_every_page_of_its_author_and_to_who_oversees(
    run: Runner, pages: Pages, users: Users, open_page: Open
) -> None:
    away(pages, "Ben")
    key = writes(run, now=clock.now())
    accepts(run, key, clock.now())
    pages["Ana's second tab"] = open_page(users["Ana"])

    pages["Ana"].ask("reply", conversation=key, client_id="1", body="On its way")

    assert hearers(pages, "On its way") == {"Ana", "Ana's second tab", "Sofia", "Ada"}


def test_whoever_left_hears_nothing_more(run: Runner, pages: Pages) -> None:
    away(pages, "Ana")
    gone = pages.pop("Ben")
    gone.leave()
    gone.heard()

    writes(run, body="Hello?", now=clock.now())

    assert gone.messages() == []
    assert hearers(pages, "Hello?") == {"Ana", "Sofia", "Ada"}


def test_after_a_hand_over_the_next_one_hears_and_the_last_one_does_not(
    run: Runner, pages: Pages, users: Users
) -> None:
    away(pages, "Ben")
    key = writes(run, now=clock.now())
    accepts(run, key, clock.now())
    pages["Ben"].ask("set_presence", presence="available")

    pages["Ana"].ask("hand_over", conversation=key, user=users["Ben"].key)
    writes(run, body="Who are you now?", now=clock.now())

    assert hearers(pages, "Who are you now?") == {"Ben", "Sofia", "Ada"}


def test_whoever_is_taken_from_a_service_hears_nothing_more_at_once(  # A2
    run: Runner, pages: Pages, users: Users
) -> None:
    away(pages, "Ana", "Ben")

    set_members(run, users, "Ana", "Cleo")
    writes(run, body="Is anybody there?", now=clock.now())

    assert hearers(pages, "Is anybody there?") == {"Ana", "Sofia", "Ada"}


def test_whoever_joins_a_service_hears_of_it_at_once(  # A2
    run: Runner, pages: Pages, users: Users
) -> None:
    away(pages, "Ana", "Ben", "Dan")

    set_members(run, users, "Ana", "Dan")
    writes(run, body="Is anybody there?", now=clock.now())

    assert hearers(pages, "Is anybody there?") == {"Ana", "Dan", "Sofia", "Ada"}


def test_whoever_is_allowed_the_channel_hears_of_it_at_once(  # A3
    run: Runner, pages: Pages, users: Users
) -> None:
    away(pages, "Ana", "Ben", "Cleo")

    change(run, users["Cleo"], ProfileChange(chat=True, whatsapp=True))
    writes(run, body="Is anybody there?", now=clock.now())

    assert hearers(pages, "Is anybody there?") == {"Ana", "Ben", "Cleo", "Sofia", "Ada"}


def test_whoever_loses_the_channel_hears_nothing_more_at_once(  # A3
    run: Runner, pages: Pages, users: Users
) -> None:
    away(pages, "Ana", "Ben")

    change(run, users["Ben"], ProfileChange(whatsapp=False))
    writes(run, body="Is anybody there?", now=clock.now())

    assert hearers(pages, "Is anybody there?") == {"Ana", "Sofia", "Ada"}


def test_whoever_oversees_no_more_hears_what_an_agent_hears(
    run: Runner, pages: Pages, users: Users
) -> None:
    away(pages, "Ben")
    key = writes(run, now=clock.now())
    accepts(run, key, clock.now())

    change(run, users["Sofia"], ProfileChange(role=Role.AGENT))
    writes(run, body="Between Ana and me", now=clock.now())

    assert hearers(pages, "Between Ana and me") == {"Ana", "Ada"}


def test_a_new_service_is_heard_of_by_who_oversees(run: Runner, pages: Pages) -> None:
    form = ServiceForm("Returns", True, True, "+390688888888", ())
    run(save_service.save, None, None, form, clock.now())
    away(pages, "Ana", "Ben", "Dan")

    writes(run, body="I send it back", now=clock.now(), to="+390688888888")

    # Nobody was chosen, so everybody who is allowed the channel serves it.
    assert hearers(pages, "I send it back") == {"Ana", "Ben", "Dan", "Sofia", "Ada"}


def test_whoever_is_disabled_is_disconnected_at_once(
    run: Runner, pages: Pages, users: Users
) -> None:
    away(pages, "Ana")

    run(people.set_disabled, users["Ada"].id, users["Ben"].key, True, clock.now())
    writes(run, body="Is anybody there?", now=clock.now())

    assert not pages["Ben"].is_connected
    assert hearers(pages, "Is anybody there?") == {"Ana", "Sofia", "Ada"}


def test_a_new_password_ends_the_connections_of_the_old_one(
    run: Runner, pages: Pages, users: Users
) -> None:
    _, token = run(people.new_link, None, users["Ben"].email, clock.now())

    run(people.choose_password, token, "a hash", "en", clock.now())

    assert not pages["Ben"].is_connected
    assert pages["Ana"].is_connected


def test_a_connection_that_died_unnoticed_keeps_no_other_from_its_streams(
    run: Runner, users: Users, open_page: Open
) -> None:
    """As after a crash: the lease stands for seconds after its socket is gone."""
    with run.database.writing() as session:
        leases.renew(session, users["Ben"].id, "a socket of the process that died", clock.now())
    pages = {name: open_page(user) for name, user in users.items()}
    away(pages, "Ana", "Ben")

    set_members(run, users, "Ana")
    writes(run, body="Is anybody there?", now=clock.now())

    assert hearers(pages, "Is anybody there?") == {"Ana", "Sofia", "Ada"}


def test_what_was_changed_where_nobody_tells_is_heard_from_the_next_renewal_on(
    run: Runner, pages: Pages, users: Users, quiet: Runner
) -> None:
    """`occ apply` beside a running server: it has no way to that server's sockets."""
    away(pages, "Ana", "Ben", "Dan")
    set_members(quiet, users, "Ana", "Dan")

    for name in ("Ben", "Dan"):
        pages[name].ask("renew")
    writes(run, body="Is anybody there?", now=clock.now())

    assert hearers(pages, "Is anybody there?") == {"Ana", "Dan", "Sofia", "Ada"}


def test_whoever_was_disabled_where_nobody_tells_hears_nothing_after_the_next_call(
    run: Runner, pages: Pages, users: Users, quiet: Runner
) -> None:
    away(pages, "Ana", "Ben")
    quiet(people.set_disabled, None, users["Ben"].key, True, clock.now())
    quiet(people.set_disabled, None, users["Sofia"].key, True, clock.now())

    for name in ("Ben", "Sofia"):
        assert pages[name].refused("renew")["code"] == "signed_out"
    writes(run, body="Is anybody there?", now=clock.now())

    assert hearers(pages, "Is anybody there?") == {"Ana", "Ada"}


def test_a_second_offer_of_the_same_conversation_is_told_to_the_second_alone(  # A8
    run: Runner, pages: Pages
) -> None:
    key = writes(run, now=clock.now())
    first = the_interaction(run, key)
    [name] = [name for name in ("Ana", "Ben") if offers(pages[name], key) == [first.key]]
    other = {"Ana": "Ben", "Ben": "Ana"}[name]

    pages[name].ask("decline", interaction=first.key)

    assert offers(pages[other], key) == [the_interaction(run, key).key]
    assert offers(pages["Dan"], key) == []


def offers(page: Page, key: str) -> list[str]:
    """The interactions of a conversation that were offered on this page since the last look."""
    me = page.ask("snapshot")["me"]["key"]
    rows = [told["conversation"] for name, told in page.heard() if name == "conversation_changed"]
    return [
        row["interaction"]
        for row in rows
        if row["key"] == key and row["state"] == "offered" and row["agent"]["key"] == me
    ]


def set_members(run: Runner, users: Users, *names: str) -> Service:
    with run.reading() as session:
        sales = session.scalars(select(Service).where(Service.name == "Sales")).one()
    members = tuple(users[name].key for name in names)
    form = ServiceForm("Sales", True, True, SALES_NUMBER, members)
    return run(save_service.save, None, sales.key, form, clock.now())


def change(run: Runner, user: User, wanted: ProfileChange) -> None:
    run(change_profile.change, None, [user.key], wanted, clock.now())
