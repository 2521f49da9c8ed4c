"""Contacts and contractors on their pages: numbers, consents, and whom not to write to."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from occ.contacts import consents, do_not_write
from occ.contacts.number_models import How
from occ.core import clock
from occ.core.address import Channel
from occ.core.run import Runner
from occ.settings import store
from occ.settings.pages import CompanySettings
from occ.users.models import User
from tests.builders import NOW, a_service, an_inbound, receive
from tests.contacts.people import a_contact, a_contractor, agreed
from tests.web.browser import Browser, shown

MARTA = "+48500100200"
pytestmark = pytest.mark.usefixtures("in_poland")


@pytest.fixture
def in_poland(run: Runner) -> None:
    run(store.save, CompanySettings(zone="Europe/Warsaw"), NOW)


@pytest.fixture
def marta(agent: Browser) -> str:
    """The address of her page, as an agent entered her."""
    form = {"name": "Marta Kowalska", "phone": "48500100200", "tags": "vip, Poznań"}
    return str(agent.post("/contacts/new", form).headers["Location"])


def number(browser: Browser, page: str) -> str:
    """The address of her first number."""
    found = re.search(rf'action="({page}/numbers/num_\w+)/consents"', browser.get(page).text)
    assert found
    return found[1]


def may(run: Runner, channel: Channel = Channel.SMS) -> bool:
    with run.reading() as session:
        return consents.allows(session, MARTA, channel, "campaign")


def test_a_number_is_entered_with_the_country_s_code_and_without_a_plus(
    agent: Browser, marta: str
) -> None:  # C3, C4
    page = shown(agent.get(marta))

    assert "Marta Kowalska" in page
    assert "+48 500 100 200" in page
    assert "Consent to SMS never said" in page
    assert "no consent to SMS" in shown(agent.get("/contacts?q=kowal"))


def test_a_contact_without_a_right_number_is_not_half_entered(agent: Browser) -> None:
    answer = agent.post("/contacts/new", {"name": "Jan", "phone": "4.85001E+10"})

    assert answer.status_code == 422
    assert "Enter a telephone number, such as +48 500 100 200." in shown(answer)
    assert "Nobody yet." in shown(agent.get("/contacts"))


def test_consent_is_recorded_with_when_how_words_and_who(
    agent: Browser, marta: str, run: Runner, ana: User
) -> None:  # C3
    day = (clock.now() - timedelta(days=3)).date().isoformat()
    said = {"channel": "sms", "what": "granted", "how": "paper", "day": day}

    agent.post(f"{number(agent, marta)}/consents", {**said, "words": "Zgadzam się na SMS-y."})

    assert may(run) and not may(run, Channel.WHATSAPP)
    page = shown(agent.get(marta))
    assert "Zgadzam się na SMS-y." in page
    assert "on paper" in page
    assert "recorded by Ana" in page


def test_consent_without_the_words_is_refused(agent: Browser, marta: str, run: Runner) -> None:
    said = {"channel": "sms", "what": "granted", "how": "form"}

    answer = agent.post(f"{number(agent, marta)}/consents", said)

    assert answer.status_code == 422
    assert "Enter the words they agreed to: they are the proof." in shown(answer)
    assert not may(run)


def test_a_withdrawal_is_a_new_line_and_the_old_one_stays(
    agent: Browser, marta: str, run: Runner
) -> None:  # C3
    address = f"{number(agent, marta)}/consents"
    agent.post(address, {"channel": "sms", "what": "granted", "how": "form", "words": "Yes."})

    agent.post(address, {"channel": "sms", "what": "withdrawn", "how": "spoken"})

    assert not may(run)
    page = shown(agent.get(marta))
    assert "History (2)" in page
    assert "taken back" in page and "Yes." in page


def test_another_contact_s_number_is_refused_and_named(agent: Browser, marta: str) -> None:
    agent.post("/contacts/new", {"name": "Jan"})
    jan = re.search(r'href="(/contacts/ctc_\w+)"', agent.get("/contacts?q=jan").text)
    assert jan

    answer = agent.post(f"{jan[1]}/numbers", {"phone": "+48 500 100 200"})

    assert answer.status_code == 409
    assert "This number belongs to Marta Kowalska." in shown(answer)


def test_who_wrote_by_whatsapp_is_the_contact_that_was_entered(
    supervisor: Browser, marta: str, run: Runner
) -> None:  # C3
    run(a_service)

    run(receive, an_inbound("Hello", f"whatsapp:{MARTA}", name="martusia"))

    assert "martusia" not in shown(supervisor.get("/contacts"))
    assert "/conversations/cnv_" in supervisor.get(marta).text
    refused = supervisor.post(f"{number(supervisor, marta)}/remove")
    assert refused.status_code == 409


def test_contacts_are_changed_and_filtered(supervisor: Browser, marta: str) -> None:
    supervisor.post("/contractors/new", {"name": "Firma", "code": "K-17"})
    form = {"name": "Marta Nowak", "contractor": "K-17", "language": "pl", "tags": "old"}

    supervisor.post(marta, form)

    for query in ("q=nowak", "tag=old", "language=pl", "country=PL", "sms=never"):
        assert "Marta Nowak" in shown(supervisor.get(f"/contacts?{query}"))
    for query in ("q=kowalska", "tag=vip", "language=it", "country=IT", "sms=yes"):
        assert "Nobody matches." in shown(supervisor.get(f"/contacts?{query}"))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("Nobody", "No contractor is called so."), ("Twins", "Several contractors are called so.")],
)
def test_a_contractor_that_is_none_or_two_is_refused(
    supervisor: Browser, marta: str, run: Runner, typed: str, sentence: str
) -> None:
    run(a_contractor, "Twins", "1")
    run(a_contractor, "Twins", "2")

    answer = supervisor.post(marta, {"name": "Marta", "contractor": typed})

    assert answer.status_code == 422
    assert sentence in shown(answer)


def test_contractors_show_how_many_of_their_numbers_may_get_an_sms(
    supervisor: Browser, run: Runner
) -> None:  # C3
    firma = run(a_contractor, "Firma Łódź", "K-17")
    run(a_contact, "Marta", MARTA, agreed(), contractor=firma)
    run(a_contact, "Jan", "+48501000000", contractor=firma)

    for query in ("", "?q=lodz", "?q=k-17"):
        assert "Firma Łódź K-17 2 1" in shown(supervisor.get(f"/contractors{query}"))
    assert "Nobody matches." in shown(supervisor.get("/contractors?q=warszawa"))
    page = shown(supervisor.get(f"/contractors/{firma.key}"))
    assert "Marta" in page and "Jan" in page


def test_two_contractors_have_no_one_code(supervisor: Browser) -> None:
    supervisor.post("/contractors/new", {"name": "Firma", "code": "K-17"})

    answer = supervisor.post("/contractors/new", {"name": "Other", "code": "K-17"})

    assert answer.status_code == 422
    assert "Firma has this code already." in shown(answer)


def test_a_number_is_put_on_our_list_and_taken_off(
    supervisor: Browser, marta: str, run: Runner
) -> None:
    supervisor.post("/do-not-write", {"phone": "500 100 200", "reason": "asked by phone"})

    page = supervisor.get("/do-not-write")
    assert "asked by phone" in shown(page) and "Marta Kowalska" in shown(page)
    assert "do not write" in shown(supervisor.get("/contacts"))
    assert "Nobody" not in shown(supervisor.get("/do-not-write?q=500100"))
    lift = re.search(r'action="(/do-not-write/num_\w+/lift)"', page.text)
    assert lift
    supervisor.post(lift[1])
    with run.reading() as session:
        assert do_not_write.holds(session, [MARTA]) == set()


def test_a_stop_is_lifted_by_nobody_but_the_person(
    supervisor: Browser, agent: Browser, marta: str, run: Runner
) -> None:
    run(a_service)
    run(receive, an_inbound("STOP", f"whatsapp:{MARTA}"))
    key = number(agent, marta).rpartition("/")[2]

    assert "They wrote “STOP”" in shown(supervisor.get("/do-not-write"))
    answer = supervisor.post(f"/do-not-write/{key}/lift")
    assert answer.status_code == 409
    assert "They wrote STOP themselves." in shown(answer)

    said = {"channel": "sms", "what": "granted", "how": How.PAPER, "words": "Again, please."}
    agent.post(f"{number(agent, marta)}/consents", said)
    with run.reading() as session:
        assert do_not_write.holds(session, [MARTA]) == set()
    assert may(run)
