"""How a visitor finds the company on WhatsApp: a plain page, the script, QR codes (A5, A6)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import lru_cache, partial

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from occ.core import blocking, clock
from occ.core.errors import NotFound
from occ.core.words import say
from occ.product import product
from occ.routing import standing
from occ.routing.standing import Standing
from occ.services import links, widgets
from occ.services.models import Service, Widget
from occ.services.widget_form import WidgetForm
from occ.web import sighting, static_files, widget_script
from occ.web.access import public
from occ.web.language import company
from occ.web.static_files import Asset
from occ.web.widget_script import Way

bp = Blueprint("widgets", __name__)
# A changed number reaches every page within that time, and a page asks no oftener.
_CACHING = "public, max-age=300"
_KEPT_SECONDS = 5


@bp.get("/w/<key>")
@public
def page(key: str) -> ResponseReturnValue:
    widget, form, services = _read(key)
    now = _standing(services)
    shown = zip(ways(key, form, services), now, strict=True)
    return render_template("widget.html", ways=list(shown), widget=widget)


@bp.get("/w/<key>.js")
@public
def script(key: str) -> ResponseReturnValue:
    """Every load of somebody else's page may ask: the rows are read once in five seconds."""
    kept = product().scripts
    read_at, asset, origins = kept.get(key, (float("-inf"), None, ()))
    if asset is None or time.monotonic() - read_at > _KEPT_SECONDS:
        asset, origins = _script(key)
        kept[key] = (time.monotonic(), asset, origins)
    answer = _for_anybody(asset)
    answer.call_on_close(partial(sighting.note, product(), key, sighting.page(), origins))
    return answer


@bp.get("/w/<key>.svg")
@public
def qr(key: str) -> ResponseReturnValue:
    """`?service=` where the widget has several; without it the first."""
    _widget, form, services = _read(key)
    wanted = request.args.get("service")
    for service in services:
        if wanted in (None, service.key):
            return _for_anybody(drawn(links.wa_me(str(service.whatsapp_number), form.first_words)))
    raise NotFound(say("WhatsApp can't be reached here at the moment."))


def address(key: str) -> str:
    """The link page's, as it stands in the snippet."""
    return product().config.public_url + url_for("widgets.page", key=key)


def ways(
    key: str,
    form: WidgetForm,
    services: Sequence[Service],
    us: str = "",
    stands: Sequence[Standing] = (),
) -> list[Way]:
    """How each is reached; `us` goes before our own addresses, for a page of somebody else's."""
    return [
        widget_script.way(
            each, form.first_words, us + url_for("widgets.qr", key=key, service=each.key), now
        )
        for each, now in zip(services, stands or [Standing()] * len(services), strict=True)
    ]


def _standing(services: Sequence[Service]) -> list[Standing]:
    now = clock.now()
    with product().run.reading() as session:
        return [standing.of(session, each, now) for each in services]


@lru_cache(maxsize=256)
def drawn(link: str) -> Asset:
    return static_files.text(blocking.run(links.qr_svg, link), "image/svg+xml")


def _read(key: str) -> tuple[Widget, WidgetForm, list[Service]]:
    with product().run.reading() as session:
        widget = widgets.by_key(session, key)
        return widget, widgets.form_of(widget), widgets.reachable(session, widget)


def _script(key: str) -> tuple[Asset, tuple[str, ...]]:
    """And the sites on which it shows itself."""
    widget, form, services = _read(key)
    if widget.archived_at is not None:
        return static_files.text(b"", "text/javascript"), ()
    shown = ways(key, form, services, product().config.public_url, _standing(services))
    config = widget_script.config_of(form, address(key), shown, company().language)
    return widget_script.script(config), form.allowed_origins


def _for_anybody(asset: Asset) -> Response:
    """Other people's pages take it, also those that isolate themselves from what is not meant for
    them (COEP), and those that check a script's digest (which asks by CORS)."""
    answer = static_files.answer(asset, _CACHING)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
