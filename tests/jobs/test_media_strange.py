"""What customers send is a stranger's: too much of it, lies, and ways to where nobody should go."""

from __future__ import annotations

import pytest

from occ.jobs import media as job
from occ.messaging import file_types
from occ.providers.simulator.server import Simulator
from tests.jobs.marta import Marta

# What goes on before a row is written is the same with either database.
pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


@pytest.mark.parametrize("trouble", ["large", "endless"])
def test_what_is_too_large_is_not_taken_and_leaves_nothing(
    marta: Marta,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    trouble: str,
) -> None:
    monkeypatch.setattr(file_types, "LARGEST_BYTES", 1024 * 1024)
    marta.sends()
    simulator.behave(media=trouble)

    marta.fetched()

    assert marta.state() == "refused"
    assert marta.shown()[0]["reason"]["values"] == {"most": 16}
    assert marta.kept() == []


def test_a_file_that_takes_too_long_is_left_and_tried_again(
    marta: Marta,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    marta.sends()
    simulator.behave(media="slow", media_times=1)

    with monkeypatch.context() as patched:
        patched.setattr(job, "LONGEST_SECONDS", 0.3)
        marta.fetched()
    assert (marta.state(), marta.kept()) == ("waiting", [])
    marta.fetched()

    assert marta.state() == "ready"


def test_a_page_that_says_it_is_a_picture_is_kept_and_never_shown(
    marta: Marta, simulator: Simulator
) -> None:
    marta.sends()
    simulator.behave(media="lie")

    marta.fetched()

    [lie] = marta.shown()
    assert (lie["state"], lie["shape"]) == ("ready", "document")
    assert marta.row().content_type == "application/octet-stream"
    assert lie["reason"]["text"].startswith("This is not the kind of file")


@pytest.mark.parametrize("declared", ["text/html", "image/svg+xml", "application/javascript", "x"])
def test_a_type_that_browsers_run_is_not_even_fetched(marta: Marta, declared: str) -> None:
    marta.sends(MediaContentType0=declared)

    marta.fetched()

    assert marta.state() == "refused"
    assert marta.shown()[0]["reason"]["values"] == {"type": declared}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://10.0.0.1/2010-04-01/Accounts",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "{api}/simulator/messages",
        "http://user:secret@{host}/x",
        "http://[",
    ],
)
def test_the_token_is_not_carried_to_an_address_that_is_no_file_of_twilios(
    marta: Marta, simulator: Simulator, url: str
) -> None:
    host = simulator.url.removeprefix("http://")
    marta.sends(MediaUrl0=url.replace("{api}", simulator.url).replace("{host}", host))

    marta.fetched()

    assert marta.state() == "refused"
    assert marta.shown()[0]["reason"]["text"].startswith("This file's address is not Twilio's")


def test_a_redirect_to_a_machine_beside_us_is_not_followed(
    marta: Marta, simulator: Simulator
) -> None:
    marta.sends()
    simulator.behave(media="inward")

    marta.fetched()

    assert marta.state() == "refused"
