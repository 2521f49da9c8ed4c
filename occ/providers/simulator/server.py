"""The simulator on a port of this machine."""

from __future__ import annotations

import dataclasses
import logging
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from occ.messaging.ports import Credentials
from occ.providers.simulator import letters
from occ.providers.simulator.app import create_simulator
from occ.providers.simulator.behaviour import Behaviour
from occ.providers.simulator.cdn import create_cdn
from occ.providers.simulator.customers import Customer
from occ.providers.simulator.exchange import Exchange
from occ.providers.simulator.messages import Message
from occ.providers.simulator.smsapi.office import Office

log = logging.getLogger(__name__)


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """One line a request would drown the product's own log."""


class _Door:
    """An application on a port; 0 takes a free one. Raises OSError where the port is taken."""

    def __init__(self, app: Flask, host: str, port: int = 0) -> None:
        with socket.create_server((host, port), backlog=128) as listener:
            port = listener.getsockname()[1]
            # Handed a socket, since Werkzeug ends the process where it can't bind.
            self._server = make_server(
                host,
                port,
                app,
                threaded=True,
                request_handler=_Quiet,
                fd=listener.fileno(),
            )
        self.url = f"http://{host}:{port}"
        self._thread = threading.Thread(target=_accept, args=(self._server,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        # Wakes the accept, which `close` alone does not on Linux; closed before, there is none.
        with suppress(OSError):
            self._server.socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._server.server_close()


@dataclasses.dataclass(frozen=True)
class Simulator:
    """A running one. Use as a context manager, or `close` it."""

    exchange: Exchange
    url: str
    _apps: tuple[Flask, Flask]
    _doors: tuple[_Door, _Door]

    @property
    def credentials(self) -> Credentials:
        account = self.exchange.account
        return Credentials(account.sid, account.auth_token, account.second_token)

    @property
    def smsapi(self) -> Office:
        """The other provider, whose base URL is `smsapi_url`."""
        return self.exchange.smsapi

    @property
    def smsapi_url(self) -> str:
        return f"{self.url}/smsapi"

    def play(self, exchange: Exchange) -> Simulator:
        """Put another exchange behind the same port; whoever made it closes it."""
        exchange.url, exchange.cdn_url = self.exchange.url, self.exchange.cdn_url
        for app in self._apps:
            app.extensions["occ.exchange"] = exchange
        return dataclasses.replace(self, exchange=exchange)

    def point_at(self, webhook_url: str) -> None:
        """Where webhooks go of every number, as its own, and of those that come without one."""
        self.exchange.point_at(webhook_url)

    def write(
        self,
        customer: Customer,
        body: str = "",
        *,
        kind: str = "text",
        to: str | None = None,
        extra: Mapping[str, str] | None = None,
    ) -> Message:
        return letters.write(self.exchange, customer, body, kind=kind, to=to, extra=extra)

    def behave(self, **changes: object) -> Behaviour:
        return self.exchange.behave(**changes)

    def calm(self) -> Behaviour:
        return self.exchange.calm()

    def settle(self, seconds: float = 30.0) -> bool:
        """Wait until every webhook and callback under way has been posted."""
        return self.exchange.schedule.settle(seconds)

    def close(self) -> None:
        self.exchange.close()
        for door in self._doors:
            door.close()

    def __enter__(self) -> Simulator:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def serve_in_thread(
    host: str = "127.0.0.1", port: int = 0, exchange: Exchange | None = None
) -> Simulator:
    """Raises OSError where the port is taken; port 0 takes a free one."""
    exchange = exchange or Exchange()
    apps = (create_simulator(exchange), create_cdn(exchange))
    doors = (_Door(apps[0], host, port), _Door(apps[1], host))
    exchange.url, exchange.cdn_url = doors[0].url, doors[1].url
    return Simulator(exchange, exchange.url, apps, doors)


def _accept(server: BaseWSGIServer) -> None:
    """Not `serve_forever`: its selectors are not green once eventlet has patched the process."""
    while True:
        try:
            connection, address = server.socket.accept()
        except OSError:
            return
        server.process_request(connection, address)
