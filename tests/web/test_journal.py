"""The change log: everything that was done or seen, by person, kind and day, page after page."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from occ.contacts.models import Contact
from occ.core.run import Runner
from occ.flows import oversee
from occ.journal import entries as journal
from occ.settings.pages import (
    AccountSettings,
    BatchSettings,
    CampaignSettings,
    CompanySettings,
    ContactSettings,
    CreditSettings,
    RoutingSettings,
    SmsSettings,
    TwilioSettings,
)
from occ.users.models import User
from occ.web.admin import journal as page
from occ.web.admin import journal_words
from tests.builders import NOW, a_service, writes
from tests.web.browser import Browser, shown

CHOSEN = (
    AccountSettings,
    BatchSettings,
    CampaignSettings,
    CompanySettings,
    ContactSettings,
    CreditSettings,
    RoutingSettings,
    SmsSettings,
    TwilioSettings,
)


def wrote(run: Runner, user: User | None, action: str, kind: str, key: str, day: int = 0) -> None:
    subject = journal.Subject(kind, key)
    at = NOW + timedelta(days=day)
    run(journal.write, user.id if user else None, action, subject, at)


def test_it_is_filtered_by_person_kind_and_day(
    run: Runner, administrator: Browser, ada: User, sofia: User
) -> None:
    wrote(run, sofia, "contact_changed", "contact", "ctc_1")
    wrote(run, ada, "contact_erased", "contact", "ctc_2", day=1)
    wrote(run, ada, "service_changed", "service", "svc_1", day=1)
    wrote(run, None, "import_discarded", "import", "imp_1", day=1)

    def told(query: str) -> str:
        return shown(administrator.get(f"/journal?{query}")).partition(" Show ")[2]

    assert "Contact changed" in told("") and "Service changed" in told("")
    assert "Contact changed" not in told(f"person={ada.key}")
    assert "Import discarded the system" in told("person=system")
    assert "Contact erased" in told("kind=contact") and "Service" not in told("kind=contact")
    assert "Contact changed" in told("day=2026-11-22") and "erased" not in told("day=2026-11-22")
    assert "Nothing of the kind" in told("kind=campaign")
    assert administrator.get("/journal?day=never&before=x").status_code == 200


def test_it_goes_on_beyond_its_first_page(run: Runner, administrator: Browser, ada: User) -> None:
    for number in range(page.PAGE + 5):
        wrote(run, ada, "contact_added", "contact", f"ctc_{number}")

    first = administrator.get("/journal?kind=contact")
    [more] = [each.split('"')[0] for each in first.text.split('href="')[1:] if "before=" in each]
    second = administrator.get(more.replace("&amp;", "&"))

    assert first.text.count('class="event"') == page.PAGE
    assert second.text.count('class="event"') == 5
    assert "The newest" in shown(second)


def test_a_users_events_go_on_beyond_the_first_hundred(
    run: Runner, administrator: Browser, ada: User, ana: User
) -> None:  # D1
    for number in range(105):
        at = NOW + timedelta(minutes=number)
        run(journal.write, ada.id, "profile_changed", journal.Subject("user", ana.key), at)

    first = administrator.get(f"/users/{ana.key}/events")
    [more] = [each.split('"')[0] for each in first.text.split('href="')[1:] if "before=" in each]
    second = administrator.get(more.replace("&amp;", "&"))

    assert first.text.count('class="event"') == 100
    assert second.text.count('class="event"') == 5


def test_who_reads_a_closed_conversation_of_others_is_written_down_once_an_hour(
    run: Runner, administrator: Browser, sofia: User
) -> None:
    run(a_service)
    key = writes(run)

    run(oversee.read_along, sofia.id, key, NOW, "conversation_read")
    run(oversee.read_along, sofia.id, key, NOW + timedelta(minutes=10), "conversation_read")

    told = shown(administrator.get("/journal?kind=conversation"))
    assert told.count("Closed conversation of others read") == 1


def test_each_line_names_whom_it_is_about_until_they_are_erased(
    run: Runner, administrator: Browser, sofia: User, ana: User
) -> None:
    run(a_service)
    key = writes(run)
    wrote(run, sofia, "conversation_sent_back", "conversation", key)
    wrote(run, sofia, "profile_changed", "user", ana.key)

    told = shown(administrator.get(f"/journal?person={sofia.key}"))

    assert "Conversation sent back to the queue Customer 1 Sofia" in told
    assert "Profile changed Ana Sofia" in told
    with run.database.writing() as session:
        session.execute(update(Contact).values(name=""))
    told = shown(administrator.get(f"/journal?person={sofia.key}"))
    assert "Conversation sent back to the queue Sofia" in told


def test_every_setting_is_called_what_its_page_calls_it() -> None:
    named = {field.name: field.name for page in CHOSEN for field in fields(page)}

    told = [change.field for change in journal_words.changes({}, named)]

    assert [each for each in told if isinstance(each, str)] == []


def test_moments_lists_and_credit_are_told_in_the_readers_own_way(app: Flask) -> None:
    before = {"due_at": "2026-11-22T13:01:00.974502+00:00"}
    with app.test_request_context("/?lang=fa"):
        after = {"due_at": None, "members": ["Ana", "Ben"], "amount": "1240.5", "version": "2026.1"}
        due, members, amount, version = journal_words.changes(before, after)

    assert (due.before, due.after) == ("۱ آذر ۱۴۰۵، ۱۳:۰۱", None)
    assert members.after == "Ana، Ben"
    assert (amount.after, version.after) == ("۱٬۲۴۰٫۵", "۲۰۲۶.۱")
