"""The page of a website from which the customer of a conversation wrote, where they told it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, bindparam, delete, literal, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from occ.core.db import insert, insert_for, plain
from occ.core.types import Base
from occ.services.models import PageReference, Service, WidgetService
from occ.services.page_references import LIFE, Page


class ConversationPage(Base):
    __tablename__ = "conversation_pages"

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    title: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime]


def note(
    session: Session,
    conversation_id: int,
    our_number: str,
    references: Sequence[str],
    now: datetime,
) -> None:
    """Keep the page that one of `references`, as they stand in a message, was made for.

    Of a widget that leads to the number written to, within its life; else nothing happens. Whoever
    writes it comes from there, however many do; of several pages the last counts.
    """
    connection, dialect = plain(session)
    connection.execute(
        _note(dialect),
        {
            "conversation": conversation_id,
            "number": our_number,
            "written": list(references),
            "since": now - LIFE,
            "now": now,
        },
    )


def of(session: Session, conversation_id: int) -> Page | None:
    found = session.execute(_PAGE, {"conversation": conversation_id}).one_or_none()
    return Page._make(found) if found else None


def move(session: Session, ended_id: int, stays_id: int) -> None:
    """Of a conversation that was joined to another: of both their pages the last counts."""
    here = select(
        literal(stays_id),
        ConversationPage.title,
        ConversationPage.address,
        ConversationPage.at,
    ).where(ConversationPage.conversation_id == ended_id)
    moving = insert(session, ConversationPage.__table__).from_select(_COLUMNS, here)
    session.execute(_instead(moving, moving.excluded.at > ConversationPage.at))
    forget(session, ended_id)


def forget(session: Session, conversation_id: int) -> None:
    session.execute(
        delete(ConversationPage).where(ConversationPage.conversation_id == conversation_id)
    )


_COLUMNS = ["conversation_id", "title", "address", "at"]
_NOW = bindparam("now", type_=PageReference.made_at.type)
_PAGE = select(ConversationPage.title, ConversationPage.address).where(
    ConversationPage.conversation_id == bindparam("conversation")
)
_FOUND = (
    select(
        bindparam("conversation", type_=ConversationPage.conversation_id.type),
        PageReference.title,
        PageReference.address,
        _NOW,
    )
    .join(WidgetService, WidgetService.widget_id == PageReference.widget_id)
    .join(Service, Service.id == WidgetService.service_id)
    .where(
        PageReference.reference.in_(bindparam("written", expanding=True)),
        PageReference.made_at > bindparam("since", type_=PageReference.made_at.type),
        Service.whatsapp_number == bindparam("number"),
        Service.archived_at.is_(None),
    )
    .order_by(PageReference.made_at.desc())
    .limit(1)
)


@cache
def _note(dialect: str) -> Any:
    adding = insert_for(dialect, ConversationPage.__table__).from_select(_COLUMNS, _FOUND)
    return _instead(adding)


def _instead(adding: Any, where: Any = None) -> Any:
    told = {name: adding.excluded[name] for name in ("title", "address", "at")}
    return adding.on_conflict_do_update(index_elements=["conversation_id"], set_=told, where=where)
