"""The account's telephone numbers: list, add, point their SMS at a URL."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from occ.providers.simulator import answers
from occ.providers.simulator.account import Number
from occ.providers.simulator.answers import ApiError
from occ.providers.simulator.api import paging
from occ.providers.simulator.api.door import exchange, not_found

bp = Blueprint("numbers", __name__, url_prefix="/2010-04-01/Accounts/<account_sid>")


@bp.get("/IncomingPhoneNumbers.json")
def listed(account_sid: str) -> ResponseReturnValue:
    asked = request.args.get("PhoneNumber", "")
    found = [one for one in exchange().numbers if asked in one.phone]
    page = paging.page(found, lambda one: one.sid)
    rows = [answers.number(exchange().account, one) for one in page.rows]
    return jsonify({"incoming_phone_numbers": rows, **page.links()})


@bp.post("/IncomingPhoneNumbers.json")
def add(account_sid: str) -> ResponseReturnValue:
    phone = request.form.get("PhoneNumber", "")
    if not phone.startswith("+"):
        raise ApiError(21421, f"{phone} is not a valid number")
    added = exchange().add_number(phone, request.form.get("FriendlyName", ""), whatsapp=False)
    added.sms_url = request.form.get("SmsUrl", "")
    return jsonify(answers.number(exchange().account, added)), 201


@bp.route("/IncomingPhoneNumbers/<sid>.json", methods=["GET", "POST"])
def one(account_sid: str, sid: str) -> ResponseReturnValue:
    found = next((one for one in exchange().numbers if one.sid == sid), None)
    if found is None:
        raise not_found()
    if request.method == "POST":
        _change(found)
    return jsonify(answers.number(exchange().account, found))


def _change(number: Number) -> None:
    method = request.form.get("SmsMethod", number.sms_method)
    urls = [request.form.get(name, "") for name in ("SmsUrl", "SmsFallbackUrl")]
    if method not in ("GET", "POST"):
        raise ApiError(21403, f"{method} is not a valid HTTP method")
    if any(url and not url.startswith(("http://", "https://")) for url in urls):
        raise ApiError(21402, "Invalid Url")
    number.sms_method = method
    number.sms_url = request.form.get("SmsUrl", number.sms_url)
    number.sms_fallback_url = request.form.get("SmsFallbackUrl", number.sms_fallback_url)
    number.name = request.form.get("FriendlyName", number.name)
