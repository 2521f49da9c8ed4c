"""What a visitor who asks for it is given, with a short reference of the page they are on.

Nothing of a page is asked for, and nothing stored, where the first words don't tell of it.
"""

from __future__ import annotations

import logging

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from occ.core import clock
from occ.flows import make_reference
from occ.product import product
from occ.services import links, page_references, page_words
from occ.services.page_references import Page
from occ.translations.catalogs import LANGUAGES
from occ.web import sighting, widget_script
from occ.web.access import public
from occ.web.language import company
from occ.web.widgets import Shown, for_anybody, shown, ways

bp = Blueprint("widget_opening", __name__)
log = logging.getLogger(__name__)
_CACHING = "public, max-age=60"
_ONE_VISITORS = "no-store"


@bp.get("/w/<key>/open.js")
@public
def opened(key: str) -> ResponseReturnValue:
    """A module: what the panel shows in the language `lang`. `page` and `title` are the address
    and the title of the page the visitor is on.
    """
    found = shown(key)
    words, told = _first_words(found)
    us, lang = product().config.public_url, request.args.get("lang", "")
    each = ways(key, words, found.services, us, found.stands, told)
    language = lang if lang in LANGUAGES else found.form.language or company().language
    module = widget_script.module(found.form, each, language)
    return for_anybody(module, _ONE_VISITORS if told else _CACHING)


@bp.get("/w/<key>/app")
@public
def app(key: str) -> ResponseReturnValue:
    """Where one tap on a phone leads: on to WhatsApp, whatever becomes of the reference."""
    found = shown(key)
    if not found.services:
        return redirect(url_for("widgets.page", key=key))
    words, _told = _first_words(found)
    return redirect(links.wa_me(str(found.services[0].whatsapp_number), words))


def _first_words(found: Shown) -> tuple[str, dict[str, str]]:
    """The visitor's draft, and what it tells of their page, for the address of the QR code."""
    page = _page(found)
    name = page.name if page else ""
    reference = _reference(found, page) if page else ""
    told = {"page": name, "ref": reference}
    words = page_words.fit(found.form.first_words, name, reference)
    return words, {each: value for each, value in told.items() if value}


def _page(found: Shown) -> Page | None:
    """Only of the site that asks, by the browser's word, and only where the widget shows itself."""
    form = found.form
    if not page_words.asks(form.first_words):
        return None
    page = page_references.read(request.args.get("title", ""), request.args.get("page", ""))
    if page is None or page.origin != sighting.origin():
        return None
    return page if not form.allowed_origins or page.origin in form.allowed_origins else None


def _reference(found: Shown, page: Page) -> str:
    """Empty where there is none: nobody is kept from writing by that."""
    if not page_words.asks_reference(found.form.first_words):
        return ""
    network_address = request.remote_addr or ""
    try:
        made = product().run(
            make_reference.make, found.widget.id, page, network_address, clock.now()
        )
    except Exception:
        log.exception("no reference could be made for a page with widget %s", found.widget.key)
        return ""
    return made or ""
