"""A real Chromium, the system's: Playwright would download one of its own."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from tests.servers import lacking

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        lacking("Chromium", "Install it from the system's packages: apt-get install chromium")
    return {**browser_type_launch_args, "executable_path": found}
