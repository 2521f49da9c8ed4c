"""What a token may be allowed, in words."""

from __future__ import annotations

from occ.core.words import Words, say
from occ.users.scopes import Scope

SCOPES: dict[Scope, Words] = {
    Scope.CONTACTS_READ: say("Read contacts"),
    Scope.CONTACTS_WRITE: say("Add and change contractors and contacts, record consents"),
    Scope.CONVERSATIONS_READ: say("Read conversations and their messages"),
    Scope.MESSAGES_SEND: say("Send messages, and read what became of its own"),
    Scope.CAMPAIGNS_READ: say("Read its own campaigns, their figures and recipients"),
    Scope.CAMPAIGNS_SEND: say("Make and send campaigns"),
    Scope.CREDIT_READ: say("Read the program's own credit"),
    Scope.CREDIT_MANAGE: say("See everybody's credit, add it, take it, set plans"),
    Scope.BATCHES_READ: say("Read WhatsApp batches"),
    Scope.CREDENTIALS_SEND: say("Hand out accounts"),
}
