"""What Twilio's answer, or its absence, says about an account: the table that Verify account uses.

A wrong Account SID and a wrong token both answer 401 with 20003, and only the text differs. A
well-formed SID that is not the token's own can't be told from a wrong token with certainty.
"""

from __future__ import annotations

from occ.core.words import Words, say
from occ.messaging.account import Step, Trouble
from occ.providers import network
from occ.providers.twilio.wire import Refused
from occ.providers.web import NoAnswer, NotConnected

_NOT_ACTIVE = {10001, 20005, 30002, 90010}
_BUSY = 429
_CONSOLE = say("Account SID and auth token stand side by side on the first page of its console.")


def of(failure: NotConnected | NoAnswer | Refused, host: str) -> Trouble:
    if isinstance(failure, NotConnected | NoAnswer):
        return network.trouble(failure, host, "Twilio")
    return _refused(failure)


def _refused(refused: Refused) -> Trouble:
    code = str(refused.code)
    if refused.status == _BUSY or refused.code == 20429:
        words = say("Twilio gets too many requests from this account at the moment.")
        return Trouble(Step.BUSY, code, words, network.ASK_AGAIN)
    if refused.code in _NOT_ACTIVE:
        told = not_active("suspended")
        return Trouble(told.step, code, told.words, told.cure)
    return Trouble(Step.CREDENTIALS, code, *_about_credentials(refused))


def not_active(status: str) -> Trouble:
    if status == "closed":
        words = say("The credentials are right, but the account is closed.")
        cure = say("A closed account does not open again: enter the credentials of another one.")
    else:
        words = say("The credentials are right, but the account is suspended.")
        cure = say("Look at balance and notices in Twilio's console, under Billing; verify again.")
    return Trouble(Step.ACCOUNT, status, words, cure)


def _about_credentials(refused: Refused) -> tuple[Words, Words]:
    if refused.code == 20008:
        return (
            say("These are Twilio's test credentials: nothing they send arrives."),
            say("Enter the live credentials; they stand above the test ones in Twilio's console."),
        )
    if refused.code == 20404 or refused.status == 404:
        return (
            say("The auth token belongs to another account than this Account SID."),
            say("Main account and subaccounts have tokens of their own: take both from one page."),
        )
    if refused.code == 20003 and "invalid username" in refused.explanation.lower():
        return say("The Account SID is wrong: Twilio does not know it."), _CONSOLE
    if refused.code == 20003 or refused.status == 401:
        return (
            say("The auth token is most likely wrong: Twilio refused it."),
            say(
                "Copy the token again from Twilio's console. If it is right, the SID is another"
                " account's; both stand there on one page."
            ),
        )
    words = say("Twilio refused the question: “%(explanation)s”", explanation=refused.explanation)
    return words, say("Look the code up in Twilio's documentation of errors.")
