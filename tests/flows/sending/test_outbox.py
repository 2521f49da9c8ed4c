from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from occ.core.run import Runner
from occ.flows import record_attempt
from occ.flows.record_attempt import Accepted, Later, Lost, Refused
from occ.messaging import halts, outbox
from occ.messaging.ports import Scope
from tests.builders import an_agent, at, talks
from tests.flows.sending.post import WHY, a_talk, answers, attempts, claims, message, tick

DAY = 24 * 60 * 60


def test_a_conversations_answers_leave_one_after_the_other(run: Runner) -> None:
    ana, key = a_talk(run)
    answers(run, ana, key, "first")
    answers(run, ana, key, "second")

    [first] = claims(run)
    assert (first.body, claims(run)) == ("first", [])
    run(record_attempt.record, first.attempt_key, Accepted("SM1"), at(1))

    assert [claimed.body for claimed in claims(run, at(1))] == ["second"]


def test_conversations_do_not_wait_for_each_other(run: Runner) -> None:
    ana, key = a_talk(run)
    other = talks(run, 2)
    answers(run, ana, key, "one")
    answers(run, ana, other, "two")

    assert sorted(claimed.body for claimed in claims(run)) == ["one", "two"]


def test_many_senders_at_once_claim_nothing_twice(run: Runner) -> None:
    ana, key = a_talk(run)
    keys = [key, *(talks(run, number) for number in (2, 3))]
    ben = run(an_agent, "Ben", most=50)
    bens = [talks(run, number) for number in range(4, 14)]
    for agent, each in [*((ana, each) for each in keys), *((ben, each) for each in bens)]:
        answers(run, agent, each, client=each)

    with ThreadPoolExecutor(6) as pool:
        rounds = list(pool.map(lambda _: claims(run), range(12)))

    counted = Counter(claimed.message_id for found in rounds for claimed in found)
    assert len(counted) == len(keys + bens)
    assert set(counted.values()) == {1}


def test_the_attempt_is_there_before_the_call(run: Runner) -> None:
    ana, key = a_talk(run)
    answer = answers(run, ana, key)

    claims(run)

    assert (attempts(run, answer), tick(run, answer)) == (1, "sending")


def test_the_window_is_asked_again_when_it_leaves(run: Runner) -> None:
    ana, key = a_talk(run)
    answer = answers(run, ana, key, now=at(DAY - 1))

    assert claims(run, at(DAY + 1)) == []

    assert tick(run, answer) == "failed"
    assert message(run, answer).reason_code == "window_shut"


def test_what_was_refused_says_why(run: Runner) -> None:
    ana, key = a_talk(run)
    answer = answers(run, ana, key)
    [claimed] = claims(run)

    run(record_attempt.record, claimed.attempt_key, Refused("63003", WHY, Scope.MESSAGE), at(1))

    refused = message(run, answer)
    assert (tick(run, answer), refused.reason, refused.reason_code) == (
        "failed",
        WHY.as_json(),
        "63003",
    )


def test_a_busy_provider_is_asked_again_later_and_not_for_ever(run: Runner) -> None:
    ana, key = a_talk(run)
    answer = answers(run, ana, key)
    seconds = 0.0
    for _ in range(record_attempt.MOST_TRIES):
        [claimed] = claims(run, at(seconds))
        run(record_attempt.record, claimed.attempt_key, Later("20429", WHY), at(seconds))
        assert claims(run, at(seconds)) == []
        seconds += 100

    assert tick(run, answer) == "failed"
    assert attempts(run, answer) == record_attempt.MOST_TRIES


def test_a_refused_account_halts_every_sender_and_keeps_what_waits(run: Runner) -> None:
    ana, key = a_talk(run)
    answer = answers(run, ana, key)
    other = answers(run, ana, talks(run, 2))
    found = {claimed.message_id: claimed for claimed in claims(run)}
    first = found[message(run, answer).id]
    run(record_attempt.record, first.attempt_key, Refused("20003", WHY, Scope.ACCOUNT), at(1))
    second = found[message(run, other).id]
    run(record_attempt.record, second.attempt_key, Refused("20003", WHY, Scope.ACCOUNT), at(1))

    assert claims(run, at(2)) == []
    assert tick(run, answer) == tick(run, other) == "waiting"
    with run.reading() as session:
        assert [halt.sender for halt in halts.present(session)] == [halts.ACCOUNT]


def test_once_the_halt_is_lifted_they_leave(run: Runner) -> None:
    ana, key = a_talk(run)
    answers(run, ana, key)
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Refused("21606", WHY, Scope.SENDER), at(1))
    assert claims(run, at(2)) == []

    run(halts.lift)

    assert len(claims(run, at(3))) == 1


def test_a_lost_answer_is_not_sent_again_blindly(run: Runner) -> None:
    ana, key = a_talk(run)
    answer = answers(run, ana, key)
    [claimed] = claims(run)

    run(record_attempt.record, claimed.attempt_key, Lost("timeout"), at(1))

    assert claims(run, at(3600)) == []
    assert tick(run, answer) == "sending"
    with run.reading() as session:
        assert outbox.unresolved(session, at(10)) == [claimed.attempt_key]


def test_an_attempt_whose_process_died_is_looked_up(run: Runner) -> None:
    ana, key = a_talk(run)
    answers(run, ana, key)
    [claimed] = claims(run)

    with run.reading() as session:
        assert outbox.unresolved(session, at(30)) == []
        assert outbox.unresolved(session, at(61)) == [claimed.attempt_key]
