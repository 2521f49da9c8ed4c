"""A closed conversation is emptied: what was said in it, noted, typed and found it by.

When it was, whose work it was and how it ended stay, and so does its place in every count.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from occ.conversations import came_from
from occ.conversations.models import Conversation, Draft
from occ.conversations.notes import Note
from occ.conversations.search_words import ConversationWord, SearchMark
from occ.core.locks import locked
from occ.messaging import emptying
from occ.messaging.models import Message, Upload


def empty(
    session: Session, conversation: Conversation, now: datetime
) -> tuple[bool, Sequence[Message]]:
    """A slice of a locked one; whether nothing is left, and what was not sent and never will be.

    Something is left also while a message is being handed over.
    """
    of_it = Message.conversation_id == conversation.id
    unsent = emptying.messages(session, of_it, now)
    emptying.drop_uploads(session, Upload.conversation_id == conversation.id)
    session.execute(delete(Draft).where(Draft.conversation_id == conversation.id))
    session.execute(
        update(Note)
        .where(Note.conversation_id == conversation.id)
        .values(body="")
        .execution_options(synchronize_session=False)
    )
    came_from.forget(session, conversation.id)
    conversation.last_body = ""
    conversation.last_line = emptying.ERASED.as_json()
    if emptying.are_left(session, of_it):
        return False, unsent
    # Whoever keeps words just now has read them already: we wait, and take those away, too.
    session.execute(locked(select(SearchMark).order_by(SearchMark.name)))
    session.execute(
        delete(ConversationWord).where(ConversationWord.conversation_id == conversation.id)
    )
    conversation.emptied_at = now
    session.flush()
    return True, unsent
