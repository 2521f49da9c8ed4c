"""What a console looks up: the person one talks to, and anybody or anything by a word."""

from __future__ import annotations

from flask_socketio import SocketIO

from occ.flows import contact_panel, find_in_thread, search
from occ.realtime import calls
from occ.realtime.calls import Answer, Call
from occ.users.permissions import Permission

LONGEST_SOUGHT = 100


def register(socketio: SocketIO) -> None:
    on = calls.on

    @on(socketio, "contact", Permission.CONVERSE)
    def contact(call: Call) -> Answer:
        key = call.text("conversation")
        with call.product.run.reading() as session:
            return {"contact": contact_panel.of(session, call.user, key)}

    @on(socketio, "search", Permission.CONVERSE)
    def find(call: Call) -> Answer:
        sought = call.text("text", LONGEST_SOUGHT)
        with call.product.run.reading() as session:
            return search.search(session, call.user, sought)

    @on(socketio, "find", Permission.CONVERSE)
    def in_thread(call: Call) -> Answer:
        key, sought = call.text("conversation"), call.text("text", LONGEST_SOUGHT)
        before = call.number("before")
        with call.product.run.reading() as session:
            return find_in_thread.find(session, call.user, key, sought, before)
