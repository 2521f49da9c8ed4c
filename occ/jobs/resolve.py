"""Ask the provider's list for messages whose answer was lost."""

from __future__ import annotations

from occ.core import address, clock
from occ.flows import resolve_attempt
from occ.messaging import outbox
from occ.messaging.ports import Outbound, Unreachable
from occ.product import Product, twilio_credentials

IN_VAIN = 3
"""Questions in a row without an answer, after which it is the account that does not answer."""


def resolve_lost(product: Product) -> bool:
    with product.run.reading() as session:
        credentials = twilio_credentials(session)
        lost = outbox.unresolved(session, clock.now())
    if credentials is None:
        return False
    vain = 0
    for attempt in lost:
        with product.run.reading() as session:
            # One by one: what is found for the first is not looked for by the second.
            search = resolve_attempt.search_for(session, attempt)
        message = Outbound(
            address.parse(search.sender), address.parse(search.recipient), search.body, None
        )
        try:
            report = product.twilio.find_sent(credentials, message, search.since, search.known)
        except Unreachable:
            product.run(resolve_attempt.unanswered, search.attempt_key, clock.now())
            vain += 1
            if vain == IN_VAIN:
                return False
            continue
        vain = 0
        product.run(resolve_attempt.found, search.attempt_key, report, clock.now())
    return False
