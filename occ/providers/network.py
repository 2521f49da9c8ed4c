"""What it says of the network that a provider could not be asked: the same for all of them."""

from __future__ import annotations

from occ.core.words import say
from occ.messaging.account import Step, Trouble
from occ.providers.web import NoAnswer, NotConnected

ASK_AGAIN = say("Nothing is wrong with what you entered. Verify again in a minute.")


def trouble(failure: NotConnected | NoAnswer, host: str, provider: str) -> Trouble:
    if isinstance(failure, NotConnected):
        return _not_connected(failure.step, host)
    return _no_answer(failure.what, host, provider)


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


def _no_answer(what: str, host: str, provider: str) -> Trouble:
    if what == "timeout":
        return _timeout(host)
    if what == "tls":
        words = say("No secure connection to %(host)s came about.", host=host)
        cure = say("The network is at fault: something between here and there does not speak TLS.")
        return Trouble(Step.CERTIFICATE, what, words, cure)
    if what.isdigit() and what.startswith("5"):
        words = say("%(provider)s is out of order at the moment.", provider=provider)
        return Trouble(Step.BUSY, what, words, ASK_AGAIN)
    words = say(
        "%(host)s gave an answer that is not one of %(provider)s's.", host=host, provider=provider
    )
    cure = say("The network is at fault: check whether a proxy or a portal answers in its place.")
    return Trouble(Step.ANSWER, what, words, cure)


def _timeout(host: str) -> Trouble:
    words = say("%(host)s did not answer in time.", host=host)
    cure = say("The network is at fault, or slow: verify again, then check the firewall.")
    return Trouble(Step.TIMEOUT, "timeout", words, cure)
