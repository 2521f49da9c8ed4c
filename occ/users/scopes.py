"""What a token may be allowed to do."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    CONTACTS_READ = "contacts:read"
    CONTACTS_WRITE = "contacts:write"
    """Contractors, contacts, consents."""
    CONVERSATIONS_READ = "conversations:read"
    """Conversations with their messages."""
    MESSAGES_SEND = "messages:send"
    """Write first, and see what became of one's own messages."""
    CAMPAIGNS_READ = "campaigns:read"
    """The program's own campaigns, their figures and recipients."""
    CAMPAIGNS_SEND = "campaigns:send"
    """Make them, send them, and whatever else is done with them."""
    CREDIT_READ = "credit:read"
    """The program's own balance and log."""
    CREDIT_MANAGE = "credit:manage"
    """Everybody's: see it, add and take, set plans."""
    BATCHES_READ = "batches:read"
    CREDENTIALS_SEND = "credentials:send"
    """Hand out accounts (B3)."""
