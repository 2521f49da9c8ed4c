"""What somebody who oversees asks of a file that could not be had."""

from __future__ import annotations

from flask_socketio import SocketIO

from occ.conversations import queries as threads
from occ.core import clock
from occ.flows import fetch_media
from occ.realtime import calls
from occ.realtime.calls import Answer, Call
from occ.users.permissions import Permission


def register(socketio: SocketIO) -> None:
    @calls.on(socketio, "fetch_again", Permission.OVERSEE)
    def fetch_again(call: Call) -> Answer:
        key = call.text("file")
        message = call.product.run(fetch_media.again, call.user.id, key, clock.now())
        call.product.wake("media")
        with call.product.run.reading() as session:
            return {"message": threads.message_facts(session, message)}
