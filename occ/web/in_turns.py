"""Long reads in short parts: after each of them others have their turn."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from sqlalchemy.orm import Session

from occ.product import product

P = TypeVar("P")
R = TypeVar("R")


def read(parts: Iterable[P], take: Callable[[Session, P], R]) -> Iterator[R]:
    """Each in a transaction of its own."""
    for part in parts:
        with product().run.reading() as session:
            found = take(session, part)
        time.sleep(0)
        yield found
