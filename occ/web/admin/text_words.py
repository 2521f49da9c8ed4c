"""What the kinds of automatic texts are called, and when each leaves."""

from __future__ import annotations

from occ.core.words import Words, say
from occ.services.automatic import TextKind

TEXTS: dict[TextKind, Words] = {
    TextKind.GREETING: say("Greeting"),
    TextKind.OUT_OF_HOURS: say("Out of hours"),
    TextKind.POSITION: say("Place in the queue"),
    TextKind.CLOSING: say("Goodbye"),
    TextKind.RATING: say("Rating"),
    TextKind.HELP: say("Answer to HELP"),
}
WHEN: dict[TextKind, Words] = {
    TextKind.GREETING: say("When somebody begins a conversation while it is open."),
    TextKind.OUT_OF_HOURS: say("When somebody writes while it is closed, and no agent has them."),
    TextKind.POSITION: say("When somebody has waited for half a minute while it is open."),
    TextKind.CLOSING: say("A minute after an agent has closed the conversation."),
    TextKind.RATING: say(
        "After the goodbye, where an agent answered. An answer from 1 to 5 is kept with the"
        " conversation, which stays closed."
    ),
    TextKind.HELP: say("When somebody writes nothing but HELP, or the same in another language."),
}
