"""Session cookies, sign-in and the protection of forms."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain
from typing import Any

from flask import Blueprint, Flask, Request, Response, abort, request
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect

from occ.billing.power_models import PowerKind
from occ.contacts.imports import tables
from occ.messaging import sendable
from occ.product import Product
from occ.users import sessions
from occ.users.permissions import Permission
from occ.web import who
from occ.web.access import has_power
from occ.web.asked import is_api_call

LARGEST_BODY = 256 * 1024
LARGER_BODIES: dict[str, tuple[Permission, Collection[PowerKind], int]] = {
    # A file, and the form around it.
    "uploads.attach": (Permission.CONVERSE, (), max(sendable.LARGEST.values()) + LARGEST_BODY),
    "importing.bring": (Permission.KEEP_CONTACTS, (), tables.LARGEST_CSV + LARGEST_BODY),
    "campaign_people.choose": (
        Permission.OVERSEE,
        (PowerKind.CAMPAIGNS, PowerKind.WRITING_FIRST),
        tables.LARGEST_EXCEL + LARGEST_BODY,
    ),
}
"""By endpoint: who may send more, and how much."""


def protect(
    app: Flask,
    signed: Collection[Blueprint],
    by_token: Collection[Blueprint],
    keyed: Collection[Blueprint],
) -> None:
    """What is called by machines holds no cookie: they prove themselves, or bear a token. Nor do
    pages whose address (`keyed`) is the proof, since nobody else knows it.
    """
    product: Product = app.extensions["occ"]
    app.secret_key = product.vault.derive("session")
    app.config.update(
        SESSION_COOKIE_NAME="occ_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=product.config.secure_cookies,
        PERMANENT_SESSION_LIFETIME=sessions.LASTS,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        # A form may stand open all day; its token ends with the session.
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.session_interface = _Sessions()
    app.before_request(_take_larger)
    login = LoginManager()
    login.session_protection = None
    login.user_loader(who.load)
    login.init_app(app)
    forms = CSRFProtect(app)
    for each in (*signed, *by_token, *keyed):
        forms.exempt(each)
    takes_nul = {each.name for each in signed}

    @app.before_request
    def refuse_nul() -> None:
        """PostgreSQL takes none in a text, and nobody types one."""
        if request.blueprint not in takes_nul:
            texts = chain((request.view_args or {}).values(), *request.values.listvalues())
            if any("\x00" in text for text in texts):
                abort(400)


def _take_larger() -> None:
    """Before anything reads the body: whom the page is not for sends us no large file."""
    if (request.endpoint or "") not in LARGER_BODIES or not who.is_signed_in():
        return
    permission, powers, most = LARGER_BODIES[request.endpoint or ""]
    if who.me().may(permission) or (powers and has_power(*powers)):
        request.max_content_length = most


class _Sessions(SecureCookieSessionInterface):
    def should_set_cookie(self, app: Flask, session: Any) -> bool:
        """Only a page renews the cookie, and nothing that is loaded beside one.

        An answer that is late would bring back the cookie from before, and take away with it what
        the next page was to say ("Saved.").
        """
        is_page = request.headers.get("Sec-Fetch-Dest", "document") == "document"
        return bool(session.modified) or (is_page and super().should_set_cookie(app, session))

    def open_session(self, app: Flask, request: Request) -> Any:
        """A token's call has none: no cookie that comes along with it may lend it a person's."""
        return self.session_class() if is_api_call() else super().open_session(app, request)

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        """What is for everybody sets no cookie and does not vary by one.

        Flask-Login looks into the session of every request, and whatever keeps answers between
        us and the browsers would keep one for each cookie.
        """
        if not response.cache_control.public and not is_api_call():
            super().save_session(app, session, response)
