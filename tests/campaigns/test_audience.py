"""Where the people of a run come from, slice by slice, and how each is counted."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from occ.campaigns import counts, lifecycle, recipients
from occ.campaigns.audience import Source
from occ.campaigns.contents import Text
from occ.campaigns.models import Flag, Run
from occ.campaigns.part_counter import PartCounter
from occ.contacts import do_not_write, finding, phone_numbers
from occ.contacts.models import Contact
from occ.contacts.number_models import Origin
from occ.core.address import Channel
from occ.core.run import Runner
from occ.flows import campaign_routes, edit_campaign, prepare_campaign, reset_campaign
from occ.flows.edit_campaign import Draft
from occ.messaging import parts
from tests.builders import NOW, at
from tests.campaigns.company import (
    answers,
    feeds,
    flags,
    people,
    phone,
    prepare,
    ready,
    starts,
)
from tests.contacts.people import a_contact, a_contractor, agreed, took_back
from tests.flows.sending.first import SMS

EVERYBODY = {"kind": Source.FILTER}
SOME = 23


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare_campaign, "AT_ONCE", 5)


def contacts(session: Session, count: int = SOME) -> list[Contact]:
    return [
        a_contact(session, f"Person {number}", phone(number), agreed())
        for number in range(1, count + 1)
    ]


def a_draft(
    session: Session, owner_id: int, source: Mapping[str, Any], body: str = "Hello {name}"
) -> str:
    draft = Draft("Autumn", Text(body), campaign_routes.name(SMS))
    return edit_campaign.create(session, owner_id, Channel.SMS, draft, source, NOW).key


def the_run(run: Runner, key: str) -> Run:
    with run.reading() as session:
        return recipients.of(session, lifecycle.find(session, key))


def test_an_audience_that_is_killed_goes_on_and_has_everybody_once(run: Runner) -> None:
    owner = run(ready)
    run(contacts)
    key = run(a_draft, owner.id, EVERYBODY)

    def killed(session: Session) -> None:
        """After the slice was written, before the commit."""
        assert prepare_campaign.step(session, key, NOW)
        raise KeyboardInterrupt

    more = True
    while more:
        with pytest.raises(KeyboardInterrupt):
            run(killed)
        more = run(prepare_campaign.step, key, NOW)
        if the_run(run, key).cursor == 0:
            break
    run(prepare, key)

    assert flags(run, key) == [Flag.PENDING] * SOME
    assert set(people(run, key)) == {phone(number) for number in range(1, SOME + 1)}
    assert sum(the_run(run, key).estimate.values()) == SOME


def test_several_processes_count_everybody_once(run: Runner) -> None:
    owner = run(ready)
    run(contacts)
    key = run(a_draft, owner.id, EVERYBODY)

    def work() -> None:
        while run(prepare_campaign.step, key, NOW):
            pass

    threads = [Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    found = the_run(run, key)
    assert flags(run, key) == [Flag.PENDING] * SOME
    assert (found.people, sum(found.estimate.values())) == (SOME, SOME)


def test_why_people_are_left_out_is_counted_as_it_changes(run: Runner) -> None:  # C3, C5
    owner = run(ready)
    run(contacts, 6)
    run(a_contact, "Jan", phone(7), took_back())
    run(a_contact, "Reza", "+989123456789", agreed())
    key = run(a_draft, owner.id, EVERYBODY)
    run(prepare, key)
    reasons = _reasons(run, key)

    run(edit_campaign.pick, owner.id, key, [1, 2], False, NOW)
    run(_hold, phone(3))
    run(prepare, key)

    assert reasons == {"no_consent": 1, "country": 1}
    assert _reasons(run, key) == {**reasons, "unpicked": 2, "do_not_write": 1}
    assert flags(run, key).count(Flag.PENDING) == 3


def test_who_was_left_out_by_hand_stays_out_after_a_reset(run: Runner) -> None:  # E6
    owner = run(ready)
    run(contacts, 12)
    key = run(a_draft, owner.id, EVERYBODY)
    run(prepare, key)
    run(edit_campaign.pick, owner.id, key, [2, 7], False, NOW)
    run(prepare, key)
    starts(run, owner, key)
    answers(run, feeds(run, key))
    feeds(run, key, at(1))

    run(reset_campaign.reset, owner.id, key, None, at(2))
    run(prepare, key)

    again = flags(run, key)
    assert [place for place, flag in enumerate(again, 1) if flag is Flag.SKIPPED] == [2, 7]
    assert _reasons(run, key) == {"unpicked": 2}
    assert the_run(run, key).people == 12


@pytest.mark.parametrize("few", [1, 2_000], ids=["step by step", "read off an index"])
@pytest.mark.parametrize(
    ("source", "found"),
    [
        (EVERYBODY, {1, 2, 3, 4, 5, 6, 7, 8}),
        ({"kind": Source.FILTER, "filter": {"words": "person"}}, {1, 2, 3, 4, 5, 6, 7}),
        ({"kind": Source.FILTER, "filter": {"words": "person", "tag": "vip"}}, {6, 7}),
        ({"kind": Source.FILTER, "filter": {"tag": "vip", "sms": "yes"}}, {6}),
        ({"kind": Source.FILTER, "filter": {"sms": "no", "country": "IT"}}, set()),
        ({"kind": "contractors"}, {6, 8}),
        ({"kind": "contacts"}, {2, 7}),
    ],
    ids=str,
)
def test_an_audience_holds_who_its_source_says(
    run: Runner,
    monkeypatch: pytest.MonkeyPatch,
    few: int,
    source: Mapping[str, Any],
    found: set[int],
) -> None:  # C3, C5
    monkeypatch.setattr(finding, "FEW", few)
    owner = run(ready)
    made = run(contacts, 5)
    firma = run(a_contractor)
    run(a_contact, "Person 6", phone(6), agreed(), contractor=firma, tags=("vip",))
    seven = run(a_contact, "Person 7", phone(7), took_back(), tags=("vip",))
    run(a_contact, "Ada", phone(8), agreed(), contractor=firma)
    run(a_contact, "Without a number", None, contractor=firma)
    ids = {"contractors": [firma.id], "contacts": [seven.id, made[1].id]}.get(source["kind"])

    key = run(a_draft, owner.id, {**source, "ids": ids} if ids else source)
    run(prepare, key)

    assert set(people(run, key)) == {phone(number) for number in found}


def test_the_fields_of_a_recipient_are_those_of_the_contact(run: Runner) -> None:  # C5
    owner = run(ready)
    run(a_contact, 'Ada "Łódź"', phone(1), agreed(), contractor=run(a_contractor, "Żółw & co"))
    run(a_contact, "رضا", phone(2), agreed())
    key = run(a_draft, owner.id, EVERYBODY)

    run(prepare, key)

    fields = {each.phone: each.fields for each in people(run, key).values()}
    assert fields == {
        phone(1): {"name": 'Ada "Łódź"', "company": "Żółw & co"},
        phone(2): {"name": "رضا", "company": ""},
    }


def test_another_audience_takes_the_place_of_the_first(run: Runner) -> None:  # C5
    owner = run(ready)
    made = run(contacts)
    key = run(a_draft, owner.id, EVERYBODY)
    run(prepare, key)

    chosen = {"kind": Source.CONTACTS, "ids": [made[3].id]}
    run(edit_campaign.choose, owner.id, key, chosen, NOW)
    run(prepare, key)

    assert set(people(run, key)) == {phone(4)}
    assert flags(run, key) == [Flag.PENDING]


PIECES = st.text(st.sampled_from("aZ é€[ł\u0301\U0001f600ن "), max_size=90)


@given(
    body=st.lists(PIECES | st.sampled_from(["{name}", "{company}", "x" * 140, "{"]), max_size=5),
    is_plain=st.booleans(),
    people=st.lists(st.fixed_dictionaries({"name": PIECES, "company": PIECES}), max_size=6),
)
def test_who_is_alike_gets_as_many_parts(
    body: list[str], is_plain: bool, people: list[dict[str, str]]
) -> None:  # C6
    text = Text("".join(body), is_plain)
    counter = PartCounter(text)

    assert [counter.count(each) for each in people] == [
        max(parts.count(text.to(each)).parts, 1) for each in people
    ]


def _reasons(run: Runner, key: str) -> dict[str, int]:
    with run.reading() as session:
        return counts.reasons(session, recipients.of(session, lifecycle.find(session, key)).id)


def _hold(session: Session, number: str) -> None:
    [number_id] = phone_numbers.rows(session, [number], NOW).values()
    do_not_write.add(session, number_id, Origin.OURS, "", None, NOW)
