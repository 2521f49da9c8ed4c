from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from occ.conversations.models import Conversation
from occ.core.address import parse
from occ.core.run import Runner
from occ.messaging.models import Message
from tests.builders import SALES_NUMBER, a_service, an_inbound, at, receive
from tests.campaigns.company import a_campaign, answers, feeds, phone, ready, starts


def test_an_answer_opens_a_conversation_with_the_campaigns_text_first(run: Runner) -> None:
    run(a_service)
    owner = run(ready)
    key = run(a_campaign, owner, 2, "Hello {name}")
    starts(run, owner, key)
    answers(run, feeds(run, key))
    answer = an_inbound("Yes, please", phone(1))

    run(receive, replace(answer, recipient=parse(SALES_NUMBER)), at(60))

    with run.reading() as session:
        conversation = session.scalars(select(Conversation)).one()
        bodies = session.scalars(
            select(Message.body)
            .where(Message.conversation_id == conversation.id)
            .order_by(Message.id)
        ).all()
    assert bodies == ["Hello No. 1", "Yes, please"]
