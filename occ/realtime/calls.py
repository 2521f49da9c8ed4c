"""One shape for all that a browser asks: the connection says who asks, never the payload."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, request
from flask_socketio import SocketIO
from sqlalchemy.orm import Session

from occ.core.errors import Invalid, NotAllowed, OccError
from occ.core.words import Words, say
from occ.messaging.texts import storable
from occ.product import Product, product
from occ.realtime import rooms, streams
from occ.realtime.server import NAMESPACE
from occ.realtime.streams import Streams
from occ.routing import access, candidates, queries
from occ.translations.catalogs import translate
from occ.users.models import BrowserSession, User
from occ.users.permissions import Permission, demand

log = logging.getLogger(__name__)
Answer = dict[str, Any]


@dataclass(frozen=True)
class Caller:
    user_id: int
    epoch: int
    session_id: int


@dataclass(frozen=True)
class Call:
    """Who asks, by which connection, and what."""

    user: User
    caller: Caller
    connection: str
    data: dict[str, Any]
    product: Product

    def text(self, name: str, longest: int = 200) -> str:
        """Raises OccError where the field is no text, empty or too long."""
        value = self.data.get(name)
        if not isinstance(value, str) or not 0 < len(value) <= longest:
            raise malformed()
        # What no database can hold is nobody's key.
        return storable(value)

    def maybe(self, name: str) -> str | None:
        """As `text`, None where the field is absent."""
        return None if self.data.get(name) is None else self.text(name)

    def number(self, name: str) -> int | None:
        """None where the field is absent. Raises OccError for anything but a whole number."""
        value = self.data.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
            raise malformed()
        return value


Handler = Callable[[Call], Answer]
EVENTS: dict[str, Permission] = {}
"""Every event a console may send, and the permission it takes: the tests walk it."""
LIVE_EVENTS: dict[str, Permission] = {}
"""The same of the live view's page."""
LIVE = "/live"
_EVENTS_OF = {NAMESPACE: EVENTS, LIVE: LIVE_EVENTS}
SIGNED_OUT = "signed_out"
_CALLER = "occ.caller"
_MALFORMED = say("The page sent something the server can't read. Reload it and try again.")


def malformed() -> OccError:
    """For what no page of ours sends."""
    return OccError(_MALFORMED, "malformed")


def remember(caller: Caller) -> None:
    """Who is behind the present connection; it is forgotten with the connection."""
    request.environ[_CALLER] = caller


def present_user(session: Session, caller: Caller) -> User:
    """The user as they are now. Raises NotAllowed for one who was disabled or signed out since."""
    user = session.get(User, caller.user_id)
    signed_in = session.get(BrowserSession, caller.session_id)
    if user is None or user.disabled_at or user.epoch != caller.epoch or signed_in is None:
        raise NotAllowed(say("You are signed out. Sign in again."), SIGNED_OUT)
    return user


def settle_rooms(connection: str, caller: Caller, believed: Streams | None = None) -> Streams:
    """Have the connection hear what its user may hear now; nothing where they are signed out.

    `believed`: what was read a moment ago; where the connection hears just that, it is the end.
    """

    def read() -> Streams:
        with product().run.reading() as session:
            try:
                return streams.parted(session, present_user(session, caller))
            except NotAllowed:
                return streams.shut_out(session, caller.user_id)

    return rooms.settle(current_app.extensions["socketio"], connection, read, believed)


def on(
    socketio: SocketIO, name: str, permission: Permission, namespace: str = NAMESPACE
) -> Callable[[Handler], Handler]:
    """Answer event `name`: `{ok: true, …}`, or `{ok: false, code, error}` with a sentence."""

    def register(handler: Handler) -> Handler:
        _EVENTS_OF[namespace][name] = permission

        def answer(*data: object) -> Answer:
            return _answer(handler, permission, data, namespace)

        socketio.on_event(name, answer, namespace=namespace)
        return handler

    return register


def refuse_unknown(socketio: SocketIO, namespace: str = NAMESPACE) -> None:
    """A page older than the server asks for what is no more: it is told to reload."""

    def nothing(call: Call) -> Answer:
        raise malformed()

    socketio.on_event(
        "*",
        lambda _name, *data: _answer(nothing, Permission.CONVERSE, data, namespace),
        namespace=namespace,
    )


def _answer(
    handler: Handler, permission: Permission, data: tuple[object, ...], namespace: str
) -> Answer:
    ours, connection, language = product(), str(request.sid), "en"  # type: ignore[attr-defined]
    caller: Caller = request.environ[_CALLER]
    try:
        with ours.run.reading() as session:
            user = present_user(session, caller)
        language = user.language
        demand(user.role, permission)
        if len(data) != 1 or not isinstance(data[0], dict):
            raise malformed()
        return {"ok": True, **handler(Call(user, caller, connection, data[0], ours))}
    except OccError as error:
        if error.code == SIGNED_OUT and namespace == NAMESPACE:
            # Whoever should have ended the connection may have died before the word was out.
            settle_rooms(connection, caller)
        return {"ok": False, "code": error.code, "error": translate(_sentence(error), language)}
    except Exception:
        log.exception("a socket event could not be answered")
        return {"ok": False, "code": "broken", "error": translate(_BROKEN, language)}


def _sentence(error: OccError) -> Words:
    """A console has no fields of a form: of what is wrong with them it says the first."""
    return next(iter(error.fields.values())) if isinstance(error, Invalid) else error.words


_BROKEN: Words = say("Something broke on the server and nothing was changed. Try again.")


def row(call: Call, conversation_id: int) -> Answer:
    """The conversation as lists show it, once what was asked for is committed."""
    with call.product.run.reading() as session:
        return {"conversation": queries.summary(session, conversation_id)}


def why(call: Call) -> Answer:
    """How each assignment of the conversation was decided."""
    with call.product.run.reading() as session:
        found = access.conversation_for(session, call.user, call.text("conversation"))
        return {"assignments": candidates.told(session, found)}
