"""The numbers that stand in the company's Twilio account, to pick from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from occ.core.words import Words, say
from occ.messaging.ports import OwnNumber, Unreachable
from occ.product import product, twilio_credentials

_NO_ACCOUNT = say("Enter the Twilio account first, then its numbers are known.")
_NO_NUMBER = say("There is no number in this Twilio account yet. Buy one there.")
_NO_SMS_NUMBER = say("No number of this Twilio account sends SMS. Buy one there that does.")


@dataclass(frozen=True)
class OwnNumbers:
    found: Sequence[OwnNumber] = ()
    refusal: Words | None = None


def ask(for_sms: bool = False) -> OwnNumbers:
    """Asks Twilio, so never inside a transaction. `for_sms`: those alone that send SMS."""
    with product().run.reading() as session:
        credentials = twilio_credentials(session)
    if credentials is None:
        return OwnNumbers(refusal=_NO_ACCOUNT)
    try:
        found = product().twilio.numbers(credentials)
    except Unreachable as why:
        return OwnNumbers(refusal=why.reason)
    if for_sms:
        found = [number for number in found if number.sms]
    return OwnNumbers(found, None if found else _NO_SMS_NUMBER if for_sms else _NO_NUMBER)
