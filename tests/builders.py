"""Sensible people, services and messages; a test says only what matters to it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation, State
from occ.core import address, ids
from occ.core.errors import OccError
from occ.core.run import Runner
from occ.flows import answer_offer, inbound_message
from occ.messaging import inbox
from occ.messaging.models import Message
from occ.messaging.ports import Inbound, Kind
from occ.routing.models import Interaction
from occ.services import editing, widget_editing
from occ.services.editing import ServiceForm
from occ.services.models import Service, Widget
from occ.services.widget_form import WidgetForm
from occ.settings import store
from occ.settings.pages import TwilioSettings
from occ.users import accounts, leases, tokens
from occ.users.models import Lease, Presence, Role, User
from occ.users.scopes import Scope
from occ.users.tokens import LASTS_DAYS, TokenForm

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SALES_NUMBER = "+390612345678"
_counter = itertools.count(1)


class Clock:
    """The time of `run`'s own doings (draining, numbering); a test moves it."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time

    def to(self, seconds: float) -> datetime:
        """Move to so many seconds after NOW."""
        self.time = at(seconds)
        return self.time


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def an_agent(
    session: Session,
    name: str = "Ana",
    *,
    most: int = 3,
    role: Role = Role.AGENT,
    online: bool = True,
    now: datetime = NOW,
    **profile: object,
) -> User:
    """Allowed Chat and WhatsApp, available, and reachable for a day where `online`."""
    number, takes = next(_counter), role is not Role.PROGRAM
    user = User(
        key=ids.new("usr"),
        name=name,
        email=None if role is Role.PROGRAM else f"{name.lower()}{number}@example.com",
        role=role,
        created_at=now,
        max_interactions=most,
        **{"chat": takes, "whatsapp": takes, "presence": Presence.AVAILABLE, **profile},
    )
    session.add(user)
    session.flush()
    if online:
        leases.renew(session, user.id, f"socket-{number}", now)
        session.execute(
            update(Lease).where(Lease.user_id == user.id).values(expires_at=now + timedelta(days=1))
        )
    return user


def a_program(
    session: Session,
    scopes: Sequence[str] = tuple(Scope),
    services: Sequence[Service] = (),
    now: datetime = NOW,
) -> tuple[User, str]:
    """A program, and the secret of a token of its own that lasts for two years."""
    program = accounts.add_program(session, None, "Hotspot", now)
    keys = tuple(service.key for service in services)
    form = TokenForm("In the lobby", tuple(scopes), LASTS_DAYS[-1], keys)
    return program, tokens.make(session, program.id, form, None, now)[1]


def a_service(
    session: Session,
    name: str = "Sales",
    number: str = SALES_NUMBER,
    members: tuple[User, ...] = (),
    now: datetime = NOW,
) -> Service:
    """A live service, with WhatsApp switched on for the company."""
    store.save(session, TwilioSettings(whatsapp=True), now)
    form = ServiceForm(name, True, True, number, tuple(user.key for user in members))
    return editing.create(session, None, form, now)


def a_widget(
    session: Session, services: Sequence[Service] = (), now: datetime = NOW, **more: Any
) -> Widget:
    """The website's; the same again changes it."""
    form = WidgetForm("Website", tuple(service.key for service in services), **more)
    return widget_editing.save(session, None, "website", form, now)


def an_inbound(
    body: str = "Hello",
    sender: str = "whatsapp:+48500100200",
    *,
    to: str = SALES_NUMBER,
    sid: str | None = None,
    name: str | None = "Marta",
    kind: Kind = Kind.TEXT,
) -> Inbound:
    return Inbound(
        sid=sid or f"SM{next(_counter):032x}",
        sender=address.parse(sender),
        recipient=address.parse(f"whatsapp:{to}"),
        kind=kind,
        body=body,
        profile_name=name,
    )


def a_webhook(session: Session, inbound: Inbound, now: datetime = NOW) -> int | None:
    return inbox.store(
        session.connection(),
        "twilio",
        inbox.MESSAGE,
        str(inbound.sender),
        inbound.sid,
        {"MessageSid": [inbound.sid], "Body": [inbound.body]},
        now,
    )


def receive(session: Session, inbound: Inbound, now: datetime = NOW) -> None:
    """Store and handle one message, as the two transactions of an edge do."""
    webhook_id = a_webhook(session, inbound, now)
    if webhook_id is not None:
        inbound_message.receive(session, inbound, webhook_id, now)


def the_conversation(session: Session) -> Conversation:
    return session.scalars(select(Conversation).execution_options(populate_existing=True)).one()


def customer(number: int) -> str:
    return f"whatsapp:+4850010{number:04d}"


def writes(
    run: Runner,
    number: int = 1,
    body: str = "Hello",
    now: datetime = NOW,
    *,
    to: str = SALES_NUMBER,
) -> str:
    """Customer `number` writes; the key of their conversation."""
    message = an_inbound(body, customer(number), to=to, name=f"Customer {number}")
    run(receive, message, now)
    with run.reading() as session:
        return session.scalars(
            select(Conversation.key)
            .join(Message, Message.conversation_id == Conversation.id)
            .where(Message.provider_sid == message.sid)
        ).one()


def accepts(run: Runner, key: str, now: datetime = NOW) -> None:
    """Whoever the conversation is offered to accepts it."""
    offer = the_interaction(run, key)
    run(answer_offer.accept, offer.user_id, offer.key, now)


def talks(run: Runner, number: int = 1, now: datetime = NOW, *, to: str = SALES_NUMBER) -> str:
    """Customer `number` writes and somebody accepts; the key of their conversation."""
    key = writes(run, number, now=now, to=to)
    accepts(run, key, now)
    return key


def conversation(run: Runner, key: str) -> Conversation:
    with run.reading() as session:
        return session.scalars(select(Conversation).where(Conversation.key == key)).one()


def the_interaction(run: Runner, key: str) -> Interaction:
    """The live one of a conversation."""
    with run.reading() as session:
        return session.scalars(
            select(Interaction)
            .join(Conversation, Conversation.interaction_id == Interaction.id)
            .where(Conversation.key == key)
        ).one()


def stands(run: Runner, key: str) -> tuple[State, str | None]:
    """A conversation's state, and the name of the agent who has it or is offered it."""
    with run.reading() as session:
        state, name = session.execute(
            select(Conversation.state, User.name)
            .outerjoin(User, User.id == Conversation.user_id)
            .where(Conversation.key == key)
        ).one()
        return state, name


def at_once(count: int, task: Callable[[int], object]) -> int:
    """How many of so many at once were not refused."""

    def one(number: int) -> bool:
        try:
            task(number)
        except OccError:
            return False
        return True

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count))).count(True)


def fresh(run: Runner, user: User) -> User:
    """The user as the database has them now."""
    with run.reading() as session:
        return session.get_one(User, user.id)
