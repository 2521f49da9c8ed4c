"""Column types that every room shares."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import bindparam, select, update

from occ.messaging.models import Webhook, WebhookState

STATE = Webhook.state
STATED: dict[str, tuple[Any, str]] = {
    "is": (STATE == WebhookState.NEW, "webhooks.state = 'new'"),
    "is not": (STATE != WebhookState.NEW, "webhooks.state != 'new'"),
    "is one of": (
        STATE.in_([WebhookState.NEW, WebhookState.DEAD]),
        "webhooks.state IN ('new', 'dead')",
    ),
    "is none of": (STATE.not_in({WebhookState.NEW}), "(webhooks.state NOT IN ('new'))"),
}


@pytest.mark.parametrize("said", STATED)
def test_a_condition_on_words_of_ours_says_them_as_an_index_does(said: str) -> None:
    condition, spelled = STATED[said]
    assert str(condition) == spelled


def test_what_is_not_known_yet_and_what_is_set_stay_bound() -> None:
    unknown = select(Webhook.id).where(STATE == bindparam("state"))
    assert "webhooks.state = :state" in str(unknown)
    changed = update(Webhook).values(state=WebhookState.DONE).compile()
    assert changed.params == {"state": WebhookState.DONE}
