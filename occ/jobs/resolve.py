"""Ask the provider's list for messages whose answer was lost."""

from __future__ import annotations

from collections import Counter

from occ.core import address, clock
from occ.flows import record_attempt, resolve_attempt
from occ.flows.record_attempt import Refused
from occ.messaging import outbox
from occ.messaging.ports import Outbound, SendRefused, Unreachable
from occ.product import Product

AT_ONCE = 20
IN_VAIN = 3
"""Questions in a row without an answer, after which it is the account that does not answer."""


def resolve_lost(product: Product) -> bool:
    """Whether there may be more that is due: a process that died left all it had begun."""
    with product.run.reading() as session:
        lost = outbox.unresolved(session, clock.now(), AT_ONCE)
        # Reading them opens what is sealed, and an answer is seldom lost.
        carriers = product.carriers(session) if lost else {}
    vain: Counter[str] = Counter()
    learnt = 0
    for attempt in lost:
        with product.run.reading() as session:
            # One by one: what is found for the first is not looked for by the second.
            search = resolve_attempt.search_for(session, attempt)
        if search.provider not in carriers or vain[search.provider] == IN_VAIN:
            continue
        message = Outbound(
            address.parse(search.sender),
            address.parse(search.recipient),
            search.body,
            template=search.template,
            attempt=search.attempt_key,
            media="" if search.has_file else None,
        )
        try:
            report = carriers[search.provider].find_sent(message, search.since, search.known)
        except Unreachable:
            product.run(resolve_attempt.unanswered, search.attempt_key, clock.now())
            vain[search.provider] += 1
            continue
        except SendRefused as refused:
            outcome = Refused(refused.code, refused.reason, refused.scope)
            product.run(record_attempt.record, search.attempt_key, outcome, clock.now())
            learnt += 1
            continue
        vain[search.provider] = 0
        product.run(resolve_attempt.found, search.attempt_key, report, clock.now())
        learnt += 1
    return learnt == AT_ONCE
