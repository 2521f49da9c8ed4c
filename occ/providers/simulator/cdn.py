"""Where customers' files lie: another host than the API, which knows no account and wants none."""

from __future__ import annotations

import time
from collections.abc import Iterator

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from occ.providers.simulator import samples
from occ.providers.simulator.exchange import Exchange

_CHUNK = 64 * 1024
_PAGE = b"<!DOCTYPE html><script>alert(document.domain)</script>"
_BETWEEN_BYTES = 0.2
_LARGE_BYTES = 200 * 1024 * 1024


def create_cdn(exchange: Exchange) -> Flask:
    app = Flask("occ.providers.simulator.cdn", static_folder=None)
    app.extensions["occ.exchange"] = exchange
    app.add_url_rule("/<path:name>", view_func=lambda name: _hand_out(app))
    return app


def _hand_out(app: Flask) -> ResponseReturnValue:
    ours: Exchange = app.extensions["occ.exchange"]
    if "Authorization" in request.headers:
        # As S3 does with a request that is signed twice; and nobody's token is welcome here.
        ours.alert(400, request.url, "was shown credentials")
        return "Only one auth mechanism allowed", 400
    declared, how = request.args.get("type", ""), request.args.get("how", "")
    if how == "expired":
        return "Request has expired", 403
    content = _PAGE if how == "lie" else samples.file(declared)
    if content is None:
        return "There is no such file", 404
    headers = {"Content-Type": declared}
    match how:
        case "cut":
            headers["Content-Length"] = str(len(content) + 1000)
            return Response(_pieces(content), headers=headers)
        case "slow":
            return Response(_slowly(ours, content), headers=headers)
        case "large":
            headers["Content-Length"] = str(_LARGE_BYTES)
            return Response(_without_end(ours, content), headers=headers)
        case "endless":
            return Response(_without_end(ours, content), headers=headers)
    return Response(content, headers=headers)


def _pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), _CHUNK):
        yield content[start : start + _CHUNK]


def _slowly(ours: Exchange, content: bytes) -> Iterator[bytes]:
    for place in range(len(content)):
        if ours.closing.wait(_BETWEEN_BYTES):
            return
        yield content[place : place + 1]


def _without_end(ours: Exchange, content: bytes) -> Iterator[bytes]:
    until = time.monotonic() + 30
    yield content
    while time.monotonic() < until and not ours.closing.is_set():
        yield b"\0" * _CHUNK
