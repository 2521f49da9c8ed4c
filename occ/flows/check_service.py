"""A service's own check-list: what stands between a customer's message and an agent (A2, A3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from occ.core.checks import Check, Level
from occ.core.words import say
from occ.messaging import fetches, reach, verified
from occ.messaging.account import AccountProvider, Credentials, Hook, Trouble
from occ.messaging.fetch_models import Fetch
from occ.routing import staff
from occ.services import listing, senders
from occ.services.models import Service
from occ.settings import store
from occ.settings.pages import TwilioSettings


@dataclass(frozen=True)
class Asked:
    """`hooks`: what Twilio listed; None where it did not answer, or was not asked."""

    checks: list[Check]
    hooks: Sequence[Hook] | None = None


_UNSEEN = (
    Check("sender", Level.SKIPPED, say("The number is a WhatsApp sender of the account, online")),
    Check("webhook", Level.SKIPPED, say("Its webhook points here")),
)


def look(session: Session, service: Service, now: datetime) -> list[Check]:
    """What our own rows tell; Twilio is asked by `ask`, with no transaction open."""
    settings = store.load(session, TwilioSettings)
    return [
        _channel(service, settings),
        _account(session, settings),
        _receiving(session, service, settings, now),
        *_people(session, service, now),
        _widget(session, service),
    ]


def unseen(session: Session, service: Service, polls: bool) -> list[Check]:
    """The lines of `ask` while nobody has asked now: what Twilio said last, or that it was not
    asked.
    """
    sender, webhook = _UNSEEN
    row = senders.among(session, [service]).get(service)
    if row is not None:
        sender = replace(_offline(row.offline_why), at=row.looked_at)
    return [sender] if polls else [sender, webhook]


def ask(
    provider: AccountProvider,
    credentials: Credentials | None,
    number: str | None,
    public_url: str,
    polls: bool,
) -> Asked:
    """Asks Twilio, so never inside a transaction."""
    if credentials is None or number is None:
        return Asked(list(_UNSEEN))
    try:
        hooks = provider.senders(credentials)
    except Trouble as trouble:
        line = Check("sender", Level.BAD, trouble.words, trouble.cure, trouble.code)
        return Asked([line, _UNSEEN[1]])
    return Asked(_of_number(hooks, number, public_url, polls), hooks)


def _of_number(hooks: Sequence[Hook], number: str, public_url: str, polls: bool) -> list[Check]:
    mine = [hook for hook in hooks if hook.phone == number]
    if not mine:
        words = say("%(number)s is no WhatsApp sender of the account.", number=number)
        cure = say(
            "Register it at Twilio, under Messaging → Senders, or pick another number. Twilio's"
            " sandbox is not listed and works all the same."
        )
        return [Check("sender", Level.WARN, words, cure), _UNSEEN[1]]
    return [_sender(mine[0]), *([] if polls else [_webhook(mine[0], public_url)])]


def _channel(service: Service, settings: TwilioSettings) -> Check:
    if not (service.chat and service.whatsapp and service.whatsapp_number):
        words = say("The service has no number on WhatsApp.")
        cure = say("Tick Chat, then WhatsApp, and enter the number.")
        return Check("channel", Level.BAD, words, cure)
    if not settings.whatsapp:
        words = say("WhatsApp is switched off for the whole company.")
        cure = say("Tick it in Settings → Advanced → Chat channel.")
        return Check("channel", Level.BAD, words, cure, repair="account")
    return Check("channel", Level.OK, say("Chat and WhatsApp are on, with a number."))


def _account(session: Session, settings: TwilioSettings) -> Check:
    if not (settings.account_sid and settings.auth_token):
        words = say("There is no Twilio account yet.")
        return Check("account", Level.BAD, words, repair="account")
    if refused_at := verified.refused_at(session):
        words = say("Twilio refused this account when it was asked last:")
        cure = say("Verify it again: each line says what to mend.")
        return Check("account", Level.BAD, words, cure, repair="account", at=refused_at)
    if verified.present(session) is None:
        words = say("Nobody has verified this account since it was entered.")
        return Check("account", Level.WARN, words, repair="account")
    return Check("account", Level.OK, say("Twilio has confirmed the account."))


def _receiving(
    session: Session, service: Service, settings: TwilioSettings, now: datetime
) -> Check:
    row = fetches.present(session).get(f"whatsapp:{service.whatsapp_number}")
    if settings.polls:
        return _polling(row, now)
    if row is not None and fetches.missed_lately(row, now):
        # Whatever Twilio calls about, what was written to this number had to be fetched.
        words = say("Twilio did not deliver what was written here; it had to be fetched, last:")
        cure = say("Look whether the webhook address at Twilio is ours.")
        return Check("receiving", Level.WARN, words, cure, repair="point", at=row.missed_at)
    called_at = verified.last_called(session)
    if called_at is not None:
        words = say("Received by webhook. Twilio last called here:")
        return Check("receiving", Level.OK, words, at=called_at)
    words = say("Received by webhook. Twilio has not called here yet.")
    return Check("receiving", Level.WARN, words, say("Test it below: write to the number."))


def _polling(row: Fetch | None, now: datetime) -> Check:
    if row is None or row.done_at is None:
        if row is not None and fetches.is_failing(row):
            words = say("Received by polling; the list can't be read.")
            return Check("receiving", Level.BAD, words, fetches.error_of(row), repair="account")
        words = say("Received by polling; the list has not been read yet.")
        return Check("receiving", Level.WARN, words, say("Look again in a few seconds."))
    if fetches.is_failing(row) or fetches.is_late(row, now):
        words = say("Received by polling; the list can't be read. It was last read:")
        cure = fetches.error_of(row)
        return Check("receiving", Level.BAD, words, cure, repair="account", at=row.done_at)
    words = say("Received by polling. The list was last read:")
    return Check("receiving", Level.OK, words, at=row.done_at)


def _people(session: Session, service: Service, now: datetime) -> list[Check]:
    counted = staff.of(session, service.id, now)
    if not counted.takers:
        words = say("Nobody takes WhatsApp in this service.")
        cure = say("Enable Chat and WhatsApp in the agents' profiles.")
        return [
            Check("agents", Level.BAD, words, cure, repair="people"),
            Check("free", Level.SKIPPED, say("Somebody is there to take a conversation now")),
        ]
    words = say("Agents whose profile allows it: %(count)s", count=counted.takers)
    lines = [Check("agents", Level.OK, words)]
    if why := staff.why_nobody(counted):
        cure = say("What comes in meanwhile waits, and is offered as soon as somebody is free.")
        return [*lines, Check("free", Level.WARN, why, cure)]
    words = say("Free to take a conversation now: %(count)s", count=counted.free)
    return [*lines, Check("free", Level.OK, words)]


def _widget(session: Session, service: Service) -> Check:
    widgets = listing.widgets(session, service.id)
    if not widgets:
        words = say("No widget leads here. Who knows the number can write all the same.")
        return Check("widget", Level.WARN, words, repair="widget")
    if not any(widget.first_seen_at for widget in widgets):
        words = say("A widget leads here, and no page has shown it yet.")
        cure = say("Put its snippet on the website, or share the link page.")
        return Check("widget", Level.WARN, words, cure, repair="widget")
    return Check("widget", Level.OK, say("A widget on a website leads here."))


def _sender(hook: Hook) -> Check:
    if hook.online:
        words = say("The number is a WhatsApp sender of the account, online.")
        return Check("sender", Level.OK, words)
    return replace(_offline(hook.troubles[0] if hook.troubles else None), code=hook.state or None)


def _offline(why: str | None) -> Check:
    words = say("The sender is not online on WhatsApp.")
    if why:
        words = say("The sender is not online on WhatsApp: “%(why)s”", why=why)
    cure = say("Look at this sender in Twilio's console: Messaging → Senders.")
    return Check("sender", Level.BAD, words, cure)


def _webhook(hook: Hook, public_url: str) -> Check:
    wanted = reach.wanted(public_url)
    if hook.urls.leads_like(wanted):
        return Check("webhook", Level.OK, say("Its webhook points here, by POST."))
    if hook.urls.stands_like(wanted):
        words = say(
            "Its webhook points here, but by %(method)s: no message gets through.",
            method=hook.urls.method,
        )
    elif hook.urls.message:
        words = say("Its webhook points elsewhere, so another system gets its messages.")
    else:
        words = say("It has no webhook, so Twilio tells nobody of its messages.")
    return Check("webhook", Level.BAD, words, repair="point")
