"""Every kind of message becomes one message, whatever stands in the form."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.conversations import queries
from occ.conversations.models import Conversation
from occ.core import ids
from occ.core.run import Runner
from occ.flows import agent_reply, handle_webhook
from occ.messaging import inbox
from occ.messaging.models import MediaFile, Message, Webhook, WebhookState
from occ.messaging.texts import storable
from occ.providers.twilio.provider import TwilioProvider
from tests.builders import NOW, a_service, accepts, an_agent, at, the_conversation
from tests.providers.forms import captured

TWILIO = TwilioProvider(None, 1.0)
_sids = itertools.count(1)
Form = dict[str, str]
Posts = Callable[..., dict[str, Any]]


def stored(session: Session, form: Form) -> None:
    """As the web edge keeps what was posted."""
    kept = {storable(name): [storable(value)] for name, value in form.items()}
    connection = session.connection()
    inbox.store(connection, "twilio", "message", form["From"], form["MessageSid"], kept, NOW)


@pytest.fixture
def posts(run: Runner) -> Posts:
    """Twilio posts a form, it is handled, and the message is told as a screen is told of it."""
    run(a_service)

    def post(name: str, **changes: str | None) -> dict[str, Any]:
        sid = f"SM{next(_sids):032x}"
        form = captured(name, MessageSid=sid, SmsSid=sid, SmsMessageSid=sid, **changes)
        run(stored, form)
        assert run(handle_webhook.handle_oldest, form["From"], {"twilio": TWILIO}, NOW)
        with run.reading() as session:
            message = session.scalars(select(Message).where(Message.provider_sid == sid)).one()
            return queries.message_facts(session, message)

    return post


def test_a_place_is_told_with_its_names_and_its_figures(posts: Posts) -> None:
    assert posts("inbound_location")["details"] == {
        "place": {
            "latitude": 52.229676,
            "longitude": 21.012229,
            "label": "Pałac Kultury",
            "address": "Plac Defilad 1, Warszawa",
        }
    }


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("figures", ["nan", "91", "inf", "1e999", "<b>"])
def test_a_place_that_is_not_on_earth_has_no_figures(posts: Posts, figures: str) -> None:
    place = posts("inbound_location", Latitude=figures)["details"]["place"]

    assert (place["latitude"], place["longitude"]) == (None, None)


def test_a_button_and_a_list_tell_what_was_chosen(posts: Posts) -> None:
    assert posts("inbound_button")["details"] == {"choice": "Tak, proszę"}
    assert posts("inbound_list")["details"] == {"choice": "Jutro rano"}


def test_an_advertisement_is_told_with_its_words_and_its_address(posts: Posts) -> None:
    assert posts("inbound_from_advertisement")["details"]["referral"] == {
        "headline": "Wyprzedaż",
        "body": "Lato -20 %",
        "url": "https://ads.example.com/1",
    }


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//x", "http://[", "x"])
def test_an_advertisements_address_leads_to_the_web_or_nowhere(posts: Posts, url: str) -> None:
    told = posts("inbound_from_advertisement", ReferralSourceUrl=url)

    assert told["details"]["referral"]["url"] == ""


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize(
    ("marks", "how"),
    [
        ({"Forwarded": "true"}, "once"),
        ({"Forwarded": "true", "FrequentlyForwarded": "True"}, "often"),
    ],
)
def test_what_was_forwarded_says_so(posts: Posts, marks: Form, how: str) -> None:
    assert posts("inbound_text", **marks)["details"] == {"forwarded": how}


def test_an_answer_shows_the_line_it_answers_of_ours_and_of_theirs(
    run: Runner, posts: Posts
) -> None:
    ana = run(an_agent, "Ana")
    posts("inbound_text")
    with run.reading() as session:
        conversation = the_conversation(session).key
        theirs = session.scalars(select(Message)).one()
    accepts(run, conversation)
    [ours] = run(agent_reply.reply, ana.id, conversation, ids.new("cli"), "Which one?", at(1))
    run(_taken, "SM" + "f" * 32)

    to_ours = posts("inbound_reply_to_ours", OriginalRepliedMessageSid="SM" + "f" * 32)
    to_theirs = posts("inbound_reply_to_ours", OriginalRepliedMessageSid=theirs.provider_sid)

    assert to_ours["details"]["quote"] == {
        "message": ours["key"],
        "conversation": conversation,
        "direction": "out",
        "body": "Which one?",
        "line": None,
    }
    assert to_theirs["details"]["quote"]["message"] == theirs.key


def _taken(session: Session, sid: str) -> None:
    message = session.scalars(select(Message).where(Message.author_id.is_not(None))).one()
    message.provider_sid = sid


def test_an_answer_to_what_is_not_here_or_is_somebody_elses_says_that_it_is_not_here(
    posts: Posts,
) -> None:
    other = posts("inbound_text", From="whatsapp:+48500999999", ExternalUserId=None)
    unknown = posts("inbound_reply_to_ours")
    foreign = posts("inbound_reply_to_ours", OriginalRepliedMessageSid=_sid_of(other))

    assert unknown["details"]["quote"] == {"message": None}
    assert foreign["details"]["quote"] == {"message": None}


def _sid_of(_told: dict[str, Any]) -> str:
    return f"SM{next(_sids) - 2:032x}"


def test_the_row_of_a_list_has_the_words_of_the_bubble(run: Runner, posts: Posts) -> None:
    told = posts("inbound_image", Body="")

    with run.reading() as session:
        assert (
            the_conversation(session).last_line == told["line"] == {"text": "Photo", "values": {}}
        )


HOSTILE = st.sampled_from(
    [
        "",
        "\x00",
        "\u202e\u2066cod.exe",
        "\ud800",
        "-1",
        "9" * 5000,
        "NaN",
        "true",
        "{",
        "javascript:alert(1)",
        "http://[",
        "%(place)s %s %",
        "a" * 5000,
    ]
)
ANYTHING = HOSTILE | st.text(max_size=30)
KINDS = st.sampled_from(
    "text image audio video document sticker contacts location button interactive order".split()
)
PARAMETERS = {
    "MessageType": KINDS | ANYTHING,
    "NumMedia": st.sampled_from(["0", "1", "3", "10", "11", "99999"]) | ANYTHING,
    "MediaUrl0": st.just("https://api.twilio.com/2010-04-01/x") | ANYTHING,
    "MediaContentType0": st.sampled_from(["image/png", "text/vcard", "text/html"]) | ANYTHING,
    "Latitude": st.just("52.2") | ANYTHING,
    "Longitude": st.just("21.0") | ANYTHING,
    "Body": ANYTHING,
    "ProfileName": ANYTHING,
    "ExternalUserId": st.just("whatsapp:PL.8Hb2cVq0kZr41xT") | ANYTHING,
    "OriginalRepliedMessageSid": st.just("SM" + "1" * 32) | ANYTHING,
    "ReferralSourceUrl": st.just("https://ads.example.com/1") | ANYTHING,
} | dict.fromkeys(
    """Label Address ButtonText ButtonPayload ButtonType InteractiveData FlowData ListId ListTitle
    OriginalRepliedMessageSender ReferralBody ReferralHeadline ReferralSourceType ReferralMediaUrl
    Forwarded FrequentlyForwarded WaId ChannelMetadata MediaUrl1 MediaUrl9 MediaContentType1
    NumSegments FromCity ReferralNumMedia AParameterOfTomorrow""".split(),
    ANYTHING,
)
FORMS = st.fixed_dictionaries({}, optional=PARAMETERS)


@given(forms=st.lists(FORMS, min_size=8, max_size=8))
@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_stands_in_the_form_it_is_one_message_and_never_a_failure(
    run: Runner, forms: list[Form]
) -> None:
    before = counts(run)
    sender = f"whatsapp:+4850{next(_sids):07d}"

    for parameters in forms:
        sid = f"SM{next(_sids):032x}"
        address = {"From": sender, "To": "whatsapp:+390612345678", "MessageSid": sid}
        form = {**parameters, **address, "AccountSid": "AC" + "a" * 32}
        run(stored, form)
        run(stored, form)
        while run(handle_webhook.handle_oldest, sender, {"twilio": TWILIO}, NOW):
            pass

    after = counts(run)
    assert after["messages"] - before["messages"] == len(forms)
    assert after["unhandled"] == 0
    assert most_files(run) <= 10


def counts(run: Runner) -> dict[str, int]:
    with run.reading() as session:
        handled = Webhook.state == WebhookState.DONE
        return {
            "messages": session.scalar(select(func.count()).select_from(Message)) or 0,
            "unhandled": session.scalar(select(func.count()).where(~handled)) or 0,
        }


def most_files(run: Runner) -> int:
    """And every one of them can be told to a screen."""
    with run.reading() as session:
        for conversation in session.scalars(select(Conversation)):
            queries.page(session, conversation)
        files = select(func.count()).select_from(MediaFile).group_by(MediaFile.message_id)
        return max(session.scalars(files).all(), default=0)
