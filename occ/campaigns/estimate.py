"""What a run will take, from its groups of people; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple


@dataclass(frozen=True)
class Estimate:
    people: int
    parts: int
    cost: int
    """Milli-credits; 0 where nobody pays."""
    by_parts: Mapping[int, int]
    """How many people get a text of so many parts."""
    country: str = ""
    """Where most of them are."""
    is_exact: bool = True

    @property
    def fewest(self) -> int:
        return min(self.by_parts, default=0)

    @property
    def most(self) -> int:
        return max(self.by_parts, default=0)

    @property
    def median(self) -> int:
        """Parts of the text that the person in the middle gets."""
        passed = 0
        for parts in sorted(self.by_parts):
            passed += self.by_parts[parts]
            if passed * 2 >= self.people:
                return parts
        return 0


class Kind(NamedTuple):
    """What people have in common who cost the same. `price` in milli-credits a part."""

    country: str
    price: int
    parts: int


def kinds(groups: Mapping[str, int]) -> dict[Kind, int]:
    """How many people of each, from a run's groups as measured: `country:price:parts`."""
    found = {}
    for group, people in groups.items():
        country, price, parts = group.split(":")
        found[Kind(country, int(price), int(parts))] = people
    return found


def of(people: Mapping[Kind, int]) -> Estimate:
    by_parts: Counter[int] = Counter()
    for kind, count in people.items():
        by_parts[kind.parts] += count
    return Estimate(
        people=by_parts.total(),
        parts=sum(parts * count for parts, count in by_parts.items()),
        cost=sum(kind.price * kind.parts * count for kind, count in people.items()),
        by_parts=by_parts,
        country=_most(people),
    )


def _most(people: Mapping[Kind, int]) -> str:
    in_country: Counter[str] = Counter()
    for kind, count in people.items():
        in_country[kind.country] += count
    return max(in_country, key=lambda country: in_country[country], default="")


def share(measured: Mapping[Kind, int], people: int) -> Estimate:
    """Of so many among those measured; exact where all of them cost the same."""
    whole = of(measured)
    parts, cost = (-(-each * people // max(whole.people, 1)) for each in (whole.parts, whole.cost))
    if len({(kind.price, kind.parts) for kind in measured}) <= 1:
        return replace(whole, people=people, parts=parts, cost=cost, by_parts={whole.most: people})
    return replace(whole, people=people, parts=parts, cost=cost, is_exact=False)
