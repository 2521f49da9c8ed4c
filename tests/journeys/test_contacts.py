"""A supervisor imports people, sees who may get an SMS, and takes a consent back (C3, C4)."""

from __future__ import annotations

import random

from playwright.sync_api import expect

from tests.journeys.conftest import Open, signed_in
from tests.journeys.house import House
from tests.journeys.judged import barriers
from tests.journeys.tongue import ENGLISH, Tongue, told_in

WORDS = "Zgadzam się na SMS-y."


@told_in(ENGLISH)
def test_people_are_imported_picked_and_withdrawn(
    house: House, opened: Open, say: Tongue
) -> None:  # C3, C4
    digits = f"{random.randrange(10**6):06d}"
    firma, url = f"Firma {digits}", house.server.url
    lines = [
        "Telefon;Imię;Firma;Zgoda",
        f"48500{digits};Łucja {digits};{firma};tak",
        f"48501{digits}.0;Jan {digits};{firma};",
        "4.85001E+10;Cut;;tak",
    ]
    page = signed_in(house, opened, "ada", say, reduced_motion="reduce")
    page.goto(f"{url}/settings/company")
    page.get_by_label(say("Country"), exact=True).select_option("PL")
    page.get_by_role("button", name=say("Save"), exact=True).click()

    page.goto(f"{url}/contacts/import")
    file = {
        "name": "people.csv",
        "mimeType": "text/csv",
        "buffer": "\n".join(lines).encode("cp1250"),
    }
    page.get_by_label(say("CSV or Excel file")).set_input_files(files=[file])  # type: ignore[list-item]
    page.get_by_role("button", name=say("Next: columns")).click()
    page.get_by_label(say("The words those with consent were shown")).fill(WORDS)
    assert barriers(page) == []
    page.get_by_role("button", name=say("Next: check")).click()
    expect(
        page.get_by_role("heading", name=say("What would be stored"), exact=True)
    ).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="4.85001E+10")).to_be_visible()
    page.get_by_role("button", name=say("Import"), exact=True).click()
    expect(page.get_by_role("link", name=say("To the contacts"))).to_be_visible()

    page.goto(f"{url}/contractors?q={digits}")
    page.get_by_role("checkbox").check()
    send = say("Send SMS to the contacts of the selected contractors")
    page.get_by_role("button", name=send).click()
    expect(page.get_by_text(say("left out: no consent to SMS"))).to_be_visible()
    ready = page.locator("dd").first
    expect(ready).to_have_text("1" if say is ENGLISH else "۱")

    page.goto(f"{url}/contacts?q=48500{digits}")
    page.get_by_role("link", name=f"Łucja {digits}").click()
    page.get_by_text(say("Record consent or its withdrawal…")).click()
    page.get_by_label(say("What they said")).select_option("withdrawn")
    page.get_by_role("button", name=say("Record"), exact=True).click()
    expect(page.get_by_text(say("Recorded."))).to_be_visible()
    page.get_by_text(say("History (%(count)s)")).click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    assert barriers(page) == []
