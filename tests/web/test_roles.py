"""Every route × every role. A route that is not in the table fails the test."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from occ.billing.power_models import PowerKind
from occ.core.run import Runner
from occ.flows import give_power
from occ.users.models import PEOPLE, Role, User
from occ.web import access
from tests.builders import NOW, a_service, a_widget, an_agent
from tests.campaigns.company import a_campaign, ready
from tests.contacts.people import a_contact, a_contractor
from tests.web import campaign_pages, contact_pages, desk_pages, privacy_pages
from tests.web.api import routes as api_routes
from tests.web.browser import Browser

EVERYBODY = {None, *Role}
SIGNED_IN = {*PEOPLE}
OVERSEERS = {Role.SUPERVISOR, Role.ADMINISTRATOR}
ADMINISTRATORS = {Role.ADMINISTRATOR}
# Twilio's signature opens it, or a token, and no role: tests/web/test_webhooks.py, tests/web/api.
NOBODY: set[Role | None] = set()
WHO = {
    "GET /": EVERYBODY,
    "GET /first": EVERYBODY,
    "POST /first": EVERYBODY,
    "GET /sign-in": EVERYBODY,
    "POST /sign-in": EVERYBODY,
    # And who proved the password: tests/web/test_sign_in_code.py.
    "GET /sign-in/code": EVERYBODY,
    "POST /sign-in/code": EVERYBODY,
    "POST /sign-out": EVERYBODY,
    "GET /password/<token>": EVERYBODY,
    "POST /password/<token>": EVERYBODY,
    # Whoever has the address: tests/web/test_credentials.py.
    "GET /c/<page>": EVERYBODY,
    "POST /c/<page>": EVERYBODY,
    "GET /w/<key>": EVERYBODY,
    "GET /w/<key>.js": EVERYBODY,
    "GET /w/<key>.svg": EVERYBODY,
    "GET /w/<key>/app": EVERYBODY,
    "GET /w/<key>/open.js": EVERYBODY,
    "GET /health/live": EVERYBODY,
    "GET /health/ready": EVERYBODY,
    # By the public name, as here; tests/web/test_metrics.py asks this machine by its own.
    "GET /metrics": ADMINISTRATORS,
    "GET /static/<any(dist, img):folder>/<path:name>": EVERYBODY,
    "POST /webhooks/twilio/messages": NOBODY,
    "POST /webhooks/twilio/status": NOBODY,
    # And who knows the secret: tests/web/test_smsapi_webhooks.py.
    "GET /webhooks/smsapi/<secret>/status": NOBODY,
    "POST /webhooks/smsapi/<secret>/status": NOBODY,
    "GET /webhooks/smsapi/<secret>/messages": NOBODY,
    "POST /webhooks/smsapi/<secret>/messages": NOBODY,
    "GET /me": SIGNED_IN,
    "POST /me": SIGNED_IN,
    "POST /me/password": SIGNED_IN,
    "GET /me/codes": SIGNED_IN,
    "POST /me/codes": SIGNED_IN,
    "POST /me/codes/on": SIGNED_IN,
    "POST /me/codes/backups": SIGNED_IN,
    "POST /me/codes/off": SIGNED_IN,
    "POST /me/sessions/sign-out-others": SIGNED_IN,
    "GET /conversations": SIGNED_IN,
    "GET /conversations/<key>": SIGNED_IN,
    "GET /live": OVERSEERS,
    "GET /reports": OVERSEERS,
    "GET /reports.csv": OVERSEERS,
    "GET /reports/what-if": OVERSEERS,
    "POST /reports/what-if": OVERSEERS,
    "POST /reports/what-if.csv": OVERSEERS,
    **dict.fromkeys(desk_pages.ROUTES, SIGNED_IN),
    **dict.fromkeys(desk_pages.OVERSEEN, OVERSEERS),
    # And of them whose it is: tests/web/test_uploads.py.
    "POST /conversations/<key>/files": SIGNED_IN,
    "GET /uploads/<key>": SIGNED_IN,
    "GET /files/<token>": EVERYBODY,
    **dict.fromkeys(desk_pages.ADMINISTERED, ADMINISTRATORS),
    # And of them who may see the conversation: tests/web/test_media.py.
    "GET /media/<key>": SIGNED_IN,
    # And of them who may see it: tests/web/test_messages.py.
    "GET /messages/<key>": SIGNED_IN,
    "POST /messages/<key>/look-again": SIGNED_IN,
    "POST /messages/<key>/send-again": SIGNED_IN,
    "POST /messages/<key>/give-up": SIGNED_IN,
    "GET /messages/<key>/raw": OVERSEERS,
    "GET /users": OVERSEERS,
    "POST /users": OVERSEERS,
    "GET /users/<key>": OVERSEERS,
    "POST /users/<key>": OVERSEERS,
    "GET /users/<key>/events": OVERSEERS,
    "GET /users/<key>/powers": OVERSEERS,
    "POST /users/<key>/powers": ADMINISTRATORS,
    "GET /users/<key>/powers/<power>": ADMINISTRATORS,
    "GET /users/<key>/powers/<power>/log.csv": ADMINISTRATORS,
    "POST /users/<key>/powers/<power>/credit": ADMINISTRATORS,
    "POST /users/<key>/powers/<power>/limits": ADMINISTRATORS,
    "POST /users/<key>/powers/<power>/plan": ADMINISTRATORS,
    "POST /users/<key>/powers/<power>/withdraw": ADMINISTRATORS,
    "GET /users/programs": ADMINISTRATORS,
    "GET /users/programs/new": ADMINISTRATORS,
    "POST /users/programs/new": ADMINISTRATORS,
    "GET /users/<key>/tokens": ADMINISTRATORS,
    "POST /users/<key>/tokens": ADMINISTRATORS,
    "POST /users/<key>/tokens/<token>/revoke": ADMINISTRATORS,
    "GET /api/docs": SIGNED_IN,
    "GET /api/v1/openapi.json": EVERYBODY,
    **dict.fromkeys(api_routes.ROUTES, NOBODY),
    "GET /users/new": ADMINISTRATORS,
    "POST /users/new": ADMINISTRATORS,
    "POST /users/<key>/disable": ADMINISTRATORS,
    "POST /users/<key>/codes/off": ADMINISTRATORS,
    "POST /users/<key>/enable": ADMINISTRATORS,
    "POST /users/<key>/password-link": ADMINISTRATORS,
    "GET /whatsapp-batches": ADMINISTRATORS,
    "GET /whatsapp-batches.csv": ADMINISTRATORS,
    "POST /whatsapp-batches/warning": ADMINISTRATORS,
    "GET /whatsapp-batches/load": ADMINISTRATORS,
    "POST /whatsapp-batches/load": ADMINISTRATORS,
    "GET /contacts": SIGNED_IN,
    "GET /contacts/new": SIGNED_IN,
    "POST /contacts/new": SIGNED_IN,
    "GET /contacts/<key>": SIGNED_IN,
    "POST /contacts/<key>": SIGNED_IN,
    **dict.fromkeys(privacy_pages.ROUTES, ADMINISTRATORS),
    "POST /contacts/<key>/numbers": SIGNED_IN,
    "POST /contacts/<key>/numbers/<number>/remove": SIGNED_IN,
    "POST /contacts/<key>/numbers/<number>/consents": SIGNED_IN,
    "POST /contacts/<key>/numbers/<number>/do-not-write": SIGNED_IN,
    **dict.fromkeys(contact_pages.BLOCKING, OVERSEERS),
    "POST /contacts/<key>/ask-block": SIGNED_IN,
    "GET /contacts/segments": OVERSEERS,
    "POST /contacts/segments": OVERSEERS,
    "POST /contacts/segments/<key>/remove": OVERSEERS,
    "GET /settings/sms/countries": ADMINISTRATORS,
    "POST /settings/sms/countries": ADMINISTRATORS,
    "GET /contacts/import": OVERSEERS,
    "POST /contacts/import": OVERSEERS,
    "GET /contacts/import/<key>": OVERSEERS,
    "GET /contacts/import/<key>/state": OVERSEERS,
    "GET /contacts/import/<key>/refused.csv": OVERSEERS,
    "POST /contacts/import/<key>/reading": OVERSEERS,
    "POST /contacts/import/<key>/columns": OVERSEERS,
    "POST /contacts/import/<key>/begin": OVERSEERS,
    "POST /contacts/import/<key>/stop": OVERSEERS,
    "POST /contacts/import/<key>/discard": OVERSEERS,
    "GET /contractors": OVERSEERS,
    "GET /contractors/new": OVERSEERS,
    "POST /contractors/new": OVERSEERS,
    "GET /contractors/<key>": OVERSEERS,
    "POST /contractors/<key>": OVERSEERS,
    "GET /do-not-write": OVERSEERS,
    "POST /do-not-write": OVERSEERS,
    "POST /do-not-write/<number>/lift": OVERSEERS,
    "GET /whatsapp-batches/<number>": ADMINISTRATORS,
    "GET /accounts": ADMINISTRATORS,
    "GET /accounts.csv": ADMINISTRATORS,
    "GET /accounts/new": ADMINISTRATORS,
    "POST /accounts/new": ADMINISTRATORS,
    "GET /accounts/<key>": ADMINISTRATORS,
    "POST /accounts/<key>/way": ADMINISTRATORS,
    "POST /accounts/<key>/cancel": ADMINISTRATORS,
    "GET /settings/accounts": ADMINISTRATORS,
    "POST /settings/accounts": ADMINISTRATORS,
    # And an agent with the power, of their own: tests/web/test_campaign_roles.py.
    **dict.fromkeys(campaign_pages.ROUTES, OVERSEERS),
    "GET /start": ADMINISTRATORS,
    "GET /services": ADMINISTRATORS,
    "GET /services/new": ADMINISTRATORS,
    "POST /services/new": ADMINISTRATORS,
    "POST /services/new/numbers": ADMINISTRATORS,
    "GET /services/<key>": ADMINISTRATORS,
    "GET /services/<key>/check": ADMINISTRATORS,
    "GET /services/<key>/test": ADMINISTRATORS,
    "GET /services/<key>/test/state": ADMINISTRATORS,
    "GET /services/<key>/test.svg": ADMINISTRATORS,
    "POST /services/<key>": ADMINISTRATORS,
    "POST /services/<key>/numbers": ADMINISTRATORS,
    "GET /settings/templates": ADMINISTRATORS,
    "POST /settings/templates": ADMINISTRATORS,
    "GET /settings/company": ADMINISTRATORS,
    "POST /settings/company": ADMINISTRATORS,
    "GET /settings/campaigns": ADMINISTRATORS,
    "POST /settings/campaigns": ADMINISTRATORS,
    "GET /settings/routing": ADMINISTRATORS,
    "POST /settings/routing": ADMINISTRATORS,
    "GET /settings/prices": ADMINISTRATORS,
    "GET /settings/prices.csv": ADMINISTRATORS,
    "POST /settings/prices": ADMINISTRATORS,
    "POST /settings/prices/import": ADMINISTRATORS,
    "POST /settings/prices/rules": ADMINISTRATORS,
    "POST /settings/prices/remove": ADMINISTRATORS,
    "GET /settings/sms": ADMINISTRATORS,
    "POST /settings/sms": ADMINISTRATORS,
    "POST /settings/sms/numbers": ADMINISTRATORS,
    "POST /settings/sms/verify": ADMINISTRATORS,
    "GET /settings/sms/balance": ADMINISTRATORS,
    "POST /settings/sms/balance": ADMINISTRATORS,
    "GET /settings/widgets": ADMINISTRATORS,
    "POST /settings/widgets": ADMINISTRATORS,
    "GET /settings/widgets/<key>/channels/whatsapp": ADMINISTRATORS,
    "POST /settings/widgets/<key>/channels/whatsapp": ADMINISTRATORS,
    "POST /settings/widgets/<key>/archive": ADMINISTRATORS,
    "POST /settings/widgets/<key>/restore": ADMINISTRATORS,
    "GET /settings/widgets/<key>/preview": ADMINISTRATORS,
    "GET /settings/widgets/<key>/preview.js": ADMINISTRATORS,
    "GET /settings/widgets/<key>/preview/open.js": ADMINISTRATORS,
    "GET /settings/widgets/<key>/preview.svg": ADMINISTRATORS,
    "GET /settings/advanced/chat": ADMINISTRATORS,
    "POST /settings/advanced/chat": ADMINISTRATORS,
    "POST /settings/advanced/chat/resume": ADMINISTRATORS,
    "POST /settings/advanced/chat/verify": ADMINISTRATORS,
    "GET /settings/advanced/chat/webhooks": ADMINISTRATORS,
    "POST /settings/advanced/chat/webhooks": ADMINISTRATORS,
    "GET /system": ADMINISTRATORS,
    "GET /system/webhooks": ADMINISTRATORS,
    "GET /system/webhooks/<key>": ADMINISTRATORS,
    "POST /system/webhooks/<key>/replay": ADMINISTRATORS,
    "POST /system/webhooks/replay": ADMINISTRATORS,
    "POST /system/recount": ADMINISTRATORS,
    "POST /system/reconciliation": ADMINISTRATORS,
}
roles = pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "stranger")


def routes(app: Flask) -> set[str]:
    """`GET /users/<key>` for every route there is."""
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_the_table_names_every_route_and_no_other(app: Flask) -> None:
    assert routes(app) ^ WHO.keys() == set()


@roles
def test_a_role_opens_what_it_may_and_nothing_else(
    app: Flask, run: Runner, ada: User, role: Role | None
) -> None:
    keys = {
        "users": run(an_agent, "Other").key,
        "services": run(a_service).key,
        "settings": run(a_widget).key,
        "campaigns": run(a_campaign, run(ready)),
        "contacts": run(a_contact).key,
        "contractors": run(a_contractor).key,
    }
    power = run(give_power.give, None, keys["users"], PowerKind.CREDITS, NOW).key
    wrong = []

    def somebody() -> Browser:
        return Browser(app, run(an_agent, "Somebody", role=role) if role else None)

    reader = somebody()
    for route, allowed in WHO.items():
        method, _, rule = route.partition(" ")
        # What is sent may sign its sender out.
        browser = reader if method == "GET" else somebody()
        path = address(rule, keys.get(rule.split("/")[1], "none"))
        path = path.replace("<power>", power)
        answer = browser.get(path) if method == "GET" else browser.send(method, path)
        if answer.status_code == 500 or is_refused(answer) == (role in allowed):
            wrong.append(f"{route}: {answer.status}")

    assert wrong == []


def address(rule: str, key: str) -> str:
    values = {
        "<key>": key,
        "<place>": "1-1",
        "<number>": "none",
        "<token>": "none",
        "<page>": "none",
        "<any(dist, img):folder>/<path:name>": "dist/no.js",
    }
    for name, value in values.items():
        rule = rule.replace(name, value)
    return rule


def is_refused(answer: TestResponse) -> bool:
    to_sign_in = "/sign-in?next=" in answer.headers.get("Location", "")
    return to_sign_in or answer.status_code in (401, 403)


def test_a_view_that_says_nothing_of_whom_it_is_for_is_not_served() -> None:
    app = Flask(__name__)
    app.view_functions["forgotten"] = lambda: "open to all"

    with pytest.raises(RuntimeError, match="forgotten"):
        access.demand_on_every_view(app)
