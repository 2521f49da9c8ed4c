"""Putting conversations aside and taking them back; ending a wrap-up."""

from __future__ import annotations

from datetime import UTC, datetime

from flask_socketio import SocketIO

from occ.core import clock
from occ.flows import park_conversation, wrap_up
from occ.realtime import calls
from occ.realtime.calls import Answer, Call
from occ.users.permissions import Permission


def register(socketio: SocketIO) -> None:
    on = calls.on

    @on(socketio, "park", Permission.CONVERSE)
    def park(call: Call) -> Answer:
        key, until, now = call.text("conversation"), _until(call), clock.now()
        return calls.row(
            call, call.product.run(park_conversation.park, call.user.id, key, until, now)
        )

    @on(socketio, "take_back", Permission.CONVERSE)
    def take_back(call: Call) -> Answer:
        key, now = call.text("conversation"), clock.now()
        return calls.row(
            call, call.product.run(park_conversation.take_back, call.user.id, key, now)
        )

    @on(socketio, "undo_parking", Permission.CONVERSE)
    def undo(call: Call) -> Answer:
        key, now = call.text("conversation"), clock.now()
        return calls.row(call, call.product.run(park_conversation.undo, call.user.id, key, now))

    @on(socketio, "finish_wrap_up", Permission.CONVERSE)
    def finish(call: Call) -> Answer:
        key, now = call.text("interaction"), clock.now()
        return calls.row(call, call.product.run(wrap_up.finish, call.user.id, key, now))


def _until(call: Call) -> datetime | None:
    """None where it waits for its customer. Raises OccError for what is no time."""
    if call.data.get("until") is None:
        return None
    try:
        return datetime.fromisoformat(call.text("until")).astimezone(UTC)
    except (ValueError, OverflowError):
        raise calls.malformed() from None
