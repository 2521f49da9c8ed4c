"""An administrator changes the price list; the journal keeps what each price was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from occ.billing import credits, prices
from occ.billing.prices import PriceLine
from occ.core.errors import NotFound
from occ.core.words import say
from occ.journal import entries as journal


def keep(session: Session, actor_id: int | None, lines: Sequence[PriceLine], now: datetime) -> int:
    """How many prices are new or another than before."""
    changed = prices.keep(session, lines)
    if changed:
        after = {_name(line): credits.text(line.price) for line in changed}
        journal.write(session, actor_id, "prices_set", _subject(), now, after=after)
    return len(changed)


def remove(session: Session, actor_id: int | None, wanted: PriceLine, now: datetime) -> None:
    """The one of the same channel, prefix and day. Raises NotFound."""
    line = prices.remove(session, wanted.channel, wanted.prefix, wanted.from_on)
    if line is None:
        raise NotFound(say("Somebody removed this price a moment ago."))
    before = {_name(line): credits.text(line.price)}
    journal.write(session, actor_id, "price_removed", _subject(), now, before=before)


def _name(line: PriceLine) -> str:
    return f"{line.channel.value} {line.prefix or '*'} {line.from_on.isoformat()}"


def _subject() -> journal.Subject:
    return journal.Subject("settings", "prices")
