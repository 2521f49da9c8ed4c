"""The page of tags: the list that agents choose from."""

from __future__ import annotations

import re

import pytest

from tests.web.browser import Browser, shown

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


def test_a_supervisor_adds_renames_and_removes_a_tag(supervisor: Browser) -> None:
    supervisor.post("/tags", {"name": "  late   invoice "})
    [page] = set(re.findall(r'action="(/tags/tag_\w+)"', supervisor.get("/tags").text))
    assert 'value="late invoice"' in supervisor.get("/tags").text

    supervisor.post(page, {"name": "invoice"})
    assert 'value="invoice"' in supervisor.get("/tags").text
    supervisor.post(f"{page}/remove")

    assert "No tags yet" in shown(supervisor.get("/tags"))
    assert supervisor.post(page, {"name": "again"}).status_code == 404


@pytest.mark.parametrize(("name", "status"), [("", 422), ("x" * 41, 422), ("VIP", 409)])
def test_a_tag_of_no_name_or_of_another_s_is_refused(
    supervisor: Browser, name: str, status: int
) -> None:
    supervisor.post("/tags", {"name": "vip"})

    assert supervisor.post("/tags", {"name": name}).status_code == status
