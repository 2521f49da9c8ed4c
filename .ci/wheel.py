"""Run by the wheel's own Python, outside the checkout: is everything in it, and does it run?"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

from occ.web.assets import asset_folder

LANGUAGES = ("en", "it", "pl", "fr", "fa")
ASSETS = ["console.js", "console_later.js", "console.css", "pages.css", "THIRD_PARTY.txt"]
READY_SECONDS = 60


def check_assets() -> None:
    dist = asset_folder() / "dist"
    wanted = [*ASSETS, *(f"words.{language}.json" for language in LANGUAGES)]
    lacking = [name for name in wanted if not (dist / name).is_file()]
    assert dist.parent.name == "assets", f"not the wheel's: {dist}"
    assert not lacking, f"not in the wheel: {lacking}"


def check_demo() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "OCC_HOME": "home", "OCC_PORT": str(port)}
    occ = Path(sys.executable).with_name("occ")
    with subprocess.Popen([occ, "demo"], env=environment) as demo:
        try:
            url = f"http://127.0.0.1:{port}"
            wait_for(f"{url}/health/ready", demo)
            for path in ("/sign-in", "/w/website", "/w/website.svg", "/static/dist/console.css"):
                with urlopen(url + path, timeout=10) as answer:
                    assert answer.status == 200, path
        finally:
            demo.terminate()


def wait_for(url: str, demo: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and demo.poll() is None:
        try:
            with urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no answer at {url}; exit code {demo.poll()}")


check_assets()
check_demo()
