"""The files we send, as Twilio has them: a HEAD and a GET at their address, then the limits.

https://www.twilio.com/docs/whatsapp/guidance-whatsapp-media-messages
"""

from __future__ import annotations

import requests

from occ.providers.simulator.messages import Message

NOT_FETCHED, TOO_LARGE = 63019, 11751
_MB = 2**20
_IMAGES = {"image/jpeg", "image/png", "image/webp"}
_OTHERS = {
    "audio/ogg",
    "audio/amr",
    "audio/3gpp",
    "audio/aac",
    "audio/mpeg",
    "video/mp4",
    "application/pdf",
    "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text/vcard",
}
_SECONDS = 10


def fetch(row: Message) -> int | None:
    """Put the file beside the message; the code of what is wrong with it."""
    try:
        with requests.Session() as session:
            session.trust_env = False
            session.head(row.media_url, timeout=_SECONDS).raise_for_status()
            answer = session.get(row.media_url, timeout=_SECONDS)
            answer.raise_for_status()
    except requests.RequestException:
        return NOT_FETCHED
    content_type = answer.headers.get("Content-Type", "").partition(";")[0]
    if content_type not in _IMAGES | _OTHERS:
        return NOT_FETCHED
    if len(answer.content) > (5 if content_type in _IMAGES else 16) * _MB:
        return TOO_LARGE
    row.files.append((content_type, answer.content))
    return None
