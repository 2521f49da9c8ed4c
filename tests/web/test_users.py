"""Users: one profile or several at once, and who they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import occ
from occ.core.run import Runner
from occ.users.models import Presence, Role, User
from occ.web.admin import action_words
from tests.builders import an_agent
from tests.web.browser import Browser, shown


def profile(run: Runner, user: User) -> tuple[bool, bool, int, bool]:
    with run.reading() as session:
        now = session.get_one(User, user.id)
        return now.chat, now.whatsapp, now.max_interactions, now.auto_accept


@pytest.fixture
def ben(run: Runner) -> User:
    return run(an_agent, "Ben", chat=False, whatsapp=False, most=2)


def test_several_users_are_changed_at_once_and_the_page_shows_before_and_after(
    supervisor: Browser, run: Runner, ana: User, ben: User
) -> None:  # A3
    form = {
        "users": [ana.key, ben.key],
        "chat": "on",
        "whatsapp": "on",
        "max_interactions": "۴",
        "auto_accept": "",
    }

    answer = supervisor.post("/users", form)

    assert profile(run, ana) == (True, True, 4, False)
    assert profile(run, ben) == (True, True, 4, False)
    page = shown(answer)
    assert "Ana Max interactions: 3 → 4" in page
    assert "Ben Chat: off → on WhatsApp: off → on Max interactions: 2 → 4" in page


def test_an_administrator_sets_the_role_of_several_and_a_supervisor_of_nobody(
    administrator: Browser, supervisor: Browser, run: Runner, ana: User, ben: User
) -> None:  # A3
    form = {"users": [ana.key, ben.key], "role": "supervisor"}
    assert 'name="role"' not in supervisor.get("/users").text
    assert supervisor.post("/users", form).status_code == 403

    page = shown(administrator.post("/users", form))

    assert "Ana Role: Agent → Supervisor" in page and "Ben Role: Agent → Supervisor" in page
    with run.reading() as session:
        assert {session.get_one(User, user.id).role for user in (ana, ben)} == {Role.SUPERVISOR}
    assert profile(run, ben) == (False, False, 2, False)


def test_the_last_administrators_role_stays_and_the_form_says_why(
    administrator: Browser, run: Runner, ada: User, ana: User
) -> None:
    answer = administrator.post("/users", {"users": [ada.key, ana.key], "role": "agent"})

    assert answer.status_code == 422
    assert "You can't take your own administrator role away." in shown(answer)


def test_a_user_who_has_no_console_open_is_not_shown_as_there(
    supervisor: Browser, run: Runner, ana: User
) -> None:
    eva = run(an_agent, "Eva", online=False)
    run(an_agent, "Ivo", presence=Presence.AWAY, away_because="missed_offers")

    rows = supervisor.get("/users").text.split("<tr")[2:]
    words = {
        name: next(row for row in rows if f">{name}<" in row) for name in ("Ana", "Eva", "Ivo")
    }

    assert "console not open" in words["Eva"] and "available" in words["Eva"]
    assert "console not open" not in words["Ana"]
    assert "away after missed offers" in words["Ivo"]
    assert "console not open" in shown(supervisor.get(f"/users/{eva.key}"))
    assert "console not open" in shown(supervisor.get(f"/users/{eva.key}/events"))


def test_what_is_left_as_it_is_stays(supervisor: Browser, run: Runner, ana: User) -> None:
    answer = supervisor.post("/users", {"users": ana.key, "auto_accept": "on"})

    assert profile(run, ana) == (True, True, 3, True)
    assert "Ana Auto-accept: off → on" in shown(answer)


def test_whatsapp_needs_chat(supervisor: Browser, run: Runner, ana: User, ben: User) -> None:  # A3
    answer = supervisor.post("/users", {"users": [ana.key, ben.key], "whatsapp": "on"})

    assert answer.status_code == 422
    assert "WhatsApp needs Chat: switch Chat on for Ben first." in shown(answer)
    assert profile(run, ben) == (False, False, 2, False)
    # What was chosen stays chosen.
    assert answer.text.count(" checked") == 2


def test_switching_chat_off_switches_whatsapp_off_and_says_so(
    supervisor: Browser, run: Runner, ana: User
) -> None:  # A3
    answer = supervisor.post("/users", {"users": ana.key, "chat": "off"})

    assert profile(run, ana)[:2] == (False, False)
    assert "Chat: on → off WhatsApp: on → off" in shown(answer)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"chat": "on"}, "Choose at least one user."),
        ({"users": "ana", "max_interactions": "51"}, "Enter a whole number from 1 to 50."),
        ({"users": "ana", "max_interactions": "0"}, "Enter a whole number from 1 to 50."),
        ({"users": "ana", "max_interactions": "four"}, "Enter a whole number from 1 to 50."),
        ({"users": "ana", "max_interactions": "9" * 400}, "Enter a whole number from 1 to 50."),
    ],
)
def test_a_bulk_edit_that_can_not_be_is_refused_whole(
    supervisor: Browser, run: Runner, ana: User, form: dict[str, str], sentence: str
) -> None:
    answer = supervisor.post("/users", {**form, "users": ana.key if "users" in form else []})

    assert answer.status_code == 422
    assert sentence in shown(answer)
    assert profile(run, ana) == (True, True, 3, False)


def test_a_profile_page_sets_role_and_limit(
    administrator: Browser, run: Runner, ana: User
) -> None:  # A3
    form = {"chat": "on", "whatsapp": "on", "max_interactions": "50", "role": "supervisor"}

    assert administrator.post(f"/users/{ana.key}", form).status_code == 302

    assert profile(run, ana) == (True, True, 50, False)
    with run.reading() as session:
        assert session.get_one(User, ana.id).role is Role.SUPERVISOR
    page = shown(administrator.get(f"/users/{ana.key}"))
    assert "What changed Ana Max interactions: 3 → 50 Role: Agent → Supervisor" in page
    assert "What changed" not in shown(administrator.get(f"/users/{ana.key}"))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"chat": None}, "WhatsApp needs Chat"),
        ({"max_interactions": ""}, "Enter a whole number from 1 to 50."),
        ({"role": "owner"}, "Choose one of the list."),
    ],
)
def test_a_profile_that_can_not_be_is_refused_and_stays_in_the_form(
    administrator: Browser, run: Runner, ana: User, wrong: dict[str, str | None], sentence: str
) -> None:
    form = {"chat": "on", "whatsapp": "on", "max_interactions": "7", "role": "agent", **wrong}

    answer = administrator.post(
        f"/users/{ana.key}", {name: value for name, value in form.items() if value is not None}
    )

    assert answer.status_code == 422
    assert sentence in shown(answer)
    assert profile(run, ana)[2] == 3


def test_an_administrator_keeps_the_own_role(
    administrator: Browser, run: Runner, ada: User
) -> None:
    form = {"chat": "on", "whatsapp": "on", "max_interactions": "3", "role": "agent"}

    answer = administrator.post(f"/users/{ada.key}", form)

    assert answer.status_code == 422
    assert "You can't take your own administrator role away." in shown(answer)


def test_a_user_is_disabled_and_enabled_again(
    administrator: Browser, agent: Browser, ana: User
) -> None:
    assert agent.get("/me").status_code == 200

    administrator.post(f"/users/{ana.key}/disable")

    assert "disabled" in shown(administrator.get(f"/users/{ana.key}"))
    assert agent.get("/me").status_code == 302
    administrator.post(f"/users/{ana.key}/enable")
    assert "Enabled: this user can sign in again." in shown(administrator.get(f"/users/{ana.key}"))


def test_nobody_disables_themselves(administrator: Browser, ada: User) -> None:
    answer = administrator.post(f"/users/{ada.key}/disable")

    assert answer.status_code == 403
    assert "You can't disable yourself." in shown(answer)


def test_users_are_found_by_name_or_e_mail(supervisor: Browser, run: Runner, ana: User) -> None:
    run(an_agent, "Łucja")

    page = shown(supervisor.get("/users?q=łUC"))

    assert "Łucja" in page and ana.email not in page
    assert ana.email in shown(supervisor.get(f"/users?q={ana.email[:4]}"))
    assert "Nobody matches." in shown(supervisor.get("/users?q=xyz"))


def test_a_users_events_say_who_did_what(
    administrator: Browser, supervisor: Browser, ana: User
) -> None:  # D1
    supervisor.post("/users", {"users": ana.key, "max_interactions": "9"})

    page = shown(administrator.get(f"/users/{ana.key}/events"))

    assert "Profile changed Sofia Max interactions: 3 → 9" in page


def test_every_act_on_a_user_has_words() -> None:
    written = re.compile(r'journal\.write\([^)]*?"(\w+)"[^)]*?journal\.Subject\("user"', re.DOTALL)
    sources = [
        *Path(occ.__file__).parent.glob("flows/*.py"),
        *Path(occ.__file__).parent.glob("users/*.py"),
    ]
    acts = {act for source in sources for act in written.findall(source.read_text())}

    assert "profile_changed" in acts
    assert acts - action_words.ACTIONS.keys() == set()


def test_a_user_that_is_not_there_is_not_found(administrator: Browser) -> None:
    assert administrator.get("/users/usr_none").status_code == 404
    assert "There is no such user." in shown(administrator.get("/users/usr_none/events"))
