"""Ana answers customers; what became of her words, by our rows and by Twilio's list."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.core import clock, ids
from occ.core.address import parse
from occ.core.run import Runner
from occ.flows import agent_reply
from occ.messaging import messages
from occ.messaging.models import Attempt, HandOver, Message, Webhook
from occ.messaging.outbox import Claimed
from occ.messaging.ports import Outbound
from occ.providers.simulator.server import Simulator
from occ.users.models import User
from tests.builders import writes

_LONG_AGO = timedelta(days=1)


class Ana:
    def __init__(self, run: Runner, user: User) -> None:
        self.run, self.user = run, user

    def answers(self, *bodies: str, customer: int = 1) -> None:
        """Customer `customer` has written, and Ana answers."""
        key = writes(self.run, customer, now=clock.now())
        for body in bodies:
            self.run(agent_reply.reply, self.user.id, key, ids.new("cli"), body, clock.now())

    def messages(self) -> list[Message]:
        """All she ever said, in order."""
        with self.run.reading() as session:
            said = select(Message).where(Message.hand_over.is_not(None)).order_by(Message.id)
            return list(session.scalars(said))

    def ticks(self) -> list[str]:
        return [messages.shown_status(message) for message in self.messages()]

    def attempts(self) -> list[Attempt]:
        with self.run.reading() as session:
            return list(session.scalars(select(Attempt).order_by(Attempt.id)))


def time_passes(run: Runner) -> None:
    """Whatever is due some day is due now."""
    run(_everything_is_due, clock.now() - _LONG_AGO)


def _everything_is_due(session: Session, past: datetime) -> None:
    waiting = update(Message).where(Message.hand_over == HandOver.WAITING)
    session.execute(waiting.values(due_at=past))
    session.execute(update(Attempt).values(resolve_at=past))
    session.execute(update(Webhook).values(received_at=past, due_at=past))


def taken(simulator: Simulator) -> list[str]:
    """What Twilio took of ours, by its own list."""
    return [row.body for row in simulator.exchange.messages if not row.is_inbound]


def outbound(claimed: Claimed) -> Outbound:
    """What a job hands to the provider for one claimed message."""
    return Outbound(parse(claimed.sender), parse(claimed.recipient), claimed.body, None)
