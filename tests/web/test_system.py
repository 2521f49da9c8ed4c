"""System state: what is wrong stands there in red, with the way to mend it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.core import clock, turns
from occ.core.run import Runner
from occ.core.turns import Turns
from occ.core.words import say
from occ.jobs.schedule import JOBS
from occ.messaging import halts, inbox, media
from occ.messaging.fetch_models import Fetch
from occ.messaging.fetches import STATUSES
from occ.messaging.models import HandOver, MediaFile, Message
from occ.messaging.ports import Attachment
from occ.settings import store
from occ.settings.pages import TwilioSettings
from occ.users.models import User
from occ.web.admin import job_words
from tests.builders import a_service, an_agent, talks
from tests.web.browser import Browser, shown


def ago(seconds: float) -> datetime:
    return clock.now() - timedelta(seconds=seconds)


@pytest.fixture
def in_order(run: Runner) -> None:
    """An installation that works: an account, and jobs that have just had their turns."""
    settings = TwilioSettings(True, "AC" + "0" * 32, "f" * 32)
    run(store.save, settings, clock.now())
    run(turns.tell, [Turns(job.name, job.every_seconds, clock.now()) for job in JOBS])


pytestmark = pytest.mark.usefixtures("in_order")


def words(browser: Browser) -> str:
    return shown(browser.get("/system"))


def test_where_nothing_is_wrong_the_page_says_so(administrator: Browser, run: Runner) -> None:
    said = words(administrator)

    assert "Everything is in order." in said and "This needs you" not in said
    assert re.search(r"(SQLite|PostgreSQL) \d+\.\d+.* MB · schema \d{4}", said)
    assert "Connected screens 1" in said


def test_what_came_and_is_not_handled_is_told_with_its_age(
    administrator: Browser, run: Runner
) -> None:
    run.plainly(inbox.store, "twilio", "message", "whatsapp:+48500100200", "SM1", {}, ago(180))

    said = words(administrator)

    assert "What came in is not handled in time." in said
    assert "Waits to be handled 1 the oldest for 3 minutes" in said
    assert "(3 minutes ago)" in said


def a_file(session: Session) -> None:
    message = session.scalars(select(Message.id)).first()
    assert message is not None
    attachment = Attachment("https://api.twilio.com/", "image/png")
    media.add(session.connection(), message, [attachment], clock.now())


def tried(session: Session, times: int) -> None:
    row = session.scalars(select(MediaFile)).one()
    row.tries, row.reason = times, say("This file arrived empty.").as_json()


def test_files_that_can_not_be_fetched_are_an_alarm_once_it_is_no_hiccup(
    administrator: Browser, run: Runner
) -> None:
    a_conversation(run)
    run(a_file)
    run(tried, media.IN_VAIN_AFTER)
    before = words(administrator)
    run(tried, media.IN_VAIN_AFTER + 1)

    said = words(administrator)

    assert "Files to be fetched 1" in before and "can't be fetched" not in before
    assert "Files to be fetched 1 tried in vain This file arrived empty." in said
    assert "Files that customers sent can't be fetched: 1." in said


def test_jobs_that_nobody_runs_are_an_alarm(administrator: Browser, run: Runner) -> None:
    run(turns.tell, [Turns(job.name, job.every_seconds, ago(3600)) for job in JOBS])

    said = words(administrator)

    assert "No jobs run: nothing is sent, and no offer ends." in said
    assert "occ serve" in said


def test_a_job_that_fails_says_why_until_it_succeeds(administrator: Browser, run: Runner) -> None:
    failing = Turns("inbox", 1.0, ago(30), ago(5), "OperationalError: disk full")
    run(turns.tell, [failing])

    said = words(administrator)
    assert "A job fails or is late." in said and "OperationalError: disk full" in said

    run(turns.tell, [Turns("inbox", 1.0, clock.now())])
    assert "disk full" not in words(administrator)


def test_a_list_that_was_not_read_for_a_quarter_of_an_hour_is_late(
    administrator: Browser, run: Runner
) -> None:
    def read(session: Session, seconds: int) -> None:
        session.merge(
            Fetch(name=STATUSES, due_at=clock.now(), done_at=ago(seconds), failures=0, missed=0)
        )

    run(read, 14 * 60)
    assert "Minutes since Twilio's lists" not in words(administrator)
    run(read, 16 * 60)
    said = words(administrator)
    assert "Minutes since Twilio's lists were last read: 16." in said and "late" in said


def a_conversation(run: Runner) -> str:
    run(a_service, now=clock.now())
    run(an_agent, "Ana", now=clock.now())
    return talks(run, now=clock.now())


def an_answer(session: Session, hand_over: HandOver, due_at: datetime) -> None:
    session.add(
        Message(
            key=f"msg_{hand_over}",
            conversation_id=1,
            direction="out",
            body="Hello",
            at=due_at,
            due_at=due_at,
            sender="whatsapp:+390612345678",
            recipient="whatsapp:+48500100200",
            hand_over=hand_over,
        )
    )


def test_texts_that_wait_or_may_have_arrived_lead_to_their_conversations(
    administrator: Browser, run: Runner
) -> None:
    key = a_conversation(run)
    run(an_answer, HandOver.WAITING, ago(900))
    run(an_answer, HandOver.UNKNOWN, ago(900))

    page = administrator.get("/system")

    assert "Texts wait too long to be sent." in shown(page)
    assert "Texts that may or may not have arrived: 1." in shown(page)
    assert f'href="/conversations/{key}"' in page.text


def test_a_halted_account_is_an_alarm_and_no_second_one_for_what_waits(
    administrator: Browser, run: Runner
) -> None:
    a_conversation(run)
    run(an_answer, HandOver.WAITING, ago(900))
    run(halts.halt, "account", "20003", say("Twilio refused the token."), clock.now())

    said = words(administrator)

    assert "Sending is stopped. See why" in said and "Send again" in said
    assert "Texts wait too long" not in said


def test_a_drifted_count_is_an_alarm_and_is_mended_by_a_press(
    administrator: Browser, run: Runner, ana: User
) -> None:
    run(lambda session: session.execute(update(User).values(seats_taken=2)))

    said = words(administrator)
    assert "has drifted: 2." in said and "Ana counted 2, in hand 0" in said
    administrator.post("/system/recount")

    assert "Counted anew: 2 users were mended." in (said := words(administrator))
    assert "drifted" not in said
    events = shown(administrator.get(f"/users/{ana.key}/events"))
    assert "Seats counted anew Ada In hand: 2 → 0" in events


def test_without_an_account_the_page_leads_to_where_it_is_entered(
    administrator: Browser, run: Runner
) -> None:
    run(store.save, TwilioSettings(), clock.now())

    assert "No Twilio account is set up. Enter it" in words(administrator)


def test_every_job_is_told_in_words() -> None:
    assert {job.name for job in JOBS} == job_words.DOES.keys()
