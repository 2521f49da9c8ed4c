"""Contacts with their consent, a campaign to them, and the credit that pays it."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from scenes.stage import URL, save, signed_in

PEOPLE = (
    "Lucia Rossi",
    "Gianni Neri",
    "Eva Galli",
    "Marco Riva",
    "Łucja Wilk",
    "Pia Conti",
    "Ida Bo",
)


def take(browser: Browser) -> None:
    page = signed_in(browser, "admin")
    page.goto(f"{URL}/settings/sms")
    save(page, "sms")
    give_credit(page)
    bring_contacts(page)
    know_no_night(page)
    send_campaign(page)


def know_no_night(page: Page) -> None:
    """So that the pictures may be taken at any hour."""
    page.goto(f"{URL}/settings/campaigns")
    for name in ("Night begins", "Night ends"):
        page.get_by_label(name).fill("00:00")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved")).to_be_visible()


def give_credit(page: Page) -> None:
    page.goto(f"{URL}/settings/prices")
    page.get_by_label("Credits a part").fill("1.5")
    page.get_by_label("From").fill("2026-01-01")
    page.locator("form", has=page.get_by_label("Prefix")).get_by_role("button").click()
    page.goto(f"{URL}/users")
    page.get_by_role("link", name="Eva Rossi").click()
    page.get_by_role("link", name="Powers").click()
    page.get_by_text("Create a new power").click()
    page.get_by_role("button", name="Credits").click()
    page.get_by_label("Amount").fill("500")
    page.get_by_label("Reason").fill("To begin with")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("500 available")).to_be_visible()
    save(page, "credits")


def bring_contacts(page: Page) -> None:
    lines = ["Telefono;Nome;Azienda;Consenso"]
    lines += [
        f"39333600010{n};{name};{'Vivaio Nord' if n % 2 else 'Orti Sud'};sì"
        for n, name in enumerate(PEOPLE)
    ]
    lines += ["3.93336E+11;Cut;;sì", "393336000190;Ugo Sala;Orti Sud;"]
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    page.goto(f"{URL}/contacts/import")
    page.get_by_label("CSV or Excel file").set_input_files(files=[file])  # type: ignore[list-item]
    page.get_by_role("button", name="Next: columns").click()
    page.get_by_label("The words those with consent were shown").fill("Accetto di ricevere SMS.")
    page.get_by_role("button", name="Next: check").click()
    expect(page.get_by_role("heading", name="What would be stored", exact=True)).to_be_visible()
    save(page, "import")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("link", name="To the contacts")).to_be_visible()
    page.goto(f"{URL}/contacts")
    save(page, "contacts")


def send_campaign(page: Page) -> None:
    page.goto(f"{URL}/contractors")
    for name in ("Vivaio Nord", "Orti Sud"):
        page.get_by_role("row", name=name).get_by_role("checkbox").check()
    page.get_by_role("button", name="Send SMS to the contacts of the selected contractors").click()
    page.get_by_role("button", name="Write the SMS", exact=True).click()
    page.get_by_label("Subject").fill("Piantine d'autunno")
    page.get_by_label("Text", exact=True).fill(
        "Gentile {name}, le piantine “d’autunno” sono arrivate: sabato siamo aperti."
    )
    page.get_by_label("No Polish letters").check()
    save(page, "campaign")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("recipients").first).to_be_visible()
    save(page, "campaign-check")
    page.get_by_text("Send to 7 people…").click()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".page-head [data-figure=state]")).to_have_text("finished")
    page.get_by_role("link", name="Send log", exact=True).click()
    page.get_by_role("button", name="Check delivery").click()
    save(page, "campaign-report")
    page.goto(f"{URL}/campaigns")
    page.locator("li.campaign").first.get_by_text("Facilities").click()
    save(page, "campaigns")
