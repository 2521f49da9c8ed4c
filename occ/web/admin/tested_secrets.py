"""What was typed to be verified and is not saved yet: it waits in the page, sealed.

A token never goes to a browser again, and nobody should have to type it twice. So the page holds
it sealed with the installation's key, for whoever typed it and for an hour.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from occ.core.secrets import SealedElsewhere, Vault

_KEPT = timedelta(hours=1)


@dataclass(frozen=True)
class Tested:
    auth_token: str = field(default="", repr=False)
    second_token: str = field(default="", repr=False)


def seal(vault: Vault, user_key: str, tested: Tested, now: datetime) -> str:
    """Empty where nothing was typed."""
    secrets = [tested.auth_token, tested.second_token]
    return seal_all(vault, "tested twilio secrets", user_key, secrets, now)


def unseal(vault: Vault, user_key: str, sealed: str, now: datetime) -> Tested:
    """Empty for what is somebody else's, too old, or no seal of ours."""
    return Tested(*unseal_all(vault, "tested twilio secrets", user_key, sealed, now))


def seal_all(
    vault: Vault, purpose: str, user_key: str, secrets: Sequence[str], now: datetime
) -> str:
    if not any(secrets):
        return ""
    return vault.seal(json.dumps([purpose, user_key, now.isoformat(), *secrets]))


def unseal_all(
    vault: Vault, purpose: str, user_key: str, sealed: str, now: datetime
) -> Sequence[str]:
    try:
        told = json.loads(vault.open(sealed))
    except (SealedElsewhere, ValueError):
        return ()
    if not isinstance(told, list) or told[:2] != [purpose, user_key]:
        return ()
    return () if now - datetime.fromisoformat(told[2]) > _KEPT else told[3:]
