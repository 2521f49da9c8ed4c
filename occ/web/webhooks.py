"""Twilio posts to us: check the signature, keep what came, answer; the rest comes after."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, request

from occ import metrics
from occ.core.tally import Count
from occ.messaging.inbox import MESSAGE, STATUS
from occ.messaging.reach import MESSAGES_PATH, STATUS_PATH
from occ.product import product
from occ.settings.pages import TWILIO
from occ.web.access import public
from occ.web.kept import Came, keep, plain_answer
from occ.web.seldom import Seldom

bp = Blueprint("webhooks", __name__)
Form = dict[str, list[str]]
_refusals = Seldom(logging.getLogger(__name__), seconds=10)


@bp.post(MESSAGES_PATH)
@public
def message() -> Response:
    """A customer wrote. Twilio may post the same twice; the second stores nothing."""
    form = request.form.to_dict(flat=False)
    if not _is_genuine(form):
        return plain_answer(403, "This was not signed with the auth token of this account.")
    sid, sender = _first(form, "MessageSid"), _first(form, "From")
    if not sid or not sender:
        return plain_answer(400, "A message has a MessageSid and a From.")
    return _keep(MESSAGE, sender, sid, form)


@bp.post(STATUS_PATH)
@public
def status() -> Response:
    """What became of a message of ours; `?attempt=` is our own id of the try."""
    form = request.form.to_dict(flat=False)
    if not _is_genuine(form):
        return plain_answer(403, "This was not signed with the auth token of this account.")
    sid = _first(form, "MessageSid")
    if not sid:
        return plain_answer(400, "A status report has a MessageSid.")
    attempt = request.args.get("attempt")
    return _keep(STATUS, sid, None, {**form, "attempt": [attempt]} if attempt else form)


def _is_genuine(form: Form) -> bool:
    """Signed with one of the account's tokens, for our public address as we were called."""
    url = product().config.public_url + request.path
    if request.query_string:
        url += "?" + request.query_string.decode("latin-1")
    signature = request.headers.get("X-Twilio-Signature", "")
    for fresh in (False, True):
        credentials = product().webhook_credentials(fresh)
        if credentials and product().twilio.is_genuine(credentials, url, form, signature):
            return True
    why = "a wrong signature" if credentials else "no Twilio account is set up"
    metrics.count(Count.WEBHOOKS, "refused")
    _refusals.warn(f"webhook refused: {why}, at {request.path}")
    return False


def _keep(kind: str, address: str, dedupe: str | None, form: Form) -> Response:
    keep([Came(TWILIO, kind, address, dedupe, form)])
    return Response(status=204)


def _first(form: Form, name: str) -> str:
    return form.get(name, [""])[0]
