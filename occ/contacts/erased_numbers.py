"""Numbers whose people were erased, known again by a digest that only this installation makes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.contacts.erasure_models import ErasedNumber
from occ.core.db import insert
from occ.core.secrets import vault_of

_PURPOSE = "erased numbers"
_AT_ONCE = 500


def keep(session: Session, phones: Collection[str], now: datetime) -> None:
    """Digests of the numbers (E.164), in place of the numbers."""
    vault = vault_of(session)
    rows = [{"fingerprint": vault.fingerprint(_PURPOSE, each), "since": now} for each in phones]
    if rows:
        session.execute(insert(session, ErasedNumber.__table__).on_conflict_do_nothing(), rows)


def among(session: Session, phones: Collection[str]) -> set[str]:
    """Those of the numbers (E.164) that were somebody's who was erased."""
    if not phones or session.scalar(select(ErasedNumber.fingerprint).limit(1)) is None:
        return set()
    vault = vault_of(session)
    digests = {digest: phone for phone in phones for digest in vault.fingerprints(_PURPOSE, phone)}
    found: set[str] = set()
    wanted = sorted(digests)
    for begin in range(0, len(wanted), _AT_ONCE):
        part = wanted[begin : begin + _AT_ONCE]
        query = select(ErasedNumber.fingerprint).where(ErasedNumber.fingerprint.in_(part))
        found |= {digests[digest] for digest in session.scalars(query)}
    return found
