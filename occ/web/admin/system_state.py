"""All that the system page shows, read at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from occ.conversations import queries
from occ.core import database_facts, redis_server, turns
from occ.core.turns import JobTurn
from occ.core.words import Words
from occ.messaging import (
    backlog,
    fetches,
    funds,
    halts,
    media,
    reach,
    reconciliation,
    unsent,
    verified,
)
from occ.messaging.backlog import Backlog
from occ.messaging.fetch_models import Fetch
from occ.messaging.funds import Known
from occ.messaging.models import SenderHalt
from occ.messaging.reconciliation import DayCount
from occ.messaging.unsent import Unsent
from occ.messaging.verified import Verified
from occ.product import Product
from occ.routing import seats
from occ.routing.seats import Drift
from occ.services import senders
from occ.settings import lost, store
from occ.settings.pages import TwilioSettings
from occ.users import leases, tokens
from occ.web.admin import receiving, sms_states
from occ.web.admin.receiving import Receiving
from occ.web.admin.sms_states import SmsState


@dataclass(frozen=True)
class State:
    now: datetime
    twilio: TwilioSettings
    is_reachable: bool
    """Whether Twilio may be able to call our public address, by its looks."""
    verified: Verified | None
    refused_at: datetime | None
    """When Twilio refused the account as it is now."""
    last_taken: datetime | None
    receiving: Receiving
    days: Sequence[DayCount]
    """What Twilio lists and what is here, by number and day."""
    uncounted: Words | None
    """Why the newest try to count failed."""
    missing: int
    lost: Sequence[str]
    """Providers whose credentials the key here does not open."""
    halted: Sequence[SenderHalt]
    offline: Sequence[str]
    """Numbers of our services whose sender the provider calls not online."""
    sms: SmsState
    held: Mapping[str, Known]
    """By provider's name what our account there holds, of those that are set up."""
    inbox: Backlog
    files: media.Standing
    outbox: Unsent
    unknown_in: Sequence[str]
    """Conversations with texts nobody knows the fate of."""
    ending: Sequence[str]
    """Programs whose token in use ends soon."""
    jobs: Sequence[JobTurn]
    drift: Sequence[Drift]
    connections: int
    database: Mapping[str, str | int | None]
    redis: str | None
    """What is wrong with it; None where it is well or there is none."""


def read(session: Session, product: Product, now: datetime) -> State:
    outbox = unsent.read(session)
    keys = queries.keys_of(session, outbox.of)
    url = product.config.redis_url
    return State(
        now=now,
        twilio=store.load(session, TwilioSettings),
        is_reachable=not reach.why_not_reached(product.config.public_url, product.twilio.host),
        verified=verified.present(session),
        refused_at=verified.refused_at(session),
        last_taken=unsent.last_taken(session),
        receiving=receiving.read(session, now),
        days=reconciliation.lately(session, now),
        uncounted=_why_uncounted(session),
        missing=reconciliation.missing(session, now),
        lost=lost.providers(session),
        halted=halts.present(session),
        offline=senders.led_to(session),
        sms=sms_states.read(session, now),
        held={
            lost.named([each]): funds.of(session, each)
            for each in funds.LISTS
            if product.can_ask(session, each)
        },
        inbox=backlog.read(session),
        files=media.standing(session),
        outbox=outbox,
        unknown_in=[keys[each] for each in outbox.of],
        ending=tokens.ending(session, now),
        jobs=turns.present(session),
        drift=seats.drift(session),
        connections=leases.any_live(session, now),
        database={
            "kind": database_facts.kind(session),
            "bytes": database_facts.size_bytes(session),
            "revision": database_facts.revision(session),
        },
        redis=redis_server.trouble(url) if url else None,
    )


def _why_uncounted(session: Session) -> Words | None:
    row = session.get(Fetch, reconciliation.LIST)
    return fetches.error_of(row) if row else None
