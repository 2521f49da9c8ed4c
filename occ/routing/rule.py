"""Whose turn it is, written once: the router asks it of the database, What if of rows in memory.

What is handed in has the columns by name. Of a mapped class these are expressions, and so is what
comes back; of a row in memory they are values. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from occ.core import priority


class First(NamedTuple):
    """Who is first in the queue of a service."""

    service_id: int
    priority: int
    """The service's."""
    queue_rank: int
    stands_since: datetime


def has_seat(agent: Any) -> Any:
    """Below the limit. Whoever has more than a lowered one keeps it, and is given nothing."""
    return agent.seats_taken < agent.max_interactions


def turn(agent: Any) -> tuple[Any, Any, Any]:
    """Of those who are free the least is next: least loaded relative to the limit, then longest
    idle, who never had anything before all others.
    """
    return agent.seats_taken / agent.max_interactions, agent.idle_since, agent.id


def place(conversation: Any) -> tuple[Any, Any, Any]:
    """In the queue of a service."""
    return conversation.queue_rank, conversation.stands_since, conversation.id


def in_turn(firsts: Iterable[First]) -> list[int]:
    """The services whose queues are to be looked at when somebody can take more than before: by
    rank of their first and by how long it stands there, the service's head start counted in
    (core/priority.py).
    """
    return [
        each.service_id
        for each in sorted(
            firsts,
            key=lambda one: (
                one.queue_rank,
                priority.stands_since(one.stands_since, one.priority),
                one.service_id,
            ),
        )
    ]
