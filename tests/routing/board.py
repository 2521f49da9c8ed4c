"""What stands where in the machine's contact center, read after each step."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation, State
from occ.routing.models import Interaction, InteractionState


@dataclass
class Board:
    """Conversations (key, holder) by state, offers and wrap-ups (user, key), the newest
    interaction's id.
    """

    states: dict[State, list[tuple[str, int | None]]]
    offers: list[tuple[int, str]]
    wrapping: list[tuple[int, str]]
    last: int

    @classmethod
    def of(cls, session: Session) -> Board:
        states: dict[State, list[tuple[str, int | None]]] = {}
        for one in session.scalars(select(Conversation).order_by(Conversation.id)):
            states.setdefault(one.state, []).append((one.key, one.user_id))
        offers, wrapping = (
            [
                (one.user_id, one.key)
                for one in session.scalars(
                    select(Interaction).where(Interaction.state == state).order_by(Interaction.id)
                )
            ]
            for state in (InteractionState.OFFERED, InteractionState.WRAPPING)
        )
        last = session.scalar(select(func.max(Interaction.id))) or 0
        return cls(states, offers, wrapping, last)

    def standing(self, *states: State) -> list[tuple[str, int | None]]:
        return [one for state in states for one in self.states.get(state, [])]
