"""The page that a person is sent to, without signing in: choose how the sign-in details arrive."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from occ.core import clock
from occ.core.run import Runner
from occ.credentials.models import State, Way
from occ.flows import end_credentials, send_credentials
from occ.flows.send_credentials import Handed, HandOut
from occ.product import Product
from occ.users.models import User
from tests.flows.handing.house import CODE, a_batch, an_office, guest, messages, state
from tests.web.browser import HTML, shown

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])
URL = "https://chat.example.com"


@pytest.fixture
def ada(run: Runner) -> User:
    return run(an_office)


def hand_out(product: Product, asked: HandOut) -> Handed:
    return product.run(send_credentials.hand_out, asked, product.wording, clock.now())


class Person:
    """Who has the address, in a browser that holds no cookie."""

    def __init__(self, app: Flask, page: str) -> None:
        self.client, self.path = app.test_client(use_cookies=False), f"/c/{page}"

    def looks(self, lang: str = "en", path: str = "") -> TestResponse:
        return self.client.get(f"{path or self.path}?lang={lang}", base_url=URL, headers=HTML)

    def presses(self, way: str, lang: str = "en") -> TestResponse:
        return self.client.post(
            f"{self.path}?lang={lang}", base_url=URL, headers=HTML, data={"way": way}
        )


@pytest.fixture
def handed(product: Product, run: Runner, ada: User) -> Handed:
    run(a_batch, 5)
    return hand_out(product, guest(ada))


@pytest.fixture
def person(app: Flask, handed: Handed) -> Person:
    return Person(app, handed.page_key)


def test_the_page_offers_what_there_is_now(person: Person) -> None:  # B3
    page = shown(person.looks())

    assert "On this screen" in page
    assert "By SMS to +48 ••• 200" in page
    assert "By WhatsApp to +48 ••• 200" in page
    assert CODE not in page


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("it", "Su questo schermo"),
        ("pl", "Na tym ekranie"),
        ("fr", "Sur cet écran"),
        ("fa", "روی همین صفحه"),
    ],
)
def test_the_page_speaks_the_persons_language(person: Person, lang: str, words: str) -> None:
    answer = person.looks(lang)

    assert words.casefold() in shown(answer).casefold()
    assert f'lang="{lang}"' in answer.text


def test_the_choice_of_the_screen_shows_the_code_there_and_then(person: Person) -> None:  # B3
    answer = person.presses("screen")

    assert (answer.status_code, CODE in shown(answer)) == (200, True)
    assert CODE not in person.looks().text
    assert "Show them again" in person.looks().text
    assert CODE in shown(person.presses("screen"))


def test_the_choice_of_sms_queues_one_message_however_often_it_is_pressed(  # B3
    person: Person, run: Runner, handed: Handed
) -> None:
    answers = [person.presses("sms", "pl") for _ in range(3)]

    assert {answer.status_code for answer in answers} == {303}
    assert answers[0].headers["Location"] == f"/c/{handed.page_key}?lang=pl"
    assert len(messages(run)) == 1
    seen = person.looks()
    assert "on their way to +48 ••• 200" in shown(seen)
    assert seen.headers["Refresh"] == "10"


def test_a_choice_that_waits_says_so_and_leaves_the_others_open(
    app: Flask, product: Product, run: Runner, ada: User
) -> None:  # B3
    handed = hand_out(product, guest(ada, way=Way.WHATSAPP))
    person = Person(app, handed.page_key)

    page = shown(person.looks())

    assert "They wait: just now nothing can leave this way." in page
    assert "By SMS" in page and "By WhatsApp" not in page
    assert state(run, handed.account) is State.WAITING


def test_the_page_keeps_to_itself(person: Person) -> None:
    for answer in (person.looks(), person.presses("screen"), person.looks(path="/c/nothing")):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers
        assert "<script" not in answer.text


def test_an_address_that_was_never_given_opens_nothing(person: Person, handed: Handed) -> None:
    for page in ("nothing", handed.page_key[:-1], handed.page_key[:16] + "x" * 24, "é" * 40):
        assert person.looks(path=f"/c/{page}").status_code == 404


def test_who_tries_address_after_address_is_held_up(person: Person) -> None:
    answers = [person.looks(path=f"/c/{number}").status_code for number in range(70)]

    assert (answers[0], answers[-1]) == (404, 429)


def test_too_many_choices_are_held_up(person: Person) -> None:
    answers = [person.presses("screen").status_code for _ in range(12)]

    assert (answers[0], answers[-1]) == (200, 429)


def test_a_way_that_does_not_exist_is_refused(person: Person, run: Runner, handed: Handed) -> None:
    assert person.presses("pigeon").status_code == 422
    assert state(run, handed.account) is State.CHOOSING


def test_what_is_over_says_so(person: Person, run: Runner, ada: User, handed: Handed) -> None:
    run(end_credentials.cancel, ada.id, handed.account.key, clock.now())

    page = shown(person.looks())

    assert "Its time is over." in page and "On this screen" not in page
    assert person.presses("screen").status_code == 409
