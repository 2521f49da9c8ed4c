"""Tokens of programs: one row counts the calls of a minute and says when it was last used."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet

from occ.core.db import Database
from occ.core.run import Runner
from occ.core.secrets import Vault
from occ.users import tokens
from occ.users.scopes import Scope
from occ.users.token_models import Token
from tests.builders import NOW, a_program, at


def the_token(run: Runner, user_id: int) -> Token:
    with run.reading() as session:
        [token] = tokens.of(session, user_id)
    return token


def test_a_token_lets_its_program_in_until_it_is_over(run: Runner) -> None:  # D1
    program, secret = run(a_program, [Scope.BATCHES_READ])
    last = tokens.LASTS_DAYS[-1]

    with run.reading() as session:
        caller = tokens.owner(session, secret, NOW)
        over = tokens.owner(session, secret, NOW + timedelta(days=last))

    assert caller and (caller.user_id, caller.scopes) == (program.id, {"batches:read"})
    assert over is None


def test_last_used_is_written_once_a_minute(run: Runner) -> None:
    program, _ = run(a_program)
    token = the_token(run, program.id)

    told = []
    for seconds in (0, 59, 60, 61):
        run.plainly(tokens.count, token.id, at(seconds))
        told.append(the_token(run, program.id).last_used_at)

    assert told == [NOW, NOW, at(60), at(60)]


def test_no_burst_of_calls_slips_through(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST_A_MINUTE", 5)
    program, _ = run(a_program)
    token = the_token(run, program.id)

    with ThreadPoolExecutor(8) as pool:
        counted = list(pool.map(lambda _: run.plainly(tokens.count, token.id, NOW), range(16)))

    assert sorted(each.left for each in counted if each.left is not None) == [0, 1, 2, 3, 4]
    assert run.plainly(tokens.count, token.id, at(60)).left == 4


def test_a_token_opens_under_an_older_key_and_on_no_other_installation(
    run: Runner, database_url: str, vault: Vault
) -> None:  # C9
    _, secret = run(a_program)
    fresh = Fernet.generate_key()
    rotated = Vault([fresh, *vault._keys])

    found = []
    for each in (rotated, Vault([fresh])):
        database = Database(database_url, each)
        with database.reading() as session:
            found.append(tokens.owner(session, secret, NOW))
        database.close()

    assert found[0] is not None and found[1] is None
