"""An administrator asks whether SMS can be sent, line by line (C1, C2).

`look` reads what is set; `ask_…` ask over the network and open no transaction.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from occ.billing import limits, subscription
from occ.core.checks import Check, Level
from occ.core.words import say
from occ.flows import sms_lines
from occ.messaging import reach, routes
from occ.messaging.account import Trouble
from occ.messaging.ports import Credentials, OwnNumber, Provider, Unreachable
from occ.messaging.sms_account import SenderName, SmsAccess, SmsAccountProvider
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


@dataclass(frozen=True)
class Asked:
    """What an SMSAPI account said. `names` are its sender names, to pick one."""

    checks: list[Check]
    names: Sequence[SenderName] = ()


def ask_smsapi(
    provider: SmsAccountProvider, access: SmsAccess | None, name: str, public_url: str
) -> Asked:
    """Every line of the check-list, in order. Never raises for what SMSAPI or the network does."""
    if access is None:
        words, cure = say("There is no API token yet."), say("The steps stand beside its field.")
        return Asked([Check("token", Level.BAD, words, cure), *sms_lines.skipped("token")])
    began = time.perf_counter()
    try:
        profile = provider.profile(access)
        milliseconds = round((time.perf_counter() - began) * 1000)
        names = provider.sender_names(access)
    except Trouble as trouble:
        line = Check("token", Level.BAD, trouble.words, trouble.cure, trouble.code)
        return Asked([line, *sms_lines.skipped("token")])
    answers = say("SMSAPI answers (%(ms)s ms), and takes the token.", ms=milliseconds)
    lines = [
        Check("token", Level.OK, answers),
        sms_lines.of_account(profile),
        sms_lines.of_points(profile),
        sms_lines.of_name(name, names),
        sms_lines.of_reports(reach.why_not_reached(public_url, provider.host)),
    ]
    return Asked(lines, names)
