"""Messages of one sender and whatever may become of them in any order, beside the same on paper."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing import drift, wallets
from occ.billing.batch_models import Batch
from occ.billing.models import Wallet
from occ.core.run import Runner
from occ.flows import (
    claim_messages,
    delivery_status,
    queue_message,
    record_attempt,
    resolve_attempt,
)
from occ.flows.queue_message import Outgoing
from occ.flows.record_attempt import Accepted, Later, Lost, Outcome, Refused
from occ.messaging import halts, payment, payment_drift
from occ.messaging.models import HandOver, Message
from occ.messaging.outbox import Claimed, Lane
from occ.messaging.ports import Delivery, Scope, StatusReport
from occ.messaging.template_models import Template
from occ.settings import store
from occ.settings.pages import CreditSettings
from tests.builders import NOW
from tests.flows.sending import first
from tests.flows.sending.paper import Paper
from tests.flows.sending.post import WHY

which = st.integers(0, 30)
_examples = count(1)


class Sending(RuleBasedStateMachine):
    def __init__(self, run: Runner) -> None:
        super().__init__()
        self.run, self.now = run, NOW
        self.sender = run(first.a_sender, 0)
        self.paper = Paper(run(_begin))
        example = next(_examples)
        self.names = (f"{example}.{number}" for number in count())
        self.open: list[Claimed] = []
        """Attempts nobody has told the end of."""
        self.newest: dict[int, str] = {}
        """The last attempt of each message."""
        self.sids: dict[int, str] = {}
        self.ended: list[tuple[str, Outcome]] = []

    # What there is to pay with

    @rule(credits=st.integers(1, 12))
    def credit_is_added(self, credits: int) -> None:
        why = (next(self.names), None, "A reason")
        self.run(wallets.adjust, self.sender.wallet_id, credits, why, self.now)
        self.paper.given += credits * 1000

    @rule(messages=st.integers(1, 3))
    def a_batch_is_loaded(self, messages: int) -> None:
        self.paper.left[self.run(first.a_batch, messages, self.now)] = messages

    @rule(refunds=st.booleans())
    def the_rule_of_refunds_is_set(self, refunds: bool) -> None:
        self.paper.refunds = refunds
        self.run(store.save, CreditSettings(refund_failed=refunds), self.now)

    # Messages

    @rule(parts=st.integers(1, 3))
    def an_sms_is_queued(self, parts: int) -> None:
        body = "x" * (153 * parts if parts > 1 else 10)
        self.queue(first.a_code_by_sms(self.sender, "+48500100200", body), parts)

    @rule()
    def a_code_is_queued(self) -> None:
        self.queue(first.a_code_by_whatsapp(self.sender), 0)

    def queue(self, outgoing: Outgoing, parts: int) -> None:
        message = self.run(queue_message.queue, outgoing, self.now)
        self.paper.queue(message.id, parts, self.now)

    @rule()
    def what_is_due_is_claimed(self) -> None:
        claimed = self.run(claim_messages.claim, self.now, Lane.REST)
        assert [one.message_id for one in claimed] == self.paper.claim(self.now)
        self.open += claimed
        self.newest |= {one.message_id: one.attempt_key for one in claimed}

    # What became of them

    @precondition(lambda self: self.open)
    @rule(pick=which, parts=st.integers(1, 3) | st.none())
    def one_is_accepted(self, pick: int, parts: int | None) -> None:
        one = self.one(pick)
        self.sids[one.message_id] = next(self.names)
        self.tell(one, Accepted(self.sids[one.message_id], parts))
        self.paper.accept(one.message_id, parts)

    @precondition(lambda self: self.open)
    @rule(pick=which)
    def one_is_refused(self, pick: int) -> None:
        one = self.one(pick)
        self.tell(one, Refused("21211", WHY, Scope.MESSAGE))
        self.paper.end(one.message_id, "refused")

    @precondition(lambda self: self.open)
    @rule(pick=which)
    def its_sender_is_stopped_and_goes_on(self, pick: int) -> None:
        one = self.one(pick)
        self.tell(one, Refused("21606", WHY, Scope.SENDER))
        self.run(halts.lift)
        self.paper.again(one.message_id, self.now, keeps=False)

    @precondition(lambda self: self.open)
    @rule(pick=which)
    def one_is_to_be_tried_later(self, pick: int) -> None:
        one = self.one(pick)
        self.tell(one, Later("20429", WHY))
        tries = self.paper.tries[one.message_id]
        if tries >= record_attempt.MOST_TRIES:
            self.paper.end(one.message_id, "refused")
        else:
            pause = timedelta(seconds=record_attempt.LATER[tries - 1])
            self.paper.again(one.message_id, self.now + pause, keeps=True)

    @precondition(lambda self: self.open)
    @rule(pick=which)
    def an_answer_is_lost_and_never_found(self, pick: int) -> None:
        one = self.one(pick)
        self.tell(one, Lost("timeout"))
        for _ in range(4):
            self.run(resolve_attempt.found, one.attempt_key, None, self.now)
        self.paper.state[one.message_id] = "unknown"

    @precondition(lambda self: self.paper.standing("unknown"))
    @rule(pick=which)
    def one_is_heard_of_after_all(self, pick: int) -> None:
        message_id = self.paper.one_of("unknown", pick)
        self.sids[message_id] = next(self.names)
        self.reports(message_id, Delivery.SENT)
        self.paper.accept(message_id, None)

    @precondition(lambda self: self.paper.standing("accepted"))
    @rule(pick=which)
    def one_is_not_delivered(self, pick: int) -> None:
        message_id = self.paper.one_of("accepted", pick)
        self.reports(message_id, Delivery.UNDELIVERED)
        self.paper.fail(message_id)

    @precondition(lambda self: self.paper.standing("undelivered"))
    @rule(pick=which)
    def one_arrives_after_all(self, pick: int) -> None:
        message_id = self.paper.one_of("undelivered", pick)
        self.reports(message_id, Delivery.DELIVERED)
        self.paper.arrive(message_id)

    # Again, and time

    @precondition(lambda self: self.ended)
    @rule(pick=which)
    def somebody_tells_it_again(self, pick: int) -> None:
        key, outcome = self.ended[pick % len(self.ended)]
        self.run(record_attempt.record, key, outcome, self.now)

    @rule(seconds=st.integers(1, 100))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @invariant()
    def rows_and_paper_agree(self) -> None:
        with self.run.reading() as session:
            wallet = session.get_one(Wallet, self.sender.wallet_id)
            left = {batch.id: batch.left for batch in session.scalars(select(Batch))}
        assert (wallet.available, wallet.held) == (self.paper.available, self.paper.held)
        assert left == self.paper.left

    def teardown(self) -> None:
        with self.run.reading() as session:
            assert drift.drift(session) == []
            assert payment_drift.drift(session) == []

    def one(self, pick: int) -> Claimed:
        return self.open.pop(pick % len(self.open))

    def tell(self, one: Claimed, outcome: Outcome) -> None:
        self.run(record_attempt.record, one.attempt_key, outcome, self.now)
        self.ended.append((one.attempt_key, outcome))

    def reports(self, message_id: int, delivery: Delivery) -> None:
        """Twice, as callbacks come."""
        told = StatusReport(self.sids[message_id], delivery, self.newest[message_id])
        for _ in range(2):
            self.run(delivery_status.take, told, self.now)


def _begin(session: Session) -> dict[int, int]:
    """Nothing is left to claim of what was tried before: units left of the batches, by number."""
    for message in session.scalars(select(Message).where(Message.hand_over == HandOver.WAITING)):
        payment.give_back(session, [message], NOW)
        message.hand_over = HandOver.REFUSED
    first.a_price(session)
    if session.scalar(select(Template.id)) is None:
        first.a_template(session)
    store.save(session, CreditSettings(), NOW)
    session.flush()
    batches = session.scalars(select(Batch).execution_options(populate_existing=True))
    return {batch.id: batch.left for batch in batches}
