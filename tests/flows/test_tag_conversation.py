"""What stands on a conversation as its tags, and the lists that are narrowed to one."""

from __future__ import annotations

import pytest

from occ.conversations import labels
from occ.conversations.labels import LabelKind
from occ.core.errors import NotFound
from occ.core.events import Event
from occ.core.run import Runner
from occ.flows import close_conversation, keep_labels, tag_conversation
from occ.routing import closed_list, queries
from occ.users.models import Role, User
from tests.builders import NOW, a_service, an_agent, conversation, talks


@pytest.fixture
def ana(run: Runner) -> User:
    run(a_service)
    return run(an_agent)


@pytest.fixture
def sofia(run: Runner) -> User:
    return run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)


def a_tag(run: Runner, sofia: User, name: str) -> str:
    return str(run(keep_labels.save, sofia.id, LabelKind.TAG, None, name, NOW).key)


def on(run: Runner, key: str) -> list[str]:
    with run.reading() as session:
        told = queries.summary(session, conversation(run, key).id)
        return [tag["name"] for tag in told["tags"]]


def test_tags_are_put_on_and_taken_off_and_everybody_is_told(
    run: Runner, ana: User, sofia: User, told: list[Event]
) -> None:
    key, vip, invoice = talks(run), a_tag(run, sofia, "VIP"), a_tag(run, sofia, "invoice")
    for tag in (vip, invoice, vip):
        run(tag_conversation.put, ana.id, key, tag)
    assert on(run, key) == ["invoice", "VIP"]
    told.clear()

    run(tag_conversation.take, sofia.id, key, vip)

    assert on(run, key) == ["invoice"]
    assert [event.name for event in told] == ["conversation_changed"]


def test_a_tag_that_was_removed_stays_where_it_is_and_goes_nowhere_else(
    run: Runner, ana: User, sofia: User
) -> None:
    old, new, vip = talks(run, 1), talks(run, 2), a_tag(run, sofia, "VIP")
    run(tag_conversation.put, ana.id, old, vip)
    run(keep_labels.remove, sofia.id, LabelKind.TAG, vip, NOW)

    with pytest.raises(NotFound):
        run(tag_conversation.put, ana.id, new, vip)
    assert on(run, old) == ["VIP"]
    run(tag_conversation.take, ana.id, old, vip)

    assert on(run, old) == []


def test_who_may_not_see_a_conversation_does_not_tag_it(
    run: Runner, ana: User, sofia: User
) -> None:
    key, vip = talks(run), a_tag(run, sofia, "VIP")
    ben = run(an_agent, "Ben")

    for flow in (tag_conversation.put, tag_conversation.take):
        with pytest.raises(NotFound):
            run(flow, ben.id, key, vip)


def test_the_closed_ones_are_narrowed_to_a_tag(run: Runner, ana: User, sofia: User) -> None:
    tagged, other, vip = talks(run, 1), talks(run, 2), a_tag(run, sofia, "VIP")
    run(tag_conversation.put, ana.id, tagged, vip)
    for key in (tagged, other):
        run(close_conversation.close, ana.id, key, NOW)

    with run.reading() as session:
        rows, more = closed_list.page(session, ana, None, vip)
        assert list(labels.carried(session, LabelKind.TAG).values()) == [1]

    assert ([row["key"] for row in rows], more) == ([tagged], None)
