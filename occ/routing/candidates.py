"""Why this agent and nobody else: who was looked at, kept with each assignment from a queue.

As an interaction keeps it, a few hundred bytes at most:

    {"passed": [[user id, reason, seats taken, limit], …], "more": true,
     "notes": [why it was its turn, as Words (whys.py), …]}
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, literal, or_, select, union_all
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation
from occ.core.clock import iso
from occ.core.db import plain
from occ.core.types import UtcDateTime
from occ.core.words import Words, say
from occ.routing.models import Interaction, Rest
from occ.services.models import ServiceMember
from occ.users import listing
from occ.users.leases import live
from occ.users.models import Presence, Role, User

MOST = 12
"""So many are kept by name; in a larger house the rest are `more`."""
_MOST_TOLD = 20


class Reason(StrEnum):
    NOT_A_MEMBER = "not_a_member"
    NOT_ALLOWED = "not_allowed"
    AWAY = "away"
    OFFLINE = "offline"
    NOT_SIGNED_IN = "not_signed_in"
    FULL = "full"
    RESTING = "resting"
    PASSED_ON = "passed_on"
    BEHIND = "behind"
    UNKNOWN = "unknown"


def passed_over(
    session: Session,
    service_id: int,
    conversation_id: int,
    chosen_id: int,
    now: datetime,
    *,
    is_staffed: bool,
    is_known: bool = False,
) -> dict[str, Any]:
    """In the transaction that assigns; one statement, which looks at no more than MOST + 1."""
    connection, _ = plain(session)
    asked = {
        "service": service_id,
        "conversation": conversation_id,
        "chosen": chosen_id,
        "now": now,
    }
    found = connection.execute(_LOOKED_AT[is_staffed], asked).all()
    return {
        "passed": [
            [row.id, _reason(row, now, is_known).value, row.seats_taken, row.max_interactions]
            for row in found[:MOST]
        ],
        "more": len(found) > MOST,
    }


def told(session: Session, conversation: Conversation) -> list[dict[str, Any]]:
    """Every assignment of a conversation, the newest first, in Words for who oversees."""
    shares = session.scalars(
        select(Interaction)
        .where(Interaction.conversation_id == conversation.id)
        .order_by(Interaction.id.desc())
        .limit(_MOST_TOLD)
    ).all()
    kept = [share.candidates or {"passed": [], "more": False} for share in shares]
    looked_at = {user_id for each in kept for user_id, *_ in each["passed"]}
    names = listing.names(session, looked_at | {share.user_id for share in shares})
    return [
        {
            "key": share.key,
            "agent": names.get(share.user_id, ""),
            "at": iso(share.offered_at),
            "why": share.why,
            "notes": each.get("notes", []),
            "passed": [
                {
                    "key": f"{share.id}-{user_id}",
                    "name": names.get(user_id, ""),
                    "why": _words(Reason(reason), taken, limit).as_json(),
                }
                for user_id, reason, taken, limit in each["passed"]
            ],
            "more": each["more"],
        }
        for share, each in zip(shares, kept, strict=True)
    ]


def _reason(row: Any, now: datetime, is_known: bool) -> Reason:
    """The first that holds, from what lasts to what passes."""
    if not row.is_member:
        return Reason.NOT_A_MEMBER
    if not row.is_allowed:
        return Reason.NOT_ALLOWED
    if row.presence is not Presence.AVAILABLE:
        return Reason.AWAY if row.presence is Presence.AWAY else Reason.OFFLINE
    if not row.is_reached:
        return Reason.NOT_SIGNED_IN
    if row.seats_taken >= row.max_interactions:
        return Reason.FULL
    if row.until is not None and row.until > now:
        return Reason.RESTING
    if is_known:
        return Reason.UNKNOWN
    return Reason.PASSED_ON if row.count else Reason.BEHIND


def _words(reason: Reason, taken: int, limit: int) -> Words:
    match reason:
        case Reason.NOT_A_MEMBER:
            return say("Does not serve it.")
        case Reason.NOT_ALLOWED:
            return say("Is not allowed WhatsApp.")
        case Reason.AWAY:
            return say("Was away.")
        case Reason.OFFLINE:
            return say("Was offline.")
        case Reason.NOT_SIGNED_IN:
            return say("Had no console open.")
        case Reason.FULL:
            return say("Was full: %(taken)s of %(limit)s.", taken=taken, limit=limit)
        case Reason.RESTING:
            return say("Had just passed on it.")
        case Reason.PASSED_ON:
            return say("Had passed on it before: comes after the others.")
        case Reason.UNKNOWN:
            return say("Was free, but the customer knows somebody else.")
        case Reason.BEHIND:
            return say(
                "Was free, but busier or idle for less long: %(taken)s of %(limit)s.",
                taken=taken,
                limit=limit,
            )


_NOW: Any = bindparam("now", type_=UtcDateTime())
_MEMBERS = select(ServiceMember.user_id).where(ServiceMember.service_id == bindparam("service"))


def _those(*which: Any, is_member: bool) -> Select[*tuple[Any, ...]]:
    return (
        select(
            User.id,
            literal(is_member).label("is_member"),
            (User.chat & User.whatsapp).label("is_allowed"),
            User.presence,
            exists().where(live(User.id, _NOW)).correlate(User).label("is_reached"),  # type: ignore[arg-type]
            User.seats_taken,
            User.max_interactions,
            Rest.until,
            Rest.count.label("count"),
        )
        .outerjoin(
            Rest,
            and_(Rest.user_id == User.id, Rest.conversation_id == bindparam("conversation")),
        )
        .where(
            User.id != bindparam("chosen"),
            User.disabled_at.is_(None),
            or_(User.whatsapp, User.role == Role.AGENT),
            *which,
        )
    )


_LOOKED_AT: dict[bool, Any] = {
    False: _those(is_member=True).limit(MOST + 1),
    # Members first; those who serve other services only where there is room.
    True: union_all(
        _those(User.id.in_(_MEMBERS), is_member=True),
        _those(User.id.not_in(_MEMBERS), is_member=False),
    ).limit(MOST + 1),
}
