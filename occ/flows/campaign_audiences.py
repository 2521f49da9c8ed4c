"""Whom a campaign goes to, as somebody names them: what its run keeps as their source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.campaigns.audience import Source
from occ.contacts import contractors, segments
from occ.contacts.models import Contact
from occ.core.errors import OccError
from occ.core.words import say


def everybody() -> dict[str, Any]:
    return {"kind": Source.FILTER}


def of_segment(session: Session, key: str) -> dict[str, Any]:
    """As it filters now: a segment that is changed later changes no campaign. Raises NotFound."""
    asked = segments.by_key(session, key).filter
    return {"kind": Source.FILTER, "filter": asdict(asked), "segment": key}


def of_contractors(session: Session, keys: Sequence[str]) -> dict[str, Any]:
    """The contacts of these (C5). Raises OccError where there is none of them."""
    found = [each.id for each in contractors.by_keys(session, keys)]
    return {"kind": Source.CONTRACTORS, "ids": _somebody(found)}


def of_contacts(session: Session, keys: Sequence[str]) -> dict[str, Any]:
    """Raises OccError where there is none of them."""
    found = session.scalars(select(Contact.id).where(Contact.key.in_(keys))).all()
    return {"kind": Source.CONTACTS, "ids": _somebody(found)}


def _somebody(ids: Sequence[int]) -> list[int]:
    if not ids:
        raise OccError(say("Select somebody first: nobody was."), "nobody_selected")
    return list(ids)
