"""Who calls: the program whose token stands in the request. No cookie counts here."""

from __future__ import annotations

import logging
import math

from flask import g, request

from occ.core import clock
from occ.core.errors import NotAllowed, OccError
from occ.core.words import say
from occ.product import product
from occ.users import tokens
from occ.users.scopes import Scope
from occ.users.tokens import Caller
from occ.web.seldom import Seldom

LIMITS = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
_wrong = Seldom(logging.getLogger(__name__), 10)


class NoToken(OccError):
    status = 401
    code = "no_token"


class OutOfScope(NotAllowed):
    code = "out_of_scope"


class TooFast(OccError):
    status = 429
    code = "too_many"


def admitted(scopes: tuple[Scope, ...]) -> Caller:
    """The caller, counted, whose token has one of the scopes.

    Raises NoToken, OutOfScope, TooFast.
    """
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret:
        raise NoToken(say("This needs a token."))
    now = clock.now()
    with product().run.reading() as session:
        caller = tokens.owner(session, secret.strip(), now)
    if caller is None:
        _wrong.warn(f"a token that opens nothing, from {request.remote_addr}")
        raise NoToken(say("This token is unknown, revoked or over."))
    counted = product().run.plainly(tokens.count, caller.token_id, now)
    seconds = max(1, math.ceil((counted.ends_at - now).total_seconds()))
    limits = (tokens.MOST_A_MINUTE, counted.left or 0, seconds)
    g.api_headers = dict(zip(LIMITS, map(str, limits), strict=True))
    if counted.left is None:
        g.api_headers["Retry-After"] = str(seconds)
        raise TooFast(
            say("At most %(most)s calls a minute with one token.", most=tokens.MOST_A_MINUTE)
        )
    if caller.scopes.isdisjoint(scopes):
        needed = " / ".join(scopes)
        raise OutOfScope(say("This token may not do that: it needs %(scope)s.", scope=needed))
    return caller
