"""What a provider posted, kept as it came before it is answered; the rest comes after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import Response
from sqlalchemy import Connection

from occ import metrics
from occ.core import clock
from occ.core.tally import Count
from occ.messaging import inbox
from occ.messaging.texts import storable
from occ.product import product

Form = Mapping[str, Sequence[str]]


class Came(NamedTuple):
    """`address`: whom it speaks of; `dedupe`: the same for what is posted again."""

    provider: str
    kind: str
    address: str
    dedupe: str | None
    form: Form


def keep(came: Sequence[Came]) -> None:
    """All of them in one commit; a second of the same is not kept."""
    rows = [_storable(one) for one in came]
    now = clock.now()

    def store(connection: Connection) -> list[bool]:
        return [inbox.store(connection, *row, now) is not None for row in rows]

    # Sorted by what is unique: PostgreSQL would deadlock two who insert the same crosswise.
    is_new = product().run.together(min(row.dedupe or "" for row in rows), store)
    for row, new in zip(rows, is_new, strict=True):
        if new:
            metrics.count(Count.WEBHOOKS, "received")
            product().after(row.kind, row.address)


def _storable(came: Came) -> Came:
    form = {storable(name): [storable(each) for each in came.form[name]] for name in came.form}
    return came._replace(address=storable(came.address), form=form)


def plain_answer(status: int, sentence: str) -> Response:
    return Response(sentence, status, content_type="text/plain; charset=utf-8")
