"""Sign in, be sent back to where one was, sign out."""

from __future__ import annotations

import pytest
from flask import Flask

from occ.core import clock
from occ.core.run import Runner
from occ.flows import people
from occ.journal import entries as journal
from occ.users import accounts, passwords, tries
from occ.users.models import User
from occ.web import browsers
from tests.builders import NOW, an_agent
from tests.web.browser import Browser, shown

PASSWORD = "correct horse battery"
HASH = passwords.hash_password(PASSWORD)


@pytest.fixture
def anas(run: Runner, ada: User) -> User:
    """Ana, with a password."""
    user = run(an_agent, "Ana")
    run(
        lambda session: accounts.set_password(
            session, None, session.get_one(User, user.id), HASH, NOW
        )
    )
    return user


def form(user: User, password: str = PASSWORD, wanted: str = "") -> dict[str, str]:
    return {"email": user.email, "password": password, "next": wanted}


def test_the_right_password_leads_to_the_page_that_was_wanted(
    stranger: Browser, anas: User
) -> None:
    asked = stranger.get("/me?tab=1")
    assert asked.headers["Location"] == "/sign-in?next=/me?tab%3D1"

    answer = stranger.post("/sign-in", form(anas, wanted="/me?tab=1"))

    assert answer.headers["Location"] == "/me?tab=1"
    assert stranger.get("/me").status_code == 200


@pytest.mark.parametrize("email", ["ANA", "nobody@example.com"])
def test_a_wrong_pair_is_told_in_one_sentence_whoever_it_is(
    stranger: Browser, anas: User, email: str
) -> None:
    email = anas.email.upper() if email == "ANA" else email
    answer = stranger.post("/sign-in", {"email": email, "password": "wrong"})

    assert answer.status_code == 422
    assert "E-mail and password do not belong together." in shown(answer)
    assert f'value="{email}"' in answer.text
    assert "wrong" not in answer.text


def test_after_ten_tries_even_the_right_password_waits(
    stranger: Browser, run: Runner, anas: User
) -> None:
    try_often(run, anas, tries.MOST_PER_EMAIL - 1)
    assert stranger.post("/sign-in", form(anas, "wrong")).status_code == 422

    answer = stranger.post("/sign-in", form(anas))

    assert answer.status_code == 429
    assert "Too many tries. Again in 15 min." in shown(answer)


def test_a_right_password_forgets_the_wrong_ones(
    stranger: Browser, run: Runner, anas: User
) -> None:
    try_often(run, anas, tries.MOST_PER_EMAIL - 1)
    assert stranger.post("/sign-in", form(anas)).status_code == 302
    stranger.post("/sign-out")

    assert stranger.post("/sign-in", form(anas, "wrong")).status_code == 422
    assert stranger.post("/sign-in", form(anas)).status_code == 302


def test_signing_out_ends_this_browsers_session_alone(app: Flask, run: Runner) -> None:
    ana = run(an_agent)
    phone, desk = Browser(app, ana), Browser(app, ana)
    stolen = app.test_client()
    stolen._cookies = dict(desk.client._cookies)  # type: ignore[attr-defined]

    desk.post("/sign-out")

    assert desk.get("/me").status_code == 302
    assert stolen.get("/me", base_url="https://chat.example.com").status_code == 302
    assert phone.get("/me").status_code == 200
    with run.reading() as session:
        [entry, *_] = journal.of(session, journal.Subject("user", ana.key))
        assert entry.action == "signed_out"


def test_the_others_are_shown_and_signed_out_from_ones_own_profile(app: Flask, run: Runner) -> None:
    ana = run(an_agent)
    desk = Browser(app, ana)
    assert "Sign out the others" not in shown(desk.get("/me"))
    phone, bens = Browser(app, ana), Browser(app, run(an_agent, "Ben"))
    assert shown(desk.get("/me")).count("last seen") == 2

    answer = desk.post("/me/sessions/sign-out-others")

    assert answer.status_code == 302
    assert [each.get("/me").status_code for each in (phone, bens)] == [302, 200]
    page = shown(desk.get("/me"))
    assert "Signed out everywhere else." in page
    assert page.count("last seen") == 1


def test_a_new_password_ends_them_all_but_the_one_that_asked(
    app: Flask, run: Runner, anas: User
) -> None:
    with run.reading() as session:
        ana = session.get_one(User, anas.id)
    phone, desk = Browser(app, ana), Browser(app, ana)

    new = {"password": "another long one", "again": "another long one"}
    desk.post("/me/password", {"present": PASSWORD, **new})

    assert [each.get("/me").status_code for each in (desk, phone)] == [200, 302]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/2010 Firefox/130.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/128 Safari/537 Edg/1", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit Chrome/128 Safari", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU OS 17 like Mac OS X) Version/17 Safari", "Safari, iPhone"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_named_as_people_know_it(said: str, name: str) -> None:
    assert browsers.name_of(said) == name


def try_often(run: Runner, user: User, times: int) -> None:
    """Without the cost of looking at so many passwords."""
    for _ in range(times):
        run(people.count_try, user.email, "192.0.2.1", clock.now())


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\n/evil.example",
    ],
)
def test_no_link_leads_out_through_us(stranger: Browser, anas: User, wanted: str) -> None:
    answer = stranger.post("/sign-in", form(anas, wanted=wanted))

    assert answer.headers["Location"] == "/"


def test_a_disabled_user_is_told_so_and_only_with_the_right_password(
    stranger: Browser, run: Runner, anas: User
) -> None:
    run(disable, anas)

    assert "disabled" not in shown(stranger.post("/sign-in", form(anas, "wrong")))
    assert "This user is disabled." in shown(stranger.post("/sign-in", form(anas)))


def disable(session, user: User) -> None:  # type: ignore[no-untyped-def]
    session.get_one(User, user.id).disabled_at = NOW


def test_signing_out_ends_the_session(agent: Browser) -> None:
    assert agent.get("/me").status_code == 200

    agent.post("/sign-out")

    assert agent.get("/me").status_code == 302


@pytest.mark.parametrize("ending", ["disabled", "epoch"])
def test_a_session_ends_with_the_users_epoch_or_with_the_user(
    app: Flask, run: Runner, ana: User, agent: Browser, ending: str
) -> None:
    assert agent.get("/me").status_code == 200

    def end(session) -> None:  # type: ignore[no-untyped-def]
        user = session.get_one(User, ana.id)
        user.epoch += ending == "epoch"
        user.disabled_at = NOW if ending == "disabled" else None

    run(end)

    assert agent.get("/me").status_code == 302


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    stranger: Browser, anas: User
) -> None:
    answer = stranger.post("/sign-in", form(anas))

    [cookie] = [each for each in answer.headers.getlist("Set-Cookie") if "occ_session" in each]
    assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_what_is_loaded_beside_a_page_brings_no_older_cookie_back(agent: Browser) -> None:
    def renews(beside: str) -> bool:
        return "Set-Cookie" in agent.get("/me", **{"Sec-Fetch-Dest": beside}).headers

    assert renews("document")
    assert not any(map(renews, ("iframe", "script", "image", "empty")))


def test_nothing_of_the_session_before_stays_after_signing_in(
    stranger: Browser, anas: User
) -> None:
    origin = "https://chat.example.com"
    with stranger.client.session_transaction(base_url=origin) as cookie:
        cookie["planted"] = "by somebody else"

    stranger.post("/sign-in", form(anas))

    with stranger.client.session_transaction(base_url=origin) as cookie:
        assert "planted" not in cookie


def test_without_an_administrator_every_way_in_leads_to_making_one(app: Flask) -> None:
    nobody = Browser(app)

    assert nobody.get("/").headers["Location"] == "/first"
    assert nobody.get("/sign-in").headers["Location"] == "/first"


def test_who_is_signed_in_is_not_asked_again(ada: User, agent: Browser) -> None:
    assert agent.get("/sign-in?next=/me").headers["Location"] == "/me"
    assert agent.get("/").headers["Location"] == "/conversations"


def test_a_language_can_be_chosen_before_signing_in_and_is_kept(stranger: Browser) -> None:
    page = stranger.get("/sign-in?lang=fa")
    assert '<html lang="fa" dir="rtl">' in page.text

    assert '<html lang="fa" dir="rtl">' in stranger.get("/sign-in").text
