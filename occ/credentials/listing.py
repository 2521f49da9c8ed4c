"""Reads for the pages of accounts, and for those of the batches that paid for them."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, aliased

from occ.credentials.models import Account, Carriage
from occ.messaging.models import Message
from occ.users.models import User


class Line(NamedTuple):
    """An account, whose it is, who handed it out, and the newest message that carried it."""

    account: Account
    user: User | None
    starter: User
    message: Message | None


class Taken(NamedTuple):
    """A message that has a batch's unit, and the account whose credentials it carried."""

    message: Message
    account: Account


_STARTER = aliased(User)


def lines(
    session: Session, sought: str = "", before: int | None = None, most: int | None = None
) -> list[Line]:
    """The newest first: by name, number, key or system where something is sought."""
    found = _all()
    if sought:
        found = found.where(_holds(sought))
    if before is not None:
        found = found.where(Account.id < before)
    return [
        Line._make(row) for row in session.execute(found.order_by(Account.id.desc()).limit(most))
    ]


def line(session: Session, account_id: int) -> Line:
    return Line._make(session.execute(_all().where(Account.id == account_id)).one())


def of_batch(
    session: Session, batch_id: int, before: int | None = None, most: int | None = None
) -> list[Taken]:
    """Who took units of a batch, the newest first; a unit given back is nobody's."""
    found = (
        select(Message, Account)
        .join(Carriage, Carriage.message_id == Message.id)
        .join(Account, Account.id == Carriage.account_id)
        .where(Message.batch_id == batch_id)
    )
    if before is not None:
        found = found.where(Message.id < before)
    rows = session.execute(found.order_by(Message.id.desc()).limit(most))
    return [Taken._make(row) for row in rows]


def _all() -> Select[Account, User, User, Message]:
    return (
        select(Account, User, _STARTER, Message)
        .outerjoin(User, User.id == Account.user_id)
        .join(_STARTER, _STARTER.id == Account.starter_id)
        .outerjoin(Message, Message.id == Account.message_id)
    )


def _holds(sought: str) -> ColumnElement[bool]:
    digits = "".join(each for each in sought if each.isdigit())
    columns = (Account.name, Account.system, Account.key, User.email)
    held = [column.icontains(sought, autoescape=True) for column in columns]
    if len(digits) >= 3:
        held.append(Account.phone.contains(digits))
    return or_(*held)
