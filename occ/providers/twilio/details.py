"""What a webhook says of a message beside its text.

https://www.twilio.com/docs/messaging/guides/webhook-request, and captured ones.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from urllib.parse import urlsplit

from occ.messaging.details import Details, Forwarded, Place, Referral

Form = Mapping[str, str]


def read(form: Form) -> Details:
    return Details(
        place=_place(form),
        choice=choice(form),
        quoted=form.get("OriginalRepliedMessageSid") or None,
        referral=_referral(form),
        forwarded=_forwarded(form),
    )


def choice(form: Form) -> str | None:
    """The words of the button or of the list's line."""
    return form.get("ListTitle") or form.get("ButtonText") or None


def _place(form: Form) -> Place | None:
    if not (form.get("Latitude") and form.get("Longitude")):
        return None
    latitude, longitude = _degrees(form["Latitude"], 90), _degrees(form["Longitude"], 180)
    if latitude is None or longitude is None:
        latitude = longitude = None
    return Place(latitude, longitude, form.get("Label", ""), form.get("Address", ""))


def _degrees(told: str, most: int) -> float | None:
    try:
        value = float(told)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= most else None


def _referral(form: Form) -> Referral | None:
    headline, body = form.get("ReferralHeadline", ""), form.get("ReferralBody", "")
    url = _web_address(form.get("ReferralSourceUrl", ""))
    return Referral(headline, body, url) if headline or body or url else None


def _web_address(url: str) -> str:
    """`url` where a browser would go to the web with it, else nothing."""
    try:
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname else ""
    except ValueError:
        return ""


def _forwarded(form: Form) -> Forwarded | None:
    if form.get("FrequentlyForwarded", "").lower() == "true":
        return Forwarded.OFTEN
    return Forwarded.ONCE if form.get("Forwarded", "").lower() == "true" else None
