"""One campaign to which anything happens in any order; what must hold whatever it was."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import func, select

from occ.billing import powers, wallets
from occ.billing.power_models import PowerKind
from occ.campaigns.models import Flag, State
from occ.contacts import do_not_write, phone_numbers
from occ.contacts.number_models import Origin
from occ.core import ids
from occ.core.errors import OccError
from occ.core.run import Runner
from occ.flows import (
    delivery_status,
    look_after_campaign,
    pause_campaign,
    reset_campaign,
    resolve_attempt,
    start_campaign,
)
from occ.flows.record_attempt import Accepted, Later, Lost, Outcome, Refused
from occ.messaging import halts
from occ.messaging.models import HandOver, Message
from occ.messaging.outbox import Claimed
from occ.messaging.ports import Delivery, Scope, StatusReport
from tests.billing.purse import stands
from tests.builders import NOW
from tests.campaigns.company import (
    WHY,
    a_campaign,
    answers,
    campaign,
    feeds,
    flags,
    people,
    phone,
    prepare,
    ready,
    settles,
)

PEOPLE = 6
OUTCOMES = ["accepted", "refused", "blocked", "later", "lost", "account"]
_first = count(1, PEOPLE)
"""Of each example: what was said of a number stays said."""
outcomes = st.lists(st.sampled_from(OUTCOMES), min_size=PEOPLE, max_size=PEOPLE)


class Sending(RuleBasedStateMachine):
    def __init__(self, run: Runner) -> None:
        super().__init__()
        self.run, self.now = run, NOW
        self.owner = run(ready)
        self.wallet = run(self._wallet)
        self.first = next(_first)
        self.key = run(a_campaign, self.owner, PEOPLE, first=self.first)
        self.out: list[Claimed] = []
        self.lost: list[Claimed] = []
        self.accepted: list[str] = []

    def _wallet(self, session) -> int:  # type: ignore[no-untyped-def]
        powers.give(session, self.owner.id, PowerKind.CREDITS, None, NOW)
        wallet = wallets.open_for(session, self.owner.id, NOW)
        wallets.adjust(session, wallet.id, 8, (ids.new("add"), None, "To begin"), NOW)
        return wallet.id

    @rule()
    def somebody_sends_it(self) -> None:
        self.may(start_campaign.send, self.owner.id, self.key, None, self.now)

    @rule()
    def it_is_fed(self) -> None:
        self.now += timedelta(seconds=1)
        self.out += feeds(self.run, self.key, self.now)

    @precondition(lambda self: self.out)
    @rule(told=outcomes)
    def the_provider_answers(self, told: list[str]) -> None:
        answered = self.out
        self.out = []
        self.lost += [one for one, what in zip(answered, told, strict=False) if what == "lost"]
        self.accepted += [
            f"SM{one.attempt_key}"
            for one, what in zip(answered, told, strict=False)
            if what == "accepted"
        ]
        results = [self.outcome(one, what) for one, what in zip(answered, told, strict=False)]
        answers(self.run, answered, *results, now=self.now)

    @precondition(lambda self: self.lost)
    @rule(went=st.booleans())
    def a_lost_answer_is_looked_for(self, went: bool) -> None:
        one = self.lost.pop()
        sid = f"SM{one.attempt_key}"
        report = StatusReport(sid, Delivery.SENT) if went else None
        for _ in range(4):
            self.run(resolve_attempt.found, one.attempt_key, report, self.now)

    @precondition(lambda self: self.accepted)
    @rule(delivery=st.sampled_from(list(Delivery)), at=st.integers(0, 30))
    def a_report_comes(self, delivery: Delivery, at: int) -> None:
        sid = self.accepted[at % len(self.accepted)]
        self.run(delivery_status.take, StatusReport(sid, delivery), self.now)

    @rule()
    def somebody_pauses_it(self) -> None:
        self.may(pause_campaign.pause, self.owner.id, self.key, self.now)

    @rule()
    def somebody_resets_it(self) -> None:
        self.may(reset_campaign.reset, self.owner.id, self.key, None, self.now)
        self.run(prepare, self.key, self.now)

    @rule()
    def the_unknown_are_sent_to_again(self) -> None:
        self.may(look_after_campaign.send_again, self.owner.id, self.key, self.now)

    @rule(number=st.integers(0, PEOPLE - 1))
    def somebody_says_stop(self, number: int) -> None:
        self.run(self._stop, phone(self.first + number))

    def _stop(self, session, number: str) -> None:  # type: ignore[no-untyped-def]
        [row] = phone_numbers.rows(session, [number], self.now).values()
        do_not_write.add(session, row, Origin.STOP, "STOP", None, self.now)

    @rule()
    def credit_is_added(self) -> None:
        self.run(wallets.adjust, self.wallet, 5, (ids.new("add"), None, "More"), self.now)

    @rule()
    def the_account_is_mended(self) -> None:
        self.run(halts.lift)

    @rule()
    def the_figures_are_kept(self) -> None:
        settles(self.run, self.now)
        if campaign(self.run, self.key).state is not State.RUNNING:
            self.run(pause_campaign.recall_left, self.key, self.now)
            settles(self.run, self.now)

    @invariant()
    def the_kept_figures_are_those_of_the_rows(self) -> None:
        assert len(flags(self.run, self.key)) == PEOPLE

    @invariant()
    def nobody_has_two_messages_in_a_run(self) -> None:
        present = campaign(self.run, self.key)
        with self.run.reading() as session:
            for number in range(1, present.run + 1):
                about = f"campaign:{present.key}:{number}"
                twice = session.execute(
                    select(Message.recipient)
                    .where(Message.cause == about, Message.hand_over != HandOver.REFUSED)
                    .group_by(Message.recipient)
                    .having(func.count() > 1)
                ).all()
                assert twice == []

    @invariant()
    def the_credit_adds_up(self) -> None:
        stands(self.run, self.wallet)

    @invariant()
    def it_is_finished_only_where_nobody_is_open(self) -> None:
        if campaign(self.run, self.key).state is State.FINISHED:
            found = {each.flag for each in people(self.run, self.key).values()}
            assert not found & {Flag.PENDING, Flag.SENDING}

    def outcome(self, one: Claimed, what: str) -> Outcome:
        match what:
            case "refused":
                return Refused("21211", WHY, Scope.MESSAGE)
            case "blocked":
                return Refused("21610", WHY, Scope.MESSAGE)
            case "account":
                return Refused("20003", WHY, Scope.ACCOUNT)
            case "later":
                return Later("429", WHY)
            case "lost":
                return Lost("timeout")
        return Accepted(f"SM{one.attempt_key}")

    def may(self, flow, *args: object) -> None:  # type: ignore[no-untyped-def]
        """A step that is refused changes nothing."""
        try:
            self.run(flow, *args)
        except OccError:
            return
