"""Which conversation a page shows, and what its user does there."""

from __future__ import annotations

from flask_socketio import SocketIO

from occ.core import clock
from occ.flows import look_at
from occ.realtime import calls
from occ.realtime.calls import Answer, Call
from occ.routing import lookers
from occ.routing.lookers import Doing
from occ.users.permissions import Permission


def register(socketio: SocketIO) -> None:
    on = calls.on

    @on(socketio, "look", Permission.CONVERSE)
    def look(call: Call) -> Answer:
        key, doing = call.text("conversation"), call.text("doing")
        if doing not in list(Doing):
            raise calls.malformed()
        user_id, now = call.user.id, clock.now()
        seen = call.product.run(look_at.look, user_id, call.connection, key, Doing(doing), now)
        return {"lookers": seen}

    @on(socketio, "look_away", Permission.CONVERSE)
    def look_away(call: Call) -> Answer:
        call.product.run(lookers.look_away, call.connection)
        return {}
