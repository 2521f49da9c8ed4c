"""How a contact is treated, said by who oversees: before whom they are served."""

from __future__ import annotations

from flask_socketio import SocketIO

from occ.core import clock
from occ.core.priority import NAMES
from occ.flows import set_priority
from occ.realtime import calls
from occ.realtime.calls import Answer, Call
from occ.users.permissions import Permission


def register(socketio: SocketIO) -> None:
    on = calls.on

    @on(socketio, "set_priority", Permission.OVERSEE)
    def choose(call: Call) -> Answer:
        key, wanted = call.text("conversation"), NAMES.get(call.text("priority"))
        if wanted is None:
            raise calls.malformed()
        now = clock.now()
        number = call.product.run(set_priority.of_contact, call.user.id, key, wanted, now)
        return calls.row(call, number)
