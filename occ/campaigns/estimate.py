"""What a run will take, from its groups of people; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Estimate:
    people: int
    parts: int
    cost: int
    """Milli-credits; 0 where nobody pays."""
    by_parts: Mapping[int, int]
    """How many people get a text of so many parts."""

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

    def lasts(self, rate: int) -> timedelta:
        """At `rate` parts a second, quiet hours apart."""
        return timedelta(seconds=-(-self.parts // rate))


def of(groups: Mapping[str, int], count_to_send: int | None = None) -> Estimate:
    """`groups` as measured, `country:price:parts` → people.

    Of fewer than all it is the share: who they will be is known only on the way.
    """
    all_people = sum(groups.values())
    wanted = all_people if count_to_send is None else min(count_to_send, all_people)
    parts = cost = 0
    by_parts: dict[int, int] = {}
    for group, people in groups.items():
        _, price, count = group.split(":")
        parts += int(count) * people
        cost += int(price) * int(count) * people
        by_parts[int(count)] = by_parts.get(int(count), 0) + people
    if wanted < all_people:
        parts, cost = (-(-each * wanted // all_people) for each in (parts, cost))
    return Estimate(wanted, parts, cost, by_parts)
