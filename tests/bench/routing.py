"""One routing decision by how many agents there are and how many wait, against a bare commit.

    python -m tests.bench.routing [sqlite|postgresql]

Offered: the first that waits is offered to the agent who is next, locked, recorded and told, in
a transaction of its own. Full: nobody has a seat free, and the queue is left as it is. The
floor is a transaction on the same database that updates one row by its key. The goal is flat:
what a decision costs does not grow with agents or queues.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy import insert, text, update
from sqlalchemy.orm import Session

from occ.contacts.models import Address, Contact
from occ.conversations.models import Conversation
from occ.core import ids
from occ.core.db import Database
from occ.core.run import Runner
from occ.core.secrets import Vault
from occ.messaging.models import Direction
from occ.messaging.ports import Kind
from occ.routing import queue
from occ.users.models import Lease, User
from tests import schema, servers
from tests.builders import NOW, a_service, at

AGENTS, WAITING = (10, 1_000), (10, 100_000)
SEATS = 4
WARM, DECISIONS = 5, 30


def main() -> None:
    for dialect in sys.argv[1:] or ["sqlite", "postgresql"]:
        print(f"{dialect:26} {'floor':>9} {'offered':>9} {'full':>9}   offered, full / smallest")
        with ExitStack() as open_ones:
            cells = [
                Cell(open_ones.enter_context(_database(dialect)), agents, waiting)
                for waiting in WAITING
                for agents in AGENTS
            ]
            _rounds(cells, "floor", "offered")
            for cell in cells:
                cell.run(lambda session: session.execute(update(User).values(seats_taken=SEATS)))
            _rounds(cells, "full")
        smallest = cells[0].best
        for cell in cells:
            floor, offered, full = (cell.best[name] for name in ("floor", "offered", "full"))
            print(
                f"{cell.agents:6} agents {cell.waiting:7} wait {floor:6.2f} ms {offered:6.2f} ms "
                f"{full:6.2f} ms   {offered / smallest['offered']:.2f}, "
                f"{full / smallest['full']:.2f}"
            )


class Cell:
    """A company of one size. `best`: milliseconds of the least disturbed turn of each kind."""

    def __init__(self, database: Database, agents: int, waiting: int) -> None:
        self.agents, self.waiting = agents, waiting
        self.run = Runner(database, queue.drain, lambda _told: None, lambda: at(60))
        self.service_id = self.run(_furnish, agents)
        self.run(_come, self.service_id, range(1, waiting + 1))
        self.came = waiting + 1
        self.best: dict[str, float] = {}
        _analyze(database)

    def turn(self, what: str, counts: bool) -> None:
        if what == "offered":
            # The next takes the place of whoever is offered: so many wait at every decision.
            self.run(_come, self.service_id, range(self.came, self.came + 1))
            self.came += 1
        begun = time.perf_counter()
        if what == "floor":
            self.run(_touch)
        else:
            offered = self.run(queue.drain, self.service_id, at(60))
            assert offered == (what == "offered"), what
        taken = (time.perf_counter() - begun) * 1000
        if counts:
            self.best[what] = min(taken, self.best.get(what, taken))


def _rounds(cells: list[Cell], *whats: str) -> None:
    """In turn, so that a busy moment of the machine is nobody's alone."""
    for number in range(WARM + DECISIONS):
        for cell in cells:
            for what in whats:
                cell.turn(what, number >= WARM)


@contextmanager
def _database(dialect: str) -> Iterator[Database]:
    vault = Vault([Fernet.generate_key()])
    with tempfile.TemporaryDirectory() as folder:
        if dialect == "sqlite":
            url = f"sqlite:///{Path(folder) / 'bench.db'}"
            schema.create(url)
            database = Database(url, vault)
            yield database
            database.close()
            return
        with servers.database(servers.postgres()) as url:
            schema.create(url)
            database = Database(url, vault)
            yield database
            database.close()


def _touch(session: Session) -> None:
    session.execute(update(User).where(User.id == 1).values(missed_in_row=0))


def _analyze(database: Database) -> None:
    """As the server does by itself after a while; SQLite never does."""
    if not database.is_sqlite:
        with database.writing() as session:
            session.execute(text("ANALYZE"))


def _furnish(session: Session, agents: int) -> int:
    service_id = a_service(session).id
    session.execute(insert(User), [_agent(each, True) for each in range(agents)])
    # Who is at home keeps the presence they chose, and has nothing in hand.
    session.execute(insert(User), [_agent(agents + each, False) for each in range(agents)])
    session.execute(
        insert(Lease),
        [
            {"user_id": each + 1, "connection": f"c{each}", "expires_at": at(86400)}
            for each in range(agents)
        ],
    )
    return service_id


def _come(session: Session, service_id: int, numbers: range) -> None:
    session.execute(
        insert(Contact),
        [{"key": f"ctc_{each}", "name": "", "created_at": NOW} for each in numbers],
    )
    session.execute(
        insert(Address),
        [
            {
                "key": f"adr_{each}",
                "contact_id": each,
                "channel": "whatsapp",
                "phone": f"+4850{each:07d}",
                "created_at": NOW,
            }
            for each in numbers
        ],
    )
    session.execute(insert(Conversation), [_conversation(each, service_id) for each in numbers])


def _agent(number: int, connected: bool) -> dict[str, object]:
    return {
        "key": f"usr_{number}",
        "name": f"Agent {number}",
        "email": f"agent{number}@example.com",
        "created_at": NOW,
        "chat": True,
        "whatsapp": True,
        "max_interactions": SEATS,
        "idle_since": at(number % 60),
        "connected": connected,
    }


def _conversation(number: int, service_id: int) -> dict[str, object]:
    return {
        "key": ids.new("cnv"),
        "address_id": number,
        "service_id": service_id,
        "our_address": "whatsapp:+390612345678",
        "opened_at": NOW,
        "waiting_since": at(-number / 100),
        # Every tenth is urgent: the order by which they are offered is not that of arrival.
        "stands_since": at(-number / 100 - (1800 if number % 10 == 0 else 0)),
        "last_at": NOW,
        "last_body": "Hello",
        "last_kind": Kind.TEXT,
        "last_direction": Direction.IN,
    }


if __name__ == "__main__":
    servers.begin_run()
    try:
        main()
    finally:
        servers.end_run()
