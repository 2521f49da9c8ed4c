"""WhatsApp as WhatsApp is: its 24 hours, its templates, its files."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect
from sqlalchemy import select, update

from occ.contacts import consents, phone_numbers
from occ.conversations.models import Conversation
from occ.core import clock
from occ.core.address import Channel
from occ.messaging import templates
from occ.messaging.ports import Approval
from occ.messaging.template_models import Template
from occ.providers.simulator import samples
from occ.providers.simulator.customers import Customer
from occ.services.models import Service
from tests.contacts.people import agreed
from tests.journeys.conftest import SitDown
from tests.journeys.desk import Desk
from tests.journeys.house import House, Team, database
from tests.journeys.judged import barriers, sticking_out
from tests.journeys.tongue import ENGLISH, PERSIAN, Tongue, told_in

MARTA = Customer("Marta Kowalska", "+48500100411")
PICTURE = samples.FILES["image/png"]
DRAFT = "Half a sentence"
FILLED = "Dzień dobry Marto, zamówienie FV-2231 jest w drodze."


@told_in(PERSIAN)
def test_a_window_closes_and_an_approved_template_goes_on(
    house: House, team: Team, at_desk: SitDown, say: Tongue
) -> None:
    knows_templates(house)
    desk = at_desk(team.names[0], say, locale=say.code, reduced_motion="reduce")
    page = desk.page
    house.write(team, MARTA, "Dzień dobry")
    desk.accept()
    desk.composer.fill(DRAFT)
    desk.composer.blur()

    heard(house, team, timedelta(hours=22, minutes=30))
    page.reload()
    expect(page.locator(".window-strip")).to_have_attribute("data-window", "closing")
    page.get_by_role("button", name=say("Windows that close soon")).click()
    expect(desk.rows).to_have_count(1)

    heard(house, team, timedelta(hours=24))
    page.reload()
    expect(page.locator(".foot-shut")).to_contain_text(DRAFT)
    with_none_approved(house, desk)
    expect(page.locator(".foot-shut")).to_contain_text(DRAFT)
    found = send_template(desk)
    expect(desk.tick(FILLED, "read")).to_be_visible()
    expect(page.locator(".foot-shut")).to_contain_text(DRAFT)
    assert FILLED in house.said(team)
    house.write(team, MARTA, "Dziękuję")
    expect(desk.composer).to_have_value(DRAFT)
    assert found == []


@told_in(ENGLISH)
def test_whom_a_conversation_was_closed_with_is_written_to_first(
    house: House, team: Team, at_desk: SitDown, say: Tongue
) -> None:
    knows_templates(house)
    desk = at_desk(team.names[0], say, locale=say.code, reduced_motion="reduce")
    house.write(team, MARTA, "Dzień dobry")
    desk.accept()
    desk.button("Close").click()
    expect(desk.rows).to_have_count(0)
    agrees(house, str(MARTA.phone))
    desk.show("Closed")
    desk.rows.filter(has_text="Marta").get_by_role("link").click()

    found = send_template(desk)

    expect(desk.bubble(FILLED)).to_be_visible()
    expect(desk.composer).to_be_focused()
    expect(desk.rows).to_have_count(1)
    assert found == []


def send_template(desk: Desk) -> list[str]:
    """By keys alone; what bars somebody on the way."""
    page, say = desk.page, desk.say
    page.locator(".thread-scroll").focus()
    page.keyboard.press("t")
    picker = page.get_by_role("dialog")
    expect(picker.get_by_role("searchbox")).to_be_focused()
    expect(picker.get_by_text(say("rejected"), exact=True)).to_be_visible()
    found = barriers(page) + sticking_out(page)
    page.keyboard.type("zamowienie")
    page.keyboard.press("Enter")
    expect(picker.locator("form").get_by_role("combobox").first).to_be_focused()
    page.keyboard.type("Marto")
    page.keyboard.press("Enter")
    expect(picker.get_by_role("alert")).to_contain_text("{{2}}")
    page.keyboard.type("FV-2231")
    expect(picker.locator(".picker-preview")).to_have_text(FILLED)
    found += barriers(page) + sticking_out(page)
    page.keyboard.press("Enter")
    expect(picker).to_be_hidden()
    return found


def with_none_approved(house: House, desk: Desk) -> None:
    """It says how to get a template."""
    approved = Template.approval == Approval.APPROVED
    with database(house.server) as session:
        sids = session.scalars(select(Template.sid).where(approved)).all()
    ours = update(Template).where(Template.sid.in_(sids))
    house.let_time_pass(ours.values(approval=Approval.PENDING))
    desk.button("Choose a template").click()
    expect(desk.page.locator(".picker-none")).to_contain_text(
        str(desk.say("Ask an administrator for one. What you have written is kept as a draft."))
    )
    assert barriers(desk.page) + sticking_out(desk.page) == []
    desk.page.keyboard.press("Escape")
    house.let_time_pass(ours.values(approval=Approval.APPROVED))


def knows_templates(house: House) -> None:
    """As after the hour in which their list is read."""
    with database(house.server) as session:
        for one in house.simulator.exchange.templates:
            if templates.by_sid(session, one.sid) is None:
                row = Template(
                    sid=one.sid,
                    name=one.name,
                    language=one.language,
                    body=one.body,
                    variables=one.variables,
                    category=one.category,
                    approval=Approval(one.status),
                    reason=one.rejection_reason,
                    listed_at=clock.now(),
                )
                session.add(row)


def heard(house: House, team: Team, ago: timedelta) -> None:
    """As if the last words had come so long ago."""
    ours = select(Service.id).where(Service.whatsapp_number == team.number)
    house.let_time_pass(
        update(Conversation)
        .where(Conversation.service_id.in_(ours))
        .values(last_inbound_at=clock.now() - ago)
    )


def agrees(house: House, phone: str) -> None:
    with database(house.server) as session:
        [number] = phone_numbers.rows(session, [phone], clock.now()).values()
        consents.record(session, {number: [agreed(Channel.WHATSAPP)]}, clock.now())


@told_in(PERSIAN)
def test_files_that_are_chosen_pasted_or_dropped_reach_the_customer(
    house: House, team: Team, at_desk: SitDown, say: Tongue
) -> None:
    desk = at_desk(team.names[0], say, locale=say.code, reduced_motion="reduce")
    page = desk.page
    house.write(team, MARTA, "Dzień dobry")
    desk.accept()
    attached = page.get_by_role("list", name=say("Attached files")).get_by_role("listitem")
    chooser = page.locator("input[type=file]")

    chooser.set_input_files(
        [
            {"name": "virus.exe", "mimeType": "application/x-msdownload", "buffer": b"MZ"},
            {"name": "faktura.png", "mimeType": "image/png", "buffer": PICTURE},
        ]
    )
    expect(attached).to_have_count(2)
    expect(attached.first.get_by_role("alert")).to_be_visible()
    attached.first.get_by_role("button").click()
    expect(attached.get_by_role("presentation")).to_have_js_property("naturalWidth", 320)
    assert barriers(page) + sticking_out(page) == []
    page.reload()
    expect(attached).to_have_count(1)
    desk.send("FV-2231")

    expect(desk.tick("FV-2231", "read")).to_be_visible()
    picture = desk.bubble("FV-2231").get_by_role("img", name="faktura.png")
    expect(picture).to_have_js_property("naturalWidth", 320)
    expect(attached).to_have_count(0)
    ours = f"whatsapp:{team.number}"
    [sent] = [row for row in house.simulator.exchange.messages if row.sender == ours]
    assert (sent.body, sent.files) == ("FV-2231", [("image/png", PICTURE)])

    assert brought(desk, "paste", ["1.png", "2.png", "3.png"])
    assert brought(desk, "drop", ["4.png"])
    expect(attached.get_by_role("presentation")).to_have_count(4)
    desk.button("Send").click()
    expect(desk.thread.get_by_role("img", name="4.png")).to_be_visible()
    expect(attached).to_have_count(0)
    # A note takes no files: the page must not be left for one.
    page.keyboard.press("ControlOrMeta+i")
    expect(desk.button("Add note")).to_be_visible()
    assert brought(desk, "drop", ["5.png"])
    expect(attached).to_have_count(0)


def brought(desk: Desk, event: str, names: list[str]) -> bool:
    """As a file manager gives them: beside themselves, a paste has their names for words.

    Whether the page saw to it, and the browser does nothing by itself.
    """
    files = [{"name": name, "bytes": list(PICTURE)} for name in names]
    seen_to: bool = desk.composer.evaluate(
        """(field, [event, files]) => {
            const data = new DataTransfer();
            for (const { name, bytes } of files)
                data.items.add(new File([new Uint8Array(bytes)], name, { type: "image/png" }));
            const how = { bubbles: true, cancelable: true };
            if (event === "drop") {
                const dropped = new DragEvent("drop", { ...how, dataTransfer: data });
                return !document.body.dispatchEvent(dropped);
            }
            data.setData("text/plain", files.map(({ name }) => name).join("\\n"));
            const pasted = new ClipboardEvent("paste", { ...how, clipboardData: data });
            return !field.dispatchEvent(pasted);
        }""",
        [event, files],
    )
    return seen_to
