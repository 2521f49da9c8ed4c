"""The list of outcomes that conversations are closed with."""

from __future__ import annotations

from occ.conversations.labels import LabelKind
from occ.core.words import say
from occ.users.permissions import Permission
from occ.web import label_pages
from occ.web.label_pages import Said

bp = label_pages.pages(
    "outcomes",
    LabelKind.OUTCOME,
    Permission.ADMINISTER,
    Said(
        title=say("Outcomes"),
        about=say(
            "How a conversation ended. A service can ask for one whenever a conversation is closed:"
            " see the service's page, At the desk."
        ),
        add=say("Add an outcome"),
        none=say("No outcomes yet: add the first above."),
        removed=say("Removed. Conversations that were closed with it keep it."),
    ),
)
