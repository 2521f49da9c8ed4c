"""All that is held of a contact in one file, for whoever asked for it and nobody else."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from occ.contacts import exports
from occ.contacts.exports import ContactExport
from occ.core import clock
from occ.core.run import Runner
from occ.jobs import exports as job
from occ.product import Product
from occ.users.models import Role
from tests.builders import an_agent
from tests.contacts.everything import MARKER
from tests.web.a_person import MARTA, leaves_traces
from tests.web.browser import Browser, shown


@pytest.fixture
def marta(product: Product, administrator: Browser) -> str:
    """The address of her page, her export asked for and made."""
    page = f"/contacts/{leaves_traces(product)}"
    administrator.post(f"{page}/export")
    assert "It is being put together" in shown(administrator.get(page))
    assert job.make(product)
    return page


def address(browser: Browser, page: str) -> str:
    found = re.search(r'href="(/contacts/exports/[^"]+)"', browser.get(page).text)
    assert found
    return found[1].replace("&amp;", "&")


def test_the_file_holds_all_that_is_known_for_machines_and_for_people(
    administrator: Browser, marta: str
) -> None:
    answer = administrator.get(address(administrator, marta))

    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        facts = json.loads(archive.read("contact.json"))
        page = archive.read("contact.html").decode()
        media = [name for name in archive.namelist() if name.startswith("media/")]
        assert archive.read(media[0]).decode() == MARKER
    [talk] = facts["conversations"]
    assert [each["body"] for each in talk["messages"]] == [f"I am {MARKER}", f"Dear {MARKER}"]
    assert talk["messages"][0]["files"][0]["file"] == media[0]
    assert talk["notes"][0]["body"] == f"Note of {MARKER}"
    assert facts["contact"]["name"] == "Marta Kowalska"
    assert facts["contact"]["tags"] == ["vip"]
    [number] = facts["numbers"]
    assert (number["phone"], number["consents"][-1]["words"]) == (MARTA, MARKER)
    assert [each["body"] for each in facts["written_first"]] == [f"Buy {MARKER}"]
    assert [each["campaign"] for each in facts["campaigns"]] == ["Autumn"]
    assert [each["for"] for each in facts["accounts"]] == ["Wi-Fi"]
    assert "contact_exported" in [each["action"] for each in facts["events"]]
    assert f"Dear {MARKER}" in page and "<script" not in page


def test_only_who_was_shown_the_address_has_the_file_and_it_is_written_down(
    run: Runner, administrator: Browser, marta: str
) -> None:
    signed = address(administrator, marta)
    other = Browser(administrator.app, run(an_agent, "Eva", role=Role.ADMINISTRATOR))
    supervisor = Browser(administrator.app, run(an_agent, "Sofia", role=Role.SUPERVISOR))

    assert other.get(signed).status_code == 404
    assert other.get(address(other, marta)).status_code == 200
    assert administrator.get(signed.partition("?")[0]).status_code == 404
    assert supervisor.get(signed).status_code == 403
    assert "Export" not in shown(supervisor.get(marta))


def test_it_leaves_after_a_while_and_with_the_contact_at_once(
    product: Product, run: Runner, administrator: Browser, marta: str
) -> None:
    signed = address(administrator, marta)
    folder = product.config.exports
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1

    administrator.post(f"{marta}/erase", {"typed": MARTA})
    job.forget(product)

    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert administrator.get(signed).status_code == 404


def test_after_a_week_it_is_over(
    product: Product, run: Runner, administrator: Browser, marta: str
) -> None:
    signed = address(administrator, marta)

    run(_a_week_passes)
    job.forget(product)

    assert administrator.get(signed).status_code == 404
    assert "/contacts/exports/" not in administrator.get(marta).text


def _a_week_passes(session: Session) -> None:
    past = clock.now() - exports.KEPT - timedelta(seconds=1)
    session.execute(update(ContactExport).values(due_at=past))


def test_names_in_the_page_are_no_tags(product: Product, run: Runner) -> None:
    from occ.jobs import export_page

    empty: dict[str, object] = {
        name: []
        for name in (
            "numbers addresses conversations written_first campaigns accounts events".split()
        )
    }
    page = export_page.of({"contact": {"name": "<b>Marta</b>"}, **empty}, "fa")

    assert "<b>" not in page
    assert 'dir="rtl"' in page
