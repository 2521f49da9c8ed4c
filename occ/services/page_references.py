"""A short reference of the page on which a visitor opened a widget.

It stands in the visitor's draft, who may change or delete it; whoever writes it within its life
came from that page.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from occ.core.db import insert
from occ.services import origins
from occ.services.models import PageReference

LIFE = timedelta(days=7)
LONGEST_TITLE = 100
LONGEST_ADDRESS = 500
_LENGTH = 6
# Without vowels it is never a word; without 0 and O, 1, I and L, 2 and Z … nobody misreads it.
_LETTERS, _DIGITS = "CDFHJKMNPQRTVWXY", "2346789"
_WRITTEN = re.compile(
    rf"(?<![a-z0-9])(?=[a-z]*[0-9])(?=[0-9]*[a-z])[{_LETTERS}{_DIGITS}]{{{_LENGTH}}}(?![a-z0-9])",
    re.IGNORECASE | re.ASCII,
)
_LOOKED_AT, _MOST_WRITTEN = 4096, 5
_TRIES = 5
_JOINERS = "\u200c\u200d"


class Page(NamedTuple):
    """`title` may be empty; `address` is http or https, without query and fragment."""

    title: str
    address: str

    @property
    def origin(self) -> str | None:
        return origins.read(self.address)

    @property
    def name(self) -> str:
        """The title, or the path where it has none."""
        return self.title or _text(unquote(urlsplit(self.address).path)) or "/"


def read(title: str, address: str) -> Page | None:
    """As a browser tells them, made harmless; None where it is no page of a website.

    What stands after `?` or `#` may be a secret, and so may a name and password before the host.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    origin = origins.read(address) if parts.scheme in ("http", "https") else None
    if origin is None:
        return None
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    whole = origin + path
    return Page(_text(title), whole if len(whole) <= LONGEST_ADDRESS else f"{origin}/")


def make(session: Session, widget_id: int, page: Page, now: datetime) -> str | None:
    """The reference; None in the all but impossible case that none was free."""
    for _ in range(_TRIES):
        made: str | None = session.execute(
            insert(session, PageReference.__table__)
            .values(
                reference=_draw(),
                widget_id=widget_id,
                title=page.title,
                address=page.address,
                made_at=now,
            )
            .on_conflict_do_nothing()
            .returning(PageReference.reference)
        ).scalar_one_or_none()
        if made is not None:
            return made
    return None


def page_of(session: Session, widget_id: int, reference: str, now: datetime) -> Page | None:
    found = session.execute(
        select(PageReference.title, PageReference.address).where(
            PageReference.reference == reference,
            PageReference.widget_id == widget_id,
            PageReference.made_at > now - LIFE,
        )
    ).one_or_none()
    return Page._make(found) if found else None


def written_in(text: str) -> Sequence[str]:
    """What looks like references in a message, the first few; almost always none."""
    found = _WRITTEN.findall(text[:_LOOKED_AT])
    return list(dict.fromkeys(each.upper() for each in found))[:_MOST_WRITTEN]


def forget(session: Session, now: datetime, most: int) -> bool:
    """So many of those that count no more, the oldest first; whether there may be more."""
    over = (
        select(PageReference.reference)
        .where(PageReference.made_at <= now - LIFE)
        .order_by(PageReference.made_at)
        .limit(most)
    )
    gone = session.scalars(over).all()
    session.execute(delete(PageReference).where(PageReference.reference.in_(gone)))
    return len(gone) == most


def _draw() -> str:
    """With a letter and a digit at least, as `written_in` looks for."""
    while True:
        drawn = "".join(secrets.choice(_LETTERS + _DIGITS) for _ in range(_LENGTH))
        if not drawn.isalpha() and not drawn.isdigit():
            return drawn


def _text(title: str) -> str:
    """One line, without what would turn the text around it: it stands in drafts and on screens."""
    kept = "".join(each if _is_seen(each) else " " for each in title[: 4 * LONGEST_TITLE])
    return " ".join(kept.split())[:LONGEST_TITLE].rstrip()


def _is_seen(character: str) -> bool:
    return character in _JOINERS or not unicodedata.category(character).startswith("C")
