"""What a socket hears: it is in the rooms named like its user's streams, and in no others."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from flask_socketio import SocketIO

from occ.realtime.server import NAMESPACE
from occ.realtime.streams import Streams


def move(socketio: SocketIO, connection: str, streams: Streams) -> None:
    """Of a socket that is gone nothing is moved: a lease outlives it after a crash."""
    for room in sorted(streams.unheard):
        socketio.server.leave_room(connection, room, namespace=NAMESPACE)
    with suppress(KeyError, ValueError):
        for room in sorted(streams.heard):
            socketio.server.enter_room(connection, room, namespace=NAMESPACE)


def settle(
    socketio: SocketIO,
    connection: str,
    read: Callable[[], Streams],
    believed: Streams | None = None,
) -> Streams:
    """Move the socket to what `read` says, until it says the same afterwards.

    So a change that is made and told meanwhile is not undone by what was read before it. One
    that hears what it should is not moved, and nothing is read again.
    """
    streams, moved = believed or read(), None
    while streams != moved and not _hears(socketio, connection, streams):
        move(socketio, connection, streams)
        streams, moved = read(), streams
    return streams


def _hears(socketio: SocketIO, connection: str, streams: Streams) -> bool:
    try:
        rooms = set(socketio.server.rooms(connection, namespace=NAMESPACE))
    except (KeyError, ValueError):
        return True
    return streams.heard <= rooms and rooms.isdisjoint(streams.unheard)
