"""How a visitor finds the company on WhatsApp: a plain page, the script, QR codes (A5, A6)."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from occ.core import blocking, clock
from occ.core.errors import NotFound
from occ.core.words import say
from occ.product import product
from occ.routing import standing
from occ.routing.standing import Standing
from occ.services import links, page_words, widgets
from occ.services.models import Service, Widget
from occ.services.widget_form import WidgetForm
from occ.web import sighting, static_files, widget_script
from occ.web.access import public
from occ.web.language import company
from occ.web.static_files import Asset
from occ.web.widget_script import Way

bp = Blueprint("widgets", __name__)
# A changed number reaches every page within that time, and a page asks no oftener.
CACHING = "public, max-age=300"
_KEPT_SECONDS = 5


@dataclass(frozen=True)
class Shown:
    """A widget as pages of others are given it; `services` those that can be written to now."""

    widget: Widget
    form: WidgetForm
    services: Sequence[Service]
    stands: Sequence[Standing]
    script: Asset


@bp.get("/w/<key>")
@public
def page(key: str) -> ResponseReturnValue:
    widget, form, services = _read(key)
    now = _standing(services)
    shown = zip(ways(key, _drafted(form), services), now, strict=True)
    return render_template("widget.html", ways=list(shown), widget=widget)


@bp.get("/w/<key>.js")
@public
def script(key: str) -> ResponseReturnValue:
    found = shown(key)
    answer = for_anybody(found.script, CACHING)
    sites = found.form.allowed_origins
    answer.call_on_close(partial(sighting.note, product(), key, sighting.page(), sites))
    return answer


@bp.get("/w/<key>.svg")
@public
def qr(key: str) -> ResponseReturnValue:
    """`?service=` where the widget has several; without it the first. `page` and `ref` as they
    stand in the visitor's first words.
    """
    _widget, form, services = _read(key)
    wanted = request.args.get("service")
    name, reference = (request.args.get(each, "") for each in ("page", "ref"))
    words = page_words.fit(form.first_words, name, reference)
    draw = _drawn_once if name or reference else drawn
    for service in services:
        if wanted in (None, service.key):
            return for_anybody(draw(links.wa_me(str(service.whatsapp_number), words)), CACHING)
    raise NotFound(say("WhatsApp can't be reached here at the moment."))


def shown(key: str) -> Shown:
    """Every load of somebody else's page may ask: the rows are read once in five seconds."""
    kept = product().widgets
    read_at, found = kept.get(key, (float("-inf"), None))
    if found is None or time.monotonic() - read_at > _KEPT_SECONDS:
        found = _shown(key)
        kept[key] = (time.monotonic(), found)
    assert isinstance(found, Shown)
    return found


def address(key: str) -> str:
    """The link page's, as it stands in the snippet."""
    return product().config.public_url + url_for("widgets.page", key=key)


def ways(
    key: str,
    first_words: str,
    services: Sequence[Service],
    us: str = "",
    stands: Sequence[Standing] = (),
    told: Mapping[str, str] | None = None,
) -> list[Way]:
    """How each is reached; `us` goes before our own addresses, for a page of somebody else's, and
    `told` is what the first words tell of it.
    """
    query = f"&{urlencode(told)}" if told else ""
    return [
        widget_script.way(
            each, first_words, f"{us}{url_for('widgets.qr', key=key, service=each.key)}{query}", now
        )
        for each, now in zip(services, stands or [Standing()] * len(services), strict=True)
    ]


@lru_cache(maxsize=256)
def drawn(link: str) -> Asset:
    return static_files.text(blocking.run(links.qr_svg, link), "image/svg+xml")


# Each visitor's own: these drive out none that everybody asks for.
_drawn_once = lru_cache(maxsize=64)(drawn.__wrapped__)


def for_anybody(asset: Asset, caching: str) -> Response:
    """Other people's pages take it, also those that isolate themselves from what is not meant for
    them (COEP), and those that check a script's digest (which asks by CORS)."""
    answer = static_files.answer(asset, caching)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _read(key: str) -> tuple[Widget, WidgetForm, list[Service]]:
    with product().run.reading() as session:
        widget = widgets.by_key(session, key)
        return widget, widgets.form_of(widget), widgets.reachable(session, widget)


def _standing(services: Sequence[Service]) -> list[Standing]:
    now = clock.now()
    with product().run.reading() as session:
        return [standing.of(session, each, now) for each in services]


def _drafted(form: WidgetForm) -> str:
    """The first words of somebody of whose page nothing is known."""
    return page_words.fit(form.first_words, "")


def _shown(key: str) -> Shown:
    widget, form, services = _read(key)
    stands, at = _standing(services), address(key)
    if widget.archived_at is not None:
        nothing = static_files.text(b"", "text/javascript")
        return Shown(widget, WidgetForm(form.name), (), (), nothing)
    plain = ways(key, _drafted(form), services, stands=stands)
    more = f"{product().config.public_url}{url_for('widget_opening.opened', key=key)}?"
    config = widget_script.config_of(form, at, more, plain, company().language)
    return Shown(widget, form, services, stands, widget_script.script(config))
