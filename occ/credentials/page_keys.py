"""The key in the address of the page where a person chooses how their credentials arrive.

It is made of the account's own key and an authentication code of this installation, so nothing
that opens the page stands in the database.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from sqlalchemy.orm import Session

from occ.core.secrets import vault_of

_KIND = "acc_"
_TAIL = 16
_PROOF_BYTES = 18
"""144 bits that nobody guesses."""


def of(session: Session, account_key: str) -> str:
    return account_key.removeprefix(_KIND) + _proof(session, account_key)


def account_key(session: Session, page_key: str) -> str | None:
    """Whose page it opens; None for a key that nobody was given."""
    key = _KIND + page_key[:_TAIL]
    given = page_key[_TAIL:].encode("utf-8", "replace")
    return key if hmac.compare_digest(_proof(session, key).encode(), given) else None


def _proof(session: Session, key: str) -> str:
    secret = vault_of(session).derive("account page")
    digest = hmac.digest(secret.encode(), key.encode("utf-8", "replace"), hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:_PROOF_BYTES]).decode()
