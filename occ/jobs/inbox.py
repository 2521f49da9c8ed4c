"""Handle stored webhooks: at once after their answer, and whatever is left later."""

from __future__ import annotations

import logging
import threading
import time
import traceback
from queue import Queue
from typing import NamedTuple

from occ.core import clock
from occ.flows import handle_webhook
from occ.flows.handle_webhook import HandlingFailed
from occ.jobs import gathering
from occ.messaging import inbox
from occ.messaging.inbox import MESSAGE, STATUS
from occ.product import Product

log = logging.getLogger(__name__)
ON_POSTGRESQL = 4
"""There a worker waits for the server most of the time; on SQLite a second would only queue."""


class Gathering(NamedTuple):
    """How many a transaction takes while a backlog stands, and whether the first waits for
    others.
    """

    most: int
    waits: bool = False


AT_ONCE = Gathering(8)
"""Messages on SQLite: a commit is half the price of each. On PostgreSQL two workers with several
rows each could lock them crosswise, and take one at a time."""
STATUSES_AT_ONCE = Gathering(100, waits=True)
"""They are taken in few statements, which lock in order; and nobody waits for one."""


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
    What became of our messages has workers of its own: nobody who writes waits behind a campaign.
    """

    def __init__(self, product: Product) -> None:
        count = 1 if product.run.database.is_sqlite else ON_POSTGRESQL
        self._queues: dict[str, list[Queue[str]]] = {
            kind: [Queue() for _ in range(count)] for kind in (MESSAGE, STATUS)
        }
        self._product = product
        self._gathered = {
            MESSAGE: AT_ONCE if product.run.database.is_sqlite else Gathering(1),
            STATUS: STATUSES_AT_ONCE,
        }
        self._starting = threading.Lock()
        self._started = False

    def put(self, kind: str, address: str) -> None:
        if not self._started:
            self._start()
        queues = self._queues[kind]
        queues[hash(address) % len(queues)].put(address)

    def _start(self) -> None:
        with self._starting:
            if self._started:
                return
            for kind, queues in self._queues.items():
                for number, queue in enumerate(queues):
                    threading.Thread(
                        target=self._work,
                        args=(queue, self._gathered[kind]),
                        name=f"inbox {kind} {number}",
                        daemon=True,
                    ).start()
            self._started = True

    def _work(self, queue: Queue[str], gathered: Gathering) -> None:
        while True:
            addresses = [queue.get()]
            if gathered.waits:
                gathering.wait(queue.qsize)
            while len(addresses) < gathered.most and not queue.empty():
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
