"""An account is handed out: the person chooses a way, and its credentials go by it (B3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core import ids
from occ.core.errors import Conflict, Invalid, NotFound
from occ.core.locks import lock_row
from occ.core.secrets import SealedElsewhere
from occ.core.words import Words, say
from occ.credentials import page_keys, register, sealing, ways
from occ.credentials.models import CHOOSABLE, Account, State, Way, What
from occ.credentials.sealing import Secret
from occ.credentials.wording import Wording
from occ.flows import carry_credentials, end_credentials
from occ.journal import entries as journal
from occ.settings import store
from occ.settings.pages import CompanySettings
from occ.users import links
from occ.users.models import Role, User

SHOWN_FOR = timedelta(minutes=10)
"""What was put on screen can be shown again for so long: who reloads the page loses nothing."""
GOOD_FOR = timedelta(days=7)
"""How long another system's account may be chosen and sent, where it names no end itself."""
LONGEST = timedelta(days=30)
"""At most, and an own user's, whose link is made only when it leaves."""
LONGEST_SECRET = 255


@dataclass(frozen=True)
class HandOut:
    """What is handed out, to whom. Own users need no secret: a one-time link is made for them."""

    starter_id: int
    what: What
    language: str
    name: str = ""
    to: str | None = None
    """E.164."""
    user_id: int | None = None
    system: str = ""
    """What the login is for; empty: the company."""
    secret: str = field(default="", repr=False)
    variables: Mapping[str, str] = field(default_factory=dict, repr=False)
    """For the template, beside the secret."""
    ways: tuple[Way, ...] = tuple(Way)
    way: Way | None = None
    """None: the person chooses on their page."""
    expires_at: datetime | None = None
    client_id: str | None = None
    """The same one twice, by the same starter, hands out one account."""


class Handed(NamedTuple):
    """The account as it stands, the key of the person's page, and what its screen shows now."""

    account: Account
    page_key: str
    shown: str | None


def hand_out(session: Session, asked: HandOut, wording: Wording, now: datetime) -> Handed:
    """Keep an account, and where its way is chosen let its credentials go.

    Raises Invalid, NotFound, Conflict where the way can't be had at all. One that can't go *now*
    waits, and says why.
    """
    _check(asked, now)
    if asked.user_id is not None:
        _demand_person(session, asked.user_id)
    account, is_new = register.add(session, _row(session, asked, now))
    if not is_new:
        return _shown_again(session, account, now)
    if asked.user_id is not None:
        for earlier in register.kept_of(session, asked.user_id):
            if earlier != account.id:
                end_credentials.end(session, earlier, end_credentials.REPLACED, now)
    _write(session, account, asked.starter_id, asked.way, now)
    if asked.way is None:
        return Handed(account, page_keys.of(session, account.key), None)
    return _take(session, account, asked.way, wording, now)


def choose(session: Session, page_key: str, way: Way, wording: Wording, now: datetime) -> Handed:
    """The person says how it shall arrive; the same again changes nothing.

    Raises NotFound, Conflict.
    """
    return _choose(session, register.by_page(session, page_key), way, wording, now)


def choose_for(
    session: Session, actor_id: int, key: str, way: Way, wording: Wording, now: datetime
) -> Handed:
    """An administrator says it in the person's place. Raises NotFound, Conflict."""
    handed = _choose(session, register.by_key(session, key), way, wording, now)
    _write(session, handed.account, actor_id, way, now)
    return handed


def go_on(session: Session, account_id: int, wording: Wording, now: datetime) -> None:
    """What waited goes, if it can now."""
    account = register.locked(session, account_id)
    if account.state is State.WAITING and account.way is not None:
        carry_credentials.leave(session, account, account.way, wording, now)


def _choose(session: Session, found: Account, way: Way, wording: Wording, now: datetime) -> Handed:
    account = register.locked(session, found.id)
    if account.state is State.ENDED or account.expires_at <= now:
        raise Conflict(end_credentials.EXPIRED, "ended")
    if account.way is way and account.state is not State.FAILED:
        return _shown_again(session, account, now)
    if account.state not in CHOOSABLE:
        raise Conflict(say("This was chosen already, and can't be changed any more."), "chosen")
    return _take(session, account, way, wording, now)


def _take(session: Session, account: Account, way: Way, wording: Wording, now: datetime) -> Handed:
    wanted = ways.wanted_by(account)
    reason = ways.why_never(wanted, way)
    if reason is None and way is Way.SMS and ways.route(session, way) is None:
        # Nobody has ever set SMS up: that is no shortage to wait for.
        reason = ways.why_not(session, wanted, way, now)
    if reason:
        raise Conflict(reason, "not_offered")
    account.way, account.chosen_at, account.message_id = way, now, None
    if way is not Way.SCREEN:
        carry_credentials.leave(session, account, way, wording, now)
        return Handed(account, page_keys.of(session, account.key), None)
    try:
        secret = carry_credentials.made_now(session, account, wording, now)
    except SealedElsewhere:
        raise Conflict(carry_credentials.SEALED_ELSEWHERE, "sealed_elsewhere") from None
    account.sealed = sealing.seal(session, secret)
    account.state, account.usable_at, account.ends_at = State.USABLE, now, now + SHOWN_FOR
    account.reason = account.reason_code = None
    if account.link_id is not None:
        links.allow(session, account.link_id)
    session.flush()
    return Handed(account, page_keys.of(session, account.key), secret.text)


def _shown_again(session: Session, account: Account, now: datetime) -> Handed:
    page_key = page_keys.of(session, account.key)
    is_shown = account.way is Way.SCREEN and account.ends_at is not None and now < account.ends_at
    if not (is_shown and account.sealed):
        return Handed(account, page_key, None)
    return Handed(account, page_key, sealing.opened(session, account.sealed).text)


def _demand_person(session: Session, user_id: int) -> None:
    """Somebody who may sign in by a password, locked. Raises NotFound."""
    user = lock_row(session, select(User).where(User.id == user_id))
    if user is None or user.disabled_at or user.role is Role.PROGRAM:
        raise NotFound(say("There is nobody here who could sign in with it."))


def _check(asked: HandOut, now: datetime) -> None:
    errors: dict[str, Words] = {}
    if asked.user_id is None:
        if not 1 <= len(asked.secret) <= LONGEST_SECRET or asked.secret != asked.secret.strip():
            errors["secret"] = say(
                "Enter the one-time link or code, of at most %(most)s characters.",
                most=LONGEST_SECRET,
            )
        elif asked.what is What.LINK and not asked.secret.startswith(("https://", "http://")):
            errors["secret"] = say("A link begins with https://.")
    if asked.expires_at is not None and not now < asked.expires_at <= now + LONGEST:
        errors["expires_at"] = say("This is a moment of the next 30 days.")
    if asked.way is not None and asked.way is not Way.SCREEN and not asked.to:
        errors["to"] = say("Enter the telephone number with its country code.")
    if errors:
        raise Invalid(errors)


def _row(session: Session, asked: HandOut, now: datetime) -> dict[str, object]:
    own = asked.user_id is not None
    expires_at = asked.expires_at or now + (LONGEST if own else GOOD_FOR)
    kept = sealing.seal(session, Secret(asked.secret, asked.variables))
    return {
        "key": ids.new("acc"),
        "starter_id": asked.starter_id,
        "client_id": asked.client_id,
        "user_id": asked.user_id,
        "system": asked.system or store.load(session, CompanySettings).name,
        "name": asked.name,
        "phone": asked.to,
        "language": asked.language,
        "what": What.LINK if own else asked.what,
        "ways": [way.value for way in asked.ways],
        "sealed": None if own else kept,
        "state": State.CHOOSING,
        "created_at": now,
        "expires_at": expires_at,
        "ends_at": expires_at,
    }


def _write(
    session: Session, account: Account, actor_id: int, way: Way | None, now: datetime
) -> None:
    """In the account's journal; an own user's in theirs, too."""
    after = {"way": way, "phone": account.phone}
    subject = journal.Subject("account", account.key)
    journal.write(session, actor_id, "account_handed_out", subject, now, after=after)
    if account.user_id is not None:
        user = session.get_one(User, account.user_id)
        subject = journal.Subject("user", user.key)
        journal.write(session, actor_id, "account_handed_out", subject, now, after=after)
