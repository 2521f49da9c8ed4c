"""What has moved: the credit log, its file, and the user's Events."""

from __future__ import annotations

import csv
import io
import re

from occ.core.run import Runner
from occ.users.models import User
from tests.web.browser import Browser, shown
from tests.web.credit import adds, spends


def test_every_message_stands_in_the_log_and_lowers_the_balance(
    administrator: Browser, run: Runner, ana: User, page: str
) -> None:  # D5, D6
    adds(administrator, page, "10")
    spends(run, ana, 2)

    log = shown(administrator.get(page))
    assert "Message, 2 parts −2 8" in log
    assert "8 available" in log
    assert "Message" not in shown(administrator.get(f"{page}?show=added")).split("Credit log")[1]
    set_aside = shown(administrator.get(f"{page}?show=set_aside"))
    assert "Set aside for a message, 2 parts 2 10" in set_aside


def test_a_long_log_comes_in_pages(administrator: Browser, page: str) -> None:
    for number in range(52):
        form = {"amount": "1", "reason": f"No. {number}.", "form_id": f"frm {number}"}
        administrator.post(f"{page}/credit", form)

    first = administrator.get(page)
    older = re.search(r'href="([^"]*before=\d+)"', first.text)

    assert older is not None
    assert "No. 51." in first.text and "No. 1." not in first.text
    assert "No. 1." in administrator.get(older[1].replace("&amp;", "&")).text


def test_replenishments_and_withdrawals_also_stand_in_events(
    administrator: Browser, run: Runner, ana: User, page: str
) -> None:  # D7
    adds(administrator, page, "10")
    spends(run, ana, 2)
    spends(run, ana, 3, "message:2")

    events = shown(administrator.get(f"/users/{ana.key}/events"))

    assert "Credit spent by messages Ana Messages: 2 Parts: 5 Credits: 5" in events
    assert "Credit added by hand Ada Available credits: 0 → 10 Reason: October top-up" in events
    assert "Power given Ada Power: Credits" in events


def test_the_log_is_a_file_that_runs_no_formula(
    administrator: Browser, run: Runner, ana: User, page: str
) -> None:  # D6
    adds(administrator, page, "10", reason="=HYPERLINK(1)")
    spends(run, ana, 2)

    answer = administrator.get(f"{page}/log.csv")

    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0] == ["When", "What", "Credits", "Balance", "Parts", "Reason", "Who", "Message"]
    assert [row[1:] for row in rows[1:]] == [
        ["Message", "-2", "8", "2", "", "", ""],
        ["Added by hand", "10", "10", "", "'=HYPERLINK(1)", "Ada", ""],
    ]


def test_a_user_reads_the_own_credit_and_changes_nothing(
    administrator: Browser, agent: Browser, ana: User, page: str
) -> None:
    adds(administrator, page, "10")

    seen = agent.get(page)

    assert "10 available" in shown(seen)
    assert "Add credit" not in shown(seen)
    assert agent.post(f"{page}/credit", {"amount": "1"}).status_code == 403
    assert agent.get(f"{page}/log.csv").status_code == 403
    administrator.post(f"/users/{ana.key}/powers", {"kind": "exporting"})
    assert agent.get(f"{page}/log.csv").status_code == 200
