"""What went wrong on the wire, as the port names it."""

from __future__ import annotations

from occ.core.words import Words, say
from occ.messaging.ports import AnswerLost, Scope, SendRefused, TryLater, Unreachable
from occ.providers.twilio.errors import FAULTS, Fault
from occ.providers.twilio.wire import Refused
from occ.providers.web import NoAnswer, NotConnected

LOST = say(
    "We don't know whether this arrived: Twilio's answer was lost. Look again before you repeat it."
)
_BUSY = 429
_TRIAL = Fault(
    say("A Twilio trial account does not take this kind of message. Upgrade it, or send text only.")
)


def of_sending(failure: NotConnected | NoAnswer | Refused) -> SendRefused | TryLater | AnswerLost:
    if isinstance(failure, NoAnswer):
        return AnswerLost(failure.what, LOST)
    if isinstance(failure, NotConnected):
        reason = say("Twilio can't be reached at the moment. The message waits and goes by itself.")
        return TryLater("no_connection", reason)
    fault = _of_answer(failure)
    code = str(failure.code)
    if fault.later or failure.status == _BUSY:
        return TryLater(code, fault.reason)
    return SendRefused(code, fault.reason, fault.scope)


def of_asking(failure: NotConnected | NoAnswer | Refused) -> Unreachable:
    if isinstance(failure, NotConnected):
        return Unreachable(
            "no_connection",
            say("Twilio can't be reached. Check this server's way to the internet and try again."),
        )
    if isinstance(failure, NoAnswer):
        return Unreachable(
            failure.what, say("Twilio did not answer as it should. Try again in a moment.")
        )
    if failure.status == _BUSY:
        return Unreachable(
            str(failure.code), say("Twilio answers no more questions for a moment. Try again soon.")
        )
    return Unreachable(str(failure.code), _of_answer(failure).reason)


def _of_answer(failure: Refused) -> Fault:
    if failure.code == 20003 and "trial" in failure.explanation.lower():
        return _TRIAL
    if failure.code in FAULTS:
        return FAULTS[failure.code]
    if failure.status == _BUSY:
        return FAULTS[20429]
    # Without a code of Twilio's, the door itself was shut: no other message would pass either.
    scope = Scope.ACCOUNT if failure.code in (401, 403, 404, 407) else Scope.MESSAGE
    return Fault(_unnamed(failure.explanation), scope)


def _unnamed(explanation: str) -> Words:
    if explanation:
        return say("Twilio did not take this: “%(explanation)s”", explanation=explanation)
    return say("Twilio did not take this and gave no reason. Try again later.")
