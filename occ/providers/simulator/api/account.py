"""The account and its balance."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from occ.providers.simulator import answers
from occ.providers.simulator.api import door
from occ.providers.simulator.api.door import exchange

bp = Blueprint("account", __name__, url_prefix="/2010-04-01/Accounts")


@bp.get("/<account_sid>.json")
def account(account_sid: str) -> ResponseReturnValue:
    today = exchange().behaviour
    return jsonify(answers.account(exchange().account, today.account_status, today.account_type))


@bp.get("/<account_sid>/Balance.json")
def balance(account_sid: str) -> ResponseReturnValue:
    if refused := exchange().behaviour.refuse_balance:
        raise answers.ApiError(refused)
    if not exchange().account.balance:
        raise door.not_found()
    return jsonify(answers.balance(exchange().account))
