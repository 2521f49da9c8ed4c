"""What Twilio takes as a message and what it refuses, in the order it looks."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from occ.core.address import parse
from occ.providers.simulator.answers import ApiError
from occ.providers.simulator.exchange import Exchange

LONGEST_BODY = 1600
_PLACE = re.compile(r"geo:-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?(\|[^|]+)?")


def check(exchange: Exchange, form: Mapping[str, str]) -> None:
    """Raises ApiError with the code of the first thing that is wrong."""
    to, sender = form.get("To", ""), form.get("From", "")
    if not to:
        raise ApiError(21604, "A 'To' phone number is required.")
    if not sender:
        raise ApiError(21603, "A 'From' phone number is required.")
    if not any(form.get(name) for name in ("Body", "MediaUrl", "ContentSid")):
        raise ApiError(21619, "Message body, media URL or content SID are required.")
    if len(form.get("Body", "")) > LONGEST_BODY:
        raise ApiError(
            21617, f"The concatenated message body exceeds the {LONGEST_BODY} character limit"
        )
    _check_urls(form)
    _check_place(form)
    _check_template(exchange, form)
    _check_ends(exchange, to, sender)


def _check_urls(form: Mapping[str, str]) -> None:
    callback, media = form.get("StatusCallback"), form.get("MediaUrl")
    if callback and not _is_web_address(callback):
        raise ApiError(21609, f"The StatusCallback URL {callback} is not a valid URL.")
    if media and not _is_web_address(media):
        raise ApiError(21620, f"Invalid media URL(s): [{media}]")


def _check_place(form: Mapping[str, str]) -> None:
    place = form.get("PersistentAction")
    if place and not _PLACE.fullmatch(place):
        raise ApiError(20001, f"PersistentAction {place} is not valid")


def _is_web_address(url: str) -> bool:
    parts = urlsplit(url)
    host = parts.hostname or ""
    return parts.scheme in ("http", "https") and bool(host) and "_" not in host


def _check_template(exchange: Exchange, form: Mapping[str, str]) -> None:
    if not form.get("ContentSid"):
        return
    try:
        variables = json.loads(form.get("ContentVariables") or "{}")
    except ValueError:
        variables = None
    texts = variables.values() if isinstance(variables, dict) else [""]
    if not all(isinstance(text, str) and text for text in texts):
        raise ApiError(21656, "The Content Variables Parameter is invalid.")
    if exchange.template(form["ContentSid"]) is None:
        raise ApiError(21655, "The ContentSid is Invalid")


def _check_ends(exchange: Exchange, to: str, sender: str) -> None:
    if to.startswith("whatsapp:") != sender.startswith("whatsapp:"):
        raise ApiError(21910, "Invalid From and To pair. From and To should be of the same channel")
    try:
        parse(to)
    except ValueError:
        raise ApiError(21211, f"The 'To' number {to} is not a valid phone number.") from None
    if exchange.number_of(sender) is None:
        if sender.startswith("whatsapp:"):
            raise ApiError(63007, "Twilio could not find a Channel with the specified From address")
        raise ApiError(
            21606,
            f"The From phone number {sender} is not a valid, SMS-capable inbound phone number"
            " or short code for your account.",
        )
    if (sender, to) in exchange.stopped:
        raise ApiError(21610, "Attempt to send to unsubscribed recipient")
