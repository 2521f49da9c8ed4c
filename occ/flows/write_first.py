"""Somebody writes one message to a person who has not asked for one: a campaign of one (D1).

By SMS it leaves from the sender in Settings → SMS; by WhatsApp from a service's number, as an
approved template or, in the 24 hours after the person last wrote to it, as free text.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from occ.billing import limits
from occ.billing.payer import Purpose
from occ.core.address import Channel, Identity
from occ.core.errors import Invalid
from occ.core.words import say
from occ.flows import queue_message
from occ.flows.queue_message import Outgoing, Refused
from occ.messaging import parts, routes, templates
from occ.messaging.models import Message
from occ.messaging.ports import TemplateUse
from occ.messaging.routes import Route
from occ.messaging.texts import LONGEST_MESSAGE, is_blank
from occ.services import listing as services
from occ.settings import store
from occ.settings.pages import TWILIO, SmsSettings


@dataclass(frozen=True)
class Letter:
    """`text`, or `template` with what stands for its variables; `service` by its key."""

    to: Identity
    text: str | None = None
    template: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    service: str | None = None


@dataclass(frozen=True)
class Author:
    """Who writes; `services` are the keys of those they may write for, none: all of them."""

    user_id: int
    services: Collection[str] = ()
    client_id: str | None = None


def write(session: Session, author: Author, letter: Letter, now: datetime) -> Message:
    """Raises Invalid, Refused, NotAllowed."""
    if letter.to.channel is Channel.SMS:
        route, body, use = _by_sms(session, letter, now)
    else:
        route, body, use = _by_whatsapp(session, author, letter)
    outgoing = Outgoing(
        Purpose.CAMPAIGN, author.user_id, route, letter.to, body, use, client_id=author.client_id
    )
    return queue_message.queue(session, outgoing, now)


def _by_sms(session: Session, letter: Letter, now: datetime) -> tuple[Route, str, None]:
    if letter.template is not None:
        raise Invalid({"template": say("Templates are for WhatsApp. Give a text.")})
    route = routes.sms(session)
    if route is None:
        why = routes.why_not_sms(session, limits.today(session, now))
        raise Refused(why or _NO_SENDER, "no_sms")
    text = _text(letter)
    most = store.load(session, SmsSettings).most_parts
    count = parts.count(text).parts
    if count > most:
        raise Invalid(
            {
                "text": say(
                    "This takes %(count)s SMS, and one message has at most %(most)s. Shorten it.",
                    count=count,
                    most=most,
                )
            }
        )
    return route, text, None


def _by_whatsapp(
    session: Session, author: Author, letter: Letter
) -> tuple[Route, str, TemplateUse | None]:
    route = Route(TWILIO, f"{Identity(Channel.WHATSAPP, _number(session, author, letter))}")
    if letter.template is None:
        text = _text(letter)
        if len(text) > LONGEST_MESSAGE:
            raise Invalid(
                {"text": say("At most %(most)s characters by WhatsApp.", most=LONGEST_MESSAGE)}
            )
        return route, text, None
    if letter.text is not None:
        raise Invalid({"text": say("Give a text or a template, not both.")})
    known = templates.by_sid(session, letter.template)
    if known is None:
        raise Invalid({"template": say("No template has this SID. They stand in Settings.")})
    use, body = templates.worded(known, letter.variables)
    return route, body, use


def _number(session: Session, author: Author, letter: Letter) -> str:
    """The service's that is named, or of the only one there is."""
    offered = {
        each.key: each.whatsapp_number
        for each in services.live(session)
        if each.whatsapp
        and each.whatsapp_number
        and (not author.services or each.key in author.services)
    }
    wanted = letter.service
    if wanted is None and len(offered) == 1:
        [wanted] = offered
    number = offered.get(wanted or "")
    if number is None:
        raise Invalid({"service": _NO_SERVICE if wanted is None else _NO_SUCH_SERVICE})
    return number


def _text(letter: Letter) -> str:
    if letter.text is None or is_blank(letter.text):
        raise Invalid({"text": say("Enter a text.")})
    return letter.text


_NO_SERVICE = say("Name the service from whose WhatsApp number it leaves.")
_NO_SUCH_SERVICE = say(
    "No service with WhatsApp that this token sees has this key. It stands at the end of the"
    " address of the service's page."
)
_NO_SENDER = say(
    "No SMS can be sent: no sender is set. An administrator sets it in Settings → SMS."
)
