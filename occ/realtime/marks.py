"""What agents tell each other of a conversation: notes and tags. Customers never see either."""

from __future__ import annotations

from flask_socketio import SocketIO

from occ.conversations.notes import LONGEST_NOTE
from occ.core import clock
from occ.flows import tag_conversation, write_note
from occ.realtime import calls
from occ.realtime.calls import Answer, Call
from occ.users.permissions import Permission


def register(socketio: SocketIO) -> None:
    on = calls.on

    @on(socketio, "note", Permission.CONVERSE)
    def note(call: Call) -> Answer:
        told = call.product.run(
            write_note.write,
            call.user.id,
            call.text("conversation"),
            call.text("client_id", 64),
            call.text("body", 2 * LONGEST_NOTE),
            clock.now(),
        )
        return {"note": told}

    @on(socketio, "tag", Permission.CONVERSE)
    def tag(call: Call) -> Answer:
        key, which = call.text("conversation"), call.text("tag")
        return calls.row(call, call.product.run(tag_conversation.put, call.user.id, key, which))

    @on(socketio, "untag", Permission.CONVERSE)
    def untag(call: Call) -> Answer:
        key, which = call.text("conversation"), call.text("tag")
        return calls.row(call, call.product.run(tag_conversation.take, call.user.id, key, which))
