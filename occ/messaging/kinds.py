"""What each kind of message is called, in one line: on a bubble, in a list, spoken aloud."""

from __future__ import annotations

from occ.core.words import Words, say
from occ.messaging.ports import Kind

NAMES: dict[Kind, Words] = {
    Kind.IMAGE: say("Photo"),
    Kind.AUDIO: say("Voice message"),
    Kind.VIDEO: say("Video"),
    Kind.DOCUMENT: say("Document"),
    Kind.STICKER: say("Sticker"),
    Kind.CONTACTS: say("Contact card"),
}


def attachments(count: int) -> Words:
    return say("Attachments: %(count)s", count=count)
