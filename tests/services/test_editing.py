from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from occ.core.address import parse
from occ.core.errors import Invalid, NotFound
from occ.core.run import Runner
from occ.flows import save_service
from occ.journal import entries as journal
from occ.services import editing, reach
from occ.services.editing import ServiceForm
from occ.services.models import UNASSIGNED_KEY, Service
from tests.builders import NOW, SALES_NUMBER, a_service, an_agent

SALES = ServiceForm("Sales", True, True, SALES_NUMBER)
OTHER_NUMBER = "+390687654321"


def reached(run: Runner, number: str) -> tuple[int, bool]:
    with run.reading() as session:
        return reach.reached(session, parse(f"whatsapp:{number}"))


def test_a_number_leads_to_its_service(run: Runner) -> None:  # A2
    service = run(save_service.save, None, None, SALES, NOW)

    assert reached(run, SALES_NUMBER) == (service.id, True)


def test_it_is_kept_as_the_carriers_write_it(run: Runner) -> None:
    form = ServiceForm("  Sales   and more ", True, True, "0039 06 1234 5678")

    service = run(save_service.save, None, None, form, NOW)

    assert (service.name, service.whatsapp_number) == ("Sales and more", SALES_NUMBER)


def test_a_second_claim_is_refused_naming_the_first(run: Runner) -> None:  # A2
    run(save_service.save, None, None, SALES, NOW)

    with pytest.raises(Invalid) as refusal:
        run(save_service.save, None, None, ServiceForm("Support", True, True, SALES_NUMBER), NOW)

    assert str(refusal.value.fields["whatsapp_number"]) == (
        "+39 06 1234 5678 belongs to Sales: one number, one service. Take it away there first."
    )


def test_taken_away_there_it_is_free(run: Runner) -> None:  # A2
    sales = run(save_service.save, None, None, SALES, NOW)
    run(save_service.save, None, sales.key, ServiceForm("Sales", True, False, ""), NOW)

    support = run(
        save_service.save, None, None, ServiceForm("Support", True, True, SALES_NUMBER), NOW
    )

    assert reached(run, SALES_NUMBER) == (support.id, True)


def test_saved_as_it_is_it_keeps_its_own_number(run: Runner) -> None:
    sales = run(save_service.save, None, None, SALES, NOW)

    run(save_service.save, None, sales.key, SALES, NOW)

    assert reached(run, SALES_NUMBER) == (sales.id, True)


def test_the_database_promises_one_live_service_a_number(run: Runner) -> None:
    run(a_service)

    with pytest.raises(IntegrityError), run.database.writing() as session:
        session.add(Service(key="svc_2", name="X", whatsapp_number=SALES_NUMBER, created_at=NOW))


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (ServiceForm(" ", True, True, OTHER_NUMBER), "name"),
        (ServiceForm("S" * 61, True, True, OTHER_NUMBER), "name"),
        (ServiceForm("Sales", True, True, OTHER_NUMBER), "name"),
        (ServiceForm("Support", False, True, OTHER_NUMBER), "whatsapp"),
        (ServiceForm("Support", True, True, "06 1234"), "whatsapp_number"),
        (ServiceForm("Support", True, True, ""), "whatsapp_number"),
        (ServiceForm("Support", True, True, OTHER_NUMBER, ("usr_nobody",)), "members"),
    ],
    ids=[
        "no name",
        "a long name",
        "a taken name",
        "WhatsApp without Chat",
        "no number",
        "WhatsApp without a number",
        "a member who is no user",
    ],
)
def test_what_can_not_be_is_said_at_its_field_and_nothing_is_kept(
    run: Runner, form: ServiceForm, field: str
) -> None:
    run(save_service.save, None, None, SALES, NOW)

    with pytest.raises(Invalid) as refusal:
        run(save_service.save, None, None, form, NOW)

    assert list(refusal.value.fields) == [field]
    with run.reading() as session:
        assert session.scalar(select(func.count()).select_from(Service)) == 2


def test_a_disabled_user_is_no_member(run: Runner) -> None:
    ana = run(an_agent, "Ana", disabled_at=NOW)

    with pytest.raises(Invalid) as refusal:
        run(save_service.save, None, None, ServiceForm("Sales", True, False, "", (ana.key,)), NOW)

    assert list(refusal.value.fields) == ["members"]


@pytest.mark.parametrize(
    "form",
    [ServiceForm("Sales", True, False, SALES_NUMBER), ServiceForm("Sales", False, False, "")],
    ids=["WhatsApp off", "no channel"],
)
def test_a_number_that_is_switched_off_leads_to_unassigned(run: Runner, form: ServiceForm) -> None:
    sales = run(save_service.save, None, None, SALES, NOW)

    run(save_service.save, None, sales.key, form, NOW)

    with run.reading() as session:
        assert reached(run, SALES_NUMBER) == (reach.unassigned(session), False)


def test_what_reaches_nobody_has_no_page(run: Runner) -> None:
    with pytest.raises(NotFound):
        run(save_service.save, None, UNASSIGNED_KEY, SALES, NOW)


def test_before_and_after_are_in_the_journal(run: Runner) -> None:
    ana = run(an_agent, "Ana")
    sales = run(save_service.save, ana.id, None, SALES, NOW)

    with_ana = ServiceForm("Sales", True, True, SALES_NUMBER, (ana.key,))
    run(save_service.save, ana.id, sales.key, with_ana, NOW)

    with run.reading() as session:
        changed, created = journal.of(session, journal.Subject("service", sales.key))
        assert (changed.before, changed.after) == ({"members": []}, {"members": ["Ana"]})
        assert (created.action, created.after["whatsapp_number"]) == (
            "service_created",
            SALES_NUMBER,
        )


def test_members_are_listed_by_name(run: Runner) -> None:
    ben, ana = run(an_agent, "Ben"), run(an_agent, "Ana")
    service = run(a_service, members=(ben, ana))

    with run.reading() as session:
        assert [user.name for user in editing.members(session, service.id)] == ["Ana", "Ben"]
