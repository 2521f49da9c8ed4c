"""A browser connects, proves that it lives, and goes."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_login import current_user
from flask_socketio import ConnectionRefusedError, SocketIO

from occ.core import clock
from occ.core.errors import OccError
from occ.core.words import say
from occ.flows import presence
from occ.product import product
from occ.realtime import calls, streams, sync
from occ.realtime.calls import Answer, Call, Caller
from occ.realtime.server import NAMESPACE
from occ.users import leases
from occ.users.facts import me
from occ.users.models import Presence, User
from occ.users.permissions import Permission


def register(socketio: SocketIO) -> None:
    on = calls.on
    calls.refuse_unknown(socketio)

    @socketio.on("connect", namespace=NAMESPACE)
    def connect(_auth: object = None) -> None:
        if not current_user.is_authenticated:
            raise ConnectionRefusedError("signed_out")
        connection: str = request.sid  # type: ignore[attr-defined]
        caller = Caller(current_user.id, current_user.epoch, current_user.session_id)
        calls.remember(caller)
        # The lease first: by it this connection is found when what the user hears changes.
        product().run(
            presence.come_online, caller.user_id, connection, clock.now(), caller.session_id
        )
        calls.settle_rooms(connection, caller)

    @socketio.on("disconnect", namespace=NAMESPACE)
    def disconnect(_reason: object = None) -> None:
        connection: str = request.sid  # type: ignore[attr-defined]
        product().run(presence.lose_connection, connection, clock.now())

    @on(socketio, "snapshot", Permission.CONVERSE)
    def snapshot(call: Call) -> Answer:
        with call.product.run.reading() as session:
            return sync.snapshot(session, call.user)

    @on(socketio, "renew", Permission.CONVERSE)
    def renew(call: Call) -> Answer:
        ours, now = call.product, clock.now()
        if not ours.run.plainly(leases.prolong, call.connection, now):
            session_id = call.caller.session_id
            ours.run(presence.come_online, call.user.id, call.connection, now, session_id)
        # A word to move it may have been lost, or have come from a command that tells nobody.
        with ours.run.reading() as session:
            believed = streams.parted(session, call.user)
        heard = calls.settle_rooms(call.connection, call.caller, believed).heard
        with ours.run.reading() as session:
            return sync.heads(session, call.user, heard, more=call.data.get("more") is True)

    @on(socketio, "catch_up", Permission.CONVERSE)
    def catch_up(call: Call) -> Answer:
        with call.product.run.reading() as session:
            return sync.missed(session, call.user, _cursors(call.data.get("cursors")))

    @on(socketio, "set_presence", Permission.CONVERSE)
    def set_presence(call: Call) -> Answer:
        chosen = _presence(call.text("presence"))
        keep = call.data.get("keep")
        call.product.run(
            presence.choose,
            call.user.id,
            chosen,
            keep if isinstance(keep, bool) else None,
            clock.now(),
        )
        with call.product.run.reading() as session:
            return {"me": me(session.get_one(User, call.user.id))}


def _presence(value: str) -> Presence:
    try:
        return Presence(value)
    except ValueError:
        raise OccError(say("Presence is one of: available, away, offline."), "malformed") from None


def _cursors(raw: Any) -> dict[str, int]:
    if not isinstance(raw, dict):
        return {}
    return {
        str(name): number
        for name, number in raw.items()
        if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 2**53
    }
