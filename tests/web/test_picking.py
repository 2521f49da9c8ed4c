"""Segments, contractors picked for an SMS, and the countries it may go to."""

from __future__ import annotations

import re

import pytest

from occ.contacts import countries, do_not_write, phone_numbers
from occ.contacts.number_models import Origin
from occ.core.run import Runner
from occ.settings import store
from occ.settings.pages import CompanySettings
from tests.builders import NOW
from tests.campaigns.company import prepare
from tests.contacts.people import a_contact, a_contractor, agreed
from tests.web.browser import Browser, shown


@pytest.fixture
def contractor(run: Runner) -> str:
    """The key of one with a number of each fate."""
    run(store.save, CompanySettings(country="PL"), NOW)
    firma = run(a_contractor, "Firma")
    run(a_contact, "Marta", "+48500100200", agreed(), contractor=firma, tags=("vip",))
    run(a_contact, "Jan", "+48501000000", contractor=firma)
    run(a_contact, "Reza", "+989123456789", agreed(), contractor=firma)
    run(a_contact, "Ada", "+48502000000", agreed(), contractor=firma)
    run(a_contact, "Nobody's number", contractor=firma)
    [held] = run(phone_numbers.rows, ["+48502000000"], NOW).values()
    run(do_not_write.add, held, Origin.OURS, "", None, NOW)
    run(a_contact, "Elsewhere", "+48503000000", agreed())
    return firma.key


def test_only_numbers_with_consent_are_proposed_and_the_rest_is_told_with_its_reason(
    supervisor: Browser, contractor: str
) -> None:  # C3, C4, C5
    page = supervisor.post("/sendings/selected", {"contractor": contractor})

    assert 'action="/sendings/new"' in page.text
    answer = shown(page)
    assert "Firma Numbers that can get an SMS 1" in answer
    assert "left out: no consent to SMS 1" in answer
    assert "left out: on our do-not-write list 1" in answer
    assert "left out: of a country that SMS may not go to 1" in answer
    assert "left out: contacts without a number 1" in answer


def test_of_selected_contacts_those_with_consent_become_recipients(
    supervisor: Browser, contractor: str, run: Runner
) -> None:  # C3, C5
    listed = supervisor.get("/contacts").text
    keys = {
        name: re.findall(rf'value="(ctc_\w+)" aria-label="Choose {name}"', listed)[0]
        for name in ("Marta", "Jan", "Reza")
    }
    selected = supervisor.post("/sendings/selected", {"contact": list(keys.values())})

    answer = shown(selected)
    assert "Send SMS to the selected contacts" in answer
    assert "Numbers that can get an SMS 1 left out: no consent to SMS 1" in answer
    assert "left out: of a country that SMS may not go to 1" in answer
    form = {"contact": re.findall(r'name="contact" value="(\w+)"', selected.text)}
    made = supervisor.post("/sendings/new", form).headers["Location"].split("/")[2]
    run(prepare, made)
    people = shown(supervisor.get(f"/campaigns/{made}/recipients"))
    assert "Recipients (1)" in people and "Marta" in people


def test_an_agent_who_may_not_write_first_picks_nobody(agent: Browser, contractor: str) -> None:
    listed = agent.get("/contacts").text

    assert "Marta" in listed and "sendings" not in listed and 'name="contact"' not in listed


def test_nobody_selected_is_told(supervisor: Browser, contractor: str) -> None:
    contractors = supervisor.post("/sendings/selected", {"contractors": "on"})
    contacts = supervisor.post("/sendings/selected")

    assert contractors.headers["Location"] == "/contractors"
    assert contacts.headers["Location"] == "/contacts"


def test_a_filter_is_saved_as_a_segment_and_counted_anew_each_time(
    supervisor: Browser, contractor: str, run: Runner
) -> None:  # C3
    assert "Save as a segment" in shown(supervisor.get("/contacts?tag=vip"))
    form = {"name": "Important people", "tag": "vip", "sms": "yes"}
    supervisor.post("/contacts/segments", form)
    assert "Important people 1 Remove" in shown(supervisor.get("/contacts/segments"))

    run(a_contact, "Ben", "+48504000000", agreed(), tags=("vip",))

    page = supervisor.get("/contacts/segments")
    assert "Important people 2 Remove" in shown(page)
    [link] = re.findall(r'href="(/contacts\?[^"]+)"', page.text)
    assert "Marta" in shown(supervisor.get(link.replace("&amp;", "&")))
    assert supervisor.post("/contacts/segments", form).status_code == 409
    [remove] = re.findall(r'action="(/contacts/segments/seg_\w+/remove)"', page.text)
    supervisor.post(remove)
    assert "No segments yet." in shown(supervisor.get("/contacts/segments"))


def test_the_countries_that_sms_may_go_to_are_chosen(
    administrator: Browser, contractor: str, run: Runner
) -> None:  # C4
    page = shown(administrator.get("/settings/sms/countries"))
    assert "Poland · the company’s own" in page

    administrator.post("/settings/sms/countries", {"country": ["PL", "IR"]})

    with run.reading() as session:
        assert countries.chosen(session) == {"PL", "IR"}
    picked = shown(administrator.post("/sendings/selected", {"contractor": contractor}))
    assert "Numbers that can get an SMS 2" in picked
    refused = administrator.post("/settings/sms/countries", {"country": "XX"})
    assert refused.status_code == 422
    administrator.post("/settings/sms/countries", {"country": ""})
    with run.reading() as session:
        assert countries.chosen(session) == {"PL"}
