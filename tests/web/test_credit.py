"""Powers and credit as an administrator gives them and a user reads them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from occ.billing import limits, plans, reservations, wallets
from occ.billing.reservations import Ask
from occ.core import clock
from occ.core.run import Runner
from occ.flows import replenish
from occ.users.models import User
from tests.web.browser import Browser, shown
from tests.web.credit import adds, spends


def test_a_new_power_opens_on_its_own_page(  # D1, D2
    administrator: Browser, ana: User, page: str
) -> None:
    assert "Credits 0 available 0 set aside" in shown(administrator.get(page))

    listed = administrator.get(f"/users/{ana.key}/powers")

    assert f'href="{page}"' in listed.text
    # What is given is not offered again.
    assert 'value="credits"' not in listed.text
    for kind in ("campaigns", "writing_first", "loading_batches", "exporting"):
        assert f'value="{kind}"' in listed.text


@pytest.mark.parametrize("kind", ["campaigns", "writing_first", "loading_batches", "exporting"])
def test_every_kind_of_power_has_a_page_and_is_withdrawn_there(
    administrator: Browser, ana: User, kind: str
) -> None:  # D2
    page = administrator.post(f"/users/{ana.key}/powers", {"kind": kind}).headers["Location"]
    assert "Withdraw this power" in shown(administrator.get(page))

    administrator.post(f"{page}/withdraw")

    assert "No power beyond" in shown(administrator.get(f"/users/{ana.key}/powers"))
    assert administrator.get(page).status_code == 404


def test_a_power_is_given_once(administrator: Browser, ana: User, page: str) -> None:
    again = administrator.post(f"/users/{ana.key}/powers", {"kind": "credits"})

    assert again.status_code == 409
    assert "The user has this power already." in shown(again)


@pytest.mark.parametrize("typed", ["500", "+500", "۵۰۰", "٥٠٠"])
def test_credit_is_added_by_hand_in_any_digits(
    administrator: Browser, page: str, typed: str
) -> None:  # D3
    seen = adds(administrator, page, typed)

    assert "500 credits were added." in seen
    assert "500 available" in seen
    assert "Added by hand October top-up · Ada +500 500" in seen


def test_taking_asks_once_with_the_numbers(administrator: Browser, page: str) -> None:  # D3
    adds(administrator, page, "500")

    asked = adds(administrator, page, "−120")
    assert "Take 120 credits from Ana? It leaves 380." in asked
    assert "500 available" in asked
    taken = adds(administrator, page, "-120", sure="on")

    assert "120 credits were taken." in taken
    assert "380 available" in taken
    assert "Taken by hand October top-up · Ada −120 380" in taken


def test_taking_more_than_is_available_is_refused(
    administrator: Browser, run: Runner, ana: User, page: str
) -> None:  # D3
    adds(administrator, page, "10")
    with run.reading() as session:
        wallet = wallets.of(session, ana.id)
    assert wallet is not None
    run(reservations.hold, wallet.id, [Ask("message:1", 4, 1000)], clock.now())

    assert "6 credits are available: 7 can't be taken." in adds(administrator, page, "-7")
    assert "6 credits are available and 4 are set aside" in adds(
        administrator, page, "-7", sure="on"
    )
    assert "6 available 4 set aside" in shown(administrator.get(page))


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"amount": "0"}, "Zero changes nothing"),
        ({"amount": "many"}, "Enter a whole number of credits, such as 500"),
        ({"amount": "1.5"}, "Enter a whole number of credits, such as 500"),
        ({"amount": "9" * 40}, "Enter a whole number of credits, at most 1000000000."),
        ({"amount": "9" * 41}, "Enter a whole number of credits, such as 500"),
        ({"reason": " "}, "Enter a reason of 1 to 200 characters."),
        ({"form_id": ""}, "Load the page again"),
    ],
)
def test_what_can_not_be_is_refused_and_stays_in_the_form(
    administrator: Browser, page: str, form: dict[str, str], sentence: str
) -> None:  # D3
    wanted = {"amount": "77", "reason": "A reason of mine", "form_id": "frm 1", **form}

    answer = administrator.post(f"{page}/credit", wanted)

    assert answer.status_code == 422
    assert sentence in shown(answer)
    assert f'value="{wanted["amount"]}"' in answer.text
    assert "No movement yet." in shown(answer)


def test_a_double_press_is_one_act(administrator: Browser, page: str) -> None:
    adds(administrator, page, "500")

    seen = adds(administrator, page, "500")

    assert "This was done already, and is not done twice." in seen
    assert "500 available" in seen


def test_limits_are_set_and_shown_with_what_was_spent(
    administrator: Browser, run: Runner, ana: User, page: str
) -> None:  # D4
    adds(administrator, page, "500")
    administrator.post(f"{page}/limits", {"limit_day": "۱۰", "limit_week": "", "limit_month": "90"})
    spends(run, ana, 4)

    seen = shown(administrator.get(page))

    assert "Spent today 4 of 10 Spent this week 4, no limit Spent this month 4 of 90" in seen
    with pytest.raises(limits.LimitReached):
        spends(run, ana, 7, "message:2")


def test_a_plan_is_saved_paused_and_stopped(
    administrator: Browser, run: Runner, ana: User, page: str
) -> None:  # D3, D4
    today = clock.now().date()
    plan = {"filling": "fill_up", "plan_amount": "2000", "every": "month"}
    administrator.post(f"{page}/plan", {**plan, "starts_on": today.isoformat(), "ends_on": ""})
    with run.reading() as session:
        [wallet_id] = plans.due(session, clock.now())
    run(replenish.replenish, wallet_id, clock.now())

    seen = shown(administrator.get(page))
    assert "2,000 available" in seen
    assert "fills up to 2,000 every month · next on" in seen
    assert "Replenishment by the plan +2,000 2,000" in seen
    administrator.post(f"{page}/plan", {"step": "pause"})
    assert "every month · paused" in shown(administrator.get(page))
    administrator.post(f"{page}/plan", {"step": "resume"})
    assert "every month · next on" in shown(administrator.get(page))
    administrator.post(f"{page}/plan", {"step": "stop"})
    assert "Replenishment plan none" in shown(administrator.get(page))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"plan_amount": "0"}, "Enter a whole number from 1"),
        ({"starts_on": ""}, "Enter the day the plan counts from."),
        ({"starts_on": "31.1."}, "Enter a date as year-month-day"),
        ({"ends_on": "2000-01-01"}, "The last day lies before the first."),
        ({"every": "hour"}, "Choose one of the list."),
    ],
)
def test_a_plan_that_can_not_be_is_refused(
    administrator: Browser, page: str, wrong: dict[str, str], sentence: str
) -> None:
    plan = {"filling": "add", "plan_amount": "5", "every": "day", "starts_on": "2026-11-22"}

    answer = administrator.post(f"{page}/plan", {**plan, **wrong})

    assert answer.status_code == 422
    assert sentence in shown(answer)
    assert "Replenishment plan none" in shown(answer)


def test_nobody_reaches_a_power_by_another_users_address(
    administrator: Browser, agent: Browser, ana: User, ada: User
) -> None:
    adas = administrator.post(f"/users/{ada.key}/powers", {"kind": "credits"}).headers["Location"]

    under_my_name = adas.replace(ada.key, ana.key)

    assert agent.get(adas).status_code == 403
    assert agent.get(under_my_name).status_code == 404
    assert agent.get(f"{under_my_name}/log.csv").status_code == 404


def test_a_wallet_outlives_its_power(administrator: Browser, ana: User, page: str) -> None:
    adds(administrator, page, "10")
    administrator.post(f"{page}/withdraw")

    again = administrator.post(f"/users/{ana.key}/powers", {"kind": "credits"}).headers["Location"]

    assert "10 available" in shown(administrator.get(again))


def test_a_plan_pauses_with_its_power_and_says_so_when_it_is_given_again(
    administrator: Browser, run: Runner, ana: User, page: str
) -> None:  # D2, D4
    form = {"filling": "add", "plan_amount": "10", "every": "day", "ends_on": ""}
    administrator.post(f"{page}/plan", {**form, "starts_on": clock.now().date().isoformat()})
    with run.reading() as session:
        [wallet_id] = plans.due(session, clock.now())

    administrator.post(f"{page}/withdraw")

    # A sweep that had found it due a moment before pays nothing, either.
    assert run(replenish.replenish, wallet_id, clock.now()) is None
    again = administrator.post(f"/users/{ana.key}/powers", {"kind": "credits"}).headers["Location"]
    seen = shown(administrator.get(again))
    assert "0 available" in seen and "adds 10 every day · paused" in seen
    events = shown(administrator.get(f"/users/{ana.key}/events"))
    assert "Replenishment plan paused" in events


def test_a_plan_that_was_missed_is_told_by_its_next_day(administrator: Browser, page: str) -> None:
    ends = (clock.now() - timedelta(days=2)).date().isoformat()
    plan = {"filling": "add", "plan_amount": "5", "every": "day", "starts_on": ends}

    administrator.post(f"{page}/plan", {**plan, "ends_on": ends})

    assert "ended on" in shown(administrator.get(page))
