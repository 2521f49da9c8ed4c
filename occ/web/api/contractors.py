"""Contractors, who have contacts (C3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.contacts import editing, models
from occ.contacts.editing import LONGEST_CODE, LONGEST_NAME, LONGEST_NOTE, ContractorForm
from occ.core import pages
from occ.core.words import say
from occ.flows import keep_contacts
from occ.users.scopes import Scope
from occ.web.api.asked import Asked, Nothing
from occ.web.api.kinds import Text
from occ.web.api.operations import read, write
from occ.web.api.paging import Paging, page_of

bp = Blueprint("api_contractors", __name__)


@dataclass(frozen=True)
class Contractor:
    key: str
    name: str
    code: Annotated[str | None, say("What your books call it; no two have the same.")]
    note: str
    created_at: datetime


@dataclass(frozen=True)
class ContractorDraft:
    name: Annotated[str, Text(LONGEST_NAME, 1)]
    code: Annotated[str, Text(LONGEST_CODE)] = ""
    note: Annotated[str, Text(LONGEST_NOTE)] = ""


@dataclass(frozen=True)
class Sought(Paging):
    code: Annotated[str | None, Text(LONGEST_CODE, 1), say("The one with this code.")] = None


ContractorPage = page_of(Contractor)


@read(bp, "/contractors", say("List contractors"), Scope.CONTACTS_READ, ContractorPage, Sought)
def index(session: Session, asked: Asked[Sought]) -> Any:
    query = select(models.Contractor)
    if asked.what.code:
        query = query.where(models.Contractor.code == asked.what.code)
    rows, more = pages.newest(session, query, models.Contractor, asked.what.after, asked.what.limit)
    return ContractorPage(tuple(_told(each) for (each,) in rows), more)


@read(bp, "/contractors/<key>", say("One contractor"), Scope.CONTACTS_READ, Contractor)
def show(session: Session, asked: Asked[Nothing], key: str) -> Contractor:
    return _told(editing.contractor(session, key))


@write(
    bp,
    "/contractors",
    say("Add a contractor"),
    Scope.CONTACTS_WRITE,
    Contractor,
    ContractorDraft,
)
def add(session: Session, asked: Asked[ContractorDraft]) -> Contractor:
    return _kept(session, asked, None)


@write(
    bp,
    "/contractors/<key>",
    say("Change a contractor"),
    Scope.CONTACTS_WRITE,
    Contractor,
    ContractorDraft,
    method="PUT",
)
def change(session: Session, asked: Asked[ContractorDraft], key: str) -> Contractor:
    return _kept(session, asked, key)


def _kept(session: Session, asked: Asked[ContractorDraft], key: str | None) -> Contractor:
    wanted = asked.what
    form = ContractorForm(
        " ".join(wanted.name.split()), " ".join(wanted.code.split()), wanted.note.strip()
    )
    return _told(keep_contacts.contractor(session, asked.caller.user_id, key, form, asked.now))


def _told(found: models.Contractor) -> Contractor:
    return Contractor(found.key, found.name, found.code, found.note, found.created_at)
