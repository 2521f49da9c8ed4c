"""One answer on its way to a customer, and what one asks about it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from occ.core.run import Runner
from occ.core.words import say
from occ.flows import agent_reply, claim_messages
from occ.messaging.messages import shown_status
from occ.messaging.models import Attempt, Direction, Message
from occ.messaging.outbox import Claimed
from occ.messaging.ports import Delivery, StatusReport
from occ.users.models import User
from tests.builders import NOW, a_service, an_agent, talks

WHY = say("His phone was out of reach.")


def a_talk(run: Runner) -> tuple[User, str]:
    """An agent in conversation with a customer: the agent, and the conversation's key."""
    run(a_service)
    return run(an_agent), talks(run)


def answers(
    run: Runner, agent: User, key: str, body: str = "Yes.", now: datetime = NOW, client: str = ""
) -> str:
    """The key of the (first) message queued."""
    client_id = client or f"{body} {now}"
    return str(run(agent_reply.reply, agent.id, key, client_id, body, now)[0]["key"])


def claims(run: Runner, now: datetime = NOW) -> list[Claimed]:
    return run(claim_messages.claim, now)


def message(run: Runner, key: str) -> Message:
    with run.reading() as session:
        return session.scalars(select(Message).where(Message.key == key)).one()


def tick(run: Runner, key: str) -> str:
    return shown_status(message(run, key))


def attempts(run: Runner, key: str) -> int:
    with run.reading() as session:
        return session.scalars(
            select(func.count())
            .select_from(Attempt)
            .join(Message, Message.id == Attempt.message_id)
            .where(Message.key == key)
        ).one()


def sent(run: Runner) -> list[Message]:
    with run.reading() as session:
        return list(
            session.scalars(
                select(Message).where(Message.direction == Direction.OUT).order_by(Message.id)
            )
        )


def report(
    delivery: Delivery | None, sid: str = "SM1", attempt: str | None = None, **more: object
) -> StatusReport:
    return StatusReport(sid=sid, delivery=delivery, attempt=attempt, **more)  # type: ignore[arg-type]
