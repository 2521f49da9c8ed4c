"""The live view: its page asks for figures, and acts. No seat hangs on this namespace.

Figures are asked for, at most once a second and page, and read once however many pages ask; while
nobody looks nothing is read.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from flask_login import current_user
from flask_socketio import ConnectionRefusedError, SocketIO
from sqlalchemy import true
from sqlalchemy.orm import Session

from occ.core import clock
from occ.core.errors import NotAllowed
from occ.flows import change_profile, oversee
from occ.flows.change_profile import ProfileChange
from occ.product import Product, product
from occ.realtime import calls
from occ.realtime.calls import LIVE, Answer, Call, Caller
from occ.routing import board, needing, parked, targets
from occ.settings import store
from occ.settings.pages import RoutingSettings
from occ.users.models import Presence
from occ.users.permissions import Permission, may

_BOARD, _OF_LATE = timedelta(milliseconds=900), timedelta(seconds=10)


def register(socketio: SocketIO) -> None:
    calls.refuse_unknown(socketio, LIVE)

    @socketio.on("connect", namespace=LIVE)
    def connect(_auth: object = None) -> None:
        if not current_user.is_authenticated:
            raise ConnectionRefusedError("signed_out")
        caller = Caller(current_user.id, current_user.epoch, current_user.session_id)
        with product().run.reading() as session:
            try:
                user = calls.present_user(session, caller)
            except NotAllowed:
                raise ConnectionRefusedError("signed_out") from None
        if not may(user.role, Permission.OVERSEE):
            raise ConnectionRefusedError("not_allowed")
        calls.remember(caller)

    def on(name: str, permission: Permission) -> Any:
        return calls.on(socketio, name, permission, LIVE)

    @on("figures", Permission.OVERSEE)
    def figures(call: Call) -> Answer:
        at, (version, told) = look(call.product)
        known = call.data.get("version") == version
        # Not for now: when it was read, which is what the page says.
        answer = {"version": version, "as_of": clock.iso(at), "server_time": clock.iso(clock.now())}
        return answer if known else {**answer, "board": told}

    on("why", Permission.OVERSEE)(calls.why)

    @on("assign", Permission.OVERSEE)
    def assign(call: Call) -> Answer:
        key, agent = call.text("conversation"), call.text("user")
        shown = call.maybe("shown")
        call.product.run(oversee.assign, call.user.id, key, agent, clock.now(), shown)
        return _done(call)

    @on("assign_over", Permission.SET_PROFILES)
    def assign_over(call: Call) -> Answer:
        """To somebody who is full: a choice of its own."""
        key, agent = call.text("conversation"), call.text("user")
        shown = call.maybe("shown")
        call.product.run(oversee.assign_over, call.user.id, key, agent, clock.now(), shown)
        return _done(call)

    @on("send_back", Permission.OVERSEE)
    def send_back(call: Call) -> Answer:
        key, shown = call.text("conversation"), call.maybe("shown")
        call.product.run(oversee.send_back, call.user.id, key, clock.now(), shown)
        return _done(call)

    @on("put_forward", Permission.OVERSEE)
    def put_forward(call: Call) -> Answer:
        key, is_first = call.text("conversation"), call.data.get("first") is True
        call.product.run(oversee.put_forward, call.user.id, key, is_first, clock.now())
        return _done(call)

    @on("set_limit", Permission.SET_PROFILES)
    def set_limit(call: Call) -> Answer:
        agent, limit = call.text("user"), call.number("limit")
        if limit is None:
            raise calls.malformed()
        wanted = ProfileChange(max_interactions=limit)
        call.product.run(change_profile.change, call.user.id, [agent], wanted, clock.now())
        return _done(call)

    @on("set_presence", Permission.OVERSEE)
    def set_presence(call: Call) -> Answer:
        agent, keep = call.text("user"), call.data.get("keep") is not False
        try:
            chosen = Presence(call.text("presence"))
        except ValueError:
            raise calls.malformed() from None
        call.product.run(oversee.set_presence, call.user.id, agent, chosen, keep, clock.now())
        return _done(call)


def look(ours: Product) -> tuple[datetime, tuple[str, dict[str, Any]]]:
    """When the figures were read, their version, and the figures."""
    now = clock.now()

    def late() -> dict[str, Any]:
        with ours.run.reading() as session:
            target = store.load(session, RoutingSettings).target_seconds
            of_late = needing.of_late(session, timedelta(seconds=target), now)
            goals = targets.last_hour(session, true(), now)
            return of_late | {"target": target, "targets": goals}

    def present() -> tuple[str, dict[str, Any]]:
        _, of_late = ours.looks.get("of_late", _OF_LATE, now, late)
        with ours.run.reading() as session:
            told = _whole(session, now) | of_late
        text = json.dumps(told, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16], told

    return ours.looks.get("board", _BOARD, now, present)


def _whole(session: Session, now: datetime) -> dict[str, Any]:
    return {
        **board.board(session, now),
        "parked": parked.parked(session),
        "needing": needing.needing(session, now),
    }


def _done(call: Call) -> Answer:
    """Whoever did something is to see it in the next figures, and so are all others here."""
    call.product.looks.forget("board")
    return {}
