"""An administrator asks whether SMS can be sent, line by line (C1, C2).

`look` reads what is set; `ask_twilio` asks over the network and opens no transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from occ.billing import limits, subscription
from occ.core.checks import Check, Level
from occ.core.words import say
from occ.flows import sms_lines
from occ.messaging import routes
from occ.messaging.ports import Credentials, OwnNumber, Provider, Unreachable
from occ.settings import store
from occ.settings.pages import SmsSettings


def look(session: Session, now: datetime) -> list[Check]:
    settings = store.load(session, SmsSettings)
    today = limits.today(session, now)
    lines = [sms_lines.of_subscription(settings, subscription.of(settings, today))]
    refusal = routes.why_not_sms(session, today)
    if settings.service and refusal and lines[0].level is not Level.BAD:
        lines.append(Check("route", Level.BAD, refusal))
    return lines


def ask_twilio(provider: Provider, known: Credentials | None, number: str) -> list[Check]:
    """Whether the account has the number and sends SMS from it."""
    if known is None:
        words = say("No Twilio account is set up.")
        cure = say("Enter it in Settings → Advanced → Chat channel, and verify it there.")
        return [Check("account", Level.BAD, words, cure)]
    try:
        found = provider.numbers(known)
    except Unreachable as why:
        return [Check("account", Level.BAD, why.reason, code=why.code), sms_lines.UNSEEN_NUMBER]
    answers = Check("account", Level.OK, say("Twilio answers, and takes the credentials."))
    return [answers, _of_number(number, found)]


def _of_number(number: str, found: Sequence[OwnNumber]) -> Check:
    pick = say("Pick one of the account's numbers that send SMS.")
    if not number:
        return Check("number", Level.BAD, say("No number is chosen."), pick)
    own = next((each for each in found if each.phone == number), None)
    if own is None:
        words = say("%(number)s is not in this Twilio account.", number=number)
        return Check("number", Level.BAD, words, pick)
    if not own.sms:
        words = say("%(number)s is in the account and sends no SMS.", number=number)
        return Check("number", Level.BAD, words, pick)
    words = say("%(number)s is in the account and sends SMS.", number=number)
    return Check("number", Level.OK, words)
