"""What is due to be sent is claimed, each with an attempt that is committed before the call."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.conversations.models import Conversation
from occ.flows.delivery_status import tell_message
from occ.messaging import gate, outbox
from occ.messaging.models import HandOver

AT_ONCE = 20


def claim(session: Session, now: datetime) -> list[outbox.Claimed]:
    """Ask the gate once more and open an attempt for each message that may leave."""
    claimed = []
    for message in outbox.due(session, now, AT_ONCE):
        conversation = session.get_one(Conversation, message.conversation_id)
        refusal = gate.against_reply(conversation.last_inbound_at, now)
        if refusal:
            message.hand_over = HandOver.REFUSED
            message.reason, message.reason_code = refusal.as_json(), "window_shut"
            session.flush()
            tell_message(session, message)
            continue
        attempt = outbox.claim(session, message, now)
        if attempt:
            claimed.append(attempt)
    return claimed
