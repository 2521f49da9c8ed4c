"""What would stop an event loop, in a process that has one: the pytest process stays unpatched."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from occ.core.db import Database
from occ.core.secrets import Vault
from tests import servers

# Counts how often others had a turn while `work` was under way.
TURNS = """
import sys
from occ.bootstrap import blocking_executor, patch
mode = patch(sys.argv[1])

import threading, time
from occ.core import blocking
blocking.install(blocking_executor(mode))

def turns_of_others_during(work):
    counted, ended = [], []
    def count():
        while not ended:
            counted.append(None)
            time.sleep(0)
    other = threading.Thread(target=count)
    other.start()
    time.sleep(0)
    before = len(counted)
    work()
    turns = len(counted) - before
    ended.append(True)
    other.join()
    return turns
"""
HASHING = """
from occ.users.passwords import hash_password
hash_password("warm")
assert turns_of_others_during(lambda: hash_password("inline")) == 0
assert turns_of_others_during(lambda: blocking.run(hash_password, "aside")) > 0
"""
WAITING_FOR_A_LOCK = """
import subprocess
from cryptography.fernet import Fernet
from sqlalchemy import text
from occ.core.db import Database
from occ.core.secrets import Vault

database = Database(sys.argv[2], Vault([Fernet.generate_key()]))

def write(table="written"):
    with database.writing() as session:
        session.execute(text(f"CREATE TABLE {table} (id INTEGER)"))

write("before")
other = subprocess.Popen([sys.executable, "-c", sys.argv[3], database.url.database],
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)
assert other.stdout.read(4) == b"held"

released = threading.Timer(0.5, other.communicate, [b"go"])
released.start()
assert turns_of_others_during(write) > 0
"""
HOLD = """
import sqlite3, sys
process = sqlite3.connect(sys.argv[1], isolation_level=None)
process.execute("BEGIN IMMEDIATE")
print("held", end="", flush=True)
sys.stdin.read(2)
process.execute("ROLLBACK")
"""
WAITING_IN_POSTGRESQL = """
from cryptography.fernet import Fernet
from sqlalchemy import text
from occ.core.db import Database
from occ.core.secrets import Vault

database = Database(sys.argv[2], Vault([Fernet.generate_key()]))
told = []

def wait():
    with database.reading() as session:
        told.append("begun")
        session.execute(text("SELECT pg_advisory_xact_lock_shared(1)"))
        told.append("ended")

with database.reading() as session:
    session.execute(text("SELECT pg_advisory_xact_lock(1)"))
    threads = [threading.Thread(target=wait) for _ in range(10)]
    for thread in threads:
        thread.start()
    # All come to wait, and nobody goes on before this one lets them.
    while told.count("begun") < 10:
        time.sleep(0.01)
    assert "ended" not in told
for thread in threads:
    thread.join()
assert told.count("ended") == 10
"""


def run(program: str, *arguments: str) -> None:
    finished = subprocess.run(
        [sys.executable, "-c", TURNS + program, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert finished.returncode == 0, finished.stderr


def test_hashing_a_password_aside_lets_others_have_their_turn() -> None:
    run(HASHING, "eventlet")


def test_waiting_for_another_process_lets_others_have_their_turn(tmp_path: Path) -> None:
    run(WAITING_FOR_A_LOCK, "eventlet", f"sqlite:///{tmp_path / 'occ.db'}", HOLD)


def test_waiting_for_postgresql_lets_others_have_their_turn() -> None:
    url = servers.postgres().format("postgres").replace("postgresql+psycopg2", "postgresql", 1)

    run(WAITING_IN_POSTGRESQL, "eventlet", url)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_a_url_without_a_driver_is_read_as_that_of_the_driver_that_gives_way(
    vault: Vault, scheme: str
) -> None:
    database = Database(f"{scheme}://occ@db.example.com/occ", vault)

    assert database.engine.dialect.driver == "psycopg2"
