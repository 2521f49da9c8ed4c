"""Accounts handed out, in words."""

from __future__ import annotations

from occ.core.words import Words, say
from occ.credentials.models import State, Way, What
from occ.credentials.serving import Source
from occ.web.messages import DELIVERIES, HANDED_OVER

WAYS: dict[str, Words] = {
    Way.SCREEN: say("on screen"),
    Way.SMS: say("by SMS"),
    Way.WHATSAPP: say("by WhatsApp"),
}
STATES: dict[str, Words] = {
    State.CHOOSING: say("the person has yet to choose"),
    State.WAITING: say("waits"),
    State.SENDING: say("on its way"),
    State.USABLE: say("usable"),
    State.FAILED: say("did not arrive"),
    State.ENDED: say("over"),
}
BADGES = {
    State.WAITING: "badge-warn",
    State.USABLE: "badge-ok",
    State.FAILED: "badge-bad",
}
KINDS: dict[str, Words] = {What.LINK: say("one-time link"), What.CODE: say("one-time code")}
SOURCES: dict[str, Words] = {
    Source.SECRET: say("the link or code"),
    Source.NAME: say("the person's name"),
    Source.SYSTEM: say("what the login is for"),
    Source.GIVEN: say("what the other system gives under this name"),
}
EVERYTHING = {
    "ways": WAYS,
    "states": STATES,
    "badges": BADGES,
    "kinds": KINDS,
    "hand_overs": HANDED_OVER,
    "deliveries": DELIVERIES,
}
"""What the pages of accounts put into words, by the names they use."""
