"""The account's messages: send, list, look up, and the media of those that came in."""

from __future__ import annotations

import json
import socket
import threading
from datetime import UTC, datetime, time, timedelta
from typing import NoReturn
from urllib.parse import urlencode

from flask import Blueprint, abort, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from occ.providers.simulator import answers, kinds, progress, rules
from occ.providers.simulator.account import new_sid
from occ.providers.simulator.answers import ApiError
from occ.providers.simulator.api import paging
from occ.providers.simulator.api.door import exchange, not_found
from occ.providers.simulator.exchange import Exchange
from occ.providers.simulator.messages import API, Message

bp = Blueprint("messages", __name__, url_prefix="/2010-04-01/Accounts/<account_sid>")
# Longer than anybody waits, shorter than a test run.
_SILENCE_SECONDS = 60.0


@bp.post("/Messages.json")
def send(account_sid: str) -> ResponseReturnValue:
    ours, today = exchange(), exchange().take_send()
    if today.busy:
        raise ApiError(20429)
    if today.broken == "before":
        raise ApiError(20503)
    if today.fails(request.form.get("To", "")) and today.fail_when == "now":
        raise ApiError(today.fail)
    rules.check(ours, request.form)
    row = ours.add(
        Message(
            sid=new_sid("SM"),
            sender=request.form["From"],
            recipient=request.form["To"],
            body=_text(ours),
            direction=API,
            created=ours.clock(),
            status_callback=request.form.get("StatusCallback"),
            media_url=request.form.get("MediaUrl", ""),
            place=request.form.get("PersistentAction", ""),
            template=request.form.get("ContentSid", ""),
        )
    )
    answer = jsonify(answers.message(ours.account, row))
    progress.begin(ours, row, today)
    if today.broken == "after":
        raise ApiError(20503)
    if today.lose_answers:
        hang_up(ours.closing, today.lose_answers)
    return answer, 201


def _text(ours: Exchange) -> str:
    template = ours.template(request.form.get("ContentSid", ""))
    if template is None:
        return request.form.get("Body", "")
    return template.filled(json.loads(request.form.get("ContentVariables") or "{}"))


@bp.get("/Messages.json")
def listed(account_sid: str) -> ResponseReturnValue:
    _look()
    ours = exchange()
    shown_until = ours.clock() - timedelta(seconds=ours.behaviour.list_lag)
    with ours.lock:
        rows = [row for row in reversed(ours.messages) if row.created <= shown_until]
    for name, of in (("To", "recipient"), ("From", "sender")):
        if asked := request.args.get(name):
            rows = [row for row in rows if getattr(row, of) == asked]
    page = paging.page(_sent_when_asked(rows), lambda row: row.sid)
    found = [answers.message(ours.account, row) for row in page.rows]
    return jsonify({"messages": found, **page.links()})


@bp.get("/Messages/<sid>.json")
def one(account_sid: str, sid: str) -> ResponseReturnValue:
    _look()
    row = exchange().message(sid)
    if row is None:
        raise not_found()
    return jsonify(answers.message(exchange().account, row))


@bp.get("/Messages/<sid>/Media.json")
def media_list(account_sid: str, sid: str) -> ResponseReturnValue:
    _look()
    row = exchange().message(sid)
    if row is None:
        raise not_found()
    files = answers.media(exchange().account, row)
    page = paging.page(files, lambda file: str(file["sid"]))
    return jsonify({"media_list": page.rows, **page.links()})


@bp.get("/Messages/<sid>/Media/<media_sid>")
def media(account_sid: str, sid: str, media_sid: str) -> ResponseReturnValue:
    """Twilio answers with a redirect to where the file lies, on another host."""
    ours, how = exchange(), exchange().take_file()
    row = ours.message(sid)
    if how == "broken":
        raise ApiError(20503)
    if row is None or how == "missing":
        raise not_found()
    lies = "http://10.0.0.1" if how == "inward" else ours.cdn_url
    asked = urlencode({"type": kinds.declared(row.parameters, media_sid), "how": how})
    return redirect(f"{lies}/{media_sid}?{asked}", 307)


def _look() -> None:
    """How a question goes today."""
    how = exchange().behaviour.lists
    if how == "busy":
        raise ApiError(20429)
    if how == "broken":
        raise ApiError(20503)
    if how:
        hang_up(exchange().closing, how)


def _sent_when_asked(rows: list[Message]) -> list[Message]:
    """Only what has left has a date of sending, and only that is found by it."""
    after, before = request.args.get("DateSent>"), request.args.get("DateSent<")
    on = request.args.get("DateSent")
    if after:
        rows = [row for row in rows if row.sent and row.sent >= _moment(after, time.min)]
    if before:
        rows = [row for row in rows if row.sent and row.sent <= _moment(before, time.max)]
    if on:
        rows = [row for row in rows if row.sent and row.sent.date() == _moment(on, time.min).date()]
    return rows


def _moment(text: str, of_day: time) -> datetime:
    """A moment, or the beginning or end of a day, in GMT."""
    try:
        read = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise ApiError(20001, f"DateSent {text} is no date") from None
    if len(text) == len("2026-11-22"):
        read = datetime.combine(read.date(), of_day)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def hang_up(closing: threading.Event, how: str) -> NoReturn:
    """Cut the connection: at once, or ("silence") after longer than anybody waits."""
    if how == "silence":
        closing.wait(_SILENCE_SECONDS)
    connection = request.environ.get("werkzeug.socket")
    if isinstance(connection, socket.socket):
        connection.shutdown(socket.SHUT_RDWR)
    abort(500)
