"""Who may open campaigns, and which: supervisors all, an agent with the power their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from occ.billing.power_models import PowerKind
from occ.campaigns import lifecycle
from occ.campaigns.models import Campaign
from occ.product import product
from occ.users.permissions import Permission
from occ.web.access import View, allowed_or_power, has_power
from occ.web.who import me

P = ParamSpec("P")
_WRITING = (PowerKind.CAMPAIGNS, PowerKind.WRITING_FIRST)


def campaigners(view: View[P]) -> Callable[P, ResponseReturnValue]:
    return allowed_or_power(Permission.OVERSEE, PowerKind.CAMPAIGNS)(view)


def writers(view: View[P]) -> Callable[P, ResponseReturnValue]:
    """Also who may write first: to make a sending, and to work on the own ones."""
    return allowed_or_power(Permission.OVERSEE, *_WRITING)(view)


def may_write() -> bool:
    """Whether a sending is offered to the user."""
    return me().may(Permission.OVERSEE) or has_power(*_WRITING)


def only_own() -> int | None:
    """The user whose campaigns alone are shown; None: all of them."""
    return None if me().may(Permission.OVERSEE) else me().id


def find(session: Session, key: str) -> Campaign:
    """Raises NotFound, also for somebody else's."""
    return lifecycle.find(session, key, only_own())


def demand(key: str) -> None:
    """Raises NotFound where the user may not see it."""
    with product().run.reading() as session:
        find(session, key)
