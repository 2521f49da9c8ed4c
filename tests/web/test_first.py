"""The first administrator, one-time links, and one's own profile."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from occ.core import clock
from occ.core.run import Runner
from occ.flows import people
from occ.users import accounts, links, passwords
from occ.users.models import Role, User
from tests.builders import NOW, an_agent
from tests.web.browser import Browser, shown

PASSWORD = "four words are enough"
ADA = {"name": "Ada", "email": "ada@example.com", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def nobody(app: Flask) -> Browser:
    """A browser where nobody has been made yet."""
    return Browser(app)


def test_the_first_administrator_is_made_once_and_signed_in(nobody: Browser, run: Runner) -> None:
    assert nobody.get("/first").status_code == 200

    answer = nobody.post("/first", ADA)

    assert answer.headers["Location"] == "/start"
    assert nobody.get("/settings/advanced/chat").status_code == 200
    with run.reading() as session:
        assert session.scalars(select(User.role)).all() == [Role.ADMINISTRATOR]
    assert nobody.get("/first").status_code == 404
    assert nobody.post("/first", {**ADA, "email": "eve@example.com"}).status_code == 404


def test_without_an_administrator_who_may_sign_in_the_page_stays_shut(
    nobody: Browser, run: Runner
) -> None:
    run(an_agent, "Ada", role=Role.ADMINISTRATOR, disabled_at=NOW)

    assert nobody.get("/first").status_code == 404
    assert nobody.post("/first", ADA).status_code == 404
    assert nobody.get("/sign-in").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"name": " "}, "name", "Enter a name of 1 to 80 characters."),
        ({"email": "ada"}, "email", "Enter an e-mail address, such as ana@example.com."),
        ({"password": "short", "again": "short"}, "password", "Use at least 10 characters"),
        ({"password": "x" * 201}, "password", "Use at most 200 characters."),
        ({"again": "something else"}, "again", "The two passwords differ."),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_no_password_comes_back(
    nobody: Browser, wrong: dict[str, str], field: str, sentence: str
) -> None:
    answer = nobody.post("/first", {**ADA, **wrong})

    assert answer.status_code == 422
    assert sentence in shown(answer)
    assert f'id="{field}-error"' in answer.text
    assert PASSWORD not in answer.text


def test_a_one_time_link_opens_the_page_of_a_new_password_once(
    app: Flask, run: Runner, ana: User
) -> None:
    token = run(links.make, ana.id, clock.now())
    browser = Browser(app)
    assert "For Ana" in shown(browser.get(f"/password/{token}"))

    answer = browser.post(f"/password/{token}", {"password": PASSWORD, "again": PASSWORD})

    assert answer.status_code == 302
    assert browser.get("/me").status_code == 200
    again = browser.post(f"/password/{token}", {"password": PASSWORD, "again": PASSWORD})
    assert again.status_code == 404
    assert "This link has been used or is over." in shown(again)
    with run.reading() as session:
        stored = session.get_one(User, ana.id).password_hash
    assert passwords.is_password(stored, PASSWORD)


def test_whoever_begins_on_a_page_in_their_language_keeps_it(
    nobody: Browser, app: Flask, run: Runner
) -> None:
    nobody.post("/first?lang=fa", ADA)
    _, token = run(people.invite, None, "Luca", "luca@example.com", Role.AGENT, NOW)
    luca = Browser(app)

    passwords_twice = {"password": PASSWORD, "again": PASSWORD}
    luca.post(f"/password/{token}?lang=it", passwords_twice)
    _, second = run(people.new_link, None, "luca@example.com", clock.now())
    luca.post(f"/password/{second}?lang=pl", passwords_twice)

    with run.reading() as session:
        spoken = {user.name: user.language for user in session.scalars(select(User))}
    assert spoken == {"Ada": "fa", "Luca": "it"}


def test_a_link_that_nobody_made_opens_nothing(stranger: Browser) -> None:
    assert stranger.get("/password/guessed").status_code == 404


CHOSEN = {"theme": "system", "offer_times": "1"}


def test_name_and_language_are_ones_own(agent: Browser, run: Runner, ana: User) -> None:
    answer = agent.post("/me", {**CHOSEN, "name": "  Ana   Rossi ", "language": "it"})

    assert answer.status_code == 302
    assert '<html lang="it" dir="ltr"' in agent.get("/me").text
    with run.reading() as session:
        assert session.get_one(User, ana.id).name == "Ana Rossi"


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"name": "", "language": "it"}, "Enter a name of 1 to 80 characters."),
        ({"name": "Ana", "language": "tlh"}, "Choose one of the list."),
    ],
)
def test_a_profile_that_can_not_be_kept_is_refused(
    agent: Browser, form: dict[str, str], sentence: str
) -> None:
    answer = agent.post("/me", {**CHOSEN, **form})

    assert answer.status_code == 422
    assert sentence in shown(answer)


def test_a_password_is_changed_with_the_present_one_and_signs_out_the_rest(
    app: Flask, run: Runner, ana: User
) -> None:
    old = passwords.hash_password("the present one")
    run(
        lambda session: accounts.set_password(
            session, None, session.get_one(User, ana.id), old, NOW
        )
    )
    with run.reading() as session:
        user = session.get_one(User, ana.id)
    here, elsewhere = Browser(app, user), Browser(app, user)
    form = {"present": "the present one", "password": PASSWORD, "again": PASSWORD}

    wrong = here.post("/me/password", {**form, "present": "another"})
    assert wrong.status_code == 422
    assert "This is not your present password." in shown(wrong)
    assert elsewhere.get("/me").status_code == 200

    assert here.post("/me/password", form).status_code == 302
    assert here.get("/me").status_code == 200
    assert elsewhere.get("/me").status_code == 302


def test_a_link_is_shown_once_to_the_administrator_who_adds_a_user(
    administrator: Browser, app: Flask, run: Runner
) -> None:
    form = {"name": "Ben", "email": "ben@example.com", "role": "agent"}

    answer = administrator.post("/users/new", form)

    [link] = re.findall(r"https://chat\.example\.com(/password/[\w-]+)", answer.text)
    assert "Ben" in shown(Browser(app).get(link))
    taken = administrator.post("/users/new", form)
    assert taken.status_code == 409
    assert "ben@example.com signs in somebody already." in shown(taken)


def test_a_new_link_ends_the_one_before(
    administrator: Browser, app: Flask, run: Runner, ana: User
) -> None:
    _, first = run(people.new_link, None, ana.email, clock.now())

    answer = administrator.post(f"/users/{ana.key}/password-link")

    assert "/password/" in answer.text
    assert Browser(app).get(f"/password/{first}").status_code == 404
