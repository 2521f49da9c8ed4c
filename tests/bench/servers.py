"""The floor and the product, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select

from occ.core import clock
from occ.core.db import Database
from occ.core.secrets import open_vault
from occ.users import sessions
from occ.users.models import User
from tests.bench.posting import NUMBER, SID, TOKEN
from tests.servers import free_port

AGENTS = 100
pids: dict[str, int] = {}
"""Of each running server, by its address."""


@contextmanager
def floor(folder: Path) -> Iterator[str]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    database = str(folder / "floor.db")
    command = [sys.executable, "-m", "tests.bench.floor", str(port), database, TOKEN, url]
    with _running(command, dict(os.environ), url, folder / "floor.log"):
        yield url


@contextmanager
def product(folder: Path, agents: int = 0) -> Iterator[tuple[str, Path]]:
    """The product on SQLite with one service and so many agents who accept at once."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "OCC_HOME": str(folder / "home"),
        "OCC_PORT": str(port),
        "OCC_PUBLIC_URL": url,
        "OCC_TWILIO_API_URL": "http://127.0.0.1:9",
    }
    (folder / "bench.toml").write_text(_toml(agents), encoding="utf-8")
    command = [sys.executable, "-m", "occ.cli"]
    subprocess.run(
        [*command, "apply", str(folder / "bench.toml")],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with _running([*command, "serve"], environment, url, folder / "product.log"):
        yield url, folder / "home" / "occ.db"


def sign_in_all(folder: Path) -> list[str]:
    """A Cookie header for each agent, made with the installation's key instead of 100 passwords."""
    app = Flask("bench")
    app.secret_key = open_vault(folder / "home").derive("session")
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    vault = open_vault(folder / "home")
    database = Database(f"sqlite:///{folder / 'home' / 'occ.db'}", vault)
    with database.writing() as session:
        identities = [
            f"{user.epoch}.{sessions.begin(session, user.id, 'bench', clock.now())}"
            for user in session.scalars(select(User).order_by(User.id)).all()
        ]
    database.close()
    return [f"occ_session={serializer.dumps({'_user_id': each})}" for each in identities]


def _toml(agents: int) -> str:
    people = "".join(
        f'[[users]]\nname = "Agent {number}"\nemail = "agent{number}@example.com"\n'
        f'channels = ["chat", "whatsapp"]\nmax_interactions = 3\n'
        for number in range(agents)
    )
    return (
        f'[twilio]\naccount_sid = "{SID}"\nauth_token = "{TOKEN}"\nwhatsapp = true\n'
        f'{people}[[services]]\nname = "Sales"\nwhatsapp_number = "{NUMBER}"\n'
    )


@contextmanager
def _running(
    command: list[str], environment: dict[str, str], url: str, log: Path
) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
    pids[url] = process.pid
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                urllib.request.urlopen(f"{url}/health/ready", timeout=2)
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(log.read_text()) from None
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(20)
