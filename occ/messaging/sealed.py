"""A one-time link or code on its way out: sealed at rest, shown nowhere, forgotten once it went."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from occ.core.secrets import vault_of
from occ.messaging.models import Message
from occ.messaging.ports import TemplateUse

MARK = "{secret}"
"""Stands for it in the body and in the template's variables."""


def seal(session: Session, secret: str) -> str | None:
    return vault_of(session).seal(secret) if secret else None


def opened(session: Session, message: Message) -> tuple[str, TemplateUse | None]:
    """Body and template as they leave. Raises SealedElsewhere."""
    secret = vault_of(session).open(message.sealed) if message.sealed else None
    return fill(message.body, secret), _template(message.template, secret)


def fill(text: str, secret: str | None) -> str:
    return text if secret is None else text.replace(MARK, secret)


def _template(kept: Mapping[str, object] | None, secret: str | None) -> TemplateUse | None:
    if kept is None:
        return None
    variables = kept["variables"]
    assert isinstance(variables, dict)
    return TemplateUse(
        str(kept["sid"]), {name: fill(value, secret) for name, value in variables.items()}
    )
