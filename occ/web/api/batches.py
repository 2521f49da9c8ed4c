"""WhatsApp batches: what is loaded, used and left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint
from sqlalchemy.orm import Session

from occ.billing import batches
from occ.core.words import say
from occ.users.scopes import Scope
from occ.web.api.asked import Asked, Nothing
from occ.web.api.operations import read
from occ.web.api.paging import Paging, number_before, page_of

bp = Blueprint("api_batches", __name__)


@dataclass(frozen=True)
class Batch:
    number: Annotated[int, say("The batch ID: it rises, and never returns.")]
    description: str
    messages: int
    used: int
    left: int
    loaded_at: datetime
    loaded_by: str | None


@dataclass(frozen=True)
class Units:
    left: Annotated[int, say("Messages that all batches together still hold.")]


BatchPage = page_of(Batch)


@read(bp, "/batches", say("List WhatsApp batches"), Scope.BATCHES_READ, BatchPage, Paging)
def index(session: Session, asked: Asked[Paging]) -> Any:
    found = batches.loaded(session, "", number_before(asked.what.after), asked.what.limit + 1)
    shown = found[: asked.what.limit]
    more = str(shown[-1].batch.id) if len(found) > len(shown) else None
    return BatchPage(tuple(_batch(each) for each in shown), more)


@read(bp, "/batches/left", say("How many messages are left"), Scope.BATCHES_READ, Units)
def left(session: Session, asked: Asked[Nothing]) -> Units:
    return Units(batches.left(session))


def _batch(row: batches.Loaded) -> Batch:
    batch, loaded_by = row
    return Batch(
        batch.id,
        batch.description,
        batch.messages,
        batch.used,
        batch.left,
        batch.loaded_at,
        loaded_by,
    )
