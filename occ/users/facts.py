"""What a user's own screens are told of them."""

from __future__ import annotations

from typing import Any

from occ.users.models import User


def me(user: User) -> dict[str, Any]:
    return {
        "key": user.key,
        "name": user.name,
        "role": user.role.value,
        "presence": user.presence.value,
        "presence_reason": user.away_because,
        "seats_taken": user.seats_taken,
        "max_interactions": user.max_interactions,
        "auto_accept": user.auto_accept,
        "takes_chats": user.chat and user.whatsapp,
        "enter_sends": user.enter_sends,
        "notice_words": user.notice_words,
    }
