"""Somebody's console as the socket knows it, in this process: it asks, and keeps what it hears."""

from __future__ import annotations

from typing import Any

from flask import Flask

from occ.realtime.server import NAMESPACE
from occ.users.models import User
from tests.web.browser import Browser

Heard = list[tuple[str, dict[str, Any]]]


class Page:
    def __init__(self, app: Flask, user: User | None, namespace: str = NAMESPACE) -> None:
        self._namespace = namespace
        self._socket = app.extensions["socketio"].test_client(
            app, namespace=namespace, flask_test_client=Browser(app, user).client
        )

    @property
    def is_connected(self) -> bool:
        return bool(self._socket.is_connected(self._namespace))

    def call(self, event: str, *data: object) -> Any:
        """The acknowledgement as it came; None where the server kept silent."""
        if self.is_connected:
            return self._socket.emit(event, *data, namespace=self._namespace, callback=True)
        # Whoever was turned away may still send; only the client library would not.
        self._socket.connected[self._namespace] = True
        answer = self._socket.emit(event, *data, namespace=self._namespace, callback=True)
        self._socket.connected[self._namespace] = False
        return answer

    def ask(self, event: str, **data: object) -> dict[str, Any]:
        """The acknowledgement; it must say ok."""
        answer = self.call(event, data)
        assert answer["ok"], f"{event} {data}: {answer}"
        return dict(answer)

    def refused(self, event: str, **data: object) -> dict[str, Any]:
        answer = self.call(event, data)
        assert answer["ok"] is False and answer["error"], f"{event} {data}: {answer}"
        return dict(answer)

    def heard(self) -> Heard:
        """What was pushed since the last time."""
        queue, self._socket.queue = self._socket.queue, []
        return [(each["name"], each["args"][0]) for each in queue]

    def messages(self) -> list[str]:
        """The bodies of the messages that were pushed since the last time."""
        return [told["message"]["body"] for name, told in self.heard() if name == "message_added"]

    def leave(self) -> None:
        self._socket.disconnect(self._namespace)
