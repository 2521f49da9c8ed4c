"""What a customer sees of whoever answers: blue ticks and "typing"."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from occ.providers.simulator.answers import ApiError
from occ.providers.simulator.api.door import exchange, not_found

bp = Blueprint("indicators", __name__, url_prefix="/v2")


@bp.post("/Indicators/Typing.json")
def typing() -> ResponseReturnValue:
    ours = exchange()
    if request.form.get("channel") != "whatsapp":
        raise ApiError(20001, "The channel must be whatsapp")
    row = ours.message(request.form.get("messageId", ""))
    if row is None or not row.is_inbound or not row.on_whatsapp:
        raise not_found()
    ours.type_to(row)
    return jsonify({"success": True})
