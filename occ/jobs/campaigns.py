"""Campaigns: begun in time, fed at their sender's pace, counted, and their figures kept."""

from __future__ import annotations

import logging
import queue
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from occ.campaigns import moves
from occ.core import clock
from occ.flows import (
    feed_campaign,
    look_after_campaign,
    pause_campaign,
    prepare_campaign,
    record_attempt,
    settle_campaign,
    start_campaign,
)
from occ.flows.record_attempt import Outcome
from occ.jobs import gathering, messages
from occ.jobs.ahead import Ahead
from occ.messaging.carriers import Carrier
from occ.messaging.outbox import Claimed
from occ.product import Product

CLAIMS = 3
"""Threads that feed: slow calls of one claim must not keep the next one from its second."""
_CALLS = ThreadPoolExecutor(CLAIMS * feed_campaign.AT_ONCE, thread_name_prefix="campaign call")
_AHEAD = Ahead(feed_campaign.AT_ONCE)
log = logging.getLogger(__name__)
Outcomes = queue.Queue[tuple[str, Outcome]]


def feed(product: Product) -> bool:
    """Begin what is due and hand over what may go now."""
    now = clock.now()
    with product.run.reading() as session:
        due, running = feed_campaign.due(session, now)
        # Reading them opens what is sealed.
        carriers = product.carriers(session) if running else {}
    for key in due:
        product.run(start_campaign.begin_due, key, now)
    again = bool(due)
    for key in running:
        if not _AHEAD.begin(key):
            # The answer that makes room wakes this job.
            continue
        claimed: Sequence[Claimed] = ()
        try:
            fed = product.run(feed_campaign.feed, key, frozenset(carriers), clock.now())
            claimed = fed.claimed
        finally:
            _AHEAD.claimed(key, len(claimed))
        if claimed:
            hand_over(product, key, carriers, claimed)
        again = again or fed.again
    return again


def hand_over(
    product: Product, key: str, carriers: Mapping[str, Carrier], claimed: Sequence[Claimed]
) -> None:
    """All at the same time; what is answered meanwhile is recorded together."""
    outcomes: Outcomes = queue.Queue()
    for one in claimed:
        _CALLS.submit(_call, product, key, carriers[one.provider], one, outcomes)
    left = len(claimed)
    while left:
        answered = _taken(outcomes)
        left -= len(answered)
        try:
            product.run(record_attempt.record_all, answered, clock.now())
        except Exception:
            # Attempts that are not recorded go to the resolver.
            log.exception("%s attempts could not be recorded", len(answered))


def _call(
    product: Product, key: str, carrier: Carrier, claimed: Claimed, outcomes: Outcomes
) -> None:
    outcomes.put((claimed.attempt_key, messages.call(carrier, claimed)))
    if _AHEAD.answered(key):
        product.wake("campaigns")


def _taken(outcomes: Outcomes) -> dict[str, Outcome]:
    """By attempt what is there, and what comes within a moment."""
    taken = dict([outcomes.get()])
    gathering.wait(outcomes.qsize)
    while True:
        try:
            key, outcome = outcomes.get_nowait()
        except queue.Empty:
            return taken
        taken[key] = outcome


def settle(product: Product) -> bool:
    """Bring what became of messages to recipients, figures and screens."""
    with product.run.reading() as session:
        if not moves.anything_waits(session):
            return False
    settled = product.run(settle_campaign.settle, clock.now())
    for key in settled.stopped:
        product.run(pause_campaign.recall_left, key, clock.now())
    return settled.more


def prepare(product: Product) -> bool:
    """Count the recipients of one campaign, a slice at a time."""
    with product.run.reading() as session:
        key = prepare_campaign.unready(session)
    if key is None:
        return False
    if not product.run(prepare_campaign.step, key, clock.now()):
        # Another audience was dropped: the file of this one can be read.
        product.wake("campaign_lists")
    return True


def check(product: Product) -> bool:
    """Go on with a Check delivery of many, a slice at a time."""
    with product.run.reading() as session:
        found = look_after_campaign.unchecked(session)
    if found is None:
        return False
    product.run(look_after_campaign.go_on_checking, *found, clock.now())
    return True
