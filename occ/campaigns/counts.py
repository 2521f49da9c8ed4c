"""How many people of a run have which flag, kept as they move so that no page counts rows."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from occ.campaigns.models import RecipientCount
from occ.core.db import insert

SLOTS = 8
ACCEPTED = "accepted"
_SKIPPED_FOR = "skipped:"
"""Before a reason: those who are skipped are counted by it besides."""


@dataclass(frozen=True)
class Figures:
    people: int = 0
    parts: int = 0
    spent: int = 0
    """Milli-credits."""

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.people + other.people, self.parts + other.parts, self.spent + other.spent
        )

    def __neg__(self) -> Figures:
        return Figures(-self.people, -self.parts, -self.spent)


class Changes:
    """What is to be added to the counts at the end of a transaction."""

    def __init__(self) -> None:
        self._by: dict[tuple[int, str], Figures] = defaultdict(Figures)

    def add(self, run_id: int, flag: str, figures: Figures, reason: str | None = None) -> None:
        """With the reason of who is skipped, they are counted under it, too."""
        self._by[run_id, str(flag)] += figures
        if reason is not None:
            self._by[run_id, f"{_SKIPPED_FOR}{reason}"] += figures

    def write(self, session: Session) -> None:
        slot = random.randrange(SLOTS)
        for (run_id, flag), figures in sorted(self._by.items()):
            if figures != Figures():
                statement = insert(session, RecipientCount.__table__).values(
                    run_id=run_id, flag=flag, slot=slot, **vars(figures)
                )
                more = statement.excluded
                session.execute(
                    statement.on_conflict_do_update(
                        index_elements=["run_id", "flag", "slot"],
                        set_={
                            "people": RecipientCount.people + more.people,
                            "parts": RecipientCount.parts + more.parts,
                            "spent": RecipientCount.spent + more.spent,
                        },
                    )
                )
        self._by.clear()


def of(session: Session, run_ids: Sequence[int]) -> dict[int, dict[str, Figures]]:
    """By run and flag; a flag nobody has is not among them."""
    found: dict[int, dict[str, Figures]] = {run_id: {} for run_id in run_ids}
    for run_id, flag, *figures in session.execute(_SUMS, {"run_ids": run_ids}):
        if not flag.startswith(_SKIPPED_FOR):
            found[run_id][flag] = Figures(*map(int, figures))
    return found


def reasons(session: Session, run_id: int) -> dict[str, int]:
    """Why people are skipped, and how many each."""
    return {
        flag.removeprefix(_SKIPPED_FOR): int(people)
        for _, flag, people, *_ in session.execute(_SUMS, {"run_ids": [run_id]})
        if flag.startswith(_SKIPPED_FOR) and people
    }


def people(session: Session, run_id: int, flag: str) -> int:
    return of(session, [run_id])[run_id].get(flag, Figures()).people


_SUMS = (
    select(
        RecipientCount.run_id,
        RecipientCount.flag,
        func.sum(RecipientCount.people),
        func.sum(RecipientCount.parts),
        func.sum(RecipientCount.spent),
    )
    .where(RecipientCount.run_id.in_(bindparam("run_ids", expanding=True)))
    .group_by(RecipientCount.run_id, RecipientCount.flag)
    .order_by(RecipientCount.flag)
)
