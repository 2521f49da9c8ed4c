"""Marta sends files; what became of them, by our rows, by the disk and by what screens show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.conversations import queries as threads
from occ.core import clock, files
from occ.jobs import media as job
from occ.messaging.models import MediaFile, Message
from occ.product import Product
from occ.providers.simulator.customers import Customer
from occ.providers.simulator.server import Simulator
from tests.live import until

CUSTOMER = Customer("Marta", "+48500100200")


class Marta:
    def __init__(self, product: Product, simulator: Simulator) -> None:
        self.product, self.run, self._simulator = product, product.run, simulator

    def sends(self, kind: str = "image", body: str = "", **extra: str) -> None:
        """She sends a file, and its message is in the conversation."""
        row = self._simulator.write(CUSTOMER, body, kind=kind, extra=extra)
        self._simulator.settle()
        until(lambda: self._message(row.sid))

    def fetched(self, times: int = 1) -> None:
        """The job has so many turns, each when the file is due again."""
        for _ in range(times):
            self.is_due()
            assert job.fetch_due(self.product)

    def is_due(self) -> None:
        self.run(_due_now)

    def shown(self) -> list[dict[str, Any]]:
        """The files of her message as a screen is told of them."""
        with self.run.reading() as session:
            one = session.scalars(select(Message)).one()
            found: list[dict[str, Any]] = threads.message_facts(session, one)["media"]
            return found

    def state(self) -> str:
        [one] = self.shown()
        return str(one["state"])

    def row(self) -> MediaFile:
        with self.run.reading() as session:
            return session.scalars(select(MediaFile)).one()

    @property
    def place(self) -> Path:
        return files.place(self.product.config.media, self.row().file)

    def kept(self) -> list[str]:
        """Everything that lies in the folder."""
        return [path.name for path in self.product.config.media.rglob("*") if path.is_file()]

    def _message(self, sid: str) -> Message | None:
        with self.run.reading() as session:
            return session.scalar(select(Message).where(Message.provider_sid == sid))


def _due_now(session: Session) -> None:
    session.execute(update(MediaFile).values(due_at=clock.now()))
