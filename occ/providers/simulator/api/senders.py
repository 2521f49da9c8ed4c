"""The account's WhatsApp senders: list, add, point their webhook at a URL."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from occ.providers.simulator import answers
from occ.providers.simulator.account import Number, Sender
from occ.providers.simulator.answers import ApiError
from occ.providers.simulator.api import paging
from occ.providers.simulator.api.door import exchange, not_found

bp = Blueprint("senders", __name__, url_prefix="/v2/Channels/Senders")
_PARTS = ("url", "method")
# messaging.v2.channels_sender.webhook of Twilio's OpenAPI.
_WEBHOOK = {
    f"{kind}_{part}" for kind in ("callback", "fallback", "status_callback") for part in _PARTS
}


@bp.get("")
def listed() -> ResponseReturnValue:
    channel = request.args.get("Channel")
    if not channel:
        raise ApiError(20001, "Channel is required")
    found = [one for one in exchange().numbers if one.sender and channel == "whatsapp"]
    page = paging.page(found, lambda one: one.sid, size=20)
    return jsonify({"senders": [_row(one) for one in page.rows], "meta": page.meta("senders")})


@bp.post("")
def add() -> ResponseReturnValue:
    sender_id = str(_told().get("sender_id", ""))
    phone = sender_id.removeprefix("whatsapp:")
    if not sender_id.startswith("whatsapp:+"):
        raise ApiError(63100, "Invalid sender_id")
    ours = exchange()
    number = ours.number_of(phone) or ours.add_number(phone, whatsapp=False)
    number.sender = number.sender or Sender(number.name)
    _change(number)
    return jsonify(_row(number)), 202


@bp.route("/<sid>", methods=["GET", "POST"])
def one(sid: str) -> ResponseReturnValue:
    found = next((one for one in exchange().numbers if one.sender and one.sender.sid == sid), None)
    if found is None:
        raise not_found()
    if request.method == "GET":
        return jsonify(_row(found))
    _change(found)
    return jsonify(_row(found)), 202


def _told() -> dict[str, object]:
    told = request.get_json(silent=True)
    if not isinstance(told, dict):
        raise ApiError(20001, "The request body is no JSON object")
    return told


def _change(number: Number) -> None:
    assert number.sender is not None
    webhook, profile = _told().get("webhook"), _told().get("profile")
    if isinstance(webhook, dict):
        number.sender.webhook |= _checked(webhook)
    if isinstance(profile, dict) and profile.get("name"):
        number.sender.name = str(profile["name"])


def _checked(webhook: dict[str, object]) -> dict[str, str]:
    if strange := webhook.keys() - _WEBHOOK:
        raise ApiError(20001, f"{', '.join(sorted(strange))} is not part of a webhook")
    told = {str(name): str(value) for name, value in webhook.items() if value}
    for name, value in told.items():
        is_url = value.startswith(("http://", "https://"))
        if value not in ("POST", "PUT") if name.endswith("_method") else not is_url:
            raise ApiError(20001, f"{name} is not valid")
    return told


def _row(number: Number) -> dict[str, object]:
    assert number.sender is not None
    return answers.sender(number, f"{request.url_root}v2/Channels/Senders/{number.sender.sid}")
