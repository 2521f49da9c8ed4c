"""What Twilio's answer, or its absence, says about an account: the table that Verify account uses.

A wrong Account SID and a wrong token both answer 401 with 20003, and only the text differs. A
well-formed SID that is not the token's own can't be told from a wrong token with certainty.
"""

from __future__ import annotations

from occ.core.words import Words, say
from occ.messaging.account import Step, Trouble
from occ.providers.twilio.wire import NoAnswer, NotConnected, Refused

_NOT_ACTIVE = {10001, 20005, 30002, 90010}
_BUSY = 429
_ASK_AGAIN = say("Nothing is wrong with what you entered. Verify again in a minute.")
_CONSOLE = say("Account SID and auth token stand side by side on the first page of its console.")


def of(failure: NotConnected | NoAnswer | Refused, host: str) -> Trouble:
    if isinstance(failure, NotConnected):
        return _not_connected(failure.step, host)
    if isinstance(failure, NoAnswer):
        return _no_answer(failure.what, host)
    return _refused(failure)


def _not_connected(step: str, host: str) -> Trouble:
    if step == "name":
        words = say("The name %(host)s can't be resolved from this server.", host=host)
        cure = say("The network is at fault: check this server's DNS and its way to the internet.")
        return Trouble(Step.NAME, step, words, cure)
    if step == "certificate":
        words = say("%(host)s answered with a certificate that is not trusted here.", host=host)
        cure = say(
            "The network is at fault: check this server's clock, its certificate authorities, and"
            " whether a proxy stands in between."
        )
        return Trouble(Step.CERTIFICATE, step, words, cure)
    if step == "timeout":
        return _timeout(host)
    words = say("No connection to %(host)s: it was refused, or there is no way there.", host=host)
    cure = say("The network is at fault: check the firewall of this server, then verify again.")
    return Trouble(Step.CONNECTION, "refused", words, cure)


def _no_answer(what: str, host: str) -> Trouble:
    if what == "timeout":
        return _timeout(host)
    if what == "tls":
        words = say("No secure connection to %(host)s came about.", host=host)
        cure = say("The network is at fault: something between here and there does not speak TLS.")
        return Trouble(Step.CERTIFICATE, what, words, cure)
    if what.isdigit() and what.startswith("5"):
        return Trouble(Step.BUSY, what, say("Twilio is out of order at the moment."), _ASK_AGAIN)
    words = say("%(host)s gave an answer that is not one of Twilio's.", host=host)
    cure = say("The network is at fault: check whether a proxy or a portal answers in its place.")
    return Trouble(Step.ANSWER, what, words, cure)


def _timeout(host: str) -> Trouble:
    words = say("%(host)s did not answer in time.", host=host)
    cure = say("The network is at fault, or slow: verify again, then check the firewall.")
    return Trouble(Step.TIMEOUT, "timeout", words, cure)


def _refused(refused: Refused) -> Trouble:
    code = str(refused.code)
    if refused.status == _BUSY or refused.code == 20429:
        words = say("Twilio gets too many requests from this account at the moment.")
        return Trouble(Step.BUSY, code, words, _ASK_AGAIN)
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
