"""The account and its balance."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from occ.providers.simulator import answers
from occ.providers.simulator.api.door import exchange

bp = Blueprint("account", __name__, url_prefix="/2010-04-01/Accounts")


@bp.get("/<account_sid>.json")
def account(account_sid: str) -> ResponseReturnValue:
    return jsonify(answers.account(exchange().account, exchange().behaviour.account_status))


@bp.get("/<account_sid>/Balance.json")
def balance(account_sid: str) -> ResponseReturnValue:
    return jsonify(answers.balance(exchange().account))
