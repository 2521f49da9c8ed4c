"""A write that is repeated is done once and answered alike."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.billing.models import EntryKind, LedgerEntry
from occ.billing.power_models import PowerKind
from occ.core import clock
from occ.core.run import Runner
from occ.flows import give_power
from occ.users import calls
from occ.users.models import User
from occ.users.token_models import Call
from tests.web.api.conftest import MakeProgram, Program

BODY = {"amount": 500, "reason": "Paid by bank"}
THREADS = 6


@pytest.fixture
def path(run: Runner, ana: User) -> str:
    """Where Ana's credit is changed."""
    run(give_power.give, None, ana.key, PowerKind.CREDITS, clock.now())
    return f"/credit/users/{ana.key}/changes"


def additions(session: Session) -> int:
    added = LedgerEntry.kind == EntryKind.ADDED
    return session.scalar(select(func.count()).select_from(LedgerEntry).where(added)) or 0


def test_the_same_again_is_answered_as_the_first_time(
    program: Program, run: Runner, path: str
) -> None:
    first = program.write(path, BODY, "one")
    later = program.write(path, {"amount": 7, "reason": "Another"}, "two")
    again = program.write(path, dict(reversed(BODY.items())), "one")

    assert (first.status_code, later.status_code, again.status_code) == (201, 201, 201)
    assert again.json == first.json and again.json["available"] == "500"  # type: ignore[index]
    replayed = [each.headers["Idempotency-Replayed"] for each in (first, again)]
    assert replayed == ["false", "true"]
    assert run(additions) == 2


def test_a_key_names_one_request(program: Program, run: Runner, path: str) -> None:
    program.write(path, BODY, "one")

    other = program.write(path, {**BODY, "amount": 5}, "one")

    assert (other.status_code, other.json["code"]) == (422, "key_reused")  # type: ignore[index]
    assert run(additions) == 1


def test_another_program_has_keys_of_its_own(
    program: Program, make_program: MakeProgram, run: Runner, path: str
) -> None:
    for each in (program, make_program()):
        assert each.write(path, BODY, "one").status_code == 201

    assert run(additions) == 2


def test_of_several_at_the_same_instant_one_runs(program: Program, run: Runner, path: str) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        sent = [pool.submit(program.write, path, BODY, "one") for _ in range(THREADS)]
        answers = [each.result() for each in sent]

    assert {answer.status_code for answer in answers} == {201}
    assert len({json.dumps(answer.json) for answer in answers}) == 1
    assert run(additions) == 1


def test_what_was_refused_may_be_tried_again_with_its_key(
    program: Program, run: Runner, path: str
) -> None:
    taking = {"amount": -5, "reason": "Too much"}

    refused = program.write(path, taking, "one")
    program.write(path, BODY, "two")
    done = program.write(path, taking, "one")

    assert (refused.status_code, done.status_code) == (409, 201)
    assert done.json["available"] == "495"  # type: ignore[index]


def test_a_write_without_a_key_is_refused(program: Program, run: Runner, path: str) -> None:
    answer = program.write(path, BODY, None)

    assert (answer.status_code, answer.json["code"]) == (400, "no_idempotency_key")  # type: ignore[index]
    assert run(additions) == 0


def test_answers_are_kept_sealed_and_for_a_day(program: Program, run: Runner, path: str) -> None:
    program.write(path, BODY, "one")
    [kept] = run(lambda session: session.scalars(select(Call)).all())

    assert "available" not in kept.answer

    assert run(calls.forget, clock.now() + calls.KEPT - timedelta(minutes=1)) == 0
    assert run(calls.forget, clock.now() + calls.KEPT) == 1
