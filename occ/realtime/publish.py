"""Committed events go out to browsers. Nothing else in the program emits."""

from __future__ import annotations

import logging
from typing import Any

from flask_socketio import SocketIO
from sqlalchemy import select

from occ.core.db import Database
from occ.core.events import Event
from occ.flows import tell_campaign
from occ.realtime import campaigns, payloads, rooms, streams
from occ.realtime.server import NAMESPACE
from occ.users.models import Lease, User

log = logging.getLogger(__name__)


class Publisher:
    """A room of the socket server has the name of its stream."""

    def __init__(self, socketio: SocketIO, database: Database) -> None:
        self._socketio = socketio
        self._database = database

    def __call__(self, events: list[Event]) -> None:
        """Never raises: the rows are committed, and a page finds out by the heads."""
        try:
            self._publish(events)
        except Exception:
            log.exception("%s events were committed but could not be pushed", len(events))

    def _publish(self, events: list[Event]) -> None:
        for event in events:
            if event.name == tell_campaign.CHANGED:
                self._socketio.emit(
                    event.name, event.facts, to=list(event.streams), namespace=campaigns.NAMESPACE
                )
        events = [event for event in events if event.name != tell_campaign.CHANGED]
        if all(event.name in ("message_added", "message_changed") for event in events):
            # The hot path: all that a screen needs stands in the event.
            for event in events:
                self._emit(event.name, {"streams": event.numbers, **event.facts}, event.streams)
            return
        with self._database.reading() as session:
            ready = [(payloads.of(session, event), event) for event in events]
        for told, event in ready:
            self._emit(*told, event.streams)
            if event.name in ("signed_out", "audience_changed"):
                campaigns.part(self._socketio, event.facts["user"])
            if event.name == "signed_out":
                self._disconnect(event.facts["user"], event.facts["sessions"])
            elif event.name == "audience_changed":
                self._rejoin(event.facts["user"])

    def _emit(self, name: str, payload: dict[str, Any], rooms: tuple[str, ...]) -> None:
        self._socketio.emit(name, payload, to=list(rooms), namespace=NAMESPACE)

    def _connections(self, user_id: int, sessions: list[int] | None = None) -> list[str]:
        wanted = select(Lease.connection).where(Lease.user_id == user_id)
        if sessions is not None:
            wanted = wanted.where(Lease.session_id.in_(sessions))
        with self._database.reading() as session:
            return list(session.scalars(wanted))

    def _disconnect(self, user_id: int, sessions: list[int] | None) -> None:
        for connection in self._connections(user_id, sessions):
            self._socketio.server.disconnect(connection, namespace=NAMESPACE)

    def _rejoin(self, user_id: int) -> None:
        """The user's sockets, in whatever process, hear what the user may hear from now on."""
        with self._database.reading() as session:
            heard = streams.parted(session, session.get_one(User, user_id))
        for connection in self._connections(user_id):
            rooms.move(self._socketio, connection, heard)
