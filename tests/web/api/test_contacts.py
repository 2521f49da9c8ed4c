"""Contractors, contacts and consents by programs, one or many, all or none (C3)."""

from __future__ import annotations

from typing import Any

from occ.contacts import do_not_write, phone_numbers
from occ.contacts.number_models import Origin
from occ.core.run import Runner
from tests.builders import NOW
from tests.contacts.people import a_contact, a_contractor
from tests.web.api.conftest import Program

MARTA, JAN = "+48500100200", "+48501000000"
AGREED = {"channel": "sms", "granted": True, "at": "2026-11-01T12:00:00Z", "words": "Yes, SMS."}


def kept(program: Program, *contacts: dict[str, Any], key: str = "a") -> Any:
    return program.write("/contacts", {"contacts": list(contacts)}, key)


def test_contacts_are_kept_by_their_numbers(program: Program, run: Runner) -> None:  # C3
    known = run(a_contact, "martusia", MARTA, tags=("old",))
    people = [
        {"phone": MARTA, "name": "Marta Kowalska", "tags": ["vip"]},
        {"phone": JAN, "name": "Jan Lis", "contractor": "Firma", "language": "pl"},
    ]

    marta, jan = kept(program, *people).json["items"]

    assert (marta["key"], marta["name"], marta["tags"]) == (
        known.key,
        "Marta Kowalska",
        ["old", "vip"],
    )
    assert jan["numbers"][0]["phone"] == JAN
    [firma] = program.get("/contractors").json["items"]  # type: ignore[index]
    assert (firma["name"], jan["contractor"]) == ("Firma", "Firma")
    again = kept(program, *people)
    assert again.headers["Idempotency-Replayed"] == "true"


def test_one_wrong_number_refuses_all_of_them(program: Program) -> None:
    answer = kept(program, {"phone": MARTA}, {"phone": "+48111"}, {"phone": MARTA})

    assert answer.status_code == 422
    assert answer.json["fields"].keys() == {"contacts.1.phone"}
    answer = kept(program, {"phone": MARTA}, {"phone": "+48123"}, key="b")
    assert answer.status_code == 422
    assert program.get("/contacts").json == {"items": [], "next": None}


def test_consents_are_recorded_and_taken_back(program: Program) -> None:  # C3
    taken_back = {**AGREED, "granted": False, "words": "", "at": "2026-11-02T12:00:00+01:00"}
    consents = [{"phone": MARTA, **AGREED}, {"phone": JAN, **AGREED}, {"phone": JAN, **taken_back}]

    answer = program.write("/consents", {"consents": consents}, "a")

    held = [(each["phone"], each["granted"]) for each in answer.json["items"]]  # type: ignore[index]
    assert held == [(MARTA, True), (JAN, False), (JAN, False)]
    history: Any = program.get(f"/consents?phone=%2B{JAN[1:]}").json
    assert [(each["granted"], each["how"]) for each in history["items"]] == [
        (False, "program"),
        (True, "program"),
    ]


def test_a_consent_without_its_proof_refuses_all_of_them(program: Program) -> None:
    consents = [{"phone": MARTA, **AGREED}, {"phone": JAN, **AGREED, "words": " "}]

    answer = program.write("/consents", {"consents": consents}, "a")

    assert answer.status_code == 422
    assert answer.json["fields"].keys() == {"consents.1.words"}  # type: ignore[index]
    assert program.get(f"/consents?phone=%2B{MARTA[1:]}").json == {
        "items": [],
        "do_not_write": False,
    }


def test_a_new_consent_lifts_a_stop_and_no_entry_of_ours(program: Program, run: Runner) -> None:
    numbers = run(phone_numbers.rows, [MARTA, JAN], NOW)
    run(do_not_write.add, numbers[MARTA], Origin.STOP, "STOP", None, NOW)
    run(do_not_write.add, numbers[JAN], Origin.OURS, "", None, NOW)

    program.write(
        "/consents", {"consents": [{"phone": phone, **AGREED} for phone in (MARTA, JAN)]}, "a"
    )

    with run.reading() as session:
        assert do_not_write.holds(session, [MARTA, JAN]) == {JAN}


def test_a_contractor_is_found_by_its_code_and_changed(program: Program, run: Runner) -> None:
    firma = run(a_contractor, "Firma", "K-17")

    form = {"name": "Firma Nowa", "code": "K-18"}
    changed = program.write(f"/contractors/{firma.key}", form, "a", "PUT")

    assert changed.status_code == 200
    [found] = program.get("/contractors?code=K-18").json["items"]  # type: ignore[index]
    assert found == changed.json
    assert program.get("/contractors?code=K-17").json == {"items": [], "next": None}
    taken = program.write("/contractors", {"name": "Other", "code": "K-18"}, "b")
    assert taken.status_code == 422
