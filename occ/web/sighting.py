"""Notes that a page of somebody else's has loaded a widget, once the answer is on its way."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection
from urllib.parse import urlsplit

from flask import request

from occ.core import clock
from occ.product import Product, product
from occ.services import origins, sightings

log = logging.getLogger(__name__)


def page() -> str | None:
    """The origin of the page that asks, "" where the browser keeps it to itself, None for our own.

    A request that no page has caused (an address typed, a program) counts as our own.
    """
    ours = {"", origins.read(request.host_url), origins.read(product().config.public_url)}
    site = request.headers.get("Sec-Fetch-Site")
    if request.headers.get("Sec-Fetch-Dest", "script") != "script":
        return None
    theirs = _origin(request.headers.get("Referer"))
    if site is None:
        # Browsers leave it out where we are not asked by https.
        return None if theirs in ours else theirs
    return theirs if site in ("cross-site", "same-site") else None


def origin() -> str | None:
    """The site that asks; None where the browser keeps it to itself."""
    told = request.headers.get("Origin")
    return (origins.read(told) if told else _origin(request.headers.get("Referer"))) or None


def note(found: Product, key: str, page: str | None, allowed: Collection[str]) -> None:
    """At most one write a minute; a page on which the widget stays silent is no sighting."""
    if page is None or (page and allowed and page not in allowed):
        return
    now = time.monotonic()
    if now - found.sighted.get(key, float("-inf")) < sightings.AGAIN_AFTER.total_seconds():
        return
    found.sighted[key] = now
    try:
        found.run.plainly(sightings.note, key, page or None, clock.now())
    except Exception:
        log.exception("that a page has loaded the widget %s could not be noted", key)


def _origin(referer: str | None) -> str:
    parts = urlsplit(referer or "")
    return (origins.read(f"{parts.scheme}://{parts.netloc}") or "") if parts.netloc else ""
