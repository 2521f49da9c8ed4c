"""Ask the provider's list for messages whose answer was lost."""

from __future__ import annotations

from occ.core import address, clock
from occ.flows import resolve_attempt
from occ.messaging import outbox
from occ.messaging.ports import Outbound, Unreachable
from occ.product import Product, twilio_credentials


def resolve_lost(product: Product) -> bool:
    with product.run.reading() as session:
        credentials = twilio_credentials(session)
        if credentials is None:
            return False
        searches = [
            resolve_attempt.search_for(session, key)
            for key in outbox.unresolved(session, clock.now())
        ]
    for search in searches:
        message = Outbound(
            address.parse(search.sender), address.parse(search.recipient), search.body, None
        )
        try:
            report = product.twilio.find_sent(credentials, message, search.since, search.known)
        except Unreachable:
            return False
        product.run(resolve_attempt.found, search.attempt_key, report, clock.now())
    return False
