"""The price list: the longest prefix decides, and what has no price is refused, never free (D5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from occ.billing.price_models import Price, PricedChannel
from occ.core.db import insert
from occ.core.errors import Conflict
from occ.core.words import say

LONGEST_PREFIX = 15


class NoPrice(Conflict):
    code = "no_price"


@dataclass(frozen=True, order=True)
class PriceLine:
    """A row of the list; `price` in milli-credits a part."""

    channel: PricedChannel
    prefix: str
    from_on: date
    price: int


def of(session: Session, channel: PricedChannel, number: str, day: date) -> Price:
    """What a part to an E.164 number costs on a day. Raises NoPrice.

    A price that begins on a later day is not one yet; of several under one prefix the newest
    counts.
    """
    digits = number.lstrip("+")
    prefixes = [digits[:length] for length in range(LONGEST_PREFIX + 1)]
    found = session.scalars(
        select(Price).where(
            Price.channel == channel, Price.prefix.in_(prefixes), Price.from_on <= day
        )
    ).all()
    if not found:
        raise NoPrice(
            say(
                "There is no price for messages to +%(digits)s."
                " An administrator enters one in Settings → Prices.",
                digits=digits,
            )
        )
    return max(found, key=lambda price: (len(price.prefix), price.from_on))


def listed(session: Session) -> Sequence[Price]:
    """By channel and prefix, the newest first."""
    return session.scalars(
        select(Price).order_by(Price.channel, Price.prefix, Price.from_on.desc())
    ).all()


def keep(session: Session, lines: Iterable[PriceLine]) -> list[PriceLine]:
    """Add what is new and replace what has the same channel, prefix and day: what differs."""
    known = {(price.channel, price.prefix, price.from_on): price.price for price in listed(session)}
    changed = []
    for line in sorted(lines):
        if known.get((line.channel, line.prefix, line.from_on)) == line.price:
            continue
        changed.append(line)
        session.execute(
            insert(session, Price.__table__)
            .values(**vars(line))
            .on_conflict_do_update(
                index_elements=["channel", "prefix", "from_on"], set_={"price": line.price}
            )
        )
    return changed


def remove(
    session: Session, channel: PricedChannel, prefix: str, from_on: date
) -> PriceLine | None:
    """What it said. Messages that were paid keep the price in their entries."""
    price = session.execute(
        delete(Price)
        .where(Price.channel == channel, Price.prefix == prefix, Price.from_on == from_on)
        .returning(Price.price)
    ).scalar_one_or_none()
    return None if price is None else PriceLine(channel, prefix, from_on, price)
