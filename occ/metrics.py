"""The counters of this process, as Prometheus reads them; what stands in rows is read from rows.

Each process counts its own doings since it started: scraped apart, they add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

import prometheus_client
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector

from occ.core import clock
from occ.core.tally import Count, Tallied

prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
OUTCOMES = {
    Count.WEBHOOKS: ("received", "refused", "handled", "failed", "dead"),
    Count.OFFERS: ("made", "given", "accepted", "declined", "missed", "withdrawn"),
    Count.MESSAGES_OUT: (
        "accepted",
        "refused",
        "unknown",
        "sent",
        "delivered",
        "read",
        "undelivered",
    ),
}
_SAYS = {
    Count.WEBHOOKS: "Webhooks by what this process did with them.",
    Count.OFFERS: "Offers of conversations by what became of them in this process.",
    Count.MESSAGES_OUT: "Texts of ours by the status they came to in this process.",
}
_COUNTERS = {
    what: Counter(f"occ_{what}", _SAYS[what], ["outcome"], registry=REGISTRY) for what in Count
}
_LATENCY = Histogram(
    "occ_webhook_seconds",
    "From a message's webhook to its push to screens, of what this process handled.",
    registry=REGISTRY,
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 60, 600),
)
ProcessCollector(registry=REGISTRY)


@cache
def _counter(what: Count, outcome: str) -> Counter:
    return _COUNTERS[what].labels(outcome)


for _what, _each in OUTCOMES.items():
    for _outcome in _each:
        # From the first scrape on: what appears later has no rate for its first event.
        _counter(_what, _outcome)


def count(what: Count, outcome: str) -> None:
    """Where no transaction is: a webhook that is refused or stored."""
    _counter(what, outcome).inc()


def take(tallied: Tallied, received: Sequence[datetime]) -> None:
    """What a transaction did that has committed, its events pushed."""
    for what, outcome in tallied:
        _counter(what, outcome).inc()
    if received:
        now = clock.now()
        for at in received:
            _LATENCY.observe(max(0.0, (now - at).total_seconds()))
