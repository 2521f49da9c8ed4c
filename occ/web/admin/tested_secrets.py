"""What was typed to be verified and is not saved yet: it waits in the page, sealed.

A token never goes to a browser again, and nobody should have to type it twice. So the page holds
it sealed with the installation's key, for whoever typed it and for an hour.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from occ.core.secrets import SealedElsewhere, Vault

_PURPOSE = "tested twilio secrets"
_KEPT = timedelta(hours=1)


@dataclass(frozen=True)
class Tested:
    auth_token: str = field(default="", repr=False)
    second_token: str = field(default="", repr=False)


def seal(vault: Vault, user_key: str, tested: Tested, now: datetime) -> str:
    """Empty where nothing was typed."""
    if not tested.auth_token and not tested.second_token:
        return ""
    secrets = [tested.auth_token, tested.second_token]
    return vault.seal(json.dumps([_PURPOSE, user_key, now.isoformat(), *secrets]))


def unseal(vault: Vault, user_key: str, sealed: str, now: datetime) -> Tested:
    """Empty for what is somebody else's, too old, or no seal of ours."""
    try:
        told = json.loads(vault.open(sealed))
    except (SealedElsewhere, ValueError):
        return Tested()
    if not isinstance(told, list) or told[:2] != [_PURPOSE, user_key]:
        return Tested()
    if now - datetime.fromisoformat(told[2]) > _KEPT:
        return Tested()
    return Tested(*told[3:])
