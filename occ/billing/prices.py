"""The price list: the longest prefix decides, and what has no price is refused, never free (D5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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


class PriceList:
    """What stands in the list on a day: read once for many messages."""

    def __init__(self, prices: Mapping[tuple[PricedChannel, str], Price]) -> None:
        self._prices = prices
        lengths: dict[PricedChannel, set[int]] = {}
        for channel, prefix in prices:
            lengths.setdefault(channel, set()).add(len(prefix))
        self._lengths = {each: sorted(found, reverse=True) for each, found in lengths.items()}

    def longest(self, channel: PricedChannel) -> int:
        """By how many digits at most the price of a number is told."""
        return max(self._lengths.get(channel, ()), default=0)

    def of(self, channel: PricedChannel, number: str) -> Price:
        """What a part to an E.164 number costs: the longest prefix counts. Raises NoPrice."""
        digits = number.lstrip("+")
        for length in self._lengths.get(channel, ()):
            found = self._prices.get((channel, digits[:length]))
            if found is not None:
                return found
        raise NoPrice(
            say(
                "There is no price for messages to +%(digits)s."
                " An administrator enters one in Settings → Prices.",
                digits=digits,
            )
        )


def on(session: Session, day: date) -> PriceList:
    """A price that begins on a later day is not one yet; under one prefix the newest counts."""
    begun = session.scalars(select(Price).where(Price.from_on <= day).order_by(Price.from_on))
    return PriceList({(price.channel, price.prefix): price for price in begun})


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
