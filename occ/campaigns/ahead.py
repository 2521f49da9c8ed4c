"""What the next people of a run will take, person by person where they differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.campaigns import estimate
from occ.campaigns.estimate import Estimate, Kind
from occ.campaigns.models import IS_PENDING, Recipient, Run


def expect(
    session: Session,
    run: Run,
    order: Sequence[str],
    most: int,
    price_of: Callable[[str], int],
    told_by: int,
) -> Estimate:
    """Of at most so many of those pending: `order` is that of their countries.

    `price_of` a number is asked only where one country has several prices, once of all numbers
    that begin with the same `told_by` characters.
    """
    of_country: dict[str, set[Kind]] = defaultdict(set)
    for kind in estimate.kinds(run.estimate):
        of_country[kind.country].add(kind)
    found: Counter[Kind] = Counter()
    for country in order:
        left = most - found.total()
        if left <= 0:
            break
        found += _next(session, run, of_country[country], country, left, price_of, told_by)
    return estimate.of(found)


def _next(
    session: Session,
    run: Run,
    kinds: set[Kind],
    country: str,
    most: int,
    price_of: Callable[[str], int],
    told_by: int,
) -> Counter[Kind]:
    pending = (
        select(Recipient.phone, Recipient.parts)
        .where(Recipient.run_id == run.id, IS_PENDING, Recipient.country == country)
        .order_by(Recipient.position)
        .limit(most)
    )
    prices = {kind.price for kind in kinds}
    people = pending.subquery()
    if len(prices) > 1:
        begins = func.substr(people.c.phone, 1, told_by)
        found: Counter[Kind] = Counter()
        for phone, parts, count in session.execute(
            select(func.min(people.c.phone), people.c.parts, func.count()).group_by(
                begins, people.c.parts
            )
        ):
            found[Kind(country, price_of(phone), parts)] += int(count)
        return found
    [price] = prices
    by_parts = session.execute(select(people.c.parts, func.count()).group_by(people.c.parts))
    return Counter({Kind(country, price, parts): int(count) for parts, count in by_parts})
