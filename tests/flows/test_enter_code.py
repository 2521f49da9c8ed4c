"""One-time codes at sign-in: each counts once, and nobody is shut out for ever."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pyotp
import pytest
from cryptography.fernet import Fernet

from occ.core.errors import Conflict, NotAllowed, TooMany
from occ.core.run import Runner
from occ.core.secrets import Vault
from occ.flows import enter_code, turn_on_codes
from occ.flows.enter_code import WrongCode
from occ.journal import entries as journal
from occ.users import codes
from occ.users.code_models import SignInCode
from occ.users.models import Role, User
from tests.builders import NOW, an_agent, at

HOME = "192.0.2.1"
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@pytest.fixture
def ana(run: Runner) -> User:
    return run(an_agent, "Ana")


@pytest.fixture
def secret(run: Runner, ana: User) -> str:
    """What Ana's app has read; nothing is asked of her yet."""
    run(turn_on_codes.prepare, ana.id, NOW)
    waiting = run(codes.waiting, ana.id, NOW)
    assert waiting is not None
    return waiting


@pytest.fixture
def backups(run: Runner, ana: User, secret: str) -> Sequence[str]:
    """Her codes are on; that of the first half minute has been used."""
    return run(turn_on_codes.turn_on, ana.id, shown(secret), NOW)


def shown(secret: str, seconds: float = 0) -> str:
    """What the app shows so many seconds after the start."""
    return pyotp.TOTP(secret).at(at(seconds))


def enters(run: Runner, user: User, typed: str, now: datetime) -> bool:
    return run(enter_code.enter, user.id, user.epoch, typed, HOME, now) is not None


def test_nothing_is_asked_for_before_the_first_code_was_right(
    run: Runner, ana: User, secret: str
) -> None:
    with pytest.raises(WrongCode):
        run(turn_on_codes.turn_on, ana.id, "000000", NOW)
    assert not run(codes.is_on, ana.id)

    backups = run(turn_on_codes.turn_on, ana.id, shown(secret), NOW)

    assert run(codes.is_on, ana.id)
    assert len(set(backups)) == codes.BACKUP_CODES


def test_a_secret_that_nobody_turned_on_is_over_soon(run: Runner, ana: User, secret: str) -> None:
    late = codes.SETTING_UP.total_seconds()
    assert run(codes.waiting, ana.id, at(late - 1)) == secret
    assert run(codes.waiting, ana.id, at(late)) is None
    with pytest.raises(WrongCode):
        run(turn_on_codes.turn_on, ana.id, shown(secret, late), at(late))


def test_what_changed_since_the_password_was_proved_asks_for_it_again(
    run: Runner, ana: User, secret: str, backups: Sequence[str]
) -> None:
    ada = run(an_agent, "Ada", role=Role.ADMINISTRATOR)
    assert run(enter_code.enter, ana.id, ana.epoch + 1, shown(secret, 60), HOME, at(60)) is None

    run(turn_on_codes.turn_off_for, ada.id, ana.key, at(61))

    assert not enters(run, ana, shown(secret, 60), at(61))


def test_nobody_turns_their_own_off_without_a_code(
    run: Runner, ana: User, backups: Sequence[str]
) -> None:
    with pytest.raises(NotAllowed):
        run(turn_on_codes.turn_off_for, ana.id, ana.key, at(60))
    assert run(codes.is_on, ana.id)


def test_the_secret_is_told_no_more_once_codes_are_on(
    run: Runner, ana: User, backups: Sequence[str]
) -> None:
    assert run(codes.waiting, ana.id, NOW) is None
    with pytest.raises(Conflict):
        run(turn_on_codes.prepare, ana.id, NOW)


def test_a_code_counts_once(run: Runner, ana: User, secret: str, backups: Sequence[str]) -> None:
    with pytest.raises(WrongCode):
        enters(run, ana, shown(secret), at(1))

    enters(run, ana, shown(secret, 30), at(30))

    with pytest.raises(WrongCode):
        enters(run, ana, shown(secret, 30), at(31))


def test_of_two_browsers_at_once_one_is_let_in(
    run: Runner, ana: User, secret: str, backups: Sequence[str]
) -> None:
    def tries(_: int) -> bool:
        try:
            enters(run, ana, shown(secret, 60), at(60))
        except WrongCode:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(tries, range(4))) == [False, False, False, True]


@pytest.mark.parametrize("off", [-30, 30])
def test_a_phone_may_be_half_a_minute_off(
    run: Runner, ana: User, secret: str, backups: Sequence[str], off: int
) -> None:
    enters(run, ana, shown(secret, 300 + off), at(300))


@pytest.mark.parametrize("off", [-90, 90])
def test_and_no_more(run: Runner, ana: User, secret: str, backups: Sequence[str], off: int) -> None:
    with pytest.raises(WrongCode):
        enters(run, ana, shown(secret, 300 + off), at(300))


def test_digits_of_any_writing_and_blanks_are_taken(
    run: Runner, ana: User, secret: str, backups: Sequence[str]
) -> None:
    code = shown(secret, 60)
    enters(run, ana, f" {code[:3]} {code[3:]}".translate(PERSIAN), at(60))


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "𝟙𝟚𝟛𝟜𝟝𝟞", "é" * 6, "x" * 10_000])
def test_what_is_no_code_is_wrong_and_nothing_worse(
    run: Runner, ana: User, backups: Sequence[str], typed: str
) -> None:
    with pytest.raises(WrongCode):
        enters(run, ana, typed, at(60))


def test_a_backup_code_signs_in_once_and_stands_in_the_events(
    run: Runner, ana: User, backups: Sequence[str]
) -> None:
    enters(run, ana, backups[3].upper().replace("-", " "), at(60))

    with pytest.raises(WrongCode):
        enters(run, ana, backups[3], at(61))
    assert run(codes.backups_left, ana.id) == codes.BACKUP_CODES - 1
    lines = run(lambda session: journal.of(session, journal.Subject("user", ana.key)))
    assert {line.action for line in lines} >= {"codes_turned_on", "backup_code_used", "signed_in"}
    assert not any(backups[3] in f"{line.before}{line.after}" for line in lines)


def test_a_colleagues_code_is_no_code_of_hers(
    run: Runner, ana: User, secret: str, backups: Sequence[str]
) -> None:
    ben = run(an_agent, "Ben")
    run(turn_on_codes.prepare, ben.id, NOW)
    theirs = run(codes.waiting, ben.id, NOW)
    assert theirs is not None
    bens = run(turn_on_codes.turn_on, ben.id, shown(theirs), NOW)

    for typed in (shown(theirs, 60), bens[0]):
        with pytest.raises(WrongCode):
            enters(run, ana, typed, at(60))


def test_new_backup_codes_end_the_old_ones(
    run: Runner, ana: User, secret: str, backups: Sequence[str]
) -> None:
    fresh = run(turn_on_codes.new_backups, ana.id, shown(secret, 60), at(60))

    with pytest.raises(WrongCode):
        enters(run, ana, backups[0], at(61))
    enters(run, ana, fresh[0], at(61))


def test_turned_off_by_a_code_nothing_is_left(
    run: Runner, ana: User, secret: str, backups: Sequence[str]
) -> None:
    with pytest.raises(WrongCode):
        run(turn_on_codes.turn_off, ana.id, "000000", at(60))
    assert run(codes.is_on, ana.id)

    run(turn_on_codes.turn_off, ana.id, shown(secret, 60), at(60))

    assert not run(codes.is_on, ana.id)
    assert run(codes.backups_left, ana.id) == 0


def test_an_administrator_turns_them_off_for_who_has_lost_everything(
    run: Runner, ana: User, backups: Sequence[str]
) -> None:
    ada = run(an_agent, "Ada", role=Role.ADMINISTRATOR)

    run(turn_on_codes.turn_off_for, ada.id, ana.key, at(60))

    assert not run(codes.is_on, ana.id)
    lines = run(lambda session: journal.of(session, journal.Subject("user", ana.key)))
    assert [line.actor_id for line in lines if line.action == "codes_turned_off"] == [ada.id]
    with pytest.raises(Conflict, match="are off"):
        run(turn_on_codes.turn_off_for, ada.id, ana.key, at(61))


def test_many_wrong_codes_have_to_wait_and_a_right_one_forgets_them(
    run: Runner, ana: User, secret: str, backups: Sequence[str]
) -> None:
    def tries(seconds: float) -> None:
        run(enter_code.count_try, ana.id, at(seconds))

    for _ in range(enter_code.MOST_TRIES - 1):
        tries(60)
    enters(run, ana, shown(secret, 60), at(60))
    for _ in range(enter_code.MOST_TRIES):
        tries(61)
    with pytest.raises(TooMany):
        tries(62)


def test_on_another_installation_the_app_is_of_no_use_and_a_backup_code_is(
    run: Runner, ana: User, secret: str, backups: Sequence[str]
) -> None:
    stranger = Vault([Fernet.generate_key()])
    run(lambda session: _seal_again(session.get_one(SignInCode, ana.id), stranger, secret))

    with pytest.raises(Conflict, match="sealed on another installation"):
        enters(run, ana, shown(secret, 60), at(60))
    enters(run, ana, backups[0], at(60))


def _seal_again(row: SignInCode, vault: Vault, secret: str) -> None:
    row.sealed = vault.seal(secret)
