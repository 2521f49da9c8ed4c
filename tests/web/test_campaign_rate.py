"""A campaign's own rate on its pages: chosen with the draft, told beside the expected end."""

from __future__ import annotations

import pytest

from occ.campaigns.rate import Per, Rate
from occ.core.run import Runner
from occ.users.models import User
from tests.campaigns.company import campaign, ready
from tests.flows.sending.first import SMS
from tests.web.browser import Browser, shown

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])
FORM = {"channel": "sms", "title": "Autumn", "body": "Hi", "route": f"twilio:{SMS.sender}"}


def test_the_rate_is_chosen_kept_told_and_left_out_again(
    supervisor: Browser, run: Runner, sofia: User
) -> None:  # E1, E2
    run(ready)
    made = supervisor.post("/campaigns/new", {**FORM, "rate": "90", "per": "minute"})
    key = made.headers["Location"].split("/")[2]
    path = f"/campaigns/{key}"

    assert campaign(run, key).own_rate == Rate(90, Per.MINUTE)
    assert "90 parts a minute: about" in shown(supervisor.get(f"{path}/check"))
    form = supervisor.get(f"{path}/edit").text
    assert 'name="rate" value="90"' in form and '<option value="minute" selected>' in form

    too_fast = supervisor.post(f"{path}/edit", {**FORM, "rate": "1001", "per": "second"})
    assert too_fast.status_code == 422
    assert "Its sender takes at most 1000 parts a second." in shown(too_fast)

    of_no_time = supervisor.post(f"{path}/edit", {**FORM, "rate": "90", "per": "fortnight"})
    assert of_no_time.status_code == 422
    assert "Choose one of the list." in shown(of_no_time)

    supervisor.post(f"{path}/edit", FORM)
    assert campaign(run, key).own_rate is None
    assert "1,000 parts a second: about" in shown(supervisor.get(f"{path}/check"))
