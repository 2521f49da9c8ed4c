"""A conversation ends: its interaction too, the seat is free, the next in line is sought."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from occ.conversations import labels
from occ.conversations.labels import Label, LabelKind
from occ.conversations.models import Conversation, State
from occ.conversations.threads import place_of
from occ.core.errors import Conflict
from occ.core.words import say
from occ.journal import entries as journal
from occ.routing import access, offers, queue, tell
from occ.routing.models import Ending
from occ.services.models import Service
from occ.users.models import User


def close(
    session: Session, user_id: int, key: str, now: datetime, outcome_key: str | None = None
) -> int:
    """Close one's own conversation, or any for who oversees; its id.

    With an outcome, where the service asks for one. One's own may keep its seat for the wrap-up.
    Raises NotFound, Conflict.
    """
    user = session.get_one(User, user_id)
    conversation = access.held_by(session, user, key)
    service = session.get_one(Service, conversation.service_id)
    outcome = _outcome(session, service, outcome_key)
    conversation.closed_by_id = user_id
    conversation.outcome_id = outcome.id if outcome else None
    if conversation.state is State.PARKED:
        conversation.aside_for_id = conversation.user_id
        conversation.aside_until = conversation.parked_until
    own = conversation.state is State.ACTIVE and conversation.user_id == user_id
    wrap = timedelta(seconds=service.wrap_up_seconds if own else 0)
    shut(session, conversation, Ending.CLOSED, now, wrap)
    after = {"outcome": outcome.name} if outcome else {}
    subject = journal.Subject("conversation", key)
    journal.write(session, user_id, "conversation_closed", subject, now, after=after)
    return conversation.id


def shut(
    session: Session,
    conversation: Conversation,
    ending: Ending,
    now: datetime,
    wrap: timedelta = timedelta(0),
) -> None:
    before = place_of(conversation)
    if wrap:
        offers.wrap(session, conversation, now + wrap)
    else:
        offers.end(session, conversation, ending, now)
    conversation.state, conversation.closed_at = State.CLOSED, now
    conversation.unanswered_since = None
    session.flush()
    tell.conversation_changed(session, before, place_of(conversation))
    queue.touch_all(session)


def _outcome(session: Session, service: Service, key: str | None) -> Label | None:
    """Raises NotFound, and Conflict where one is needed and there are some to choose from."""
    if key is not None:
        return labels.by_key(session, LabelKind.OUTCOME, key)
    if service.asks_outcome and labels.listed(session, LabelKind.OUTCOME):
        raise Conflict(say("Choose how it ended, then it is closed."), "outcome_needed")
    return None
