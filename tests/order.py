"""In which order the files are handed out: none that takes long is begun when the rest is done."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
# By the seconds they take, as `pytest --durations` tells; the others by the number of their tests.
LONGEST = (
    "journeys/test_every_page.py",
    "journeys/test_whole_story.py",
    "realtime/test_live_crashes.py",
    "realtime/test_live_deploys.py",
    "realtime/test_live_story.py",
    "journeys/test_sending.py",
    "journeys/test_seats.py",
    "journeys/test_console.py",
    "web/test_bad_input.py",
    "journeys/test_lost_line.py",
    "realtime/test_live_processes.py",
    "billing/test_spending.py",
    "routing/test_routing_stateful.py",
    "journeys/test_credit.py",
    "journeys/test_sms_settings.py",
    "jobs/test_misbehaviour.py",
    "commands/test_serve.py",
    "commands/test_doctor.py",
    "realtime/test_live_edge.py",
    "realtime/test_level.py",
    "realtime/test_live_polling.py",
    "jobs/test_messages.py",
    "journeys/test_widget.py",
    "journeys/test_reading.py",
    "journeys/test_media.py",
    "journeys/test_accounts.py",
    "journeys/test_campaigns.py",
    "journeys/test_contacts.py",
    "web/api/test_openapi.py",
    "realtime/test_roles.py",
    "commands/test_demo.py",
    "commands/test_torture.py",
    "journeys/test_history.py",
    "journeys/test_keyboard.py",
    "journeys/test_widget_settings.py",
)


def sort(items: list[pytest.Item]) -> None:
    """A file's tests stay together and in their order."""
    places = {ROOT / name: place for place, name in enumerate(LONGEST)}
    sizes = Counter(item.path for item in items)

    def turn(item: pytest.Item) -> tuple[int, int, str]:
        return places.get(item.path, len(places)), -sizes[item.path], str(item.path)

    items.sort(key=turn)
