"""Where a visitor finds the company on WhatsApp: a plain page, and its QR codes (A5, A6)."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from occ.core import blocking
from occ.core.errors import NotFound
from occ.core.words import say
from occ.product import product
from occ.services import links, widgets
from occ.services.models import Service
from occ.web.access import public

bp = Blueprint("widgets", __name__)
_QR_SECONDS = 300


@bp.get("/w/<key>")
@public
def page(key: str) -> ResponseReturnValue:
    ways = [(service, links.wa_me(str(service.whatsapp_number))) for service in _services(key)]
    return render_template("widget.html", key=key, ways=ways)


@bp.get("/w/<key>.svg")
@public
def qr(key: str) -> ResponseReturnValue:
    """`?service=` where the widget has several; without it the first."""
    wanted = request.args.get("service")
    for service in _services(key):
        if wanted in (None, service.key):
            return _svg(links.wa_me(str(service.whatsapp_number)))
    raise NotFound(say("WhatsApp can't be reached here at the moment."))


def _services(key: str) -> list[Service]:
    with product().run.reading() as session:
        return list(widgets.reachable_services(session, widgets.by_key(session, key)))


def _svg(link: str) -> Response:
    image, digest = _drawn(link)
    response = Response(image, content_type="image/svg+xml")
    response.headers["Cache-Control"] = f"public, max-age={_QR_SECONDS}"
    response.set_etag(digest)
    response.make_conditional(request)
    return response


@lru_cache(maxsize=256)
def _drawn(link: str) -> tuple[bytes, str]:
    image = blocking.run(links.qr_svg, link)
    return image, hashlib.sha256(image).hexdigest()[:16]
