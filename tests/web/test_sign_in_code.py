"""One-time codes, from turning them on to signing in with them."""

from __future__ import annotations

import re

import pyotp
import pytest
from sqlalchemy import update

from occ.core.run import Runner
from occ.flows import enter_code, people
from occ.users import accounts, codes, passwords
from occ.users.code_models import SignInCode
from occ.users.models import User
from occ.web import sign_in_code
from tests.builders import NOW, an_agent
from tests.web.browser import Browser, shown

QR = 'class="qr"'
PASSWORD = "correct horse battery"
HASH = passwords.hash_password(PASSWORD)


@pytest.fixture
def anas(run: Runner, ada: User) -> User:
    """Ana, with a password."""
    user = run(an_agent, "Ana")
    run(lambda rows: accounts.set_password(rows, None, rows.get_one(User, user.id), HASH, NOW))
    return user


@pytest.fixture
def desk(stranger: Browser, anas: User) -> Browser:
    """Her own browser, signed in by password alone."""
    gives_password(stranger, anas)
    return stranger


@pytest.fixture
def secret(desk: Browser) -> str:
    """Of her app, as the page told it; codes are on from now."""
    desk.post("/me/codes", {"present": PASSWORD})
    found = re.search(r'id="secret">([A-Z2-7 ]+)<', desk.get("/me/codes").text)
    assert found
    secret = found[1].replace(" ", "")
    assert desk.post("/me/codes/on", {"code": pyotp.TOTP(secret).now()}).status_code == 200
    return secret


def gives_password(browser: Browser, user: User, wanted: str = "") -> str:
    form = {"email": user.email, "password": PASSWORD, "next": wanted}
    return browser.post("/sign-in", form).headers["Location"]


def shows(run: Runner, user: User, secret: str) -> str:
    """What her app shows now, as though she had used none in this half minute."""
    run(lambda rows: rows.execute(update(SignInCode).values(last_step=0)))
    return pyotp.TOTP(secret).now()


def is_in(browser: Browser) -> bool:
    return browser.get("/me").status_code == 200


def test_turned_on_by_the_password_and_the_first_code_of_the_app(
    desk: Browser, run: Runner, anas: User
) -> None:
    assert "This is not your present password." in shown(
        desk.post("/me/codes", {"present": "wrong"})
    )
    assert QR not in desk.get("/me/codes").text

    desk.post("/me/codes", {"present": PASSWORD})
    page = desk.get("/me/codes").text
    assert QR in page
    wrong = desk.post("/me/codes/on", {"code": "000000"})
    assert wrong.status_code == 422
    assert "This code is wrong, over or used." in shown(wrong)
    assert not run(codes.is_on, anas.id)


def test_the_backup_codes_are_shown_once_and_the_secret_no_more(
    desk: Browser, secret: str, run: Runner, anas: User
) -> None:
    fresh = desk.post("/me/codes/backups", {"code": shows(run, anas, secret)})
    assert len(re.findall(r"\b[a-z2-7]{4}(?:-[a-z2-7]{4}){3}\b", fresh.text)) == codes.BACKUP_CODES
    assert fresh.headers["Cache-Control"] == "no-store"

    page = desk.get("/me/codes")
    assert "10 backup codes are left." in shown(page)
    assert QR not in page.text and secret not in page.text.replace(" ", "")


def test_the_password_alone_leads_to_the_code_and_the_code_to_the_page_that_was_wanted(
    desk: Browser, secret: str, run: Runner, anas: User
) -> None:
    phone = Browser(desk.app)
    assert gives_password(phone, anas, "/me?tab=1") == "/sign-in/code?next=/me?tab%3D1"
    assert not is_in(phone), "a right password opens no page"
    assert "Sign-in code" in shown(phone.get("/sign-in/code?next=/me?tab%3D1"))

    form = {"code": shows(run, anas, secret), "next": "/me?tab=1"}
    assert phone.post("/sign-in/code", form).headers["Location"] == "/me?tab=1"

    assert is_in(phone)
    assert is_in(desk), "who was signed in stays so"


def test_a_wrong_code_is_told_and_many_have_to_wait(desk: Browser, secret: str, anas: User) -> None:
    phone = Browser(desk.app)
    gives_password(phone, anas)

    answers = [
        phone.post("/sign-in/code", {"code": "000000"}) for _ in range(enter_code.MOST_TRIES + 1)
    ]

    assert {each.status_code for each in answers[:-1]} == {422}
    assert answers[-1].status_code == 429
    assert "Too many tries." in shown(answers[-1])
    events = shown(desk.get(f"/users/{anas.key}/events"))
    assert events.count("Right password, wrong sign-in code") == enter_code.MOST_TRIES
    assert not is_in(phone)


def test_the_code_leads_nowhere_else(desk: Browser, secret: str, run: Runner, anas: User) -> None:
    phone = Browser(desk.app)
    gives_password(phone, anas)
    form = {"code": shows(run, anas, secret), "next": "https://evil.example"}
    assert phone.post("/sign-in/code", form).headers["Location"] == "/"


def test_without_the_password_there_is_nothing_to_enter_a_code_for(
    desk: Browser, secret: str, run: Runner, anas: User
) -> None:
    stranger = Browser(desk.app)
    assert stranger.get("/sign-in/code").headers["Location"] == "/sign-in"
    answer = stranger.post("/sign-in/code", {"code": shows(run, anas, secret)})
    assert answer.headers["Location"] == "/sign-in"
    assert not is_in(stranger)


def test_a_password_that_was_changed_meanwhile_or_waited_too_long_counts_no_more(
    desk: Browser, secret: str, run: Runner, anas: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Browser(desk.app)
    gives_password(phone, anas)
    with monkeypatch.context() as patch:
        patch.setattr(sign_in_code, "WAITS", sign_in_code.WAITS * -1)
        assert phone.get("/sign-in/code").status_code == 302
    assert phone.get("/sign-in/code").status_code == 200

    run(lambda rows: accounts.set_password(rows, None, rows.get_one(User, anas.id), HASH, NOW))

    assert phone.get("/sign-in/code").status_code == 302


def test_codes_turned_off_meanwhile_lead_back_to_the_password(
    administrator: Browser, desk: Browser, secret: str, anas: User
) -> None:
    phone = Browser(desk.app)
    gives_password(phone, anas)
    administrator.post(f"/users/{anas.key}/codes/off")

    assert phone.post("/sign-in/code", {"code": "000000"}).headers["Location"] == "/sign-in"
    gives_password(phone, anas)
    assert is_in(phone)


def test_a_one_time_link_does_not_go_around_the_code(
    desk: Browser, secret: str, run: Runner, anas: User
) -> None:
    _, token = run(people.new_link, None, anas.email, NOW)
    phone = Browser(desk.app)
    new = {"password": PASSWORD, "again": PASSWORD}

    answer = phone.post(f"/password/{token}", new)

    assert answer.headers["Location"] == "/sign-in/code?next=/"
    assert not is_in(phone)
    phone.post("/sign-in/code", {"code": shows(run, anas, secret)})
    assert is_in(phone)


def test_turned_off_with_password_and_code(
    desk: Browser, secret: str, run: Runner, anas: User
) -> None:
    code = shows(run, anas, secret)
    assert desk.post("/me/codes/off", {"present": "wrong", "code": code}).status_code == 422
    assert run(codes.is_on, anas.id)

    desk.post("/me/codes/off", {"present": PASSWORD, "code": code})

    phone = Browser(desk.app)
    gives_password(phone, anas)
    assert is_in(phone)


def test_an_administrator_helps_who_has_lost_the_app(
    administrator: Browser, desk: Browser, secret: str, anas: User
) -> None:
    page = f"/users/{anas.key}"
    assert "Turn sign-in codes off" in shown(administrator.get(page))

    administrator.post(f"{page}/codes/off")

    assert "Turn sign-in codes off" not in shown(administrator.get(page))
    assert "Sign-in codes turned off" in shown(administrator.get(f"{page}/events"))
    phone = Browser(desk.app)
    gives_password(phone, anas)
    assert is_in(phone)
