"""The lines about our own public address (pure): what its looks, a call from here and Twilio's
own calls prove, and what they don't."""

from __future__ import annotations

from datetime import datetime

from occ.core.checks import Check, Level
from occ.core.words import Words, say
from occ.messaging.reach import Reached, why_not_public

_SET_IT = say(
    "Set OCC_PUBLIC_URL to the address on which the world reaches you and start again, or receive"
    " by polling."
)
_FAILURES = {
    "name": say("Its name can't be resolved from this server."),
    "connection": say("There it was refused, or there is no way there."),
    "certificate": say("Its certificate is not one that the public trusts."),
    "timeout": say("Nobody answers there in time."),
    "stranger": say("Something answers there, but not this installation."),
}


def of(public_url: str, reached: Reached | None, called_at: datetime | None) -> list[Check]:
    return [_address(public_url, reached), _calls(called_at)]


def near(called_at: datetime | None) -> list[Check]:
    """The provider is a simulator beside us, so any address will do."""
    words = say("Twilio is simulated on this machine or network, so it needs no public address.")
    return [Check("address", Level.OK, words), _calls(called_at)]


def by_polling() -> Check:
    words = say("You receive by polling: nobody has to call this server.")
    return Check("address", Level.OK, words)


def _address(public_url: str, reached: Reached | None) -> Check:
    if why := why_not_public(public_url):
        return Check("address", Level.BAD, why, _SET_IT)
    if not public_url.startswith("https://"):
        words = say("The public address %(url)s is not https.", url=public_url)
        cure = say("Twilio calls it, but anybody on the way can read along. Put a proxy before it.")
        return Check("address", Level.WARN, words, cure)
    if reached is None:
        return Check("address", Level.SKIPPED, say("%(url)s was not called.", url=public_url))
    if reached.failure:
        words = say("%(url)s does not lead here, as seen from this server.", url=public_url)
        return Check("address", Level.WARN, words, _told(reached.failure), _code(reached))
    words = say("%(url)s leads here, as seen from this server.", url=public_url)
    cure = say("Whether Twilio gets through from outside, only a call of its own proves.")
    return Check("address", Level.OK, words, cure)


def _calls(called_at: datetime | None) -> Check:
    if called_at is None:
        words = say("Twilio has not called here yet.")
        return Check("calls", Level.SKIPPED, words, say("Write to the number from any phone."))
    return Check("calls", Level.OK, say("Twilio last called here:"), at=called_at)


def _told(failure: str) -> Words:
    return _FAILURES.get(failure, _FAILURES["connection"])


def _code(reached: Reached) -> str | None:
    return str(reached.status) if reached.status else None
