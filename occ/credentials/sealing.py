"""A secret at rest: sealed with what the caller gave beside it, and opened to leave."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from occ.core.secrets import vault_of


@dataclass(frozen=True)
class Secret:
    """The link or code, and the caller's variables for a template."""

    text: str = field(repr=False)
    variables: Mapping[str, str] = field(default_factory=dict, repr=False)


def seal(session: Session, secret: Secret) -> str:
    return vault_of(session).seal(json.dumps([secret.text, dict(secret.variables)]))


def opened(session: Session, sealed: str) -> Secret:
    """Raises SealedElsewhere."""
    text, variables = json.loads(vault_of(session).open(sealed))
    return Secret(text, variables)
