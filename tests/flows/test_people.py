from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from occ.core.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from occ.core.run import Runner
from occ.flows import people
from occ.users import links, tries
from occ.users.models import OneTimeLink, Role, User
from tests.builders import NOW, an_agent, at, at_once, fresh

HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"


def test_of_two_who_press_at_once_one_becomes_the_first_administrator(run: Runner) -> None:
    made = at_once(
        6,
        lambda number: run(
            people.first_administrator, f"Ada {number}", f"a{number}@example.com", "hash", "en", NOW
        ),
    )

    assert made == 1
    with run.reading() as session:
        assert session.scalar(select(func.count()).select_from(User)) == 1


def test_with_an_administrator_there_is_no_first_one(run: Runner) -> None:
    run(an_agent, "Ada", role=Role.ADMINISTRATOR)

    with pytest.raises(NotFound):
        run(people.first_administrator, "Eve", "eve@example.com", "hash", "en", NOW)


def test_a_disabled_administrator_does_not_open_the_door_to_everybody(run: Runner) -> None:
    run(an_agent, "Ada", role=Role.ADMINISTRATOR, disabled_at=NOW)

    with pytest.raises(NotFound):
        run(people.first_administrator, "Eve", "eve@example.com", "hash", "en", NOW)
    run(people.invite, None, "Bea", "bea@example.com", Role.ADMINISTRATOR, NOW)


def test_a_link_is_used_once_however_many_use_it_at_once(run: Runner) -> None:
    ana, token = run(people.invite, None, "Ana", "ana@example.com", Role.AGENT, NOW)

    used = at_once(6, lambda n: run(people.choose_password, token, f"hash {n}", "en", at(1)))

    assert used == 1
    assert fresh(run, ana).epoch == ana.epoch + 1


def test_a_link_is_good_for_two_days(run: Runner) -> None:
    ana, token = run(people.invite, None, "Ana", "ana@example.com", Role.AGENT, NOW)
    over = NOW + links.GOOD_FOR

    with pytest.raises(NotFound):
        run(people.choose_password, token, "hash", "en", over)
    run(people.choose_password, token, "hash", "en", over - timedelta(seconds=1))

    assert fresh(run, ana).password_hash == "hash"


def test_a_new_link_ends_the_earlier_one(run: Runner) -> None:
    _, first = run(people.invite, None, "Ana", "ana@example.com", Role.AGENT, NOW)
    _, second = run(people.new_link, None, "Ana@Example.com ", NOW)

    with pytest.raises(NotFound):
        run(people.choose_password, first, "hash", "en", NOW)
    run(people.choose_password, second, "hash", "en", NOW)


def test_only_a_digest_of_a_link_is_kept(run: Runner) -> None:
    _, token = run(people.invite, None, "Ana", "ana@example.com", Role.AGENT, NOW)

    with run.reading() as session:
        [digest] = session.scalars(select(OneTimeLink.digest))
    assert token not in digest


def test_an_e_mail_signs_in_one_user(run: Runner) -> None:
    run(people.invite, None, "Ana", "ana@example.com", Role.AGENT, NOW)

    with pytest.raises(Conflict) as refusal:
        run(people.invite, None, "Another", " ANA@example.com", Role.AGENT, NOW)

    assert refusal.value.code == "email_taken"


def test_of_several_who_invite_the_same_e_mail_at_once_one_does(run: Runner) -> None:
    invited = at_once(
        5, lambda n: run(people.invite, None, f"Ana {n}", "ana@example.com", Role.AGENT, NOW)
    )

    assert invited == 1


@pytest.mark.parametrize(
    ("name", "email", "field"),
    [
        (" ", "ana@example.com", "name"),
        ("A" * 81, "ana@example.com", "name"),
        ("Ana", "ana", "email"),
        ("Ana", "ana @example.com", "email"),
        ("Ana", "a" * 250 + "@example.com", "email"),
    ],
)
def test_what_can_not_be_read_is_said_at_its_field(
    run: Runner, name: str, email: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        run(people.invite, None, name, email, Role.AGENT, NOW)

    assert list(refusal.value.fields) == [field]


def test_no_burst_of_tries_slips_through(run: Runner) -> None:
    let_in = at_once(25, lambda _: run(people.count_try, "ana@example.com", HERE, NOW))

    assert let_in == tries.MOST_PER_EMAIL


def test_tries_are_counted_by_e_mail_whatever_its_letters(run: Runner) -> None:
    for _ in range(tries.MOST_PER_EMAIL):
        run(people.count_try, "ana@example.com", HERE, NOW)

    with pytest.raises(TooMany, match="Again in 15 min"):
        run(people.count_try, " Ana@Example.com", ELSEWHERE, NOW)
    run(people.count_try, "ben@example.com", HERE, NOW)


def test_and_by_network_address(run: Runner) -> None:
    for number in range(tries.MOST_PER_ADDRESS):
        run(people.count_try, f"user{number}@example.com", HERE, NOW)

    with pytest.raises(TooMany):
        run(people.count_try, "one-more@example.com", HERE, NOW)
    run(people.count_try, "one-more@example.com", ELSEWHERE, NOW)


def test_after_the_window_one_may_try_again(run: Runner) -> None:
    for _ in range(tries.MOST_PER_EMAIL):
        run(people.count_try, "ana@example.com", HERE, NOW)
    with pytest.raises(TooMany):
        run(people.count_try, "ana@example.com", HERE, NOW)

    run(people.count_try, "ana@example.com", HERE, NOW + tries.WINDOW)


def test_who_is_disabled_is_signed_out_and_may_come_back(run: Runner) -> None:
    ada, ana = run(an_agent, "Ada", role=Role.ADMINISTRATOR), run(an_agent, "Ana")

    run(people.set_disabled, ada.id, ana.key, True, NOW)
    out = fresh(run, ana)
    run(people.set_disabled, ada.id, ana.key, False, NOW)

    assert (out.disabled_at, out.epoch) == (NOW, ana.epoch + 1)
    assert fresh(run, ana).disabled_at is None


def test_of_two_who_disable_the_same_user_at_once_one_does(run: Runner) -> None:
    ada, ana = run(an_agent, "Ada", role=Role.ADMINISTRATOR), run(an_agent, "Ana")

    disabled = at_once(4, lambda _: run(people.set_disabled, ada.id, ana.key, True, NOW))

    assert disabled == 1
    assert fresh(run, ana).epoch == ana.epoch + 1


def test_nobody_disables_themselves(run: Runner) -> None:
    ada = run(an_agent, "Ada", role=Role.ADMINISTRATOR)

    with pytest.raises(NotAllowed):
        run(people.set_disabled, ada.id, ada.key, True, NOW)


@pytest.mark.parametrize("by_command", [False, True])
def test_the_last_administrator_is_not_disabled(run: Runner, by_command: bool) -> None:
    ada = run(an_agent, "Ada", role=Role.ADMINISTRATOR)
    eva = run(an_agent, "Eva", role=Role.ADMINISTRATOR, disabled_at=NOW)
    actor = None if by_command else eva.id

    with pytest.raises(Conflict, match="Ada is the last administrator"):
        run(people.set_disabled, actor, ada.key, True, NOW)

    assert fresh(run, ada).disabled_at is None


def test_of_two_administrators_who_disable_each_other_one_stays(run: Runner) -> None:
    two = [run(an_agent, name, role=Role.ADMINISTRATOR) for name in ("Ada", "Eva")]

    done = at_once(2, lambda n: run(people.set_disabled, two[n].id, two[1 - n].key, True, NOW))

    assert done == 1
    assert [bool(fresh(run, user).disabled_at) for user in two].count(False) == 1
