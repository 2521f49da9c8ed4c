"""A company that can send credentials by every way, and what one asks about an account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core.run import Runner
from occ.credentials import page_keys, serving
from occ.credentials.models import Account, State, Way, What
from occ.credentials.serving import Source
from occ.credentials.wording import Wording
from occ.flows import claim_messages, record_attempt, send_credentials
from occ.flows.record_attempt import Accepted, Outcome
from occ.flows.send_credentials import Handed, HandOut
from occ.messaging.models import Message
from occ.messaging.outbox import Claimed, Lane
from occ.messaging.ports import Approval
from occ.messaging.template_models import Template
from occ.settings import store
from occ.settings.pages import TWILIO, ContactSettings, SmsSettings, TwilioSettings
from occ.translations import catalogs
from occ.users.models import Role, User
from tests.builders import NOW, a_service, an_agent
from tests.flows.sending.first import a_batch

__all__ = ["a_batch"]
PHONE = "+48500100200"
CODE = "314159"
SMS_NUMBER = "+48732100100"
WORDING = Wording(catalogs.translate, lambda token: f"https://chat.example.com/password/{token}")


def an_office(session: Session) -> User:
    """An administrator of a company with a WhatsApp number, an SMS number and templates."""
    a_service(session)
    account = TwilioSettings(whatsapp=True, account_sid="AC" + "1" * 32, auth_token="token")
    store.save(session, account, NOW)
    return furnished(session)


def furnished(session: Session) -> User:
    """The same where WhatsApp is set up already."""
    sms = SmsSettings(service=True, provider=TWILIO, twilio_number=SMS_NUMBER)
    store.save(session, sms, NOW)
    store.save(session, ContactSettings(countries="PL"), NOW)
    for language in ("en", "it"):
        a_serving_template(session, What.LINK, language)
        a_serving_template(session, What.CODE, language)
    return an_agent(session, "Ada", role=Role.ADMINISTRATOR, online=False)


def a_serving_template(
    session: Session, what: What, language: str, approval: Approval = Approval.APPROVED
) -> None:
    sid = f"HX{what}{language}".ljust(34, "0")
    session.add(
        Template(
            sid=sid,
            name=f"{what}_{language}",
            language=language,
            body="Hello {{1}}, for {{2}}: {{3}}",
            variables={"1": "Marta", "2": "Wi-Fi", "3": "123456"},
            category="utility",
            approval=approval,
            reason="",
            listed_at=NOW,
        )
    )
    session.flush()
    sources = {"1": Source.NAME, "2": Source.SYSTEM, "3": Source.SECRET}
    serving.save(session, what, language, (sid, sources))


def guest(ada: User, **more: Any) -> HandOut:
    """A code for the Wi-Fi of a hotel, for Marta."""
    about = {"name": "Marta", "to": PHONE, "system": "Wi-Fi", "secret": CODE, "language": "en"}
    return HandOut(ada.id, What.CODE, **{**about, **more})


def hand_out(run: Runner, asked: HandOut, now: datetime = NOW) -> Handed:
    return run(send_credentials.hand_out, asked, WORDING, now)


def choose(run: Runner, page: str, way: Way, now: datetime = NOW) -> Handed:
    return run(send_credentials.choose, page, way, WORDING, now)


def go_on(run: Runner, account: Account, now: datetime) -> None:
    run(send_credentials.go_on, account.id, WORDING, now)


def claims(run: Runner, now: datetime = NOW) -> list[Claimed]:
    return run(claim_messages.claim, now, Lane.REST)


def sent(run: Runner, outcome: Outcome | None = None, now: datetime = NOW) -> Claimed:
    """What is due leaves, and the provider takes it."""
    [claimed] = claims(run, now)
    run(record_attempt.record, claimed.attempt_key, outcome or Accepted("SM1", None), now)
    return claimed


def standing(run: Runner, account: Account) -> Account:
    with run.reading() as session:
        return session.scalars(select(Account).where(Account.id == account.id)).one()


def state(run: Runner, account: Account) -> State:
    return standing(run, account).state


def why(run: Runner, account: Account) -> str:
    reason = standing(run, account).reason
    return str(reason["text"]) if reason else ""


def messages(run: Runner) -> list[Message]:
    with run.reading() as session:
        return list(session.scalars(select(Message).order_by(Message.id)))


def page_of(run: Runner, account: Account) -> str:
    with run.reading() as session:
        return page_keys.of(session, account.key)


@pytest.fixture
def ada(run: Runner) -> User:
    return run(an_office)
