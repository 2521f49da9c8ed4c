"""/metrics: who may read it, what it tells, and that the manual's table is the truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.test import TestResponse

from occ import metrics
from occ.core import clock, turns
from occ.core.run import Runner
from occ.core.tally import Count
from occ.core.turns import Turns
from occ.flows import handle_webhook, miss_offer
from occ.messaging import inbox
from occ.product import Product
from occ.users.models import Presence
from tests.builders import (
    a_service,
    a_webhook,
    accepts,
    an_agent,
    an_inbound,
    at,
    the_interaction,
    writes,
)
from tests.docs.test_manual import codes, rows
from tests.web.browser import Browser

Values = dict[tuple[str, ...], float]
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


def asked(app: Flask, headers: dict[str, str] | None = None, **around: str) -> TestResponse:
    return app.test_client().get("/metrics", headers=headers, environ_base=around)


def told(app: Flask) -> Values:
    """By name and label values."""
    families = text_string_to_metric_families(asked(app).text)
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.fixture
def grown(app: Flask) -> Callable[..., float]:
    """By how much a counter has grown since the test began: the process counts for all tests."""
    before = told(app)

    def by(*name: str) -> float:
        return told(app)[name] - before[name]

    return by


def test_this_machine_may_read_and_nobody_else(app: Flask) -> None:
    assert asked(app).status_code == 200
    assert asked(app, REMOTE_ADDR="::1").status_code == 200
    assert asked(app, **ELSEWHERE).status_code == 403
    assert "OCC_METRICS_TOKEN" in asked(app, **ELSEWHERE).text


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"])
def test_a_proxy_on_this_machine_speaks_for_the_world(app: Flask, header: str) -> None:
    assert asked(app, {header: "127.0.0.1"}).status_code == 403


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:5000", 200),
        ("127.0.0.1:5000", 200),
        ("[::1]:5000", 200),
        ("chat.localhost", 200),
        ("attacker.example:5000", 403),
        ("localhost.attacker.example", 403),
        ("192.168.1.7:5000", 403),
        ("[::1", 403),
        ("", 403),
    ],
)
def test_without_a_token_this_machine_is_asked_by_its_own_name(
    app: Flask, product: Product, host: str, status: int
) -> None:
    """A page elsewhere may have its name point here (DNS rebinding)."""
    assert asked(app, {"Host": host}).status_code == status

    product.config = replace(product.config, metrics_token="a long secret")
    bearer = {"Authorization": "Bearer a long secret"}
    assert asked(app, {"Host": host, **bearer}).status_code == 200


def test_the_bearer_of_the_token_may_read_from_anywhere(app: Flask, product: Product) -> None:
    bearer = {"Authorization": "Bearer a long secret"}
    assert asked(app, bearer, **ELSEWHERE).status_code == 403, "while none is set"

    product.config = replace(product.config, metrics_token="a long secret")

    assert asked(app, bearer, **ELSEWHERE).status_code == 200
    assert asked(app, {"Authorization": "Bearer another"}, **ELSEWHERE).status_code == 403
    assert asked(app, {"Authorization": "Bearer ż"}, **ELSEWHERE).status_code == 403
    assert "a long secret" not in repr(product.config)


def test_an_administrator_may_read_and_a_supervisor_may_not(
    administrator: Browser, supervisor: Browser
) -> None:
    through_the_proxy = {"X-Forwarded-For": "203.0.113.9"}

    assert administrator.get("/metrics", **through_the_proxy).status_code == 200
    assert supervisor.get("/metrics", **through_the_proxy).status_code == 403


def test_a_message_is_counted_from_its_webhook_to_its_offer(
    app: Flask, run: Runner, grown: Callable[..., float]
) -> None:
    now = clock.now()
    run(a_service, now=now)
    run(an_agent, "Ana", now=now)
    letter = an_inbound("Hello")
    run(a_webhook, letter, now)

    run(handle_webhook.handle_oldest, str(letter.sender), {"twilio": Reader(letter)}, now)

    assert grown("occ_webhooks_total", "handled") == 1
    assert grown("occ_webhook_seconds_count") == 1
    assert grown("occ_offers_total", "made") == 1


class Reader:
    def __init__(self, letter: object) -> None:
        self._letter = letter

    def read_inbound(self, form: object) -> object:
        return self._letter

    def read_status(self, form: object, attempt: object) -> None:
        """Not asked."""


def test_an_offer_is_counted_by_what_became_of_it(run: Runner, grown: Callable[..., float]) -> None:
    run(a_service)
    run(an_agent, "Ana", now=clock.now())
    run._now = lambda: at(1)  # type: ignore[method-assign]
    first, second = writes(run, 1), writes(run, 2)

    accepts(run, first, at(2))
    run(miss_offer.miss, the_interaction(run, second).id, at(3600))

    assert grown("occ_offers_total", "accepted") == 1
    assert grown("occ_offers_total", "missed") == 1


def test_what_a_flow_did_that_was_undone_is_not_counted(
    run: Runner, grown: Callable[..., float]
) -> None:
    run(a_service)
    run(an_agent, "Ana", now=clock.now())

    def broken(session: object) -> None:
        session.info["tallied"] = [(Count.OFFERS, "made")]  # type: ignore[attr-defined]
        raise RuntimeError("after all that")

    with pytest.raises(RuntimeError):
        run(broken)

    assert grown("occ_offers_total", "made") == 0


def test_webhooks_are_counted_as_they_are_refused_and_given_up(
    app: Flask, run: Runner, grown: Callable[..., float]
) -> None:
    app.test_client().post("/webhooks/twilio/messages", data={"MessageSid": "SM1", "From": "x"})
    webhook_id = run(a_webhook, an_inbound())
    assert webhook_id is not None
    run(inbox.failed, webhook_id, "ValueError: no", True, clock.now())

    assert grown("occ_webhooks_total", "refused") == 1
    assert grown("occ_webhooks_total", "dead") == 1
    assert told(app)[("occ_dead_letters",)] == 1


def test_gauges_come_from_rows(app: Flask, run: Runner) -> None:
    service = run(a_service)
    run(an_agent, "Ana", most=1, now=clock.now())
    run(an_agent, "Ben", presence=Presence.AWAY, now=clock.now())
    run(an_agent, "Eva", online=False)
    run._now = clock.now  # type: ignore[method-assign]
    for number in range(3):
        writes(run, number, now=clock.now())
    run(turns.tell, [Turns("inbox", 1.0, at(0), at(5), "OSError: disk full")])

    values = told(app)

    assert values[("occ_queue_length", service.key)] == 2
    assert values[("occ_queue_length", "unassigned")] == 0
    assert 0 < values[("occ_queue_oldest_seconds", service.key)] < 60
    assert values[("occ_service", "Sales", service.key)] == 1
    assert values[("occ_free_seats", service.key)] == 0
    assert values[("occ_agents_reachable", "available")] == 1
    assert values[("occ_agents_reachable", "away")] == 1
    assert values[("occ_connections",)] == 2
    assert values[("occ_job_last_success_timestamp_seconds", "inbox")] == at(0).timestamp()
    assert values[("occ_job_failing", "inbox")] == 1


def test_nothing_of_a_customer_is_told(app: Flask, run: Runner) -> None:
    run(a_service)
    writes(run, 1, "My card is 4111")

    text = asked(app).text

    assert "4111" not in text and "+48500100001" not in text and "Customer 1" not in text


def test_the_table_of_the_manual_names_every_metric_with_its_labels(app: Flask) -> None:
    table = {codes(row[0])[0]: row for row in rows("system.md") if row[0].startswith("`occ_")}
    families = [
        family
        for family in text_string_to_metric_families(asked(app).text)
        if family.name.startswith("occ")
    ]

    found = {family.name: family for family in families}
    assert {name.removesuffix("_total") for name in table} == found.keys()
    for name, row in table.items():
        family = found[name.removesuffix("_total")]
        labels = {label for sample in family.samples for label in sample.labels} - {"le"}
        assert labels <= set(codes(row[1])), name
        counted = family.type in ("counter", "histogram")
        assert row[2] == ("this process" if counted else "rows"), name
    outcomes = {what: codes(table[f"occ_{what}_total"][3]) for what in Count}
    assert outcomes == {what: list(each) for what, each in metrics.OUTCOMES.items()}
