"""What a load balancer and a supervisor of processes ask."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from occ.migrations import schema
from occ.migrations.schema import Schema
from occ.product import product
from occ.web.access import public

bp = Blueprint("health", __name__)


@bp.get("/health/live")
@public
def live() -> ResponseReturnValue:
    return jsonify(status="live", installation=product().installation)


@bp.get("/health/ready")
@public
def ready() -> ResponseReturnValue:
    lacking = _lacking()
    if lacking:
        return jsonify(status="not_ready", lacking=lacking), 503
    return jsonify(status="ready")


def _lacking() -> str | None:
    try:
        with product().run.reading() as session:
            session.execute(select(1))
        return None if _is_current() else "schema"
    except SQLAlchemyError:
        return "database"


def _is_current() -> bool:
    """Asked until it is: a running process never sees its schema grow older."""
    ours = product()
    if not ours.schema_is_current:
        ours.schema_is_current = schema.state(ours.run.database) is Schema.CURRENT
    return ours.schema_is_current
