"""Campaigns on their pages: written, checked, sent, watched, put away."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.campaigns.models import Flag, State
from occ.contacts import do_not_write, operators_blacklist, phone_numbers, segments
from occ.contacts.finding import Filter
from occ.contacts.number_models import Origin
from occ.core.run import Runner
from occ.flows.record_attempt import Refused
from occ.messaging.models import Message
from occ.messaging.ports import Scope
from occ.users.models import User
from tests.builders import NOW, at
from tests.campaigns.company import (
    WHY,
    agree,
    answers,
    campaign,
    feeds,
    flags,
    phone,
    prepare,
    ready,
    take_back,
)
from tests.contacts.people import a_contact, agreed
from tests.flows.sending.first import SMS
from tests.web import reading
from tests.web.browser import Browser, shown

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])
ROUTE = f"twilio:{SMS.sender}"


@pytest.fixture
def owner(run: Runner, sofia: User) -> User:
    run(ready)
    run(agree, [phone(1), phone(2), phone(3)])
    return sofia


def write(browser: Browser, run: Runner, **more: str) -> str:
    """The key of a sending to four numbers, three of whom agreed to it."""
    form = {"channel": "sms", "title": "Autumn", "body": "Cześć {name}", "route": ROUTE, **more}
    made = browser.post("/campaigns/new", form)
    key = made.headers["Location"].split("/")[2]
    numbers = "number;name\n" + "".join(f"{phone(n)[1:]};Person {n}\n" for n in (1, 2, 3, 4, 4))
    chosen = browser.post(f"/campaigns/{key}/recipients", {"source": "numbers", "numbers": numbers})
    assert chosen.status_code == 302, shown(chosen)
    reading.to_the_end(browser.app.extensions["occ"])
    return str(key)


def heed(session: Session, number: str) -> None:
    [row] = phone_numbers.rows(session, [number], NOW).values()
    do_not_write.add(session, row, Origin.STOP, "STOP", None, NOW)


def test_a_sending_is_saved_checked_and_sent_from_there(
    supervisor: Browser, run: Runner, owner: User
) -> None:  # C5, E1
    key = write(supervisor, run)
    check = shown(supervisor.get(f"/campaigns/{key}/check"))

    assert "3 recipients" in check
    assert "doubled −1" in check and "no consent −1" in check
    assert campaign(run, key).state is State.DRAFT
    version = str(campaign(run, key).version)
    assert supervisor.post(f"/campaigns/{key}/send", {"version": version}).status_code == 302

    assert campaign(run, key).state is State.RUNNING
    claimed = feeds(run, key)
    assert sorted(one.body for one in claimed) == [f"Cześć Person {n}" for n in (1, 2, 3)]
    answers(run, claimed)
    dashboard = shown(supervisor.get("/campaigns"))
    assert "Autumn running" in dashboard and "3 of 3" in dashboard
    assert "Facilities" in dashboard


def test_the_send_log_has_two_columns_and_its_file_imports_again(
    supervisor: Browser, run: Runner, owner: User
) -> None:  # C7, E3

    key = write(supervisor, run)
    supervisor.post(f"/campaigns/{key}/send", {"version": str(campaign(run, key).version)})
    answers(run, feeds(run, key), Refused("21211", WHY, Scope.MESSAGE))

    log = shown(supervisor.get(f"/campaigns/{key}/report"))
    failed = shown(supervisor.get(f"/campaigns/{key}/report?flag=failed"))
    file = supervisor.get(f"/campaigns/{key}/report.csv?flag=accepted")
    rows = list(csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff"))))

    assert "SMS status" in log and "Delivery status" in log
    assert "accepted 2" in log and "failed 1" in log
    assert "+48 500 100 001" in failed and "refused" in failed
    assert [row["number"] for row in rows] == ["48500100002", "48500100003"]
    again = supervisor.post("/campaigns/new", {"channel": "sms", "title": "Again", "body": "Hi"})
    other = again.headers["Location"].split("/")[2]
    supervisor.post(f"/campaigns/{other}/recipients", {"source": "numbers", "numbers": file.text})
    reading.to_the_end(supervisor.app.extensions["occ"])
    assert flags(run, other) == [Flag.PENDING, Flag.PENDING]
    one = shown(supervisor.get(f"/campaigns/{key}/recipients/1-1"))
    assert "Cześć Person 1" in one and "Attempts" in one


def test_the_report_tells_hour_by_hour_in_a_chart_and_a_table(
    supervisor: Browser, run: Runner, owner: User
) -> None:  # E3
    key = write(supervisor, run)
    assert "Over time" not in shown(supervisor.get(f"/campaigns/{key}/report"))
    supervisor.post(f"/campaigns/{key}/send", {"version": str(campaign(run, key).version)})
    answers(run, feeds(run, key), Refused("21211", WHY, Scope.MESSAGE))

    page = supervisor.get(f"/campaigns/{key}/report")

    assert "Over time hour by hour sent 2 most: 2, 22 Nov 2026, 09:00" in shown(page)
    assert "When sent delivered failed or undelivered 22 Nov 2026, 09:00 2 0 1" in shown(page)
    assert page.text.count("<rect") == 2 and 'role="img" aria-label="sent: 2"' in page.text
    assert (
        '<p class="course-scale muted" aria-hidden="true"><span>2</span><span>0</span>' in page.text
    )
    assert "09:00\u2069</text>" in page.text


def test_a_segment_is_an_audience(supervisor: Browser, run: Runner, owner: User) -> None:  # C3
    run(a_contact, "Marta", phone(1), agreed(), tags=("vip",))
    run(a_contact, "Piotr", phone(2), agreed())
    segment = run(segments.save, owner.id, "Best", Filter(tag="vip"), NOW).key
    key = write(supervisor, run)

    supervisor.post(f"/campaigns/{key}/recipients", {"source": "segment", "segment": segment})
    run(prepare, key)

    page = shown(supervisor.get(f"/campaigns/{key}/recipients"))
    assert "Recipients (1)" in page and "Marta" in page and "Piotr" not in page


def test_the_archive_takes_it_and_gives_it_back(
    supervisor: Browser, run: Runner, owner: User
) -> None:  # E5
    key = write(supervisor, run)

    supervisor.post(f"/campaigns/{key}/archive")
    assert "Autumn" not in shown(supervisor.get("/campaigns"))
    assert "Archived (1)" in shown(supervisor.get("/campaigns"))
    assert "Autumn" in shown(supervisor.get("/campaigns/archived"))
    supervisor.post(f"/campaigns/{key}/unarchive")

    assert "Autumn" in shown(supervisor.get("/campaigns"))


def test_reset_names_people_and_cost_and_counts_up(
    supervisor: Browser, run: Runner, owner: User
) -> None:  # E6
    key = write(supervisor, run)
    supervisor.post(f"/campaigns/{key}/send", {"version": str(campaign(run, key).version)})
    answers(run, feeds(run, key))
    feeds(run, key, at(1))

    asked = shown(supervisor.get(f"/campaigns/{key}/reset"))
    assert "All 4 numbers become ready again, as run 2." in asked
    supervisor.post(f"/campaigns/{key}/reset", {"version": str(campaign(run, key).version)})
    run(prepare, key)

    assert campaign(run, key).state is State.DRAFT
    assert "reset 1 time" in shown(supervisor.get("/campaigns"))
    assert flags(run, key) == [Flag.PENDING] * 3 + [Flag.SKIPPED]
    assert flags(run, key, 1) == [Flag.ON_THE_WAY] * 3 + [Flag.SKIPPED]
    earlier = shown(supervisor.get(f"/campaigns/{key}/report?run=1"))
    assert "accepted 3" in earlier
    assert "What became of them on the way 3 of 4 skipped 1 of 4" in earlier


def test_the_owner_is_told_on_every_page_that_it_stopped(
    supervisor: Browser, administrator: Browser, run: Runner, owner: User
) -> None:
    key = write(supervisor, run)
    supervisor.post(f"/campaigns/{key}/send", {"version": str(campaign(run, key).version)})
    answers(run, feeds(run, key), Refused("20003", WHY, Scope.ACCOUNT))
    feeds(run, key, at(1))

    assert "Autumn has stopped. The carrier refused it." in shown(supervisor.get("/me"))
    assert "has stopped" not in shown(administrator.get("/me"))


def test_someone_who_saw_an_older_campaign_is_told(
    supervisor: Browser, run: Runner, owner: User
) -> None:
    key = write(supervisor, run)
    version = str(campaign(run, key).version)
    edited = {"title": "Winter", "body": "Hi", "route": ROUTE, "version": version}

    assert supervisor.post(f"/campaigns/{key}/edit", edited).status_code == 302
    refused = supervisor.post(f"/campaigns/{key}/edit", {**edited, "title": "Spring"})

    assert refused.status_code == 409
    assert "Somebody changed this campaign a moment ago." in shown(refused)
    assert campaign(run, key).title == "Winter"


def test_a_draft_to_nobody_has_its_page(
    supervisor: Browser, run: Runner, owner: User
) -> None:  # E1
    made = supervisor.post("/campaigns/new", {"channel": "sms", "title": "Winter"})
    key = made.headers["Location"].split("/")[2]

    run(prepare, key)
    form = {"version": "1", "title": "Winter", "body": "Hello", "route": ROUTE}
    supervisor.post(f"/campaigns/{key}/edit", form)
    run(prepare, key)

    page = shown(supervisor.get(f"/campaigns/{key}"))

    assert "There is nobody it could be sent to. Choose recipients first." in page


def test_what_was_sent_to_all_is_offered_to_nobody_more(
    supervisor: Browser, run: Runner, owner: User
) -> None:  # E1, E6
    key = write(supervisor, run)
    supervisor.post(f"/campaigns/{key}/send", {"version": str(campaign(run, key).version)})
    answers(run, feeds(run, key))
    feeds(run, key, at(1))

    page = shown(supervisor.get(f"/campaigns/{key}"))
    assert "Nothing is left to send: to all again is Reset." in page


def test_a_test_says_what_the_first_who_is_not_left_out_would_read(
    supervisor: Browser, run: Runner, owner: User
) -> None:
    run(take_back, phone(1))
    key = write(supervisor, run)
    run(agree, [phone(9)])

    check = shown(supervisor.get(f"/campaigns/{key}/check"))
    sent = supervisor.post(f"/campaigns/{key}/test", {"phone": phone(9)})

    assert "Cześć Person 2 As the first recipient gets it, +48 500 100 002" in check
    assert sent.status_code == 302
    with run.reading() as session:
        [body] = session.scalars(select(Message.body)).all()
    assert body == "Cześć Person 2"


def test_a_test_asks_for_all_that_a_message_to_many_needs(
    supervisor: Browser, run: Runner, owner: User
) -> None:
    key = write(supervisor, run)

    refused = supervisor.post(f"/campaigns/{key}/test", {"phone": phone(9)})
    run(heed, phone(2))
    held = supervisor.post(f"/campaigns/{key}/test", {"phone": phone(2)})

    assert refused.status_code == held.status_code == 422
    assert "There is no consent to write to this number, and a test needs it" in shown(refused)
    assert "stands on the do-not-write list, and no test goes there either" in shown(held)


def test_a_draft_to_nobody_shows_the_text_as_it_would_go_to_oneself(
    supervisor: Browser, run: Runner, owner: User
) -> None:
    form = {"channel": "sms", "title": "Winter", "body": "Hi {name} of {company}"}
    key = supervisor.post("/campaigns/new", form).headers["Location"].split("/")[2]

    check = shown(supervisor.get(f"/campaigns/{key}/check"))

    assert "Hi Sofia of OCC As it would go to you: there is no recipient yet." in check


def test_the_blacklist_of_a_campaign_tells_whom_it_left_out_for_it(
    supervisor: Browser, run: Runner, owner: User
) -> None:  # E3, E4
    run(operators_blacklist.report, phone(2), "smsapi", "57", NOW - timedelta(days=1))
    key = write(supervisor, run)
    supervisor.post(f"/campaigns/{key}/send", {"version": str(campaign(run, key).version)})
    answers(run, feeds(run, key), Refused("30004", WHY, Scope.MESSAGE))

    page = supervisor.get(f"/campaigns/{key}/report?flag=blacklisted")
    file = supervisor.get(f"/campaigns/{key}/report.csv?flag=blacklisted").text

    assert "held by the operators' blacklist lately −1" in shown(
        supervisor.get(f"/campaigns/{key}/check")
    )
    assert "+48 500 100 001" in shown(page) and "report.csv?run=1&amp;flag=blacklisted" in page.text
    assert "1 more were left out, since it held them lately." in shown(page)
    assert "48500100001" in file and "48500100003" not in file
