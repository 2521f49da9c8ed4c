"""How a test, or a person with curl, plays with the simulator: JSON in, JSON out.

`POST /simulator/behaviour` takes any fields of `Behaviour`, `DELETE` ends them all;
`POST /simulator/write` lets a customer write; `GET /simulator/messages` shows everything said.
`/simulator/smsapi/behaviour` and `/simulator/smsapi/messages` do the same for SMSAPI's side.
"""

from __future__ import annotations

import dataclasses

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from occ.providers.simulator import answers, letters
from occ.providers.simulator.api.door import exchange
from occ.providers.simulator.customers import Customer

bp = Blueprint("control", __name__, url_prefix="/simulator")


@bp.before_request
def _only_json() -> ResponseReturnValue | None:
    """A page of another site can send a form here, but no JSON."""
    if request.method == "POST" and not request.is_json:
        return jsonify({"error": "Send JSON."}), 415
    return None


@bp.errorhandler(ValueError)
def _wrong(error: ValueError) -> ResponseReturnValue:
    return jsonify({"error": str(error)}), 400


@bp.route("/behaviour", methods=["GET", "POST", "DELETE"])
def behaviour() -> ResponseReturnValue:
    ours = exchange()
    if request.method == "DELETE":
        ours.calm()
    elif request.method == "POST":
        ours.behave(**_told())
    return jsonify(dataclasses.asdict(ours.behaviour))


@bp.route("/smsapi/behaviour", methods=["GET", "POST", "DELETE"])
def smsapi_behaviour() -> ResponseReturnValue:
    office = exchange().smsapi
    if request.method == "DELETE":
        office.calm()
    elif request.method == "POST":
        office.behave(**_told())
    return jsonify(dataclasses.asdict(office.behaviour))


@bp.get("/smsapi/messages")
def smsapi_messages() -> ResponseReturnValue:
    """What the SMSAPI account sent."""
    office = exchange().smsapi
    with office.lock:
        rows = list(office.sent)
    told = [{"id": row.id, "to": row.number, "message": row.message} for row in rows]
    return jsonify({"messages": told, "repeats": office.repeats})


@bp.post("/write")
def write() -> ResponseReturnValue:
    """`{"from": "+48…" or null, "body", "profile_name", "bsuid", "kind", "to", "extra": {…}}`."""
    told = _told()
    extra = told.get("extra", {})
    if not isinstance(extra, dict):
        raise ValueError("“extra” takes an object of parameters.")
    customer = Customer(
        name=_text(told, "profile_name") or "",
        phone=_text(told, "from") or None,
        bsuid=_text(told, "bsuid"),
    )
    if not customer.key:
        raise ValueError("“from” or “bsuid” has to say who writes.")
    row = letters.write(
        exchange(),
        customer,
        _text(told, "body") or "",
        kind=_text(told, "kind") or "text",
        to=_text(told, "to"),
        extra={str(name): str(value) for name, value in extra.items()},
    )
    return jsonify({"sid": row.sid}), 201


@bp.get("/messages")
def messages() -> ResponseReturnValue:
    ours = exchange()
    with ours.lock:
        rows = list(ours.messages)
    return jsonify({"messages": [answers.message(ours.account, row) for row in rows]})


@bp.get("/alerts")
def alerts() -> ResponseReturnValue:
    lines = [{"code": one.code, "text": one.text} for one in exchange().alerts]
    return jsonify({"alerts": lines})


def _told() -> dict[str, object]:
    told = request.get_json(silent=True)
    if not isinstance(told, dict):
        raise ValueError("Send a JSON object.")
    return told


def _text(told: dict[str, object], name: str) -> str | None:
    value = told.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"“{name}” takes text.")
    return value
