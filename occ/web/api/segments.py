"""Segments: saved filters, which a campaign can go to (C5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.contacts import segments
from occ.core import pages
from occ.core.words import say
from occ.users.scopes import Scope
from occ.web.api.asked import Asked
from occ.web.api.operations import read
from occ.web.api.paging import Paging, page_of

bp = Blueprint("api_segments", __name__)


@dataclass(frozen=True)
class Segment:
    key: Annotated[str, say("What a campaign's audience names it by.")]
    name: str
    filter: Annotated[dict[str, str], say("What its contacts are sought by.")]
    saved_at: datetime


SegmentPage = page_of(Segment)


@read(bp, "/segments", say("List segments"), Scope.CONTACTS_READ, SegmentPage, Paging)
def index(session: Session, asked: Asked[Paging]) -> Any:
    query = select(segments.Segment)
    rows, more = pages.newest(session, query, segments.Segment, asked.what.after, asked.what.limit)
    return SegmentPage(tuple(_told(each) for (each,) in rows), more)


def _told(found: segments.Segment) -> Segment:
    asked = {name: str(value) for name, value in found.asked.items()}
    return Segment(found.key, found.name, asked, found.saved_at)
