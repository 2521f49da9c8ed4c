"""The simulator as a Flask application of its own."""

from __future__ import annotations

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from occ.providers.simulator import control, page, samples
from occ.providers.simulator.answers import ApiError
from occ.providers.simulator.api import (
    account,
    content,
    door,
    indicators,
    messages,
    numbers,
    senders,
)
from occ.providers.simulator.exchange import Exchange
from occ.providers.simulator.smsapi import api as smsapi

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self';"
    " connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def create_simulator(exchange: Exchange) -> Flask:
    app = Flask(__name__)
    app.extensions["occ.exchange"] = exchange
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    door.install(app)
    for each in (account, content, indicators, messages, numbers, senders, smsapi, control, page):
        app.register_blueprint(each.bp)
    app.add_url_rule("/sample", view_func=sample)
    app.register_error_handler(HTTPException, _unknown)
    app.after_request(_guard)
    return app


def sample() -> ResponseReturnValue:
    """A file that a customer sent."""
    content_type = request.args.get("type", "")
    if content_type not in samples.FILES:
        return "", 404
    return Response(samples.FILES[content_type], content_type=content_type)


def _unknown(error: HTTPException) -> ResponseReturnValue:
    if door.is_api() and error.code == 404:
        return door.answer_error(door.not_found())
    if door.is_api():
        return door.answer_error(ApiError(20500, error.name))
    return error.get_response()


def _guard(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = _POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    return answer
