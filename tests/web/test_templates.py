"""Settings → Templates: the list as it was read last, and a button that reads it now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from occ.config import Config
from occ.core import clock
from occ.core.run import Runner
from occ.flows import set_up_twilio
from occ.flows.set_up_twilio import TwilioForm
from occ.providers.simulator.account import Template
from occ.providers.simulator.server import Simulator, serve_in_thread
from occ.users.models import User
from tests.web.browser import Browser, shown

PAGE = "/settings/templates"
pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with serve_in_thread() as running:
        yield running


@pytest.fixture
def config(config: Config, simulator: Simulator) -> Config:
    return replace(config, twilio_api_url=simulator.url)


@pytest.fixture
def account(run: Runner, ada: User, simulator: Simulator) -> None:
    ours = simulator.credentials
    run(
        set_up_twilio.save,
        ada.id,
        TwilioForm(True, ours.account_sid, ours.auth_token, None),
        clock.now(),
    )


@pytest.mark.usefixtures("account")
def test_a_press_shows_the_list_as_twilio_has_it(
    administrator: Browser, simulator: Simulator
) -> None:
    assert "None yet" in shown(administrator.get(PAGE))
    simulator.exchange.templates.append(Template("<b>bold</b>", "fa", "سلام {{1}}"))

    administrator.post(PAGE)

    answer = administrator.get(PAGE)
    page = shown(answer)
    assert "The list is as Twilio has it now." in page
    assert "sign_in_link utility en Hello {{1}}, here is your one-time sign-in link" in page
    assert "rejected It promises a prize" in page
    assert "&lt;b&gt;bold" in answer.text and "<b>bold" not in answer.text


@pytest.mark.usefixtures("account")
def test_what_was_read_before_stays_where_twilio_does_not_answer(
    administrator: Browser, simulator: Simulator
) -> None:
    administrator.post(PAGE)
    simulator.behave(down=True)

    answer = administrator.post(PAGE)

    assert answer.status_code == 409
    assert "sign_in_link" in shown(answer)
    assert "Try again" in shown(answer)


def test_without_an_account_it_says_what_to_enter_first(administrator: Browser) -> None:
    answer = administrator.post(PAGE)

    assert answer.status_code == 409
    assert "Enter the Twilio account first" in shown(answer)
