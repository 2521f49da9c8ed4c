"""An account that waits for a batch, and a batch, for journeys that look at their pages."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing import batches
from occ.core import clock, ids
from occ.credentials.models import Way, What
from occ.credentials.wording import Wording
from occ.flows import load_batch, send_credentials
from occ.flows.send_credentials import HandOut
from occ.translations import catalogs
from occ.users.models import User

WORDING = Wording(catalogs.translate, lambda token: f"/password/{token}")


def a_batch(session: Session, messages: int, description: str) -> int:
    """Its number."""
    now, code = clock.now(), ids.new("code")
    load_batch.issue(session, [(code, "digest")], messages, now)
    pair = batches.pair(session, code)
    assert pair is not None
    batch = batches.load(session, pair.id, description, None, now)
    assert batch is not None
    return batch.id


def an_account(session: Session, way: Way | None) -> tuple[str, str]:
    """Its key, and that of the person's page."""
    starter = session.scalars(select(User.id).order_by(User.id)).first()
    assert starter is not None
    asked = HandOut(
        starter,
        What.CODE,
        "en",
        name="Marta Aleksandra Wiśniewska-Kowalczyk",
        system="Guest Wi-Fi of the Grand Hotel",
        to="+48500100200",
        secret="314159",
        way=way,
    )
    handed = send_credentials.hand_out(session, asked, WORDING, clock.now())
    return handed.account.key, handed.page_key
