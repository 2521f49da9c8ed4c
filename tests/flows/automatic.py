"""What services say by themselves, in tests: have them say it, and see what they said."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from occ.billing.payer import By, Purpose
from occ.core.run import Runner
from occ.flows import automatic_rounds, save_hours
from occ.messaging.models import Message
from occ.services import automatic, hours_text
from occ.services.automatic import Text, TextKind
from occ.services.hours import Hours
from occ.services.models import Service
from tests.builders import NOW, at

MINUTE = 60


def says(run: Runner, service: Service, **texts: str) -> None:
    """Each in English, and on."""
    kept = {TextKind(kind): Text(True, {"en": body}) for kind, body in texts.items()}
    run(automatic.save, None, service.key, kept, NOW)


def shuts(run: Runner, service: Service) -> None:
    hours = Hours(hours_text.week_of_lines(["monday-friday 9:00-18:00"]))
    run(save_hours.save, None, service.key, (hours, "", False), NOW)


def said(run: Runner) -> list[tuple[str, str]]:
    """Kind and words of all that left by itself, in their order."""
    with run.reading() as session:
        rows = session.scalars(
            select(Message).where(Message.purpose == Purpose.GREETING).order_by(Message.id)
        ).all()
    assert all(row.author_id is None and row.paid_by is By.NOBODY for row in rows)
    return [(str((row.details or {})["automatic"]), row.body) for row in rows]


def rounds(run: Runner, seconds: float) -> None:
    """What the job does at that time."""
    for due, act in (
        (automatic_rounds.waiting, automatic_rounds.tell_position),
        (automatic_rounds.done, automatic_rounds.part),
    ):
        with run.reading() as session:
            found: Sequence[int] = due(session, at(seconds))
        for each in found:
            run(act, each, at(seconds))
