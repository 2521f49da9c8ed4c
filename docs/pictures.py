"""Takes the pictures of the manual from the running demo: `python docs/pictures.py`.

Wants the dev extra and a Chromium. The demo's customers write by themselves, so it takes a minute.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import expect, sync_playwright
from scenes import (
    batches,
    desk,
    history,
    outbound,
    oversight,
    privacy,
    service,
    settings,
    upkeep,
    visitors,
    writing,
)
from scenes.stage import FOLDER, PORT

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 60_000  # ms


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    expect.set_options(timeout=PATIENCE)
    with demo(), sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
        browser = playwright.chromium.launch(executable_path=found)
        for scene in (desk, oversight, settings, visitors, batches, outbound, writing, service):
            scene.take(browser)
        for scene in (upkeep, privacy):
            scene.take(browser)
        browser.close()


@contextmanager
def demo() -> Iterator[None]:
    with tempfile.TemporaryDirectory() as home:
        history.live_through(Path(home), datetime.now(UTC))
        # Scenes call the operator's commands, too.
        os.environ.update({"OCC_HOME": home, "OCC_PORT": PORT})
        os.environ.pop("OCC_PUBLIC_URL", None)
        process = subprocess.Popen(
            [sys.executable, "-m", "occ.cli", "demo"],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith("Stop with"):
                    break
            yield
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
