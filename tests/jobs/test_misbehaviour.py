"""Each way in which Twilio can misbehave ends with every message exactly once."""

from __future__ import annotations

import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from occ.core import clock
from occ.product import Product
from occ.providers.simulator.server import Simulator
from occ.settings.pages import POLLING, WEBHOOK
from tests.builders import an_agent
from tests.jobs import mixture
from tests.jobs.mixture import Day
from tests.jobs.polling import a_while_ago, receive_by
from tests.stateful import MORE

Trouble = dict[str, object]
TROUBLES: dict[str, Trouble] = {
    "delay": {"delay": 0.15},
    "double": {"double": True},
    "disorder": {"disorder": True, "double": True},
    "drop": {"drop": True, "drop_callbacks": True},
    "lose answers": {"lose_answers": "close"},
    "lose answers to questions": {"lists": "close", "drop_callbacks": True},
    "late lists": {"list_lag": 30.0, "drop": True, "drop_callbacks": True},
    "early reports": {"callback_first": True},
    "too many requests": {"busy": True, "times": 2, "lists": "busy"},
    "broken": {"broken": "after", "lists": "broken"},
    "broken before": {"broken": "before", "drop_callbacks": True},
    "fail at once": {"fail": 63005, "fail_when": "now"},
    "fail later": {"fail": 30003, "fail_when": "later"},
    "down": {"down": True, "drop": True},
}
EACH = [(dialect, way) for dialect in ("sqlite", "postgresql") for way in (WEBHOOK, POLLING)]


@pytest.fixture
def day(product: Product, simulator: Simulator, caplog: pytest.LogCaptureFixture) -> Day:
    caplog.set_level(logging.CRITICAL)
    ana = product.run(an_agent, "Ana", most=50, auto_accept=True, now=clock.now())
    return Day(product, simulator, ana)


def receive(day: Day, way: str) -> None:
    receive_by(day.product, day.simulator, way)
    # Whoever polls may be called all the same.
    day.simulator.behave(drop=False, drop_callbacks=False)


@pytest.mark.parametrize(
    ("dialect", "way"), EACH if MORE > 1 else [("sqlite", WEBHOOK), ("postgresql", POLLING)]
)
def test_every_message_is_there_once_and_sent_once_with_the_right_tick(
    day: Day, way: str, subtests: pytest.Subtests
) -> None:
    for name, trouble in TROUBLES.items():
        with subtests.test(name):
            receive(day, way)
            for who in (0, 1, 0, 2):
                day.writes(who, **trouble)
            day.work(**trouble)
            day.simulator.settle()
            day.work()
            day.answers(**trouble)
            day.writes(1, **trouble)
            day.ends()
            day.check()


@pytest.mark.parametrize(
    ("dialect", "way"), EACH if MORE > 1 else [("sqlite", POLLING), ("postgresql", WEBHOOK)]
)
def test_a_process_killed_at_any_of_its_transactions_loses_and_doubles_nothing(
    day: Day, way: str
) -> None:
    receive(day, way)
    day.simulator.behave(drop=True, drop_callbacks=True)
    for at in range(1, 9):
        for after in (False, True):
            day.writes(at % 3)
            a_while_ago(day.product, day.simulator)
            day.dies(at, after)
            day.answers(lose_answers="close" if after else "")
    day.ends()
    day.check()


@settings(max_examples=6 * MORE, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_happens_comes_to_the_same(day: Day, data: st.DataObject) -> None:
    steps = data.draw(st.lists(mixture.STEPS, min_size=4, max_size=14))

    day.lives(steps)

    day.check()
