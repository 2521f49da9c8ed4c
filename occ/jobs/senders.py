"""Ask every few minutes whether our WhatsApp senders are online: a widget leads to no other."""

from __future__ import annotations

from occ.core import clock
from occ.flows import note_senders
from occ.jobs import lists
from occ.jobs.recover import Account
from occ.messaging.fetches import Claim
from occ.product import Product


def look(product: Product) -> bool:
    def read(asked: Account, claim: Claim) -> None:
        listed = product.twilio.senders(asked.credentials)
        product.run(note_senders.keep, claim, listed, clock.now())

    lists.read_due(product, note_senders.LIST, read)
    return False
