"""One desk and everybody around it: whoever may, and whoever may not, touch what lies on it."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from occ.contacts import consents, phone_numbers
from occ.contacts.models import Address
from occ.conversations.labels import LabelKind
from occ.conversations.models import Conversation
from occ.core import clock, ids
from occ.core.address import Channel, readable
from occ.core.run import Runner
from occ.flows import agent_reply, answer_offer, close_conversation, keep_labels, park_conversation
from occ.messaging import media, templates
from occ.messaging.models import (
    Attempt,
    AttemptState,
    FileState,
    HandOver,
    MediaFile,
    Message,
)
from occ.messaging.ports import Attachment
from occ.services import desk_rules
from occ.services.desk_rules import DeskRules
from occ.services.models import Service
from occ.settings import store
from occ.settings.pages import ContactSettings
from occ.users.models import Role, User
from tests.builders import the_interaction, writes
from tests.contacts.people import a_contact, agreed
from tests.flows.sending.first import TEMPLATE, a_template
from tests.jobs.by_smsapi import SETTINGS
from tests.realtime.page import Page

STRANGER, HOLDER, COLLEAGUE = "stranger", "holder", "colleague"
UNCHANNELLED = "agent without the channel"
SUPERVISOR, ADMINISTRATOR = "supervisor", "administrator"
DISABLED, ELSEWHERE = "disabled", "signed out elsewhere"
ROLES = (
    STRANGER,
    HOLDER,
    COLLEAGUE,
    UNCHANNELLED,
    SUPERVISOR,
    ADMINISTRATOR,
    DISABLED,
    ELSEWHERE,
)


class Desk:
    """Sales' conversations are Ana's, the holder; Ben, a colleague, serves it as well."""

    def __init__(
        self, app: Flask, run: Runner, service: Service, person: Callable[..., User]
    ) -> None:
        self._run, self.service = run, service.key
        self._customers = itertools.count(1)
        self.users = {
            HOLDER: person("Ana", most=50),
            COLLEAGUE: person("Ben", most=50),
            UNCHANNELLED: person("Cleo", chat=False, whatsapp=False),
            SUPERVISOR: person("Sofia", Role.SUPERVISOR),
            ADMINISTRATOR: person("Ada", Role.ADMINISTRATOR),
            DISABLED: person("Dora", chat=False, whatsapp=False),
            ELSEWHERE: person("Emil", chat=False, whatsapp=False),
        }
        self.pages = {STRANGER: Page(app, None)}
        self.pages |= {role: Page(app, user) for role, user in self.users.items()}
        # Behind their backs, so that their open connections are not told.
        with run.database.writing() as session:
            session.get_one(User, self.users[DISABLED].id).disabled_at = clock.now()
            session.get_one(User, self.users[ELSEWHERE].id).epoch += 1

    def offer(self) -> str:
        """An interaction that is offered to the holder."""
        return the_interaction(self._run, self._offered()).key

    def conversation(self) -> str:
        """One that the holder has accepted."""
        key = self._offered()
        now, holder = clock.now(), self.users[HOLDER].id
        self._run(answer_offer.accept, holder, the_interaction(self._run, key).key, now)
        return key

    def closed(self) -> str:
        """One that the holder has just closed; its customer agreed to be written to."""
        key = self.conversation()
        self._run(close_conversation.close, self.users[HOLDER].id, key, clock.now())
        with self._run.database.writing() as session:
            row = session.scalars(select(Conversation).where(Conversation.key == key)).one()
            phone = str(session.get_one(Address, row.address_id).phone)
            [number] = phone_numbers.rows(session, [phone], clock.now()).values()
            consents.record(session, {number: [agreed(Channel.WHATSAPP)]}, clock.now())
        return key

    def parked(self) -> str:
        """One that the holder has just parked."""
        key = self.conversation()
        self._run(park_conversation.park, self.users[HOLDER].id, key, None, clock.now())
        return key

    def wrapping(self) -> str:
        """The interaction of one that the holder closed, and is not done with."""
        self._run(desk_rules.save, None, self.service, DeskRules(0, 60, False, 0, 0), clock.now())
        key = self.conversation()
        interaction = the_interaction(self._run, key).key
        self._run(close_conversation.close, self.users[HOLDER].id, key, clock.now())
        self._run(desk_rules.save, None, self.service, DeskRules(0, 0, False, 0, 0), clock.now())
        return interaction

    def waiting(self) -> str:
        """One that both agents have passed on, so that for a while it is offered to nobody."""
        key = self._written()
        for _ in (HOLDER, COLLEAGUE):
            self._decline(key)
        return key

    def failed(self) -> str:
        """A message of the holder's that the provider refused."""
        return self._message(HandOver.REFUSED)

    def unknown(self) -> str:
        """A message of the holder's of which nobody knows whether it went."""
        return self._message(HandOver.UNKNOWN)

    def lost_file(self) -> str:
        """One that came with a message to the holder, and could not be fetched."""
        conversation = self.conversation()
        with self._run.database.writing() as session:
            message = session.scalars(
                select(Message.id)
                .join(Conversation, Conversation.id == Message.conversation_id)
                .where(Conversation.key == conversation)
            ).one()
            attachment = Attachment("https://api.twilio.com/", "image/png")
            [told] = media.add(session.connection(), message, [attachment], clock.now())
            row = session.scalars(select(MediaFile).where(MediaFile.key == told["key"])).one()
            row.state = FileState.FAILED
        return str(told["key"])

    def template(self) -> dict[str, object]:
        """What is sent of an approved one, by one press."""
        with self._run.database.writing() as session:
            if templates.by_sid(session, TEMPLATE) is None:
                a_template(session)
        return {"template": TEMPLATE, "variables": {"1": "314"}, "client_id": ids.new("cli")}

    def contact(self) -> str:
        """Somebody who has agreed to be written to on WhatsApp."""
        phone = f"+4860020{next(self._customers):04d}"
        return str(self._run(a_contact, "Jan", phone, agreed(Channel.WHATSAPP)).key)

    def sms(self) -> dict[str, object]:
        """A text to somebody who has agreed to SMS, where they may be sent."""
        phone = f"+4860030{next(self._customers):04d}"
        with self._run.database.writing() as session:
            store.save(session, SETTINGS, clock.now())
            store.save(session, ContactSettings(countries="PL"), clock.now())
            contact = a_contact(session, "Jan", phone, agreed()).key
        sent = {"client_id": ids.new("cli"), "body": "It has arrived."}
        return {"contact": contact, "phone": readable(phone), **sent}

    def tag(self) -> str:
        """One of the supervisor's list."""
        name, supervisor = ids.new("tag"), self.users[SUPERVISOR].id
        found = self._run(keep_labels.save, supervisor, LabelKind.TAG, None, name, clock.now())
        return str(found.key)

    def _message(self, hand_over: HandOver) -> str:
        conversation, now = self.conversation(), clock.now()
        holder = self.users[HOLDER].id
        [said] = self._run(agent_reply.reply, holder, conversation, ids.new("cli"), "Yes", now)
        with self._run.database.writing() as session:
            message = session.scalars(select(Message).where(Message.key == said["key"])).one()
            message.hand_over = hand_over
            attempt = Attempt(
                key=ids.new("att"),
                message_id=message.id,
                state=AttemptState.UNKNOWN,
                started_at=now,
                resolve_at=now,
            )
            session.add(attempt)
        return str(said["key"])

    def _offered(self) -> str:
        """A conversation that is offered to the holder, if need be since the colleague declined."""
        key = self._written()
        if the_interaction(self._run, key).user_id == self.users[COLLEAGUE].id:
            self._decline(key)
        return key

    def _written(self) -> str:
        return writes(self._run, next(self._customers), now=clock.now())

    def _decline(self, key: str) -> None:
        offer = the_interaction(self._run, key)
        self._run(answer_offer.decline, offer.user_id, offer.key, clock.now())
