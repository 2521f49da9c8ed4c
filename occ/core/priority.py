"""Who is served before whom, and why nobody starves.

Each step of priority is a head start in the queue: what is urgent stands as though it had waited
`HEAD_START` longer than it has, and what is not as though it had waited less. So of two who came
together the urgent one is first, and whoever has waited that much longer goes before it: a
priority never holds anybody up for more than `HEAD_START` a step, however many urgent ones come.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import IntEnum

HEAD_START = timedelta(minutes=30)


class Priority(IntEnum):
    LOW = -1
    NORMAL = 0
    HIGH = 1


NAMES = {each.name.lower(): each for each in Priority}


def name_of(priority: int) -> str:
    return Priority(priority).name.lower()


def stands_since(waiting_since: datetime, *priorities: int) -> datetime:
    """The time a place in a queue is counted from."""
    return waiting_since - sum(priorities) * HEAD_START
