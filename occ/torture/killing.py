"""Kill, start again, and wait until nothing is open.

Time that is only waited is left out: what a dead process left is due to be looked for at once,
not a minute later. Nobody is in a call then, so nothing else is any different.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from occ.campaigns import counts, lifecycle, recipients
from occ.campaigns.models import Flag
from occ.config import Config
from occ.core import clock
from occ.core.errors import Conflict
from occ.flows import look_after_campaign, start_campaign
from occ.messaging.models import Attempt, AttemptState
from occ.product import Product
from occ.providers.simulator.server import Simulator
from occ.torture import received, sender

LONGEST_LIFE = 5.0
"""Seconds after which a process dies though it has sent less than it might."""
STANDS_STILL = 120.0
"""Seconds without any change after which nothing more will come: the verdict says what is open."""
_LOOK = 0.02
_HURRY = 0.5
_OPEN = (Flag.PENDING, Flag.SENDING, Flag.UNKNOWN)


@dataclass
class Killing:
    """One campaign; `config` is what each life of the sending process is started with."""

    product: Product
    config: Config
    simulator: Simulator
    owner_id: int
    key: str
    people: int
    chance: random.Random
    tell: Callable[[str], None]
    unknown: set[str] = field(default_factory=set)
    """Keys of the attempts that were under way at a death."""
    sent_again: int = 0

    def go(self, kills: int) -> None:
        """Raises CannotStart."""
        self.product.run(start_campaign.send, self.owner_id, self.key, None, clock.now())
        told_at = time.monotonic()
        for number in range(kills):
            self._live_and_die(kills - number)
            if time.monotonic() - told_at > 5:
                told_at = time.monotonic()
                self.tell(f"killed {number + 1} times, {self._received()} messages taken")
        process = sender.start(self.config)
        self._finish(process)
        sender.kill(process)

    def _live_and_die(self, kills_left: int) -> None:
        process = sender.start(self.config)
        begun = self._received()
        left = max(0, self.people - begun)
        until = begun + self.chance.randint(0, 2 * left // (kills_left + 1))
        dies_at = time.monotonic() + LONGEST_LIFE
        hurried_at = time.monotonic()
        while self._received() <= until and process.is_alive() and time.monotonic() < dies_at:
            time.sleep(_LOOK)
            if time.monotonic() - hurried_at > _HURRY:
                hurried_at = time.monotonic()
                self.product.run(_look_at_once, AttemptState.LOST)
        time.sleep(self.chance.uniform(0, 0.1))
        sender.kill(process)
        # What it had said, and was not answered yet, arrives all the same.
        time.sleep(_LOOK)
        self.unknown |= set(self.product.run(_look_at_once, AttemptState.CALLING))
        self._go_on()

    def _finish(self, process: BaseProcess) -> None:
        """What nobody can know a person decides, who is told here by the provider's own count."""
        standing, since = self._standing(), time.monotonic()
        while (open_ := sum(standing[:-1])) and process.is_alive():
            time.sleep(_HURRY)
            self.product.run(_look_at_once, AttemptState.LOST)
            self._go_on()
            before, standing = standing, self._standing()
            if standing != before:
                since = time.monotonic()
            elif time.monotonic() - since > STANDS_STILL:
                self.tell(f"nothing moves any more, and {open_} people are open")
                return

    def _go_on(self) -> None:
        """Those who were certainly not written to are sent to again."""
        try:
            self.sent_again += self.product.run(
                look_after_campaign.send_again, self.owner_id, self.key, clock.now()
            )
        except Conflict:
            return

    def _standing(self) -> list[int]:
        """How many people are open in each way, and last how often anybody was looked for."""
        with self.product.run.reading() as session:
            run = recipients.of(session, lifecycle.find(session, self.key))
            looks = session.scalar(select(func.sum(Attempt.looks)))
            return [*(counts.people(session, run.id, flag) for flag in _OPEN), looks or 0]

    def _received(self) -> int:
        return received.count(self.simulator)


def _look_at_once(session: Session, state: AttemptState) -> list[str]:
    """The keys of the attempts in that state. All without an outcome are due to be looked for."""
    keys = session.scalars(select(Attempt.key).where(Attempt.state == state)).all()
    states = {state, AttemptState.LOST}
    session.execute(
        update(Attempt)
        .where(Attempt.state.in_(states))
        .values(resolve_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    return list(keys)
