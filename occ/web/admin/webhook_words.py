"""What a raw webhook is, and what became of it, in words."""

from __future__ import annotations

from occ.core.words import Words, say
from occ.messaging.inbox import FETCHED, FULLER, MESSAGE, STATUS
from occ.messaging.webhook_log import Fate
from occ.settings.pages import SMSAPI, TWILIO

PROVIDERS = {TWILIO: "Twilio", SMSAPI: "SMSAPI"}
KINDS: dict[str, Words] = {
    MESSAGE: say("a customer's message"),
    STATUS: say("a report on a message of ours"),
    FETCHED: say("a customer's message, from Twilio's list"),
    FULLER: say("a customer's message that was fetched before it came"),
}
FATES: dict[Fate, Words] = {
    Fate.HANDLED: say("handled"),
    Fate.WAITING: say("waits to be handled"),
    Fate.FAILED: say("failed, and is tried again"),
    Fate.DEAD: say("could not be handled"),
    Fate.REPEATED: say("posted again"),
}
