"""The assembled product, as `app.py` hands it to the edges."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from flask import current_app
from sqlalchemy.orm import Session

from occ.config import Config
from occ.core import clock
from occ.core.run import Runner
from occ.core.secrets import Vault
from occ.core.shared import Shared
from occ.core.words import Words
from occ.credentials.wording import Wording
from occ.flows import keep_funds, read_funds
from occ.flows.handle_webhook import Reader, Readers
from occ.messaging import fetches, funds
from occ.messaging.account import Trouble
from occ.messaging.carriers import Carrier, Sender, SignedIn
from occ.messaging.funds import Funds
from occ.messaging.ports import Credentials, Provider, Unreachable
from occ.messaging.reach import STATUS_PATH, Reach, why_not_reached
from occ.messaging.sms_account import SmsAccess, SmsAccountProvider
from occ.settings import store
from occ.settings.pages import SMSAPI, TWILIO, SmsSettings, TwilioSettings
from occ.translations import catalogs

log = logging.getLogger(__name__)
_SECRET_LENGTH = 32


class SmsProvider(SmsAccountProvider, Sender[SmsAccess], Reader, Protocol):
    """SMSAPI, as all of us see it."""


@dataclass
class Product:
    config: Config
    vault: Vault
    run: Runner
    twilio: Provider
    smsapi: SmsProvider
    reach: Reach
    after: Callable[[str, str], None]
    """Handle the stored webhooks of a kind and an address once the present request is answered."""
    started_at: datetime = field(default_factory=clock.now)
    has_begun: bool = False
    """A first message was answered: First steps are done, and nobody need look again."""
    schema_is_current: bool = False
    """Seen to be: a process that runs never sees its database's tables grow older."""
    wakers: list[Callable[[str], None]] = field(default_factory=list)
    looks: Shared = field(default_factory=Shared)
    """What all who look at the live view are told."""
    widgets: dict[str, tuple[float, Any]] = field(default_factory=dict)
    """By key: when it was read, and what pages of others are given of it."""
    sighted: dict[str, float] = field(default_factory=dict)
    """By widget, when this process last noted that a page had loaded it."""

    _credentials: tuple[float, Credentials | None] = (0.0, None)

    @property
    def installation(self) -> str:
        """Tells this installation from any other; every process of it has the same."""
        return self.vault.installation

    def webhook_credentials(self, fresh: bool = False) -> Credentials | None:
        """What signatures are checked with, as of at most a second ago unless `fresh`."""
        read_at, credentials = self._credentials
        if fresh or time.monotonic() - read_at > 1:
            with self.run.reading() as session:
                credentials = twilio_credentials(session)
            self._credentials = (time.monotonic(), credentials)
        return credentials

    def carriers(self, session: Session) -> Mapping[str, Carrier]:
        """Who carries messages now, by `messages.provider`.

        Whoever is not set up, or whose token was sealed on another installation, is not among
        them: what is queued for them waits (C9).
        """
        found: dict[str, Carrier] = {}
        if twilio := twilio_credentials(session):
            callback = self._twilio_callback(session)
            found[TWILIO] = SignedIn(self.twilio, twilio, callback, self.file_url)
        if smsapi := smsapi_access(session):
            told_at = self.smsapi_callback()
            found[SMSAPI] = SignedIn(self.smsapi, smsapi, lambda _attempt: told_at)
        return found

    def file_url(self, token: str) -> str:
        return f"{self.config.public_url}/files/{token}"

    def why_no_files(self) -> Words | None:
        """Why Twilio could not fetch a file of ours; None where it can."""
        return why_not_reached(self.config.public_url, self.twilio.host)

    @property
    def readers(self) -> Readers:
        """By provider: who reads what was posted to us."""
        return {TWILIO: self.twilio, SMSAPI: self.smsapi}

    def smsapi_url(self, path: str) -> str:
        """Where SMSAPI is to call us. It signs nothing, so what it calls is a secret."""
        [secret, *_] = self.smsapi_secrets()
        return f"{self.config.public_url}/webhooks/smsapi/{secret}/{path}"

    def smsapi_secrets(self) -> Sequence[str]:
        """The first is in use; the others were, before the installation's key was changed."""
        return [derived[:_SECRET_LENGTH] for derived in self.vault.derive_all("smsapi callbacks")]

    def smsapi_callback(self) -> str | None:
        """SMSAPI refuses the whole message where it does not like the address."""
        url = self.smsapi_url("status")
        return None if why_not_reached(url, self.smsapi.host) else url

    def _twilio_callback(self, session: Session) -> Callable[[str], str | None]:
        """Who polls may have no address that Twilio takes for a callback."""
        polls = store.load(session, TwilioSettings).polls
        url = self.config.public_url + STATUS_PATH
        return lambda attempt: None if polls else f"{url}?attempt={attempt}"

    def wake_senders(self) -> None:
        """A text is queued: whoever pays for it, it leaves now."""
        self.wake("messages")
        self.wake("outbox")

    def show_typing(self, sid: str) -> None:
        """To who sent that message; a courtesy: where it fails, nobody is stopped by it."""
        with self.run.reading() as session:
            credentials = twilio_credentials(session)
        if credentials is None:
            return
        try:
            self.twilio.show_typing(credentials, sid)
        except Unreachable as failure:
            log.info("typing was not shown: %s", failure.code)

    def read_funds(self, provider: str, unless_since: datetime) -> None:
        """Ask what our account at the provider holds, and keep it, or why it can't be asked.

        Nothing happens where somebody else began to ask since then, or nothing signs us in.
        """
        with self.run.reading() as session:
            ask = self._funds_of(session, provider)
        listed = funds.LISTS.get(provider, "")
        claim = ask and self.run(fetches.claim, listed, unless_since, clock.now())
        if ask is None or claim is None:
            return
        try:
            self.run(keep_funds.keep, claim, provider, ask(), clock.now())
            self.wake_senders()
        except Trouble as trouble:
            due_at = clock.now() + funds.AGAIN_AFTER
            self.run(fetches.failed, claim, trouble.words, due_at)

    def can_ask(self, session: Session, provider: str) -> bool:
        """Whether something here signs us in there."""
        return self._funds_of(session, provider) is not None

    def _funds_of(self, session: Session, provider: str) -> Callable[[], Funds] | None:
        access, known = smsapi_access(session), twilio_credentials(session)
        by_smsapi = store.load(session, SmsSettings).provider == SMSAPI
        if provider == SMSAPI and access and by_smsapi:
            return partial(read_funds.of_smsapi, self.smsapi, access)
        if provider == TWILIO and known:
            return partial(read_funds.of_twilio, self.twilio, known)
        return None

    @property
    def wording(self) -> Wording:
        """What messages with credentials need to know of the world outside."""
        address = f"{self.config.public_url}/password/"
        return Wording(catalogs.translate, lambda token: address + token)

    def wake(self, job: str) -> None:
        """Have a job of this process run now instead of at its next turn."""
        for waker in self.wakers:
            waker(job)


def product() -> Product:
    """The product behind the present request or socket event."""
    found = current_app.extensions["occ"]
    assert isinstance(found, Product)
    return found


def smsapi_access(session: Session) -> SmsAccess | None:
    """None where no token is stored, or one that was sealed on another installation."""
    settings = store.load(session, SmsSettings)
    if not settings.api_token:
        return None
    return SmsAccess(settings.api_token, settings.timeout_seconds, settings.most_parts)


def twilio_credentials(session: Session) -> Credentials | None:
    """None where the account is not set up, or its token was sealed on another installation."""
    settings = store.load(session, TwilioSettings)
    if not settings.account_sid or not settings.auth_token:
        return None
    return Credentials(settings.account_sid, settings.auth_token, settings.second_token or None)
