"""Settings: the Twilio account, routing, the company."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from occ.core.run import Runner
from occ.core.secrets import Vault
from occ.core.words import say
from occ.flows import set_up
from occ.journal.models import JournalEntry
from occ.messaging import halts
from occ.product import Product
from occ.settings import store
from occ.settings.models import SettingsPage
from occ.settings.pages import CompanySettings, RoutingSettings, TwilioSettings
from tests.builders import NOW
from tests.web.browser import Browser, shown

CHAT = "/settings/advanced/chat"
SID, TOKEN, SECOND = "AC" + "0a" * 16, "1b" * 14 + "4c1d", "2" * 32
ACCOUNT = {"whatsapp": "on", "account_sid": SID, "auth_token": TOKEN, "typing": "on"}


def stored(run: Runner) -> TwilioSettings:
    with run.reading() as session:
        return store.load(session, TwilioSettings)


def test_the_account_is_saved_and_the_token_never_comes_back(
    administrator: Browser, run: Runner
) -> None:  # A1
    administrator.post(CHAT, {**ACCOUNT, "second_token": SECOND})

    assert stored(run) == TwilioSettings(True, SID, TOKEN, SECOND)
    page = administrator.get(CHAT)
    assert f"Stored, ends in {TOKEN[-4:]}" in shown(page)
    assert TOKEN not in page.text and SECOND not in page.text
    assert "Account not verified yet" in shown(page)
    with run.reading() as session:
        assert TOKEN not in str(session.scalars(select(SettingsPage.values)).all())
        assert TOKEN not in str([entry.after for entry in session.scalars(select(JournalEntry))])


def test_a_token_that_is_not_typed_again_stays(administrator: Browser, run: Runner) -> None:
    administrator.post(CHAT, {**ACCOUNT, "second_token": SECOND})

    kept = {"account_sid": SID, "typing": "on"}
    administrator.post(CHAT, {**kept, "auth_token": "", "second_token": ""})

    assert stored(run) == TwilioSettings(False, SID, TOKEN, SECOND)
    administrator.post(CHAT, {**kept, "remove_second_token": "on"})
    assert stored(run) == TwilioSettings(False, SID, TOKEN, "")


@pytest.mark.parametrize(
    ("sid", "token", "hint"),
    [
        (SID, "too short", "An auth token has 32 characters"),
        ("", TOKEN, "without the Account SID nothing comes in or goes out."),
        (SID, "", "without the auth token nothing comes in or goes out."),
    ],
)
def test_odd_fields_are_saved_with_a_hint(
    administrator: Browser, run: Runner, sid: str, token: str, hint: str
) -> None:
    form = {"whatsapp": "on", "account_sid": sid, "auth_token": token}

    assert administrator.post(CHAT, form).status_code == 302

    assert hint in shown(administrator.get(CHAT))
    assert (stored(run).account_sid, stored(run).auth_token) == (sid, token)


@pytest.mark.parametrize(
    ("sid", "says"),
    [
        (TOKEN, "This looks like an auth token."),
        (TOKEN[:-1], "An Account SID begins with AC."),
        (TOKEN + "0", "An Account SID begins with AC."),
    ],
)
def test_what_may_be_a_token_is_neither_saved_nor_shown_nor_written_down(
    administrator: Browser, run: Runner, sid: str, says: str
) -> None:  # A1
    """Whole, or most of one."""
    form = {"whatsapp": "on", "account_sid": sid, "auth_token": SECOND}

    refused = administrator.post(CHAT, form)

    assert refused.status_code == 422 and says in shown(refused)
    assert stored(run) == TwilioSettings()
    assert sid not in refused.text
    assert sid not in administrator.post(f"{CHAT}/verify", form).text
    with run.reading() as session:
        written = [str((line.before, line.after)) for line in session.scalars(select(JournalEntry))]
    assert sid not in "".join(written)


@pytest.mark.parametrize(
    ("sid", "says"),
    [
        ("SK" + TOKEN, "This is an API key. The Account SID begins with AC."),
        ("AC12", "Copy it again, whole."),
        ("AC" + TOKEN[:-1], "this one 33"),
        ("AC" + TOKEN + "\u200b" + "0", "has only 0–9 and a–f"),
    ],
)
def test_a_mistyped_sid_is_not_saved_and_stays_to_be_mended(
    administrator: Browser, run: Runner, sid: str, says: str
) -> None:  # A1
    form = {"whatsapp": "on", "account_sid": sid, "auth_token": SECOND}

    refused = administrator.post(CHAT, form)

    assert refused.status_code == 422 and says in shown(refused)
    assert f'value="{sid}"' in refused.text
    assert stored(run) == TwilioSettings()


@pytest.mark.parametrize("unseen", [" ", "\t", "\u00a0", "\u200b", "\ufeff", "\u202a", "\u2066"])
def test_what_stands_unseen_around_a_copied_text_is_left_away(
    administrator: Browser, run: Runner, unseen: str
) -> None:  # A1
    form = {
        "whatsapp": "on",
        "account_sid": f"{unseen}{SID}{unseen} ",
        "auth_token": TOKEN + unseen,
        "typing": "on",
    }

    assert administrator.post(CHAT, form).status_code == 302

    assert stored(run) == TwilioSettings(True, SID, TOKEN)


@pytest.mark.parametrize(
    ("character", "named"),
    [(" ", "␣"), ("\u200b", "U+200B"), ("\u00a0", "U+00A0"), ("а", "а (U+0430)"), ("g", "g")],
)
def test_a_character_that_does_not_belong_in_a_sid_is_named_so_that_it_is_seen(
    administrator: Browser, character: str, named: str
) -> None:  # A1
    sid = f"{SID[:9]}{character}{SID[9:]}"

    page = shown(administrator.post(CHAT, {"account_sid": sid, "auth_token": TOKEN}))

    assert named in page.partition("here stands also: ")[2][:12]


def test_a_stored_value_that_is_no_sid_is_not_shown(administrator: Browser, run: Runner) -> None:
    run(set_up.save, None, TwilioSettings(True, TOKEN[:-1], SECOND), NOW)

    for page in (CHAT, "/system", "/journal"):
        assert TOKEN[:-1] not in administrator.get(page).text


def test_the_page_gives_the_addresses_to_enter_at_twilio(administrator: Browser) -> None:
    page = administrator.get(CHAT).text.replace("<wbr>", "")

    assert "https://chat.example.com/webhooks/twilio/messages" in page
    assert "https://chat.example.com/webhooks/twilio/status" in page


def test_credentials_sealed_elsewhere_are_asked_for_again_on_every_page(
    administrator: Browser, supervisor: Browser, run: Runner, product: Product
) -> None:  # C9
    run(set_up.save, None, TwilioSettings(True, SID, TOKEN), NOW)
    banner = "The credentials of Twilio were sealed on another installation:"
    assert banner not in shown(administrator.get("/users"))

    product.run.database.vault = Vault([Fernet.generate_key()])

    assert banner in shown(administrator.get("/users"))
    alarm = "The key here does not open the credentials of Twilio: nothing is sent."
    assert alarm in shown(administrator.get("/system"))
    assert banner in shown(administrator.get("/settings/company"))
    assert banner not in shown(supervisor.get("/users"))
    refused = administrator.post(CHAT, {"whatsapp": "on", "account_sid": SID})
    assert refused.status_code == 422
    assert "Enter it again to send." in shown(refused)
    administrator.post(CHAT, ACCOUNT)
    assert banner not in shown(administrator.get("/users"))


def test_a_halted_sender_is_named_with_its_reason_and_sends_again(
    administrator: Browser, run: Runner
) -> None:
    reason = say("Twilio has suspended the account.")
    run(halts.halt, "whatsapp:+390612345678", "30002", reason, NOW)
    run(halts.halt, "account", "20003", reason, NOW)

    for page in (CHAT, "/system"):
        words = shown(administrator.get(page))
        assert "+39 06 1234 5678" in words and "The whole account" in words
        assert "Twilio has suspended the account." in words

    administrator.post(f"{CHAT}/resume", {"sender": "whatsapp:+390612345678"})

    with run.reading() as session:
        assert [halt.sender for halt in halts.present(session)] == ["account"]


def test_routing_is_set_within_its_bounds(administrator: Browser, run: Runner) -> None:
    form = {
        "offer_seconds": "45",
        "grace_seconds": "60",
        "rest_seconds": "0",
        "misses_until_away": "۳",
        "target_seconds": "90",
    }

    assert administrator.post("/settings/routing", form).status_code == 302

    with run.reading() as session:
        assert store.load(session, RoutingSettings) == RoutingSettings(45, 60, 0, 3, 90)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("offer_seconds", "4", "Offer time, in seconds: Enter a whole number from 5 to 600."),
        ("grace_seconds", "601", "Enter a whole number from 5 to 600."),
        ("rest_seconds", "-1", "Enter a whole number from 0 to 600."),
        ("misses_until_away", "often", "Enter a whole number from 1 to 10."),
        ("target_seconds", "9", "Enter a whole number from 10 to 3600."),
        ("misses_until_away", "", "Enter a whole number from 1 to 10."),
    ],
)
def test_routing_out_of_bounds_is_refused(
    administrator: Browser, run: Runner, name: str, value: str, sentence: str
) -> None:
    form = {
        "offer_seconds": "45",
        "grace_seconds": "60",
        "rest_seconds": "7",
        "misses_until_away": "3",
        "target_seconds": "60",
    }

    answer = administrator.post("/settings/routing", {**form, name: value})

    assert answer.status_code == 422
    assert sentence in shown(answer)
    with run.reading() as session:
        assert store.load(session, RoutingSettings) == RoutingSettings()


def test_the_company_has_a_name_a_language_and_a_zone(administrator: Browser, run: Runner) -> None:
    form = {"name": " Firma  Sp. z o.o. ", "language": "pl", "zone": "Europe/Warsaw"}
    form["country"] = "PL"

    administrator.post("/settings/company", form)

    with run.reading() as session:
        found = store.load(session, CompanySettings)
    assert found == CompanySettings("Firma Sp. z o.o.", "pl", "Europe/Warsaw", "PL")
    assert "Firma Sp. z o.o." in shown(administrator.get("/users"))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Enter a name of 1 to 80 characters."),
        ({"name": "x" * 81}, "Enter a name of 1 to 80 characters."),
        ({"language": "de"}, "Choose one of the list."),
        ({"zone": "Mars/Olympus"}, "Choose one of the list."),
        ({"country": "XX"}, "Choose one of the list."),
        ({"zone": "../../etc/passwd"}, "Choose one of the list."),
    ],
)
def test_a_company_that_can_not_be_is_refused(
    administrator: Browser, wrong: dict[str, str], sentence: str
) -> None:
    form = {"name": "Firma", "language": "pl", "zone": "Europe/Warsaw", **wrong}

    answer = administrator.post("/settings/company", form)

    assert answer.status_code == 422
    assert sentence in shown(answer)


def test_a_halt_stands_on_every_page_of_an_administrator_and_of_nobody_else(
    administrator: Browser, supervisor: Browser, agent: Browser, run: Runner
) -> None:
    run(halts.halt, "account", "20003", say("Twilio refused the token."), NOW)

    for path in ("/users", "/me", "/services", CHAT, "/system"):
        text = shown(administrator.get(path))
        assert text.count("Twilio refused the token.") == 1, path
    assert "Twilio refused" not in shown(supervisor.get("/users"))
    assert "Twilio refused" not in shown(agent.get("/me"))
