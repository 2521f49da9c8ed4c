"""Two open conversations of one customer become one: its words, its seat, its place."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from occ.conversations import came_from, labels, notes, search_words, threads
from occ.conversations.models import Conversation
from occ.conversations.threads import Place, place_of
from occ.core import events
from occ.flows import save_draft
from occ.flows.close_conversation import shut
from occ.messaging import uploads
from occ.messaging.models import Message
from occ.routing import happenings, tell
from occ.routing.models import Ending


def end_in(
    session: Session, ends: Conversation, stays: Conversation, ending: Ending, now: datetime
) -> Place:
    """Close one of two locked conversations; what is known of the customer goes to the other.

    Returns where it stood, for who had it.

    Its messages follow by `pour`, which comes after every seat: messages are locked after users.
    """
    stood = place_of(ends)
    heard, unanswered = ends.last_inbound_at, ends.unanswered_since
    shut(session, ends, ending, now)
    if heard and (stays.last_inbound_at is None or heard > stays.last_inbound_at):
        # WhatsApp's 24 hours are of the number that the customer wrote to.
        stays.last_inbound_at, stays.our_address = heard, ends.our_address
    if ends.last_at > stays.last_at:
        stays.last_at, stays.last_body = ends.last_at, ends.last_body
        stays.last_kind, stays.last_line = ends.last_kind, ends.last_line
        stays.last_direction = ends.last_direction
    waits = [since for since in (unanswered, stays.unanswered_since) if since]
    stays.unanswered_since = min(waits, default=None)
    threads.wait_since(session, stays, min(stays.waiting_since, ends.waiting_since))
    happenings.joined(session, ends, stays, now)
    session.flush()
    return stood


def pour(session: Session, ended: Place, stays: Conversation) -> None:
    """Move the messages; every page reads the thread anew, since no push brings so many."""
    session.execute(
        update(Message).where(Message.conversation_id == ended.id).values(conversation_id=stays.id)
    )
    came_from.move(session, ended.id, stays.id)
    notes.move(session, ended.id, stays.id)
    search_words.move(session, ended.id, stays.id)
    labels.move(session, ended.id, stays)
    save_draft.move(session, ended.id, stays)
    uploads.move(session, ended.id, stays.id)
    tell.thread_changed(session, place_of(stays), ended)
    events.touch(session, stays.service_id)
