"""Our own public address: where the provider calls, and whether it may be able to."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from occ.core.words import Words, say
from occ.messaging.account import Urls

MESSAGES_PATH = "/webhooks/twilio/messages"
STATUS_PATH = "/webhooks/twilio/status"
# Three more tries where no connection came about, we broke, or said nothing for 4 s.
# https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
_OVERRIDES = "#rc=3&rp=ct,rt,5xx&rt=4000"


def wanted(public_url: str) -> Urls:
    """What should stand at the provider for each of our numbers."""
    message = public_url + MESSAGES_PATH
    return Urls(message + _OVERRIDES, message, public_url + STATUS_PATH)


@dataclass(frozen=True)
class Reached:
    """What came of calling our public address from here. `failure` is None where we answered."""

    failure: str | None
    """"name", "connection", "certificate", "timeout", "stranger": something else answers there."""
    status: int | None = None


Reach = Callable[[str, str], Reached]
"""Asks our public URL whether the installation of that id answers there; never raises."""


def why_not_reached(public_url: str, provider_host: str) -> Words | None:
    """Why a provider at that host can't call us; one on this machine can, as a simulator is."""
    is_here = why_not_public(f"http://{provider_host}") is not None
    return None if is_here else why_not_public(public_url)


def why_not_public(public_url: str) -> Words | None:
    """Why nobody outside can call this address, by its looks alone; None where they may."""
    address = urlsplit(public_url)
    host = address.hostname or ""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return say("%(host)s is a name that only this machine or network knows.", host=host)
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return None if "." in host else say("%(host)s is no name of the internet.", host=host)
    if not number.is_global:
        return say("%(host)s is an address of this machine or network.", host=host)
    return None
