"""What went wrong on the wire, as the port names it."""

from __future__ import annotations

from occ.core.words import say
from occ.messaging.account import Step, Trouble
from occ.messaging.ports import AnswerLost, SendRefused, TryLater, Unreachable
from occ.providers import network
from occ.providers.smsapi.errors import Meaning, fault
from occ.providers.smsapi.wire import Refused
from occ.providers.web import NoAnswer, NotConnected

FAILURES = (NotConnected, NoAnswer, Refused)
_LOST = say(
    "We don't know whether this arrived: SMSAPI's answer was lost. Look again before you repeat it."
)


class SentBefore(Exception):
    """SMSAPI has had this very attempt: it was taken the first time."""


def of_sending(
    failure: NotConnected | NoAnswer | Refused,
) -> SendRefused | TryLater | AnswerLost | SentBefore:
    if isinstance(failure, NoAnswer):
        return AnswerLost(failure.what, _LOST)
    if isinstance(failure, NotConnected):
        words = say("SMSAPI can't be reached at the moment. The message waits and goes by itself.")
        return TryLater("no_connection", words)
    found, code = fault(failure.code, failure.explanation), str(failure.code)
    match found.meaning:
        case Meaning.SENT:
            return SentBefore()
        case Meaning.LATER:
            return TryLater(code, found.reason)
        case Meaning.UNSURE:
            return AnswerLost(code, found.reason)
    return SendRefused(code, found.reason, found.scope)


def of_asking(failure: NotConnected | NoAnswer | Refused) -> Unreachable:
    if isinstance(failure, NotConnected):
        words = say(
            "SMSAPI can't be reached. Check this server's way to the internet and try again."
        )
        return Unreachable("no_connection", words)
    if isinstance(failure, NoAnswer):
        words = say("SMSAPI did not answer as it should. Try again in a moment.")
        return Unreachable(failure.what, words)
    return Unreachable(str(failure.code), fault(failure.code, failure.explanation).reason)


def of_looking(failure: NotConnected | NoAnswer | Refused, host: str) -> Trouble:
    if isinstance(failure, NotConnected | NoAnswer):
        return network.trouble(failure, host, "SMSAPI")
    code = str(failure.code)
    found = fault(failure.code, failure.explanation)
    if found.meaning in (Meaning.LATER, Meaning.UNSURE):
        words = say("SMSAPI gets too many requests, or is out of order, at the moment.")
        return Trouble(Step.BUSY, code, words, network.ASK_AGAIN)
    if failure.code in (101, 102, 401):
        words = say("SMSAPI refused the API token: it is wrong, or was withdrawn there.")
        cure = say("Make a new token in SMSAPI's panel, under API settings, and enter it here.")
        return Trouble(Step.CREDENTIALS, code, words, cure)
    if failure.code in (403, 1000):
        words = say("This API token may not do that.")
        cure = say("Give it access to profile, SMS and sender names in SMSAPI's panel.")
        return Trouble(Step.CREDENTIALS, code, words, cure)
    cure = say("Look at the account in SMSAPI's panel, then verify again.")
    return Trouble(Step.ACCOUNT, code, found.reason, cure)
