"""Who may come in, and what a bad day does to every call."""

from __future__ import annotations

import re

from flask import Flask, Response, current_app, jsonify, request

from occ.providers.simulator.answers import ApiError
from occ.providers.simulator.exchange import Exchange

_WELL_FORMED = re.compile(r"AC[0-9a-fA-F]{32}")


def exchange() -> Exchange:
    found = current_app.extensions["occ.exchange"]
    assert isinstance(found, Exchange)
    return found


def install(app: Flask) -> None:
    app.before_request(_check)
    app.register_error_handler(ApiError, answer_error)


def is_api() -> bool:
    return request.path.startswith(("/2010-04-01/", "/v1/", "/v2/"))


def answer_error(error: ApiError) -> Response:
    answer = jsonify(error.as_json())
    answer.status_code = error.status
    return answer


def _check() -> None:
    if not is_api():
        return
    ours, today = exchange(), exchange().behaviour
    ours.closing.wait(today.slow)
    if today.down:
        raise ApiError(20503)
    if today.refuse:
        raise ApiError(today.refuse)
    given = request.authorization
    username, token = (given.username, given.password) if given else (None, None)
    if not _WELL_FORMED.fullmatch(username or ""):
        raise ApiError(20003, "Authentication Error - invalid username")
    if username != ours.account.sid or not ours.account.takes(token or ""):
        raise ApiError(20003)
    in_path = (request.view_args or {}).get("account_sid", username)
    if in_path != username:
        raise not_found()
    if today.account_status != "active" and request.method == "POST":
        raise ApiError(20005)


def not_found() -> ApiError:
    return ApiError(20404, f"The requested resource {request.path} was not found")
