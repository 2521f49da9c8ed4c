from __future__ import annotations

from occ.conversations import queries
from occ.core.run import Runner
from occ.flows import agent_reply
from occ.messaging.messages import Facts
from tests.builders import NOW, a_service, an_agent, at, conversation, talks, writes


def page(run: Runner, key: str, before: int | None = None) -> tuple[list[Facts], bool]:
    with run.reading() as session:
        return queries.page(session, conversation(run, key), before)


def test_a_page_holds_the_newest_fifty_oldest_first(run: Runner) -> None:
    run(a_service)
    for number in range(53):
        key = writes(run, body=str(number), now=at(number))

    shown, more = page(run, key)
    earlier, none_left = page(run, key, shown[0]["number"])

    assert [message["body"] for message in shown] == [str(number) for number in range(3, 53)]
    assert [message["body"] for message in earlier] == ["0", "1", "2"]
    assert (more, none_left) == (True, False)


def test_a_message_says_who_wrote_it(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    key = talks(run)
    run(agent_reply.reply, ana.id, key, "click", "Hello", NOW)

    [theirs, ours], _ = page(run, key)

    assert (theirs["author"], theirs["direction"], theirs["status"]) == (None, "in", "received")
    assert ours["author"] == {"key": ana.key, "name": "Ana"}
    assert (ours["client_id"], ours["status"]) == ("click", "waiting")


def test_one_customers_words_stand_in_no_other_conversation(run: Runner) -> None:
    run(a_service)
    martas, noras = writes(run, 1, "from Marta"), writes(run, 2, "from Nora")

    assert [message["body"] for message in page(run, martas)[0]] == ["from Marta"]
    assert [message["body"] for message in page(run, noras)[0]] == ["from Nora"]
