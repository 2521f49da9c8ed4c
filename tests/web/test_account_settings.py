"""Settings → Accounts: which template carries what, and from which number."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from occ.core.run import Runner
from occ.credentials import serving
from occ.credentials.models import What
from occ.messaging.ports import Approval
from occ.messaging.template_models import Template
from tests.builders import SALES_NUMBER, a_service
from tests.flows.handing.house import a_serving_template
from tests.web.browser import Browser, shown

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])
PAGE = "/settings/accounts"
SID = "HXlinken".ljust(34, "0")


@pytest.fixture
def templates(run: Runner) -> None:
    run(a_service)
    for language in ("en", "it"):
        run(a_serving_template, What.LINK, language)
        run(serving.save, What.LINK, language, None)


def test_a_template_is_chosen_and_its_variables_are_guessed(  # B3
    administrator: Browser, run: Runner, templates: None
) -> None:
    answer = administrator.post(PAGE, {"whatsapp_number": SALES_NUMBER, "link-en": SID})

    assert answer.status_code == 302
    with run.reading() as session:
        found = serving.of(session, What.LINK, "en")
    assert found is not None
    assert dict(found.sources) == {"1": "name", "2": "system", "3": "secret"}
    assert "the link or code" in shown(administrator.get(PAGE))


def test_what_stands_in_each_variable_may_be_said(
    administrator: Browser, run: Runner, templates: None
) -> None:
    form = {"whatsapp_number": "", "link-en": SID, "link-en-of": SID}
    said = {"link-en-1": "secret", "link-en-2": "given", "link-en-3": "name"}

    administrator.post(PAGE, {**form, **said})

    with run.reading() as session:
        found = serving.of(session, What.LINK, "en")
    assert found is not None and dict(found.sources) == {"1": "secret", "2": "given", "3": "name"}


def test_a_template_without_the_secret_is_refused(
    administrator: Browser, run: Runner, templates: None
) -> None:
    form = {"whatsapp_number": "", "link-en": SID, "link-en-of": SID}

    answer = administrator.post(PAGE, {**form, **{f"link-en-{n}": "name" for n in "123"}})

    assert answer.status_code == 422
    assert "Say in which variable the link or code stands." in shown(answer)


@pytest.mark.parametrize("place", ["link-it", "code-fa"])
def test_a_template_of_another_language_is_refused(
    administrator: Browser, templates: None, place: str
) -> None:
    answer = administrator.post(PAGE, {"whatsapp_number": "", place: SID})

    assert answer.status_code == 422
    assert "Choose a template in this language that is approved." in shown(answer)


def test_one_that_whatsapp_approves_of_no_more_serves_nobody_and_is_named(
    administrator: Browser, run: Runner, templates: None
) -> None:
    administrator.post(PAGE, {"whatsapp_number": "", "link-en": SID})

    run(lambda session: session.execute(update(Template).values(approval=Approval.PAUSED)))

    with run.reading() as session:
        assert serving.of(session, What.LINK, "en") is None
    assert "WhatsApp no longer approves of the one that was chosen." in shown(
        administrator.get(PAGE)
    )
