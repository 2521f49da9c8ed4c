"""A company of its own with so many people who agreed to SMS, credit, prices and one campaign."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ import applying
from occ.billing import powers, prices, wallets
from occ.billing.power_models import PowerKind
from occ.billing.price_models import PricedChannel
from occ.billing.prices import PriceLine
from occ.campaigns.audience import Source
from occ.campaigns.contents import Text
from occ.contacts.imports import tables
from occ.contacts.imports.columns import Field
from occ.core import clock, files, ids
from occ.core.address import Channel
from occ.flows import campaign_routes, edit_campaign, import_contacts, prepare_campaign
from occ.flows.edit_campaign import Draft
from occ.jobs import imports
from occ.messaging.ports import Credentials
from occ.product import Product
from occ.settings import store
from occ.settings.pages import CampaignSettings
from occ.users.models import User

OWNER = "torture@example.com"
NUMBER = "+390612345678"
PRICE = 1500
"""Milli-credits a part."""
TEXT = "Dear {name}, our shop is open on Sunday."


class Accounts(NamedTuple):
    """Who signs us in at the simulator, and which of its two providers is tried."""

    twilio: Credentials
    sms_token: str
    provider: str


def found(product: Product, accounts: Accounts, people: int, rate: int) -> int:
    """Set an empty installation up, to send `rate` parts a second; the owner's id."""
    applying.apply(product.run.database, _setup(accounts))
    product.run(_settle, people, rate, clock.now())
    with product.run.reading() as session:
        return _owner(session).id


def gather(product: Product, owner_id: int, people: int) -> None:
    """Import contacts who agreed to SMS, as a person does: from a file."""
    name = files.new_name()
    path = files.place(product.config.imports, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, people)
    shape = tables.shape(path)
    rows = tables.beginning(path, shape, 6)
    brought = ("people.csv", name)
    made = product.run(import_contacts.bring, owner_id, brought, shape, rows, clock.now())
    columns = {0: Field.PHONE, 1: Field.NAME, 2: Field.SMS}
    product.run(import_contacts.say_columns, made.key, columns, "PL", "I agree.", clock.now())
    imports.work_on_due(product)
    product.run(import_contacts.begin, owner_id, made.key, clock.now())
    imports.work_on_due(product)


def write(product: Product, owner_id: int) -> str:
    """The key of a draft to everybody."""
    return product.run(_draft, owner_id, clock.now())


def count(product: Product, key: str) -> None:
    """Build the audience of a draft, and measure it."""
    while product.run(prepare_campaign.step, key, clock.now()):
        pass


def _setup(accounts: Accounts) -> dict[str, object]:
    return {
        "company": {"name": "Torture", "country": "PL"},
        "twilio": {
            "account_sid": accounts.twilio.account_sid,
            "auth_token": accounts.twilio.auth_token,
        },
        "sms": {
            "service": True,
            "version": "torture",
            "support_ends": f"{clock.now().year}-12-31",
            "provider": accounts.provider,
            "twilio_number": NUMBER,
            "api_token": accounts.sms_token,
            "sender_name": "FIRMA",
        },
        "users": [{"name": "Torture", "email": OWNER, "role": "administrator"}],
    }


def _settle(session: Session, people: int, rate: int, now: datetime) -> None:
    settings = CampaignSettings(
        sms_rate=rate, second_person_above=0, quiet_from="00:00", quiet_until="00:00"
    )
    store.save(session, settings, now)
    prices.keep(session, [PriceLine(PricedChannel.SMS, "48", date(2026, 1, 1), PRICE)])
    owner = _owner(session)
    powers.give(session, owner.id, PowerKind.CREDITS, None, now)
    wallet = wallets.open_for(session, owner.id, now)
    wallets.adjust(session, wallet.id, credits_for(people), (ids.new("add"), None, "Begin"), now)


def credits_for(people: int) -> int:
    """Twice what all of them cost: what is out counts, too, until it is known."""
    return people * 2 * PRICE // 1000 + 1


def _owner(session: Session) -> User:
    return session.scalars(select(User).where(User.email == OWNER)).one()


def _draft(session: Session, owner_id: int, now: datetime) -> str:
    [route] = campaign_routes.present(session, Channel.SMS)
    draft = Draft("Torture", Text(TEXT), campaign_routes.name(route))
    source = {"kind": Source.FILTER, "filter": {}}
    return edit_campaign.create(session, owner_id, Channel.SMS, draft, source, now).key


def _write(path: Path, people: int) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(["Phone", "Name", "SMS"])
        rows.writerows([600_000_000 + number, f"No. {number}", "yes"] for number in range(people))
