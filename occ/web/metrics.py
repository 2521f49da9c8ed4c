"""/metrics, for Prometheus: this process's counters, and gauges out of rows."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import Blueprint, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import Metric

from occ.core import clock
from occ.metrics import REGISTRY
from occ.product import product
from occ.users.permissions import Permission
from occ.web import metric_rows
from occ.web.access import public
from occ.web.who import is_signed_in, me

bp = Blueprint("metrics", __name__)
_FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via")


@bp.get("/metrics")
@public
def page() -> Response:
    if not (_is_of_this_machine() or _bears_the_token() or _administers()):
        return Response(
            "Metrics are for this machine, for who bears OCC_METRICS_TOKEN, and for administrators."
            "\n",
            403,
            content_type="text/plain; charset=utf-8",
        )
    with product().run.reading() as session:
        rows = list(metric_rows.collect(session, clock.now()))
    # `prometheus_client` asks a registry for nothing but this.
    text = generate_latest(_Together([*REGISTRY.collect(), *rows]))
    return Response(text, content_type=CONTENT_TYPE_LATEST)


class _Together(CollectorRegistry):
    def __init__(self, found: Iterable[Metric]) -> None:
        super().__init__()
        self._found = found

    def collect(self) -> Iterable[Metric]:
        return self._found


def _is_of_this_machine() -> bool:
    """Not by way of a proxy, which stands on this machine, too, and speaks for the world.

    Nor by a foreign name: a page elsewhere may have its own name point here, and read it in the
    browser of whoever opens it (DNS rebinding).
    """
    if any(name in request.headers for name in _FORWARDED):
        return False
    return _is_loopback(request.remote_addr or "") and _is_own_name(request.headers.get("Host", ""))


def _is_own_name(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return name == "localhost" or name.endswith(".localhost") or _is_loopback(name)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _bears_the_token() -> bool:
    expected = product().config.metrics_token
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if not expected or scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(token.strip().encode(), expected.encode())


def _administers() -> bool:
    return is_signed_in() and me().may(Permission.ADMINISTER)
