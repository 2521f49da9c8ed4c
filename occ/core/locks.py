"""Rows are locked in one order everywhere, or PostgreSQL deadlocks.

Webhook or a program's call, service, address, telephone number, conversation, interaction, user,
batch, wallet, campaign, recipient, message, stream. On SQLite the transaction itself is the lock.
"""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session

S = TypeVar("S", bound=Select[Any])


def locked(statement: S, *, skip: bool = False) -> S:
    """`statement` with its rows locked until the commit; `skip` passes over what others hold.

    FOR NO KEY UPDATE, which no foreign key's check has to wait for: a drain that holds its
    service would otherwise stop every new conversation of it, and deadlock with some.
    """
    return statement.with_for_update(skip_locked=skip, key_share=True)


def lock_row(session: Session, statement: Select[Any]) -> Any:
    """The one row of `statement`, locked and read afresh, or None."""
    return session.execute(
        locked(statement).execution_options(populate_existing=True)
    ).scalar_one_or_none()
