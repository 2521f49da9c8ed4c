"""Somebody new may sign in, and the way is chosen by which the invitation reaches them (B3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from occ.credentials.wording import Wording
from occ.flows import send_credentials
from occ.flows.send_credentials import Handed, HandOut
from occ.users import accounts
from occ.users.models import Role


def invite(
    session: Session,
    person: tuple[str, str, Role],
    asked: HandOut,
    wording: Wording,
    now: datetime,
) -> Handed:
    """Add a user (name, e-mail, role) and hand out the link with which they choose a password.

    Raises Invalid, Conflict.
    """
    name, email, role = person
    user = accounts.add(session, asked.starter_id, name, email, role, now)
    theirs = replace(asked, user_id=user.id, name=user.name)
    return send_credentials.hand_out(session, theirs, wording, now)
