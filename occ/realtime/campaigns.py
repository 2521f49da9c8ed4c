"""Pages of campaigns hear figures. They are in a namespace of their own: no seat hangs on them."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_login import current_user
from flask_socketio import ConnectionRefusedError, SocketIO, join_room
from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing import powers
from occ.billing.power_models import PowerKind
from occ.campaigns.models import Campaign
from occ.core.errors import NotAllowed
from occ.flows import tell_campaign
from occ.product import product
from occ.realtime.calls import Caller, present_user
from occ.users.models import User
from occ.users.permissions import Permission, may

NAMESPACE = "/campaigns"
MOST = 100
_POWERS = (PowerKind.CAMPAIGNS, PowerKind.WRITING_FIRST)
_CALLER = "occ.campaign_caller"


def register(socketio: SocketIO) -> None:
    @socketio.on("connect", namespace=NAMESPACE)
    def connect(_auth: object = None) -> None:
        if not current_user.is_authenticated:
            raise ConnectionRefusedError("signed_out")
        caller = Caller(current_user.id, current_user.epoch, current_user.session_id)
        with product().run.reading() as session:
            user = _allowed(session, caller)
            if user is None:
                raise ConnectionRefusedError("not_allowed")
            request.environ[_CALLER] = caller
            _hear(user)

    @socketio.on("figures", namespace=NAMESPACE)
    def figures(data: object = None) -> dict[str, Any]:
        """The present figures of a page's campaigns, those left out that the user may not see."""
        with product().run.reading() as session:
            user = _allowed(session, request.environ[_CALLER])
            if user is None:
                socketio.server.disconnect(
                    request.sid,  # type: ignore[attr-defined]
                    namespace=NAMESPACE,
                )
                return {"ok": False, "code": "not_allowed"}
            _hear(user)
            asked = data.get("campaigns") if isinstance(data, dict) else None
            named = asked[:MOST] if isinstance(asked, list) else []
            keys = [each for each in named if isinstance(each, str)]
            query = select(Campaign).where(Campaign.key.in_(keys))
            if not _sees_all(user):
                query = query.where(Campaign.owner_id == user.id)
            found = [tell_campaign.facts(session, each) for each in session.scalars(query)]
        return {"ok": True, "campaigns": found}


def part(socketio: SocketIO, user_id: int) -> None:
    """What a user may hear has changed: whoever heard the same asks again first.

    No row knows the connections of this namespace, and a page of ours asks every 15 seconds.
    """
    for stream in (tell_campaign.stream(None), tell_campaign.stream(user_id)):
        socketio.close_room(stream, namespace=NAMESPACE)


def _hear(user: User) -> None:
    join_room(tell_campaign.stream(None if _sees_all(user) else user.id))


def _allowed(session: Session, caller: Caller) -> User | None:
    try:
        user = present_user(session, caller)
    except NotAllowed:
        return None
    has_power = any(power.kind in _POWERS for power in powers.of(session, user.id))
    return user if _sees_all(user) or has_power else None


def _sees_all(user: User) -> bool:
    return may(user.role, Permission.OVERSEE)
