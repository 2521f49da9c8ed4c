"""Twilio behind our port: translates both ways and decides nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from occ.messaging.account import Account, Balance, Hook, Trouble, Urls
from occ.messaging.details import Place
from occ.messaging.ports import (
    Credentials,
    Download,
    Fetched,
    FetchFailed,
    Inbound,
    ListedTemplate,
    Outbound,
    OwnNumber,
    Sent,
    StatusReport,
    Unreachable,
)
from occ.providers.twilio import (
    account,
    failures,
    inbound,
    lists,
    lookups,
    signature,
    status,
    templates,
    verdicts,
)
from occ.providers.twilio.media import MediaDoor
from occ.providers.twilio.text import storable
from occ.providers.twilio.wire import Refused, Wire
from occ.providers.web import NoAnswer, NotConnected

_FAILURES = (NotConnected, NoAnswer, Refused)
# An installation has one account; tests and a changed token add a few.
_MOST_CLIENTS = 16
# The SDK would fill an empty token, a region or an edge from TWILIO_* variables; an empty
# mapping counts as none to it.
_NO_ENVIRONMENT = {"": ""}


class TwilioProvider:
    """Safe under threads and greenlets: every client shares one `Wire`, which keeps nothing."""

    def __init__(self, base_url: str | None, timeout: float) -> None:
        """`base_url` stands for api., messaging. and content.twilio.com; `timeout` in seconds."""
        self._wire = Wire(base_url, timeout)
        self._base = urlsplit(base_url) if base_url else None
        self._media = MediaDoor(base_url, timeout)
        self._clients: dict[tuple[str, str], Client] = {}
        self._lock = threading.Lock()

    def send(self, credentials: Credentials, message: Outbound) -> Sent:
        try:
            taken = self._client(credentials).messages.create(
                to=str(message.recipient),
                from_=str(message.sender),
                **_content(message),
                **({"status_callback": message.status_callback} if message.status_callback else {}),
            )
        except _FAILURES as failure:
            raise failures.of_sending(failure) from failure
        if not taken.sid:
            raise failures.of_sending(NoAnswer("unreadable"))
        return Sent(str(taken.sid), lists.parts(taken.num_segments))

    def find_sent(
        self,
        credentials: Credentials,
        message: Outbound,
        since: datetime,
        known: Collection[str] = (),
    ) -> StatusReport | None:
        with _asking():
            return lookups.find_sent(self._client(credentials), message, since, known)

    def received(
        self,
        credentials: Credentials,
        recipient: str,
        since: datetime,
        until: datetime | None = None,
    ) -> Iterator[Fetched]:
        with _asking():
            yield from lists.received(self._client(credentials), recipient, since, until)

    def attachments(self, credentials: Credentials, sid: str) -> Mapping[str, str]:
        with _asking():
            return lists.attachments(self._client(credentials), sid, self._base)

    def reports(
        self, credentials: Credentials, sender: str, since: datetime, until: datetime
    ) -> Iterator[StatusReport]:
        with _asking():
            yield from lists.reports(self._client(credentials), sender, since, until)

    def report_of(self, credentials: Credentials, sid: str) -> StatusReport | None:
        with _asking():
            return lists.report_of(self._client(credentials), sid)

    def templates(self, credentials: Credentials) -> Sequence[ListedTemplate]:
        with _asking():
            return list(templates.listed(self._client(credentials)))

    def show_typing(self, credentials: Credentials, sid: str) -> None:
        with _asking():
            indicators = self._client(credentials).messaging.v2.typing_indicator
            indicators.create(channel="whatsapp", message_id=sid)

    def numbers(self, credentials: Credentials) -> Sequence[OwnNumber]:
        with _asking():
            return lookups.numbers(self._client(credentials))

    @property
    def host(self) -> str:
        return self._wire.host

    def account(self, credentials: Credentials) -> Account:
        with self._looking():
            return account.account(self._client(credentials), credentials.account_sid)

    def not_active(self, status: str) -> Trouble:
        return verdicts.not_active(status)

    def balance(self, credentials: Credentials) -> Balance | None:
        with self._looking():
            return account.balance(self._client(credentials), credentials.account_sid)

    def hooks(self, credentials: Credentials) -> Sequence[Hook]:
        with self._looking():
            return account.hooks(self._client(credentials))

    def senders(self, credentials: Credentials) -> Sequence[Hook]:
        with self._looking():
            return account.senders(self._client(credentials))

    def point(self, credentials: Credentials, hook: Hook, urls: Urls) -> None:
        with self._looking():
            account.point(self._client(credentials), hook, urls)

    @contextmanager
    def fetch(self, credentials: Credentials, url: str) -> Iterator[Download]:
        try:
            with _asking():
                address = lists.address_of(self._client(credentials), url, self._base)
        except Unreachable as failure:
            raise FetchFailed(failure.code, failure.reason) from failure
        with self._media.open(credentials, address) as download:
            yield download

    def is_genuine(
        self, credentials: Credentials, url: str, form: Mapping[str, Sequence[str]], signature_: str
    ) -> bool:
        return signature.is_genuine(credentials, url, form, signature_)

    def read_inbound(self, form: Mapping[str, str]) -> Inbound:
        return inbound.read(form)

    def read_status(self, form: Mapping[str, str], attempt: str | None) -> StatusReport:
        return status.read(form, attempt)

    @contextmanager
    def _looking(self) -> Iterator[None]:
        try:
            yield
        except _FAILURES as failure:
            raise verdicts.of(failure, self.host) from failure
        except TwilioException as unreadable:
            raise verdicts.of(NoAnswer("unreadable"), self.host) from unreadable

    def _client(self, credentials: Credentials) -> Client:
        key = (credentials.account_sid, credentials.auth_token)
        with self._lock:
            if key not in self._clients:
                if len(self._clients) >= _MOST_CLIENTS:
                    self._clients.clear()
                self._clients[key] = Client(
                    *key, http_client=self._wire, environment=_NO_ENVIRONMENT
                )
            return self._clients[key]


@contextmanager
def _asking() -> Iterator[None]:
    try:
        yield
    except _FAILURES as failure:
        raise failures.of_asking(failure) from failure
    except TwilioException as unreadable:
        raise failures.of_asking(NoAnswer("unreadable")) from unreadable


def _pin(place: Place) -> str:
    """A place as Twilio takes one: `geo:41.89,12.49|Piazza Navona`."""
    named = " ".join(storable(place.address or place.label).replace("|", " ").split())
    return f"geo:{place.latitude},{place.longitude}" + (f"|{named}" if named else "")


def _content(message: Outbound) -> dict[str, Any]:
    """Text beside a template is refused (63016)."""
    if message.template is None:
        body = storable(message.body)
        return {
            **({"body": body} if body else {}),
            **({"media_url": [message.media]} if message.media else {}),
            **({"persistent_action": [_pin(message.place)]} if message.place else {}),
        }
    variables = {name: storable(value) for name, value in message.template.variables.items()}
    return {
        "content_sid": message.template.sid,
        **({"content_variables": json.dumps(variables)} if variables else {}),
    }
