from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from occ.conversations.models import State
from occ.core.errors import Invalid
from occ.core.events import Event
from occ.core.run import Runner
from occ.flows import change_profile
from occ.flows.change_profile import ProfileChange
from occ.journal import entries as journal
from occ.users.models import Role
from tests.builders import NOW, a_service, an_agent, at_once, fresh, stands, writes


def test_several_are_changed_at_once_and_before_and_after_are_told(run: Runner) -> None:  # A3
    ana, ben = run(an_agent, "Ana", most=2), run(an_agent, "Ben", chat=False, whatsapp=False)

    changed = run(
        change_profile.change,
        None,
        [ana.key, ben.key],
        ProfileChange(chat=True, whatsapp=True, max_interactions=5),
        NOW,
    )

    before = {one.name: (one.before["whatsapp"], one.before["max_interactions"]) for one in changed}
    after = {one.name: (one.after["whatsapp"], one.after["max_interactions"]) for one in changed}
    assert before == {"Ana": (True, 2), "Ben": (False, 3)}
    assert after == {"Ana": (True, 5), "Ben": (True, 5)}


def test_allowed_at_last_one_is_offered_what_waits(run: Runner) -> None:  # A3, A8
    run(a_service)
    ana = run(an_agent, "Ana", chat=False, whatsapp=False)
    key = writes(run)
    assert stands(run, key) == (State.WAITING, None)

    run(change_profile.change, None, [ana.key], ProfileChange(chat=True, whatsapp=True), NOW)

    assert stands(run, key) == (State.OFFERED, "Ana")


def test_whatsapp_needs_chat(run: Runner) -> None:  # A3
    ana = run(an_agent, "Ana", chat=False, whatsapp=False)

    with pytest.raises(Invalid) as refusal:
        run(change_profile.change, None, [ana.key], ProfileChange(whatsapp=True), NOW)

    assert list(refusal.value.fields) == ["whatsapp"]
    assert fresh(run, ana).whatsapp is False


def test_the_database_promises_it_too(run: Runner) -> None:
    ana = run(an_agent, "Ana")

    with pytest.raises(IntegrityError), run.database.writing() as session:
        session.execute(text("UPDATE users SET chat = false WHERE id = :id"), {"id": ana.id})


def test_switching_chat_off_switches_whatsapp_off(run: Runner) -> None:  # A3
    ana = run(an_agent, "Ana")

    run(change_profile.change, None, [ana.key], ProfileChange(chat=False), NOW)

    assert (fresh(run, ana).chat, fresh(run, ana).whatsapp) == (False, False)


@pytest.mark.parametrize("most", [1, 50])
def test_max_interactions_goes_from_1_to_50(run: Runner, most: int) -> None:  # A3
    ana = run(an_agent, "Ana")

    run(change_profile.change, None, [ana.key], ProfileChange(max_interactions=most), NOW)

    assert fresh(run, ana).max_interactions == most


@pytest.mark.parametrize("most", [0, 51, -1])
def test_and_no_further(run: Runner, most: int) -> None:  # A3
    ana = run(an_agent, "Ana")

    with pytest.raises(Invalid) as refusal:
        run(change_profile.change, None, [ana.key], ProfileChange(max_interactions=most), NOW)

    assert "from 1 to 50" in str(refusal.value.fields["max_interactions"])
    assert fresh(run, ana).max_interactions == 3


def test_where_one_of_them_can_not_be_changed_none_is(run: Runner) -> None:
    ana, ben = run(an_agent, "Ana"), run(an_agent, "Ben", chat=False, whatsapp=False)
    both = [ana.key, ben.key]

    with pytest.raises(Invalid, match="Nothing was saved"):
        run(
            change_profile.change,
            None,
            both,
            ProfileChange(whatsapp=True, max_interactions=9),
            NOW,
        )

    assert [fresh(run, user).max_interactions for user in (ana, ben)] == [3, 3]


def test_nobody_chosen_is_refused(run: Runner) -> None:
    with pytest.raises(Invalid) as refusal:
        run(change_profile.change, None, [], ProfileChange(chat=True), NOW)

    assert list(refusal.value.fields) == ["users"]


def test_an_administrator_keeps_the_own_role(run: Runner) -> None:
    ada = run(an_agent, "Ada", role=Role.ADMINISTRATOR)

    with pytest.raises(Invalid) as refusal:
        run(change_profile.change, ada.id, [ada.key], ProfileChange(role=Role.AGENT), NOW)

    assert list(refusal.value.fields) == ["role"]


def test_the_last_administrator_keeps_the_role_whoever_asks(run: Runner) -> None:
    ada, ana = run(an_agent, "Ada", role=Role.ADMINISTRATOR), run(an_agent, "Ana")
    run(an_agent, "Eva", role=Role.ADMINISTRATOR, disabled_at=NOW)

    with pytest.raises(Invalid) as refusal:
        run(change_profile.change, None, [ada.key, ana.key], ProfileChange(role=Role.AGENT), NOW)

    assert "Ada is the last administrator." in str(refusal.value.fields["role"])
    assert fresh(run, ada).role is Role.ADMINISTRATOR


def test_of_two_administrators_who_demote_each_other_one_stays(run: Runner) -> None:
    two = [run(an_agent, name, role=Role.ADMINISTRATOR) for name in ("Ada", "Eva")]
    demoted = ProfileChange(role=Role.AGENT)

    done = at_once(
        2, lambda n: run(change_profile.change, two[n].id, [two[1 - n].key], demoted, NOW)
    )

    assert done == 1
    assert [fresh(run, user).role for user in two].count(Role.ADMINISTRATOR) == 1


def test_what_changed_and_nothing_else_is_in_the_journal(run: Runner, told: list[Event]) -> None:
    ada, ana = run(an_agent, "Ada", role=Role.ADMINISTRATOR), run(an_agent, "Ana")
    told.clear()

    run(change_profile.change, ada.id, [ana.key], ProfileChange(max_interactions=5), NOW)
    run(change_profile.change, ada.id, [ana.key], ProfileChange(max_interactions=5), NOW)

    with run.reading() as session:
        [line] = journal.of(session, journal.Subject("user", ana.key))
        assert (line.actor_id, line.before, line.after) == (
            ada.id,
            {"max_interactions": 3},
            {"max_interactions": 5},
        )
    assert [event.name for event in told] == ["user_changed", "audience_changed"]
