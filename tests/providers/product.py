"""The product's end of the wire: keeps what was posted to it, and checks every signature."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask, Response, request
from werkzeug.serving import WSGIRequestHandler, make_server

from occ.messaging.ports import Credentials
from occ.providers.twilio.signature import is_genuine


@dataclass(frozen=True)
class Posted:
    path: str
    form: dict[str, str]
    headers: dict[str, str]
    genuine: bool
    at: float


@dataclass
class Product:
    credentials: Credentials
    url: str = ""
    posted: list[Posted] = field(default_factory=list)
    status: int = 204
    content_type: str = ""
    body: str = ""
    hold: float = 0.0
    """Seconds before each answer."""

    def said(self, name: str, path: str | None = None) -> list[str]:
        """One parameter of each form, in order of arrival."""
        return [one.form.get(name, "") for one in self.posted if path in (None, one.path)]

    def take(self) -> Response:
        form = {name: request.form.getlist(name) for name in request.form}
        signature = request.headers.get("X-Twilio-Signature", "")
        self.posted.append(
            Posted(
                request.full_path.rstrip("?"),
                request.form.to_dict(),
                dict(request.headers),
                is_genuine(self.credentials, request.url, form, signature),
                time.monotonic(),
            )
        )
        time.sleep(self.hold)
        return Response(self.body, self.status, content_type=self.content_type or None)


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        pass


@contextmanager
def running(credentials: Credentials) -> Iterator[Product]:
    product, app = Product(credentials), Flask(__name__)
    app.add_url_rule("/<path:path>", view_func=lambda path: product.take(), methods=["POST"])
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    product.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield product
    server.shutdown()
    thread.join()
    server.server_close()
