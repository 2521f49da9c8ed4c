"""What was said longer ago than its service keeps it is emptied at night, and still counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from occ.contacts.models import Contact
from occ.conversations.models import Conversation
from occ.core.run import Runner
from occ.flows import close_conversation, presence, write_note
from occ.jobs import retention as job
from occ.messaging import inbox
from occ.messaging.models import Message, Webhook
from occ.product import Product
from occ.services import retention
from occ.users import spans
from occ.users.models import User
from occ.users.spans import PresenceSpan
from tests.builders import NOW, a_service, accepts, an_agent, the_interaction, writes
from tests.web.browser import Browser, shown

NIGHT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
LONG_AGO = NIGHT - timedelta(days=200)


@pytest.fixture
def sales(run: Runner, administrator: Browser) -> str:
    """The address of its page; one conversation was closed long ago, another just now."""
    key = run(a_service).key
    for number, at in ((1, LONG_AGO), (2, NOW)):
        talk = writes(run, number, f"secret{number}", now=at)
        holder = the_interaction(run, talk).user_id
        accepts(run, talk, at)
        run(write_note.write, holder, talk, f"n{number}", f"secret{number} noted", at)
        run(close_conversation.close, holder, talk, at)
    run(_all_done)
    return f"/services/{key}/retention"


def _all_done(session):  # type: ignore[no-untyped-def]
    inbox.done(session, session.scalars(select(Webhook.id)).all())


def bodies(run: Runner) -> list[str]:
    with run.reading() as session:
        return list(session.scalars(select(Message.body).order_by(Message.id)))


def nights(product: Product, at: datetime = NIGHT) -> None:
    while job.empty_at(product, at):
        pass


def test_nothing_is_emptied_before_somebody_says_how_long(
    product: Product, run: Runner, sales: str
) -> None:
    nights(product)

    assert bodies(run) == ["secret1", "secret2"]


def test_how_long_agents_were_there_is_forgotten_at_night_after_its_own_time(
    product: Product, run: Runner
) -> None:
    for name, begun in (("Ana", NIGHT - spans.KEPT_FOR - timedelta(days=1)), ("Ben", LONG_AGO)):
        user = run(an_agent, name, online=False)
        run(presence.come_online, user.id, f"socket of {name}", begun)
        run(presence.lose_connection, f"socket of {name}", begun + timedelta(hours=1))
        run(presence.return_work, user.id, begun + timedelta(hours=2))

    nights(product, NIGHT + timedelta(hours=9))
    assert kept(run) == ["Ana", "Ana", "Ben", "Ben"]
    nights(product)

    assert kept(run) == ["Ben", "Ben"]


def kept(run: Runner) -> list[str]:
    with run.reading() as session:
        names = select(User.name).join(PresenceSpan, PresenceSpan.user_id == User.id)
        return sorted(session.scalars(names))


def test_what_is_over_its_time_is_emptied_at_night_and_nothing_else(
    product: Product, run: Runner, administrator: Browser, sales: str
) -> None:
    administrator.post(sales, {"retain_months": "6"})
    nights(product, NIGHT + timedelta(hours=9))
    assert bodies(run) == ["secret1", "secret2"]

    nights(product)

    assert bodies(run) == ["", "secret2"]
    with run.reading() as session:
        old, new = session.scalars(select(Conversation).order_by(Conversation.id))
        forms = session.scalars(select(Webhook.form).order_by(Webhook.id)).all()
        contacts = session.scalar(select(func.count(Contact.id)))
    assert (old.last_body, old.emptied_at, new.emptied_at) == ("", NIGHT, None)
    assert old.closed_at == LONG_AGO
    assert forms[0] == {} and forms[1] != {}
    assert contacts == 2


def test_the_page_says_beforehand_how_much_would_go(
    administrator: Browser, product: Product, sales: str
) -> None:
    page = shown(administrator.get(sales))
    wrong = administrator.post(sales, {"retain_months": "121"})

    assert "3 1 6 1 12 0" in page
    assert wrong.status_code == 422
    assert "What Sales keeps" in shown(administrator.get(sales))


def test_raw_reports_of_our_texts_go_with_the_shortest_time(
    product: Product, run: Runner, administrator: Browser, sales: str
) -> None:
    def report(session, at):  # type: ignore[no-untyped-def]
        form = {"To": ["whatsapp:+48500100200"]}
        number = inbox.store(session.connection(), "twilio", inbox.STATUS, f"{at}", None, form, at)
        inbox.done(session, [number or 0])

    run(report, LONG_AGO)
    run(report, NOW)
    administrator.post(sales, {"retain_months": "6"})
    nights(product)

    with run.reading() as session:
        query = select(Webhook.form).where(Webhook.kind == inbox.STATUS).order_by(Webhook.id)
        old, new = session.scalars(query)
    assert (old, bool(new)) == ({}, True)


def test_months_are_those_of_the_calendar() -> None:
    end_of_march = datetime(2028, 3, 31, tzinfo=UTC)

    assert retention.keeps_since(1, end_of_march) == datetime(2028, 2, 29, tzinfo=UTC)
    assert retention.keeps_since(15, end_of_march) == datetime(2026, 12, 31, tzinfo=UTC)
