"""Every page there is: quiet, open to everybody's eyes and fingers.

Each in five languages and four widths: OCC_TEST_EXAMPLES=2 pytest tests/journeys/test_every_page.py
"""

from __future__ import annotations

import re
import secrets

from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing import powers, prices
from occ.billing.power_models import PowerKind
from occ.billing.price_models import PricedChannel
from occ.billing.prices import PriceLine
from occ.conversations import canned, labels
from occ.conversations.canned import CannedForm
from occ.conversations.labels import LabelKind
from occ.core import clock
from occ.credentials.models import Way
from occ.flows import programs, set_credit
from occ.flows.set_credit import Purse
from occ.messaging import inbox
from occ.messaging.models import Message
from occ.providers.simulator.customers import Customer
from occ.services.models import Service
from occ.users import accounts
from occ.users.scopes import Scope
from occ.users.tokens import TokenForm
from tests.campaigns.company import a_campaign
from tests.company import email
from tests.flows.sending import first
from tests.journeys import people
from tests.journeys.accounts import a_batch, an_account
from tests.journeys.conftest import Open, signed_in
from tests.journeys.house import House, database
from tests.journeys.judged import judge
from tests.journeys.tongue import ALL, ENGLISH, PERSIAN, Tongue, told_in
from tests.live import Start, until
from tests.stateful import MORE
from tests.web import campaign_pages, privacy_pages
from tests.web.test_roles import WHO

PAGES = {
    **campaign_pages.PAGES,
    **privacy_pages.PAGES,
    "GET /sign-in": "/sign-in",
    "GET /w/<key>": "/w/website",
    "GET /me": "/me",
    "GET /live": "/live",
    "GET /reports": "/reports",
    "GET /reports/what-if": "/reports/what-if",
    "GET /replies": "/replies",
    "GET /replies/<key>": "/replies/{reply}",
    "GET /tags": "/tags",
    "GET /outcomes": "/outcomes",
    "GET /services/<key>/desk": "/services/{service}/desk",
    "GET /services/<key>/hours": "/services/{service}/hours",
    "GET /services/<key>/queue": "/services/{service}/queue",
    "GET /services/<key>/texts": "/services/{service}/texts",
    "GET /start": "/start",
    "GET /contacts": "/contacts",
    "GET /contacts/new": "/contacts/new",
    "GET /contacts/<key>": "/contacts/{contact}",
    "GET /contacts/segments": "/contacts/segments",
    "GET /contacts/blocked": "/contacts/blocked",
    "GET /settings/sms/countries": "/settings/sms/countries",
    "GET /contacts/import": "/contacts/import",
    "GET /contacts/import/<key>": "/contacts/import/{import_}",
    "GET /contractors": "/contractors",
    "GET /contractors/new": "/contractors/new",
    "GET /contractors/<key>": "/contractors/{contractor}",
    "GET /do-not-write": "/do-not-write",
    "GET /users": "/users",
    "GET /users/<key>": "/users/{ana}",
    "GET /users/<key>/events": "/users/{ana}/events",
    "GET /users/<key>/powers": "/users/{ana}/powers",
    "GET /users/<key>/powers/<power>": "/users/{ana}/powers/{power}",
    "GET /users/new": "/users/new",
    "GET /users/programs": "/users/programs",
    "GET /users/programs/new": "/users/programs/new",
    "GET /users/<key>/tokens": "/users/{program}/tokens",
    "GET /api/docs": "/api/docs",
    "GET /services": "/services",
    "GET /services/new": "/services/new",
    "GET /services/<key>": "/services/{service}",
    "GET /whatsapp-batches": "/whatsapp-batches",
    "GET /whatsapp-batches/load": "/whatsapp-batches/load",
    "GET /whatsapp-batches/<number>": "/whatsapp-batches/1",
    "GET /accounts": "/accounts",
    "GET /accounts/new": "/accounts/new",
    "GET /accounts/<key>": "/accounts/{account}",
    "GET /c/<page>": "/c/{page}",
    "GET /settings/accounts": "/settings/accounts",
    "GET /services/<key>/check": "/services/{service}/check",
    "GET /services/<key>/test": "/services/{service}/test",
    "GET /settings/campaigns": "/settings/campaigns",
    "GET /settings/templates": "/settings/templates",
    "GET /settings/company": "/settings/company",
    "GET /settings/routing": "/settings/routing",
    "GET /settings/prices": "/settings/prices",
    "GET /settings/sms": "/settings/sms",
    "GET /settings/sms/balance": "/settings/sms/balance",
    "GET /settings/widgets": "/settings/widgets",
    "GET /settings/widgets/<key>/channels/whatsapp": "/settings/widgets/website/channels/whatsapp",
    "GET /settings/widgets/<key>/preview": "/settings/widgets/website/preview",
    "GET /settings/advanced/chat": "/settings/advanced/chat",
    "GET /settings/advanced/chat/webhooks": "/settings/advanced/chat/webhooks",
    "GET /messages/<key>": "/messages/{sent}",
    "GET /messages/<key>/raw": "/messages/{message}/raw",
    "GET /system": "/system",
    "GET /system/webhooks": "/system/webhooks?kind=message",
    "GET /system/webhooks/<key>": "/system/webhooks/{letter}",
}
PUBLIC = {"/sign-in", "/w/website"}
# test_console.py, test_sign_in_codes.py, and below.
ELSEWHERE = {
    "GET /conversations",
    "GET /conversations/<key>",
    "GET /first",
    "GET /me/codes",
    "GET /password/<token>",
    "GET /sign-in/code",
}
NO_PAGES = {
    "GET /api/v1/contractors",
    "GET /api/v1/contractors/<key>",
    "GET /api/v1/consents",
    "GET /contacts/import/<key>/state",
    "GET /contacts/import/<key>/refused.csv",
    "GET /contacts/exports/<key>",
    "GET /services/<key>/test/state",
    "GET /campaigns/<key>/state",
    "GET /campaigns/<key>/report.csv",
    "GET /services/<key>/test.svg",
    "GET /",
    "GET /settings/widgets/<key>/preview.js",
    "GET /settings/widgets/<key>/preview.svg",
    "GET /settings/widgets/<key>/preview/open.js",
    "GET /media/<key>",
    "GET /files/<token>",
    "GET /uploads/<key>",
    "GET /w/<key>.js",
    "GET /w/<key>.svg",
    "GET /w/<key>/app",
    "GET /w/<key>/open.js",
    "GET /whatsapp-batches.csv",
    "GET /accounts.csv",
    "GET /reports.csv",
    "GET /settings/prices.csv",
    "GET /users/<key>/powers/<power>/log.csv",
    "GET /webhooks/smsapi/<secret>/status",
    "GET /webhooks/smsapi/<secret>/messages",
    "GET /health/live",
    "GET /health/ready",
    "GET /metrics",
    "GET /static/<any(dist, img):folder>/<path:name>",
}


def test_the_table_has_every_page() -> None:
    asked = {route for route in WHO if route.startswith("GET") and " /api/v1/" not in route}

    assert asked - NO_PAGES == PAGES.keys() | ELSEWHERE


@told_in(PERSIAN, ENGLISH, more=ALL)
def test_no_page_bars_anybody_or_sticks_out(house: House, opened: Open, say: Tongue) -> None:
    ada = signed_in(house, opened, "ada", say, locale=say.code, reduced_motion="reduce")
    stranger = opened(house.hosts, locale=say.code, reduced_motion="reduce").new_page()
    found = []

    # All of them from right to left, in the other direction a sample.
    for address in addresses(house)[:: 1 if say is PERSIAN or MORE > 1 else 4]:
        page = stranger if address in PUBLIC or "/c/" in address else ada
        page.goto(house.server.url + address)
        expect(page.locator(f"html[lang={say.code}][dir={say.direction}]")).to_be_attached()
        found += [f"{address}: {line}" for line in judge(page, say)]

    assert found == []


@told_in(PERSIAN)
def test_the_first_pages_bar_nobody_also_when_they_refuse(
    house: House, start: Start, opened: Open, say: Tongue
) -> None:
    empty = start()
    hosts = house.hosts | {empty.url.removeprefix("http://")}
    page = opened(hosts, tolerated="422|404", locale=say.code, reduced_motion="reduce").new_page()
    found = []

    page.goto(f"{empty.url}/first")
    page.get_by_label(say("Name"), exact=True).fill("Ada")
    page.get_by_label(say("E-mail"), exact=True).fill("ada@example.com")
    type_two_passwords(page, say, "Create")
    found += judge(page, say)
    page.goto(password_link(house))
    type_two_passwords(page, say, "Save and sign in")
    found += judge(page, say)
    page.goto(f"{house.server.url}/password/over")
    found += judge(page, say)

    assert found == []


def type_two_passwords(page: Page, say: Tongue, button: str) -> None:
    page.get_by_label(say("New password"), exact=True).fill("one and the same")
    page.get_by_label(say("New password, once more")).fill("not quite the same")
    page.get_by_role("button", name=say(button)).click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text(
        say("The two passwords differ. Type the same one twice.")
    )


def password_link(house: House) -> str:
    printed = house.server.occ("user", "new-password", email("ben01"))
    return str(re.search(r"http\S+/password/\S+", printed)[0])  # type: ignore[index]


def addresses(house: House) -> list[str]:
    ana = house.key("ana01")
    with database(house.server) as session:
        service = session.scalars(select(Service.key).where(Service.name == "Service 1")).one()
        letter = given_up(session)
        power = with_credit(session, ana)
        sent = first.taken(session, accounts.by_key(session, ana).id, "Long " * 60, clock.now())
        keys = people.met(session, ana)
        a_batch(session, 500, "Winter pack " * 9)
        keys["campaign"] = a_campaign(session, accounts.by_key(session, ana), 2, "Zażółć {name}")
        once = secrets.token_hex(4)
        form = CannedForm(f"hello{once}", "Hello {first_name}, {agent} here. " * 9)
        keys["reply"] = canned.save(session, None, form, clock.now()).key
        labels.save(session, LabelKind.TAG, None, f"A tag of a long name {once}", clock.now())
        keys["account"], _ = an_account(session, Way.WHATSAPP)
        _, keys["page"] = an_account(session, None)
        session.commit()
    keys |= {"ana": ana, "service": service, "letter": letter, "power": power}
    keys["sent"] = sent
    keys["message"] = written(house)
    keys["program"] = a_program(house)
    return [address.format(**keys) for address in PAGES.values()]


def with_credit(session: Session, key: str) -> str:
    """Ana's power, with a line in its log; the same again where she has it."""
    ana, now = accounts.by_key(session, key), clock.now()
    present = powers.of(session, ana.id)
    power = present[0] if present else powers.give(session, ana.id, PowerKind.CREDITS, None, now)
    purse = Purse(ana.key, power.key, None)
    set_credit.adjust(session, purse, 1204, ("first", "A long reason " * 12), now)
    prices.keep(session, [PriceLine(PricedChannel.SMS, "48", now.date(), 1500)])
    return power.key


def a_program(house: House) -> str:
    """With a token in force and one revoked, and a long name."""
    now = clock.now()
    with database(house.server) as session:
        program = accounts.add_program(session, None, "A hotspot of the old town", now)
        form = TokenForm("In the lobby", tuple(Scope), 90)
        programs.give_token(session, None, program.key, form, now)
        token, _ = programs.give_token(session, None, program.key, form, now)
        programs.revoke_token(session, None, program.key, token.key, now)
        session.commit()
    return program.key


def written(house: House) -> str:
    """A message to a number of nobody's, with a long line in it."""
    extra = {"Body": "https://example.com/" + "a-long-address-" * 20}
    row = house.simulator.write(
        Customer("Marta", "+48500100299"),
        to=house.simulator.exchange.default_address(),
        extra=extra,
    )
    found: list[str] = []

    def is_there() -> bool:
        with database(house.server) as session:
            found[:] = session.scalars(select(Message.key).where(Message.provider_sid == row.sid))
        return bool(found)

    until(is_there)
    return found[0]


def given_up(session: Session) -> int:
    """A dead letter with much in it."""
    form = {"Body": ["A long line. " * 40], "From": ["whatsapp:+48500100200"]}
    now = clock.now()
    webhook_id = inbox.store(
        session.connection(), "twilio", "message", "whatsapp:+48500100200", None, form, now
    )
    assert webhook_id is not None
    inbox.failed(session, webhook_id, "RuntimeError: a bug of ours", True, now)
    return webhook_id
