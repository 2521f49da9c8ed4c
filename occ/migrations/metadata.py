"""Every table there is: importing the rooms' models fills the metadata."""

from __future__ import annotations

from occ.billing import batch_models as batches
from occ.billing import models as wallets
from occ.billing import power_models as powers
from occ.billing import price_models as prices
from occ.campaigns import models as campaigns
from occ.contacts import erasure_models as erasures
from occ.contacts import exports, segments
from occ.contacts import import_models as imports
from occ.contacts import models as contacts
from occ.contacts import number_models as numbers
from occ.conversations import automatic_models as automatic
from occ.conversations import came_from, canned, labels, notes, search_words
from occ.conversations import models as conversations
from occ.core import events, turns
from occ.core.types import Base
from occ.credentials import models as credentials
from occ.journal import models as journal
from occ.messaging import fetch_models as fetches
from occ.messaging import models as messaging
from occ.messaging import reconciliation
from occ.messaging import template_models as templates
from occ.routing import lookers
from occ.routing import models as routing
from occ.services import models as services
from occ.settings import models as settings
from occ.users import code_models as codes
from occ.users import models as users
from occ.users import spans
from occ.users import token_models as tokens

ROOMS = (
    automatic,
    batches,
    came_from,
    campaigns,
    canned,
    codes,
    contacts,
    conversations,
    credentials,
    erasures,
    events,
    exports,
    fetches,
    imports,
    journal,
    labels,
    lookers,
    messaging,
    notes,
    numbers,
    powers,
    prices,
    reconciliation,
    routing,
    search_words,
    segments,
    services,
    settings,
    spans,
    templates,
    tokens,
    turns,
    users,
    wallets,
)
metadata = Base.metadata
