"""Handle stored webhooks: at once after their answer, and whatever is left later."""

from __future__ import annotations

import logging
import threading
import time
import traceback
from queue import Queue

from occ.core import clock
from occ.flows import handle_webhook
from occ.flows.handle_webhook import HandlingFailed
from occ.messaging import inbox
from occ.product import Product

log = logging.getLogger(__name__)
ON_POSTGRESQL = 4
"""There a worker waits for the server most of the time; on SQLite a second would only queue."""
AT_ONCE = 8
"""Webhooks a transaction on SQLite while a backlog stands: its commit is half the price of each.
On PostgreSQL two workers with several rows each could lock them crosswise."""


_TURNS_GIVEN = 4


def give_way() -> None:
    """Let requests have their turns between two transactions, which on SQLite give way to nobody.

    Where none waits, a turn takes no time.
    """
    for _ in range(_TURNS_GIVEN):
        time.sleep(0)


class Workers:
    """Handles webhooks right after they were answered, beside the requests that still come.

    An address is always the same worker's, so what it sent is handled in order. Few workers
    and many requests share the loop fairly: a burst is answered first and worked off after.
    """

    def __init__(self, product: Product) -> None:
        count = 1 if product.run.database.is_sqlite else ON_POSTGRESQL
        self._queues: list[Queue[str]] = [Queue() for _ in range(count)]
        self._product = product
        self._at_once = AT_ONCE if product.run.database.is_sqlite else 1
        self._starting = threading.Lock()
        self._started = False

    def put(self, address: str) -> None:
        if not self._started:
            self._start()
        self._queues[hash(address) % len(self._queues)].put(address)

    def _start(self) -> None:
        with self._starting:
            if self._started:
                return
            for number, queue in enumerate(self._queues):
                threading.Thread(
                    target=self._work, args=(queue,), name=f"inbox {number}", daemon=True
                ).start()
            self._started = True

    def _work(self, queue: Queue[str]) -> None:
        while True:
            addresses = [queue.get()]
            while len(addresses) < self._at_once and not queue.empty():
                addresses.append(queue.get())
            try:
                handle_several(self._product, addresses)
            except Exception:
                log.exception("webhooks wait for the inbox job")
            give_way()


def handle_left(product: Product) -> bool:
    """What a crash or a failure left behind, address by address."""
    with product.run.reading() as session:
        addresses = inbox.pending(session, clock.now())
    for address in addresses:
        handle_address(product, address)
    return False


def handle_address(product: Product, address: str) -> None:
    """Everything of one address that is due, oldest first."""
    while handle_one(product, address):
        give_way()


def handle_several(product: Product, addresses: list[str]) -> None:
    """The oldest of each address: a webhook that was stored put its address here once."""
    if len(addresses) > 1:
        try:
            product.run(handle_webhook.handle_each, addresses, product.readers, clock.now())
            return
        except HandlingFailed:
            log.info("one of %s webhooks failed: they are handled one by one", len(addresses))
    for address in addresses:
        handle_one(product, address)


def handle_one(product: Product, address: str) -> bool:
    """The oldest of one address that is due; False where none is."""
    try:
        return product.run(handle_webhook.handle_oldest, address, product.readers, clock.now())
    except HandlingFailed as failure:
        cause = failure.__cause__
        log.error(
            "webhook %s could not be handled and is kept: %s",
            failure.webhook_id,
            "".join(traceback.format_exception(cause)) if cause else failure,
        )
        product.run(
            inbox.failed,
            failure.webhook_id,
            f"{type(cause).__name__}: {cause}",
            failure.hopeless,
            clock.now(),
        )
        return True
