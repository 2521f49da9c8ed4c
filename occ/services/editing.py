"""Create and change services and who serves them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from occ.core import ids
from occ.core.address import read_number, readable
from occ.core.errors import Invalid, NotFound
from occ.core.locks import lock_row
from occ.core.words import Words, say
from occ.journal import entries as journal
from occ.services import own_numbers
from occ.services.models import Service, ServiceMember
from occ.users.models import User

LONGEST_NAME = 60


@dataclass(frozen=True)
class ServiceForm:
    """What an administrator entered; `number` as typed, `members` as user keys."""

    name: str
    chat: bool
    whatsapp: bool
    number: str
    members: tuple[str, ...] = ()

    @property
    def is_live(self) -> bool:
        """Whether customers reach it: WhatsApp has a number, or the form is refused."""
        return self.chat and self.whatsapp


def by_key(session: Session, key: str) -> Service:
    """Raises NotFound."""
    service = session.scalar(
        select(Service).where(Service.key == key, Service.archived_at.is_(None))
    )
    if service is None:
        raise NotFound(say("There is no such service."))
    return service


def create(session: Session, actor_id: int | None, form: ServiceForm, now: datetime) -> Service:
    """Raises Invalid."""
    number, members = _check(session, form, None)
    service = Service(
        key=ids.new("svc"),
        name=" ".join(form.name.split()),
        chat=form.chat,
        whatsapp=form.whatsapp,
        whatsapp_number=number,
        created_at=now,
    )
    session.add(service)
    session.flush()
    own_numbers.move(session, None, _reached_by(service), now)
    set_members(session, service.id, members)
    journal.write(
        session, actor_id, "service_created", _subject(service), now, after=facts(session, service)
    )
    return service


def change(
    session: Session, actor_id: int | None, key: str, form: ServiceForm, now: datetime
) -> Service:
    """Raises Invalid, NotFound."""
    service: Service | None = lock_row(session, select(Service).where(Service.key == key))
    if service is None or service.archived_at is not None or service.is_unassigned:
        raise NotFound(say("There is no such service."))
    number, members = _check(session, form, service)
    before = facts(session, service)
    own_numbers.move(session, _reached_by(service), number if form.is_live else None, now)
    service.name, service.chat = " ".join(form.name.split()), form.chat
    service.whatsapp, service.whatsapp_number = form.whatsapp, number
    session.flush()
    set_members(session, service.id, members)
    journal.write(
        session,
        actor_id,
        "service_changed",
        _subject(service),
        now,
        before=before,
        after=facts(session, service),
    )
    return service


def set_members(session: Session, service_id: int, user_ids: Collection[int]) -> None:
    session.execute(delete(ServiceMember).where(ServiceMember.service_id == service_id))
    if user_ids:
        session.execute(
            insert(ServiceMember),
            [{"service_id": service_id, "user_id": user_id} for user_id in sorted(user_ids)],
        )


def members(session: Session, service_id: int) -> Sequence[User]:
    return session.scalars(
        select(User)
        .join(ServiceMember, ServiceMember.user_id == User.id)
        .where(ServiceMember.service_id == service_id)
        .order_by(User.name)
    ).all()


def facts(session: Session, service: Service) -> dict[str, object]:
    return {
        "name": service.name,
        "chat": service.chat,
        "whatsapp": service.whatsapp,
        "whatsapp_number": service.whatsapp_number,
        "members": [user.name for user in members(session, service.id)],
    }


def _check(
    session: Session, form: ServiceForm, present: Service | None
) -> tuple[str | None, list[int]]:
    errors: dict[str, Words] = {}
    name = " ".join(form.name.split())
    others = select(Service).where(Service.archived_at.is_(None))
    if present is not None:
        others = others.where(Service.id != present.id)
    if not 1 <= len(name) <= LONGEST_NAME:
        errors["name"] = say("Enter a name of 1 to %(most)s characters.", most=LONGEST_NAME)
    elif holder := session.scalar(others.where(Service.name == name)):
        errors["name"] = (
            say("%(name)s is reserved: it is where messages to no service wait.", name=name)
            if holder.is_unassigned
            else say("There is a service named %(name)s already.", name=name)
        )
    if form.whatsapp and not form.chat:
        errors["whatsapp"] = say("WhatsApp is part of the chat channel: switch Chat on first.")
    number = read_number(form.number) if form.number.strip() else None
    if form.number.strip() and number is None:
        errors["whatsapp_number"] = say(
            "This is not a phone number. Enter it with its country code, such as +48 500 100 200."
        )
    elif form.whatsapp and number is None:
        errors["whatsapp_number"] = say("WhatsApp needs the number that Twilio gave you.")
    elif number and (holder := session.scalar(others.where(Service.whatsapp_number == number))):
        errors["whatsapp_number"] = say(
            "%(number)s belongs to %(service)s: one number, one service. Take it away there first.",
            number=readable(number),
            service=holder.name,
        )
    chosen = (
        session.execute(
            select(User.id).where(User.key.in_(form.members), User.disabled_at.is_(None))
        )
        .scalars()
        .all()
    )
    if len(chosen) != len(set(form.members)):
        errors["members"] = say("One of the chosen people is no longer a user. Choose again.")
    if errors:
        raise Invalid(errors)
    return number, list(chosen)


def _reached_by(service: Service) -> str | None:
    return service.whatsapp_number if service.chat and service.whatsapp else None


def _subject(service: Service) -> journal.Subject:
    return journal.Subject("service", service.key)
