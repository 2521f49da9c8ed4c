"""`occ demo`: the product on SQLite with the simulator for a carrier, ready to be tried."""

from __future__ import annotations

import dataclasses

import click
from sqlalchemy import exists, select

from occ import applying, serving
from occ.app import create_app
from occ.config import Config
from occ.core.db import Database
from occ.messaging import reach
from occ.messaging.ports import Credentials
from occ.product import Product
from occ.providers.simulator.script import Script
from occ.providers.simulator.server import serve_in_thread
from occ.users.models import User

COMPANY = "Officina Aurora"
PASSWORD = "occ-demo-2026"
NUMBER = "+390612345678"
PEOPLE = (
    ("Eva Rossi", "admin@example.com", "administrator"),
    ("Piotr Zając", "supervisor@example.com", "supervisor"),
    ("Anna Nowak", "anna@example.com", "agent"),
    ("Ben Moreau", "ben@example.com", "agent"),
)


def run(config: Config) -> None:
    """Serves until it is stopped. Raises CannotStart."""
    with serve_in_thread() as simulator:
        simulator.point_at(reach.wanted(config.public_url).message)
        config = dataclasses.replace(
            config, twilio_api_url=simulator.url, smsapi_api_url=simulator.smsapi_url
        )
        app = create_app(config)
        product: Product = app.extensions["occ"]
        database = product.run.database
        simulator.smsapi.messages_url = product.smsapi_url("messages")
        with serving.alone(database):
            # Its home is not the one that other commands take by themselves.
            serving.prepare(database, f"OCC_HOME={config.home} occ migrate")
            furnish(database, simulator.credentials, simulator.smsapi.token)
            script = Script(simulator.exchange)

            def ready() -> None:
                script.start()
                click.echo(_welcome(config, simulator.url))

            serving.serve(app, config, True, ready)
    serving.leave()


def furnish(database: Database, credentials: Credentials, sms_token: str) -> None:
    """The company of the demo, in an empty database: what its visitor sets later is theirs."""
    with database.reading() as session:
        is_furnished = session.scalar(select(exists(select(User.id))))
    if not is_furnished:
        applying.apply(database, _setup(credentials, sms_token))


def _setup(credentials: Credentials, sms_token: str) -> dict[str, object]:
    people = [
        {
            "name": name,
            "email": email,
            "password": PASSWORD,
            "role": role,
            "channels": ["chat", "whatsapp"] if role == "agent" else [],
            "max_interactions": 3,
        }
        for name, email, role in PEOPLE
    ]
    return {
        "company": {"name": COMPANY, "country": "IT", "zone": "Europe/Rome"},
        "twilio": {
            "account_sid": credentials.account_sid,
            "auth_token": credentials.auth_token,
            "whatsapp": True,
        },
        "sms": {
            "service": True,
            "version": "2026.1",
            "provider": "smsapi",
            "api_token": sms_token,
            "sender_name": "FIRMA",
        },
        "users": people,
        "services": [{"name": "Sales", "whatsapp_number": NUMBER}],
        "widgets": [{"name": "Website", "key": "website", "whatsapp_services": ["Sales"]}],
    }


def _welcome(config: Config, simulator_url: str) -> str:
    people = "\n".join(f"  {role:<14} {email:<24} {PASSWORD}" for _, email, role in PEOPLE)
    return f"""
OCC runs at {config.public_url}

Sign in as
{people}

Then try
  1. Sign in as anna@example.com: within seconds Marta writes. Accept, answer, watch the ticks.
  2. Write as a customer, on a phone: {simulator_url}
  3. The link page with the QR code: {config.public_url}/w/website
  4. Sign in as the administrator in another browser: Services, Users, Settings.

Stop with Ctrl C. What happened is kept in {config.home}.
"""
