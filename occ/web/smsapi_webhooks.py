"""SMSAPI calls us: it signs nothing, so the address holds a secret; it wants to hear `OK`."""

from __future__ import annotations

import hmac
import logging

from flask import Blueprint, Response, request

from occ import metrics
from occ.core.tally import Count
from occ.messaging.inbox import MESSAGE, STATUS
from occ.product import product
from occ.settings.pages import SMSAPI
from occ.web.access import public
from occ.web.kept import Came, keep, plain_answer
from occ.web.seldom import Seldom

bp = Blueprint("smsapi_webhooks", __name__)
_refusals = Seldom(logging.getLogger(__name__), seconds=10)


@bp.route("/webhooks/smsapi/<secret>/status", methods=["GET", "POST"])
@public
def status(secret: str) -> Response:
    """What became of up to five messages. Of an unknown one, too, it is told `OK`: SMSAPI repeats
    until it hears that.
    """
    if not _is_ours(secret):
        return _refused()
    forms = product().smsapi.apart(request.values.to_dict(flat=False))
    keep([Came(SMSAPI, STATUS, _of(form, "MsgId"), None, form) for form in forms])
    return plain_answer(200, "OK")


@bp.route("/webhooks/smsapi/<secret>/messages", methods=["GET", "POST"])
@public
def message(secret: str) -> Response:
    """Somebody wrote an SMS. Posted again, it is kept once."""
    if not _is_ours(secret):
        return _refused()
    form = request.values.to_dict(flat=False)
    told = product().smsapi.told_by({name: values[0] for name, values in form.items()})
    keep([Came(SMSAPI, MESSAGE, told.sender, told.sid, form)])
    return plain_answer(200, "OK")


def _is_ours(secret: str) -> bool:
    known = product().smsapi_secrets()
    # Every one is compared: how long that takes tells nothing.
    return any([hmac.compare_digest(each.encode(), secret.encode()) for each in known])


def _refused() -> Response:
    metrics.count(Count.WEBHOOKS, "refused")
    _refusals.warn("webhook of SMSAPI refused: another secret than ours")
    return plain_answer(403, "This address is not ours.")


def _of(form: dict[str, list[str]], name: str) -> str:
    return form.get(name, [""])[0]
