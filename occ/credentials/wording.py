"""What a message with credentials says: kept with the secret cut out, it leaves with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from occ.core.words import Words, say
from occ.credentials.models import Account, What


@dataclass(frozen=True)
class Wording:
    """What only an edge knows: how a sentence is said in a language, and where a token opens."""

    in_language: Callable[[Words, str], str]
    password_link: Callable[[str], str]


def by_sms(account: Account, wording: Wording, secret: str) -> str:
    """The text in the person's language; `secret` is the link or code, or `sealed.MARK`."""
    return wording.in_language(_sentence(account, secret), account.language)


def _sentence(account: Account, secret: str) -> Words:
    about = {"system": account.system, "secret": secret}
    if account.user_id is not None:
        return say(
            "%(system)s: choose your password here, once, within 2 days: %(secret)s", **about
        )
    if account.what is What.LINK:
        return say("%(system)s: sign in here, once: %(secret)s", **about)
    return say("%(system)s: your one-time code is %(secret)s", **about)
