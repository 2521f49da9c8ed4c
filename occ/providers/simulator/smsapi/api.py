"""The calls that SMSAPI answers: sending and statuses by `sms.do`, the rest by REST."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from occ.providers.simulator.api.door import exchange
from occ.providers.simulator.api.messages import hang_up
from occ.providers.simulator.smsapi import reports, rules
from occ.providers.simulator.smsapi.office import Office, Sms
from occ.providers.simulator.smsapi.rules import SmsapiError

bp = Blueprint("smsapi", __name__, url_prefix="/smsapi")


def office() -> Office:
    return exchange().smsapi


@bp.before_request
def _check() -> None:
    ours, today = office(), office().behaviour
    ours.closing.wait(today.slow)
    if today.down:
        raise SmsapiError(999, 503)
    # A refusal of `sms.do` comes with 200, one of REST with 401.
    status = 200 if request.path.endswith(".do") else 401
    if today.refuse:
        raise SmsapiError(today.refuse, status)
    if request.headers.get("Authorization") != f"Bearer {ours.token}":
        raise SmsapiError(101, status)


@bp.errorhandler(SmsapiError)
def _refused(error: SmsapiError) -> Response:
    if request.path.endswith(".do") and not _by_json():
        return _plain(f"ERROR:{error.code}", error.status)
    answer = jsonify(error.as_json())
    answer.status_code = error.status
    return answer


def _by_json() -> bool:
    return request.values.get("format") == "json"


def _plain(text: str, status: int = 200) -> Response:
    """What `sms.do` answers whoever does not ask for JSON."""
    return Response(text, status, mimetype="text/plain")


@bp.route("/sms.do", methods=["GET", "POST"])
def sms() -> ResponseReturnValue:
    form = request.values.to_dict()
    return _statuses(form["status"]) if "status" in form else _send(form)


def _as_lines(rows: list[Sms]) -> Response:
    return _plain(";".join(f"OK:{row.id}:{row.points}" for row in rows))


def _send(form: Mapping[str, str]) -> ResponseReturnValue:
    ours, today = office(), office().take_send()
    if today.fail:
        raise SmsapiError(today.fail)
    if today.http and today.broken_when == "before":
        return "", today.http
    with ours.lock:
        rows = rules.made(ours, form, ours.new_id())
        if form.get("test") != "1":
            for row in rows:
                ours.add(row)
    # Before it is on its way: what is told here is how it stood when it was taken.
    answer = jsonify(_told(form, rows)) if _by_json() else _as_lines(rows)
    if form.get("test") != "1":
        for row in rows:
            reports.begin(ours, row, today)
    if today.http:
        return "", today.http
    if today.lose_answers:
        hang_up(ours.closing, today.lose_answers)
    return answer


def _told(form: Mapping[str, str], rows: list[Sms]) -> dict[str, Any]:
    listed = [
        {
            "id": row.id,
            "points": float(row.points),
            "number": row.number,
            "date_sent": int(row.created.timestamp()),
            "submitted_number": row.number,
            "status": "QUEUE",
            "error": None,
            "idx": row.idx,
            "parts": row.parts,
        }
        for row in rows
    ]
    told: dict[str, Any] = {"count": len(rows), "list": listed}
    if form.get("details") == "1":
        told |= {"message": rows[0].message, "length": len(rows[0].message), "parts": rows[0].parts}
    return told


def _statuses(asked: str) -> ResponseReturnValue:
    named = asked.replace("|", ",").split(",")
    if not all(map(rules.ID.fullmatch, named)):
        raise SmsapiError(400)
    found = [office().by_id(each) for each in named]
    rows = [row for row in found if row is not None]
    if not rows:
        raise SmsapiError(301)
    listed = [
        {
            "id": row.id,
            "status": reports.name_of(row.status),
            "error": None,
            "idx": row.idx,
            "points": float(row.points),
            "number": row.number,
        }
        for row in rows
    ]
    return jsonify({"count": len(rows), "list": listed})


@bp.get("/profile")
def profile() -> ResponseReturnValue:
    ours = office()
    told: dict[str, Any] = {
        "username": ours.username,
        "name": "Firma sp. z o.o.",
        "email": "biuro@example.com",
        "phone_number": "48500100100",
        "payment_type": ours.payment_type,
        "user_type": "native",
    }
    if ours.points is not None:
        told["points"] = float(ours.points)
    return jsonify(told)


@bp.get("/sms/sendernames")
def sender_names() -> ResponseReturnValue:
    rows = [
        {
            "sender": name.sender,
            "is_default": name.is_default,
            "status": name.status,
            "created_at": "2026-01-02T10:00:00+01:00",
        }
        for name in office().names
    ]
    return jsonify({"size": len(rows), "collection": rows})


@bp.get("/ping")
def ping() -> ResponseReturnValue:
    return jsonify({"authorized": True, "unavailable": []})
