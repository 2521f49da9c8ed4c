"""A server goes and comes back, a line is lost: nobody loses work that is theirs."""

from __future__ import annotations

import signal
import socket
from datetime import datetime, timedelta

from sqlalchemy import select

from occ.core import clock
from occ.flows import keep_time
from occ.providers.simulator.customers import Customer
from occ.providers.simulator.server import Simulator
from occ.routing.models import Sweep
from occ.settings import store
from occ.settings.pages import RoutingSettings
from occ.users.models import Lease, User
from tests.company import Console, console, furnish
from tests.live import Server, Start, in_mode, until

MARTA = Customer("Marta", "+48500100200")


def accept_from(page: Console, simulator: Simulator) -> str:
    """Marta writes, and whoever is at the page accepts; the conversation's key."""
    simulator.write(MARTA, "Is my order on its way?")
    told = page.hear(
        "conversation_changed", lambda payload: payload["conversation"]["state"] == "offered"
    )
    row = told["conversation"]
    page.ask("accept", interaction=row["interaction"])
    return str(row["key"])


@in_mode("eventlet")
def test_an_agent_keeps_the_work_through_a_crash_and_ten_minutes_of_outage(
    server: Server, start: Start, simulator: Simulator
) -> None:
    furnish(server, simulator)
    with console(server, "ana") as ana:
        key = accept_from(ana, simulator)
        server.stop(signal.SIGKILL)
    ten_minutes_go_by(server)

    port = server.environment["OCC_PORT"]
    again = start(mode=server.mode, home=server.home, OCC_PORT=port)

    wait_for_sweeps(again, 2)
    with console(again, "ana") as ana:
        [row] = ana.ask("snapshot")["conversations"]
        assert (row["key"], row["state"], row["agent"]["name"]) == (key, "active", "Ana")
        ana.ask("reply", conversation=key, client_id="1", body="Here I am again.")
        ana.hear("message_changed", lambda told: told["message"]["status"] == "read")


def ten_minutes_go_by(server: Server) -> None:
    """In which the process is down: every time it kept lies ten minutes further back."""
    with server.database() as database, database.writing() as session:
        for lease in session.scalars(select(Lease)):
            lease.expires_at -= timedelta(minutes=10)
        for sweep in session.scalars(select(Sweep)):
            sweep.swept_at -= timedelta(minutes=10)
        for user in session.scalars(select(User).where(User.grace_ends_at.is_not(None))):
            assert user.grace_ends_at
            user.grace_ends_at -= timedelta(minutes=10)


def wait_for_sweeps(server: Server, count: int) -> None:
    with server.database() as database:

        def last_sweep() -> datetime:
            with database.reading() as session:
                of_deadlines = select(Sweep.swept_at).where(Sweep.name == keep_time.DEADLINES)
                return session.scalars(of_deadlines).one()

        for _ in range(count):
            before = last_sweep()
            until(lambda before=before: last_sweep() > before)


def test_a_connection_lost_for_longer_than_the_grace_gives_the_work_to_a_colleague(  # A8
    server: Server, simulator: Simulator
) -> None:
    furnish(server, simulator)
    with server.database() as database, database.writing() as session:
        store.save(session, RoutingSettings(grace_seconds=1), clock.now())

    with console(server, "ana") as ana:
        key = accept_from(ana, simulator)
        with console(server, "ben") as ben:
            ben.ask("snapshot")
            cut(ana)

            row = ben.hear("conversation_changed", lambda told: told["conversation"]["offer"])
            assert row["conversation"]["key"] == key
            ben.ask("accept", interaction=row["conversation"]["interaction"])

    assert "ERROR" not in server.log.read_text(), "a lost line is an everyday thing"


def cut(page: Console) -> None:
    """The network goes: nobody says good-bye."""
    engine = page.client.client.eio
    line: socket.socket = engine.ws.sock
    line.shutdown(socket.SHUT_RDWR)
    # The client forgets a lost line without closing it.
    engine.wait()
    line.close()
