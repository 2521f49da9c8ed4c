"""What a program reads, and what of it is open to its token."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from occ.billing import batches
from occ.contacts import do_not_write
from occ.contacts.number_models import Origin, PhoneNumber
from occ.core import clock
from occ.core.address import Channel
from occ.core.run import Runner
from occ.messaging.models import Message
from occ.users.models import User
from occ.users.scopes import Scope
from tests.builders import a_service, an_inbound, receive
from tests.contacts.people import a_contact, a_contractor, agreed, took_back
from tests.web.api.conftest import MakeProgram, Program

SUPPORT_NUMBER = "+390612349999"
pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


@pytest.fixture(autouse=True)
def two_services(run: Runner) -> None:
    """Marta has written to Sales, Luigi to Support."""
    run(a_service)
    run(a_service, "Support", SUPPORT_NUMBER)
    run(receive, an_inbound("Hello", name="Marta"), clock.now())
    luigi = an_inbound("Ciao", "whatsapp:+393331234567", to=SUPPORT_NUMBER, name="Luigi")
    run(receive, luigi, clock.now())


def names(program: Program) -> list[str]:
    return [each["name"] for each in program.get("/contacts").json["items"]]  # type: ignore[index]


def test_contacts_come_with_their_addresses_the_newest_first(program: Program) -> None:
    [luigi, marta] = program.get("/contacts").json["items"]  # type: ignore[index]

    assert (luigi["name"], marta["name"]) == ("Luigi", "Marta")
    [address] = marta["addresses"]
    assert (address["channel"], address["phone"]) == ("whatsapp", "+48500100200")
    assert program.get(f"/contacts/{marta['key']}").json == marta
    found = program.get("/contacts?phone=%2B393331234567").json["items"]  # type: ignore[index]
    assert found == [luigi]


def test_numbers_come_with_what_they_agreed_to(program: Program, run: Runner) -> None:  # C3
    firm = run(a_contractor, "Firma")
    run(a_contact, "Ewa", "+48500100777", agreed(), took_back(Channel.WHATSAPP), contractor=firm)
    with run.reading() as session:
        [number_id] = session.scalars(
            select(PhoneNumber.id).where(PhoneNumber.phone == "+48500100777")
        )
    run(do_not_write.add, number_id, Origin.OURS, "Asked by mail", None, clock.now())

    [ewa] = program.get("/contacts?phone=%2B48500100777").json["items"]  # type: ignore[index]

    assert (ewa["name"], ewa["contractor"], ewa["addresses"]) == ("Ewa", "Firma", [])
    assert ewa["numbers"] == [
        {
            "phone": "+48500100777",
            "sms_consent": True,
            "whatsapp_consent": False,
            "do_not_write": True,
        }
    ]


def test_a_list_comes_a_page_at_a_time(program: Program) -> None:
    first = program.get("/contacts?limit=1").json
    assert first and [each["name"] for each in first["items"]] == ["Luigi"]

    last = program.get(f"/contacts?limit=1&after={first['next']}").json

    assert last and [each["name"] for each in last["items"]] == ["Marta"]
    assert last["next"] is None
    assert program.get("/contacts?after=nobody").status_code == 422


def test_conversations_and_what_was_said_in_them(program: Program) -> None:
    [support, sales] = program.get("/conversations").json["items"]  # type: ignore[index]

    assert sales["contact"]["name"] == "Marta" and support["service"]["name"] == "Support"
    assert program.get(f"/conversations/{sales['key']}").json == sales
    [said] = program.get(f"/conversations/{sales['key']}/messages").json["items"]  # type: ignore[index]
    assert (said["body"], said["direction"], said["conversation"]) == ("Hello", "in", sales["key"])
    assert program.get(f"/messages/{said['key']}").json == said
    assert program.get("/conversations?state=closed").json["items"] == []  # type: ignore[index]


def test_a_token_of_one_service_sees_nothing_of_another(
    program: Program, make_program: MakeProgram, run: Runner
) -> None:
    [support, sales] = program.get("/conversations").json["items"]  # type: ignore[index]
    luigi = program.get("/contacts").json["items"][0]["key"]  # type: ignore[index]
    said = program.get(f"/conversations/{support['key']}/messages").json["items"][0]["key"]  # type: ignore[index]
    service = run(lambda session: session.scalars(select(a_service.__globals__["Service"])).all())
    only_sales = make_program(services=[each for each in service if each.name == "Sales"])

    assert names(only_sales) == ["Marta"]
    assert [each["key"] for each in only_sales.get("/conversations").json["items"]] == [  # type: ignore[index]
        sales["key"]
    ]
    closed = [
        f"/contacts/{luigi}",
        f"/conversations/{support['key']}",
        f"/conversations/{support['key']}/messages",
        f"/messages/{said}",
    ]
    assert [only_sales.get(path).status_code for path in closed] == [404] * 4
    assert [program.get(path).status_code for path in closed] == [200] * 4


def test_who_only_sends_reads_its_own_messages_alone(
    make_program: MakeProgram, run: Runner
) -> None:
    sender = make_program([Scope.MESSAGES_SEND])
    [key, *_] = run(lambda session: session.scalars(select(Message.key)).all())

    assert sender.get(f"/messages/{key}").status_code == 404


def test_batches_with_what_is_left(program: Program, run: Runner, ada: User) -> None:
    now = clock.now() - timedelta(days=1)
    for code in ("A", "B"):
        run(batches.issue, [(code, "digest")], 500, now)
        run(
            lambda session, code=code: batches.load(
                session, batches.pair(session, code).id, f"Pack {code}", ada.id, now
            )
        )

    first = program.get("/batches?limit=1").json
    assert first and first["items"][0]["description"] == "Pack B" and first["next"] == "2"
    rest = program.get("/batches?after=2").json
    assert rest and [each["number"] for each in rest["items"]] == [1]
    assert rest["items"][0]["loaded_by"] == "Ada"
    assert program.get("/batches/left").json == {"left": 1000}
