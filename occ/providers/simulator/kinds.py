"""The parameters by which Twilio tells one kind of message from another."""

from __future__ import annotations

from collections.abc import Mapping

_CONTENT_TYPES = {
    "image": "image/png",
    "audio": "audio/ogg",
    "video": "video/mp4",
    "document": "application/pdf",
    "sticker": "image/png",
    "contacts": "text/vcard",
}
_PARAMETERS: dict[str, dict[str, str]] = {
    "text": {},
    "location": {
        "Latitude": "41.902782",
        "Longitude": "12.496366",
        "Label": "Piazza di Spagna",
        "Address": "Piazza di Spagna, 00187 Roma RM",
    },
    "button": {"ButtonText": "Yes, please", "ButtonPayload": "yes", "ButtonType": "REPLY"},
    "interactive": {"ListId": "morning", "ListTitle": "Tomorrow morning"},
    "unknown": {"MessageType": "reaction"},
}
_BODIES = {"button": "Yes, please", "interactive": "Tomorrow morning"}

KINDS = ("text", *_CONTENT_TYPES, "location", "button", "interactive", "unknown")


def parameters(kind: str, media_url: str) -> dict[str, str]:
    """What a WhatsApp message of `kind` carries beside the text.

    Raises ValueError for a kind that customers here can't send.
    """
    if kind in _CONTENT_TYPES:
        media = {"MediaUrl0": media_url, "MediaContentType0": _CONTENT_TYPES[kind]}
        return {"MessageType": kind, "NumMedia": "1", **media}
    if kind not in _PARAMETERS:
        raise ValueError(f"There is no kind “{kind}”; there are: {', '.join(KINDS)}.")
    return {"MessageType": kind, **_PARAMETERS[kind]}


def body(kind: str, typed: str) -> str:
    """A location has no text; a choice repeats what was chosen."""
    return "" if kind == "location" else typed or _BODIES.get(kind, "")


def declared(given: Mapping[str, str], media_sid: str) -> str:
    """What the webhook said that file is."""
    for name, value in given.items():
        if name.startswith("MediaUrl") and value.endswith(media_sid):
            return given.get(name.replace("Url", "ContentType"), "")
    return ""


def has_media(given: Mapping[str, str]) -> bool:
    return given.get("NumMedia", "0") != "0"
