"""The list of tags that conversations may carry."""

from __future__ import annotations

from occ.conversations.labels import LabelKind
from occ.core.words import say
from occ.users.permissions import Permission
from occ.web import label_pages
from occ.web.label_pages import Said

bp = label_pages.pages(
    "tags",
    LabelKind.TAG,
    Permission.OVERSEE,
    Said(
        title=say("Tags"),
        about=say(
            "What a conversation is about, in a word or two: agents put them on in the panel"
            " beside it, and lists can be narrowed to one."
        ),
        add=say("Add a tag"),
        none=say("No tags yet: add the first above."),
        removed=say("Removed. Conversations that carry it keep it."),
    ),
)
