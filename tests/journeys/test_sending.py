"""What becomes of an agent's words, whatever the day is like."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from occ.conversations.models import Conversation
from occ.messaging.models import Attempt, AttemptState
from occ.providers.simulator.customers import Customer
from tests.journeys.conftest import Open, SitDown, signed_in
from tests.journeys.desk import Desk
from tests.journeys.house import House, Team

MARTA = Customer("Marta Kowalska", "+48500100200")
TEXT = "It left this morning."


@pytest.fixture
def ana(house: House, team: Team, at_desk: SitDown) -> Desk:
    """She talks with Marta."""
    desk = at_desk(team.names[0])
    house.write(team, MARTA, "Is my order on its way?")
    desk.accept()
    expect(desk.bubble("Is my order on its way?")).to_be_visible()
    return desk


def test_a_double_click_on_send_sends_once(house: House, team: Team, ana: Desk) -> None:
    ana.composer.fill(TEXT)

    ana.button("Send").dblclick()

    expect(ana.tick(TEXT, "read")).to_be_visible()
    assert house.said(team) == [TEXT]


def test_a_draft_survives_a_reload_and_another_conversation(
    house: House, team: Team, ana: Desk
) -> None:
    ana.composer.fill("I am looking it up, one mom")
    house.write(team, Customer("Luigi Bianchi", "+393331234567"), "Siete aperti sabato?")
    ana.accept()
    expect(ana.composer).to_have_value("")
    expect(ana.rows.filter(has_text="Marta")).to_contain_text("draft")

    ana.page.reload()
    ana.rows.filter(has_text="Marta").get_by_role("link").click()

    expect(ana.composer).to_have_value("I am looking it up, one mom")


def test_a_failed_message_says_why_and_try_again_sends_it(
    house: House, team: Team, ana: Desk
) -> None:
    house.simulator.behave(fail=30003, fail_when="later", times=1)
    ana.send(TEXT)
    failed = ana.bubble(TEXT)
    expect(failed).to_contain_text("the phone was out of reach")
    expect(failed).to_contain_text("(30003)")
    expect(ana.tick(TEXT, "not delivered")).to_be_visible()

    failed.get_by_role("button", name="Try again").click()

    expect(ana.tick(TEXT, "read")).to_be_visible()
    expect(failed).not_to_contain_text("30003")
    assert house.said(team) == [TEXT, TEXT]


def test_a_message_whose_answer_was_lost_is_found_and_not_sent_again(
    house: House, team: Team, ana: Desk
) -> None:
    house.simulator.behave(lose_answers="close", drop_callbacks=True, times=1)

    ana.send(TEXT)

    expect(ana.tick(TEXT, "delivered").or_(ana.tick(TEXT, "read"))).to_be_visible()
    assert house.said(team) == [TEXT]


def test_an_unknown_message_waits_for_a_person(house: House, team: Team, ana: Desk) -> None:
    house.simulator.behave(broken="before")
    ana.send(TEXT)
    look_in_vain(house)
    unknown = ana.bubble(TEXT)
    expect(unknown).to_contain_text("We don't know whether this arrived")
    expect(ana.rows.first).to_contain_text("unknown")

    house.simulator.behave(lists="busy")
    unknown.get_by_role("button", name="Look again").click()
    expect(ana.tick(TEXT, "waiting to be sent")).to_be_visible()
    house.calm()
    look_in_vain(house)
    expect(unknown).to_contain_text("We don't know whether this arrived")
    assert house.said(team) == []
    unknown.get_by_role("button", name="Send again anyway").click()

    expect(ana.tick(TEXT, "read")).to_be_visible()
    assert house.said(team) == [TEXT]


def test_a_text_that_waits_for_an_administrator_says_so(
    house: House, team: Team, ana: Desk, opened: Open
) -> None:
    house.simulator.behave(fail=20003)
    ana.send(TEXT)
    expect(ana.bubble(TEXT)).to_contain_text("Twilio refused the Account SID or the auth token.")
    expect(ana.tick(TEXT, "waiting to be sent")).to_be_visible()
    ana.page.reload()
    ana.send("Second thought")
    expect(ana.page.get_by_role("alert")).to_contain_text("Sending is stopped")
    expect(ana.bubble("Second thought")).to_contain_text("Twilio refused the Account SID")
    house.calm()

    ada = signed_in(house, opened, "ada")
    ada.goto(f"{house.server.url}/users")
    expect(ada.get_by_role("alert")).to_contain_text("Sending is stopped Twilio refused")
    ada.get_by_role("alert").get_by_role("link", name="System state").click()
    ada.get_by_role("button", name="Send again").click()

    expect(ana.tick(TEXT, "read")).to_be_visible()
    expect(ana.bubble(TEXT)).not_to_contain_text("Twilio refused")
    expect(ana.tick("Second thought", "read")).to_be_visible()
    assert house.said(team) == [TEXT, "Second thought"]


def test_outside_the_24_hours_the_reason_stands_in_the_composers_place(
    house: House, team: Team, ana: Desk
) -> None:
    ana.composer.fill(TEXT)
    house.let_time_pass(
        update(Conversation)
        .where(Conversation.our_address == f"whatsapp:{team.number}")
        .values(last_inbound_at=datetime.now(UTC) - timedelta(hours=25))
    )

    ana.button("Send").click()
    expect(ana.page.get_by_text("WhatsApp takes free text only for 24 hours")).to_be_visible()
    expect(ana.page.get_by_text(TEXT)).to_be_visible()
    ana.page.reload()

    expect(ana.page.get_by_text("24 hours have passed since Marta's last message")).to_be_visible()
    expect(ana.composer).to_have_count(0)
    expect(ana.page.get_by_text(TEXT)).to_be_visible()
    assert house.said(team) == []


def test_what_a_customer_writes_is_text(house: House, team: Team, at_desk: SitDown) -> None:
    desk = at_desk(team.names[0])
    words = '<img src="x" onerror="document.title = 1"><b>Hello</b> {{ 7 * 7 }}'

    house.write(team, Customer("<script>Eve</script>", "+48500100666"), words)

    expect(desk.offer).to_contain_text("<script>Eve</script>")
    desk.accept()
    expect(desk.bubble("Hello")).to_contain_text(words)
    expect(desk.rows.first).to_contain_text(words)


def look_in_vain(house: House) -> None:
    """The provider's list has been searched as often as it is, which takes 90 seconds."""
    lost = Attempt.state.in_([AttemptState.LOST, AttemptState.CALLING])
    house.let_time_pass(update(Attempt).where(lost).values(looks=3, resolve_at=datetime.now(UTC)))
