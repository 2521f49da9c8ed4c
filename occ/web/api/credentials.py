"""Accounts of another system, such as a hotspot, handed out by it (B3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core.errors import Invalid, NotFound
from occ.core.words import say
from occ.credentials import listing, models, page_keys, ways
from occ.credentials.models import State, Way, What
from occ.flows import end_credentials, send_credentials
from occ.flows.send_credentials import LONGEST_SECRET, HandOut
from occ.messaging.models import HandOver
from occ.messaging.ports import Delivery
from occ.product import product
from occ.users.scopes import Scope
from occ.web import credentials
from occ.web.api.asked import Asked, Nothing
from occ.web.api.kinds import Text
from occ.web.api.operations import read, write
from occ.web.language import from_row, translate

bp = Blueprint("api_credentials", __name__)
_PHONE = Text(16, 8, r"\+[1-9][0-9]{6,14}")
_LANGUAGE = Text(2, 2, "(en|it|pl|fr|fa)")


@dataclass(frozen=True)
class Login:
    """What is handed out, to whom."""

    language: Annotated[str, _LANGUAGE]
    code: Annotated[
        str | None,
        Text(LONGEST_SECRET, 1, r"\S(.*\S)?"),
        say("A one-time code, never a password that goes on working."),
    ] = None
    link: Annotated[
        str | None, Text(LONGEST_SECRET, 8, r"https?://\S+"), say("Or a one-time link.")
    ] = None
    to: Annotated[str | None, _PHONE, say("With the country code; SMS and WhatsApp need it.")] = (
        None
    )
    name: Annotated[str, Text(80), say("Of the person.")] = ""
    system: Annotated[
        str, Text(80), say("What the login is for, as the person knows it; else the company.")
    ] = ""
    variables: Annotated[
        dict[str, str], say("For variables of a template that have what you give.")
    ] = field(default_factory=dict)
    way: Annotated[Way | None, say("How it arrives; null: the person chooses on their page.")] = (
        None
    )
    ways: Annotated[tuple[Way, ...], say("Those that the person may choose among.")] = tuple(Way)
    expires_at: Annotated[
        datetime | None, say("Until when it may arrive: at most 30 days, else 7.")
    ] = None


@dataclass(frozen=True)
class Account:
    key: str
    state: Annotated[State, say("It may be used once it is usable: the provider has accepted it.")]
    page: Annotated[str, say("Where the person chooses: whoever has the address may.")]
    way: Way | None
    reason: Annotated[str | None, say("Why it waits, did not arrive or is over.")]
    reason_code: str | None
    hand_over: Annotated[HandOver | None, say("Of its newest message.")]
    delivery: Delivery | None
    batch: Annotated[int | None, say("The WhatsApp batch that paid for it.")]
    created_at: datetime
    expires_at: datetime
    usable_at: datetime | None


@dataclass(frozen=True)
class For:
    what: What = What.CODE
    language: Annotated[str, _LANGUAGE] = "en"
    to: Annotated[str | None, _PHONE, say("Some ways go to some countries.")] = None


@dataclass(frozen=True)
class OneWay:
    way: Way
    offered: bool
    reason: Annotated[str | None, say("Why it is not.")]


@dataclass(frozen=True)
class Ways:
    items: tuple[OneWay, ...]


@write(
    bp,
    "/credentials",
    say("Hand out an account"),
    Scope.CREDENTIALS_SEND,
    Account,
    Login,
    wakes=("outbox",),
)
def hand_out(session: Session, asked: Asked[Login]) -> Account:
    wanted = asked.what
    if (wanted.code is None) == (wanted.link is None):
        raise Invalid({"code": say("Give a code or a link, one of them.")})
    given = HandOut(
        starter_id=asked.caller.user_id,
        what=What.CODE if wanted.link is None else What.LINK,
        language=wanted.language,
        name=wanted.name,
        to=wanted.to,
        system=wanted.system,
        secret=wanted.code or wanted.link or "",
        variables=wanted.variables,
        ways=wanted.ways,
        way=wanted.way,
        expires_at=wanted.expires_at,
        client_id=asked.effect,
    )
    handed = send_credentials.hand_out(session, given, product().wording, asked.now)
    return _told(session, handed.account)


@read(bp, "/credentials/ways", say("Which ways are offered now"), Scope.CREDENTIALS_SEND, Ways, For)
def offered(session: Session, asked: Asked[For]) -> Ways:
    wanted = ways.Wanted(asked.what.what, asked.what.language, asked.what.to)
    why_not = ways.why_not if wanted.phone else ways.why_not_now
    reasons = {way: why_not(session, wanted, way, asked.now) for way in Way}
    return Ways(
        tuple(
            OneWay(way, reason is None, translate(reason) if reason else None)
            for way, reason in reasons.items()
        )
    )


@read(bp, "/credentials/<key>", say("What became of an account"), Scope.CREDENTIALS_SEND, Account)
def show(session: Session, asked: Asked[Nothing], key: str) -> Account:
    return _told(session, _own(session, asked.caller.user_id, key))


@write(
    bp,
    "/credentials/<key>/end",
    say("It was used, or is no longer wanted: nothing secret is kept of it"),
    Scope.CREDENTIALS_SEND,
    Account,
    Nothing,
)
def end(session: Session, asked: Asked[Nothing], key: str) -> Account:
    account = _own(session, asked.caller.user_id, key)
    end_credentials.forget(session, account.id, asked.now)
    return _told(session, account)


def _own(session: Session, user_id: int, key: str) -> models.Account:
    found = session.scalar(
        select(models.Account).where(
            models.Account.key == key, models.Account.starter_id == user_id
        )
    )
    if found is None:
        raise NotFound(say("No account has this key."))
    return found


def _told(session: Session, account: models.Account) -> Account:
    message = listing.line(session, account.id).message
    return Account(
        key=account.key,
        state=account.state,
        page=credentials.address(page_keys.of(session, account.key), account.language),
        way=account.way,
        reason=translate(from_row(account.reason)) if account.reason else None,
        reason_code=account.reason_code,
        hand_over=message.hand_over if message else None,
        delivery=message.delivery if message else None,
        batch=message.batch_id if message else None,
        created_at=account.created_at,
        expires_at=account.expires_at,
        usable_at=account.usable_at,
    )
