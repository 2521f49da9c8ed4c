"""What the operator's commands refuse, and how a server ends."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import requests

from tests.commands.conftest import Typed
from tests.company import company, console
from tests.live import Server, Start


def refused_by_a_process(environment: dict[str, str], *arguments: str) -> str:
    """What a command said that ended with an error; never a stack trace."""
    ended = subprocess.run(
        [sys.executable, "-m", "occ.cli", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode != 0
    assert "Traceback" not in ended.stderr
    return ended.stderr + ended.stdout


@pytest.mark.live
def test_a_second_server_on_the_same_sqlite_file_is_refused_whatever_its_home(
    start: Start, home: Path, refused: Typed, tmp_path: Path
) -> None:
    start(home=home)
    elsewhere = {
        "OCC_HOME": str(tmp_path / "elsewhere"),
        "OCC_DATABASE_URL": f"sqlite:///{home / 'occ.db'}",
    }

    assert "is running on" in refused("serve")
    assert "is running on" in refused("serve", **elsewhere)


@pytest.mark.live
def test_without_its_key_a_database_is_served_and_the_log_says_loudly_what_is_lost(
    start: Start, typed: Typed, home: Path, tmp_path: Path
) -> None:  # C9
    file = tmp_path / "company.toml"
    file.write_text(company("AC" + "0" * 32, "f" * 32), encoding="utf-8")
    typed("apply", str(file))
    (home / "key").unlink()

    server = start(home=home)

    assert requests.get(f"{server.url}/sign-in", timeout=10).ok
    said = server.log.read_text("utf-8")
    assert f"THE KEY IN {home / 'key'} DOES NOT OPEN THE CREDENTIALS OF Twilio" in said
    assert "put back the file" in said and "enter the credentials again" in said


@pytest.mark.live
def test_one_shot_commands_work_beside_a_running_server(start: Start) -> None:
    server = start()

    printed = server.occ("user", "add", "eva@example.com", "--role", "administrator")

    link = printed.split()[-1]
    assert requests.get(link, timeout=10).ok
    assert link != server.occ("user", "new-password", "eva@example.com").split()[-1]
    assert requests.get(link, timeout=10).status_code == 404


def test_a_taken_port_is_refused_before_anything_is_promised(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        environment = {"OCC_HOME": str(tmp_path), "OCC_PORT": port}
        said = refused_by_a_process(environment, "serve")

    assert f"Nothing can listen on 127.0.0.1:{port}" in said
    assert "OCC listens" not in said


def test_a_database_of_another_version_is_refused_naming_the_command(
    home: Path, refused: Typed
) -> None:
    home.mkdir()
    connection = sqlite3.connect(home / "occ.db")
    connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    connection.execute("INSERT INTO alembic_version VALUES ('0001')")
    connection.commit()
    connection.close()

    for command in (("serve",), ("user", "add", "eva@example.com")):
        assert "run: occ migrate" in refused(*command)
    # The demo's home is its own: without it the command would mend another database.
    assert f"OCC_HOME={home.absolute()} occ migrate" in refused("demo").replace("\n", " ")


@pytest.mark.parametrize(
    ("arguments", "environment", "sentence"),
    [
        (("serve", "--no-jobs"), {}, "leave out --no-jobs"),
        (("jobs",), {}, "OCC_REDIS_URL"),
        (("jobs",), {"OCC_REDIS_URL": "redis://127.0.0.1:9/0"}, "runs the jobs itself"),
        (("serve",), {"OCC_PORT": "many"}, "OCC_PORT"),
        (("serve",), {"OCC_PUBLIC_URL": "chat.example.com"}, "OCC_PUBLIC_URL"),
        (("user", "new-password", "nobody@example.com"), {}, "Nobody signs in"),
        (("user", "add", "nobody"), {}, "e-mail"),
    ],
)
def test_what_can_not_be_done_is_refused_with_a_sentence(
    refused: Typed, arguments: tuple[str, ...], environment: dict[str, str], sentence: str
) -> None:
    assert sentence in refused(*arguments, **environment)


def test_a_stop_lets_a_request_end_that_has_begun_though_a_socket_stays_open(
    server: Server,
) -> None:
    server.apply(company("AC" + "0" * 32, "f" * 32))
    body = b"MessageSid=SM1&From=whatsapp%3A%2B48500100200"
    head = (
        "POST /webhooks/twilio/messages HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        # Whoever reads on says so: then the request has begun.
        "Expect: 100-continue\r\nConnection: close\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    host, port = server.url.removeprefix("http://").split(":")
    with console(server, "ana"), socket.create_connection((host, int(port)), 10) as line:
        line.sendall(head.encode() + body[:10])
        ended: list[int] = []
        assert b"100 Continue" in line.recv(4096)
        stop = threading.Thread(target=lambda: ended.append(server.stop(signal.SIGTERM)))
        stop.start()
        wait_until_nothing_listens(host, int(port))

        line.sendall(body[10:])
        answer = b"".join(iter(lambda: line.recv(4096), b""))
        stop.join(20)

    assert b"HTTP/1.1 403" in answer
    assert ended == [0]


def wait_until_nothing_listens(host: str, port: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            socket.create_connection((host, port), 1).close()
        except OSError:
            return
        time.sleep(0.02)
    pytest.fail("the server still listens")
