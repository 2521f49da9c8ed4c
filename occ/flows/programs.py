"""An administrator adds programs, gives them tokens and revokes these (D1)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.core import clock
from occ.core.errors import Invalid, NotFound
from occ.core.words import say
from occ.journal import entries as journal
from occ.services import listing as services
from occ.users import accounts, tokens
from occ.users.models import Role, User
from occ.users.token_models import Token
from occ.users.tokens import TokenForm


def find(session: Session, key: str) -> User:
    """Raises NotFound, also for a person."""
    user = accounts.by_key(session, key)
    if user.role is not Role.PROGRAM:
        raise NotFound(say("There is no such program."))
    return user


def give_token(
    session: Session, actor_id: int | None, key: str, form: TokenForm, now: datetime
) -> tuple[Token, str]:
    """The token, and its secret for the page that shows it once. Raises NotFound, Invalid."""
    program = find(session, key)
    names = {each.key: each.name for each in services.live(session)}
    if not set(form.services) <= names.keys():
        raise Invalid({"services": say("Choose services of the list.")})
    token, secret = tokens.make(session, program.id, form, actor_id, now)
    told = {
        "name": token.name,
        "scopes": list(token.scopes),
        "services": [names[each] for each in token.services],
        "expires_at": clock.iso(token.expires_at),
    }
    journal.write(session, actor_id, "token_made", _of(program), now, after=told)
    return token, secret


def revoke_token(
    session: Session, actor_id: int | None, key: str, token_key: str, now: datetime
) -> Token:
    """Raises NotFound, Conflict."""
    program = find(session, key)
    token = tokens.revoke(session, program.id, token_key, now)
    told = {"name": token.name, "ends_in": token.ends_in}
    journal.write(session, actor_id, "token_revoked", _of(program), now, after=told)
    return token


def _of(program: User) -> journal.Subject:
    return journal.Subject("user", program.key)
