"""Fetch the files of messages: claim one, fetch it to its place, record what became of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path

from occ.core import blocking, clock, files
from occ.core.words import say
from occ.flows import fetch_media
from occ.messaging import file_types, media, vcards
from occ.messaging.media import Claimed, Fetched, NotFetched
from occ.messaging.ports import Credentials, Download, FetchFailed
from occ.product import Product, twilio_credentials

log = logging.getLogger(__name__)
LONGEST_SECONDS = 60.0
"""For a whole file: 16 MB in it are 280 kB a second."""
_MEGABYTES = file_types.LARGEST_BYTES // 2**20
_TOO_LARGE = say("This file is larger than %(most)s MB. It was not fetched.", most=_MEGABYTES)
_TOO_SLOW = say("This file took too long to arrive.")
_EMPTY = say("This file arrived empty.")
_NOT_KEPT = say("The server could not keep this file. Its disk may be full.")
_FAILED = say("This file could not be fetched.")
_OTHERWISE = say("This is not the kind of file it says it is. Be careful when you open it.")


def fetch_due(product: Product) -> bool:
    with product.run.reading() as session:
        if not media.is_due(session, clock.now()):
            return False
        credentials = twilio_credentials(session)
    if credentials is None:
        return False
    claimed = product.run(fetch_media.claim, clock.now())
    if claimed is None:
        return False
    became = _fetch(product, credentials, claimed)
    product.run(fetch_media.settle, claimed.key, became, clock.now())
    return True


def _fetch(product: Product, credentials: Credentials, claimed: Claimed) -> Fetched | NotFetched:
    place = files.place(product.config.media, claimed.file)
    try:
        declared = _taken(claimed.content_type)
        with product.twilio.fetch(credentials, claimed.url) as download:
            return _keep(place, claimed, declared, download)
    except FetchFailed as failure:
        log.info("file %s was not fetched: %s", claimed.key, failure.code)
        return NotFetched(failure.reason, failure.for_good)
    except OSError:
        log.exception("file %s could not be kept", claimed.key)
        return NotFetched(_NOT_KEPT)
    except Exception:
        log.exception("file %s could not be fetched", claimed.key)
        return NotFetched(_FAILED)


def _keep(place: Path, claimed: Claimed, declared: str, download: Download) -> Fetched:
    if download.length is not None and download.length > file_types.LARGEST_BYTES:
        raise FetchFailed("too_large", _TOO_LARGE, for_good=True)
    if not claimed.content_type:
        declared = _taken(download.content_type)
    size, head = 0, b""
    with files.writing(place) as file:
        for chunk in _in_time(download.chunks):
            size += len(chunk)
            if size > file_types.LARGEST_BYTES:
                raise FetchFailed("too_large", _TOO_LARGE, for_good=True)
            head += chunk[: file_types.HEAD_BYTES - len(head)]
            file.write(chunk)
        if size == 0 or (download.length or size) != size:
            raise FetchFailed("cut", _EMPTY if size == 0 else _FAILED)
    real = file_types.real(declared, head)
    return Fetched(
        real,
        size,
        file_types.file_name(claimed.name or download.name, real),
        blocking.run(_cards, place) if real == "text/vcard" else None,
        # A picture of another kind is still what the customer sees: nobody need be told.
        _OTHERWISE if real == file_types.PLAIN != declared else None,
    )


def _in_time(chunks: Iterator[bytes]) -> Iterator[bytes]:
    deadline = time.monotonic() + LONGEST_SECONDS
    for chunk in chunks:
        if time.monotonic() > deadline:
            raise FetchFailed("too_slow", _TOO_SLOW)
        yield chunk


def _taken(declared: str) -> str:
    """The one name of the type. Raises FetchFailed where such files are not taken."""
    known = file_types.known(declared)
    if known is None:
        reason = say("Files of this type are not taken: %(type)s", type=declared[:100])
        raise FetchFailed("not_taken", reason, for_good=True)
    return known


def _cards(place: Path) -> list[vcards.Card]:
    with open(place, "rb") as file:
        return vcards.read(file.read(vcards.LARGEST_BYTES))
