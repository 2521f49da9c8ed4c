"""The page of a widget's settings, as an administrator sends it."""

from __future__ import annotations

from typing import Any

from occ.services.models import Service

PATH = "/settings/widgets/website/channels/whatsapp"


def typed(*services: Service, **more: Any) -> dict[str, Any]:
    """The form as the page sends it."""
    return {
        "name": "Website",
        "services": [service.key for service in services],
        "first_words": "",
        "allowed_origins": "",
        "button_text": "",
        "other_contact": "",
        "colour": "#0b6470",
        "corner": "end",
        "language": "",
        **more,
    }
