"""A call of a program's that is repeated is answered as the first time, and done once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from occ.core.db import insert
from occ.core.errors import Conflict, OccError
from occ.core.secrets import SealedElsewhere, vault_of
from occ.core.words import say
from occ.users.token_models import Call

KEPT = timedelta(hours=24)


class KeyReused(OccError):
    status = 422
    code = "key_reused"


@dataclass(frozen=True)
class Named:
    """A call as its program named it; `digest` is of what it asks for."""

    user_id: int
    key: str
    digest: str


@dataclass(frozen=True)
class Answer:
    """`body` is the JSON text; `is_repeated` where it was given before."""

    status: int
    body: str
    is_repeated: bool = False


def once(
    session: Session,
    named: Named,
    work: Callable[[Session, int], tuple[int, str]],
    now: datetime,
) -> Answer:
    """Do the work, or give the answer that it got before; `work` takes the call's own number.

    Of two at the same instant the second waits at the unique key until the first has committed,
    then finds its answer. What is refused keeps nothing, so it may be tried again with its key.
    Raises KeyReused, Conflict, and what the work raises.
    """
    mine = (Call.user_id == named.user_id) & (Call.key == named.key)
    session.execute(delete(Call).where(mine, Call.at <= now - KEPT))
    number = session.execute(
        insert(session, Call.__table__)
        .values(
            user_id=named.user_id, key=named.key, digest=named.digest, status=0, answer="", at=now
        )
        .on_conflict_do_nothing(index_elements=["user_id", "key"])
        .returning(Call.id)
    ).scalar_one_or_none()
    if number is None:
        return _before(session, session.execute(select(Call).where(mine)).scalar_one(), named)
    status, body = work(session, number)
    sealed = vault_of(session).seal(body)
    session.execute(update(Call).where(Call.id == number).values(status=status, answer=sealed))
    return Answer(status, body)


def forget(session: Session, now: datetime) -> int:
    """Drop what is older than answers are repeated."""
    gone = session.execute(delete(Call).where(Call.at <= now - KEPT))
    return int(getattr(gone, "rowcount", 0))


def _before(session: Session, known: Call, named: Named) -> Answer:
    if known.digest != named.digest:
        raise KeyReused(
            say(
                "This Idempotency-Key named another request. Repeat that one unchanged, or take a"
                " new key for a new request."
            )
        )
    try:
        return Answer(known.status, vault_of(session).open(known.answer), is_repeated=True)
    except SealedElsewhere:
        raise Conflict(
            say(
                "This was done before the database was moved, and its answer can't be read here."
                " Look what became of it before you repeat it."
            ),
            "answer_lost",
        ) from None
