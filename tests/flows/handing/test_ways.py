"""Credentials by each of the three ways, for another system's account and for an own user's."""

from __future__ import annotations

import re

import pytest

from occ.core.errors import Conflict, Invalid, NotFound
from occ.core.run import Runner
from occ.credentials import ways
from occ.credentials.models import State, Way, What
from occ.credentials.ways import Wanted
from occ.flows import end_credentials, people
from occ.flows.send_credentials import SHOWN_FOR, HandOut
from occ.settings import store
from occ.settings.pages import ContactSettings, SmsSettings
from occ.users import links
from occ.users.models import Role, User
from tests.builders import NOW, an_agent, at
from tests.flows.handing.house import (
    CODE,
    PHONE,
    a_batch,
    a_serving_template,
    choose,
    guest,
    hand_out,
    messages,
    sent,
    standing,
    state,
)


def own(ada: User, user: User, **more: object) -> HandOut:
    about = {"name": user.name, "user_id": user.id, "to": PHONE, "language": "it"}
    return HandOut(ada.id, What.LINK, **{**about, **more})  # type: ignore[arg-type]


def token(text: str) -> str:
    return re.findall(r"/password/([\w-]+)", text)[-1]


def test_a_person_chooses_the_screen_and_sees_the_code(run: Runner, ada: User) -> None:  # B3
    handed = hand_out(run, guest(ada))
    assert (handed.shown, handed.account.state) == (None, State.CHOOSING)

    chosen = choose(run, handed.page_key, Way.SCREEN, at(5))

    assert (chosen.shown, chosen.account.state) == (CODE, State.USABLE)
    assert messages(run) == []


def test_what_was_on_screen_is_shown_again_for_ten_minutes_and_then_forgotten(
    run: Runner, ada: User
) -> None:
    handed = hand_out(run, guest(ada))
    choose(run, handed.page_key, Way.SCREEN)

    assert choose(run, handed.page_key, Way.SCREEN, at(60)).shown == CODE
    over = NOW + SHOWN_FOR
    run(end_credentials.end_due, handed.account.id, over)

    assert choose(run, handed.page_key, Way.SCREEN, over).shown is None
    assert standing(run, handed.account).sealed is None


def test_a_person_chooses_sms_and_the_account_is_usable_once_it_was_accepted(  # B3
    run: Runner, ada: User
) -> None:
    handed = hand_out(run, guest(ada, language="fa"))
    choose(run, handed.page_key, Way.SMS)
    assert state(run, handed.account) is State.SENDING

    claimed = sent(run, now=at(1))

    assert (claimed.sender, claimed.recipient) == ("+48732100100", PHONE)
    assert claimed.body == f"Wi-Fi: کد یک‌بارمصرف شما {CODE} است"
    assert state(run, handed.account) is State.USABLE
    assert standing(run, handed.account).usable_at == at(1)


def test_a_person_chooses_whatsapp_and_gets_the_template_of_their_language(  # B3
    run: Runner, ada: User
) -> None:
    batch = run(a_batch, 5)
    handed = hand_out(run, guest(ada, language="it"))
    choose(run, handed.page_key, Way.WHATSAPP)

    claimed = sent(run)

    assert claimed.template is not None
    assert claimed.template.sid.startswith("HXcodeit")
    assert claimed.template.variables == {"1": "Marta", "2": "Wi-Fi", "3": CODE}
    assert claimed.sender == "whatsapp:+390612345678"
    assert state(run, handed.account) is State.USABLE
    assert messages(run)[0].batch_id == batch


def test_an_own_users_link_opens_once_its_message_was_accepted(
    run: Runner, ada: User
) -> None:  # B3
    ana = run(an_agent, online=False)
    handed = hand_out(run, own(ada, ana, way=Way.SMS))
    with run.reading() as session:
        queued = messages(run)[0]
        assert queued.sealed is not None
        secret = session.info["vault"].open(queued.sealed)
    with pytest.raises(NotFound, match="still on its way"):
        run(links.owner, token(secret), at(1))

    claimed = sent(run, now=at(2))

    assert claimed.body.endswith(secret)
    assert run(links.owner, token(secret), at(3)).id == ana.id
    assert standing(run, handed.account).sealed is None


def test_a_password_that_was_chosen_ends_what_was_handed_out_besides(
    run: Runner, ada: User
) -> None:
    ana = run(an_agent, online=False)
    shown = hand_out(run, own(ada, ana, way=Way.SCREEN))
    assert shown.shown is not None

    run(people.choose_password, token(shown.shown), "hash", "it", at(9))

    used = standing(run, shown.account)
    assert (used.used_at, used.sealed, used.ends_at) == (at(9), None, None)


def test_a_newer_account_of_the_same_user_takes_the_place_of_the_one_before(
    run: Runner, ada: User
) -> None:
    ana = run(an_agent, online=False)
    first = hand_out(run, own(ada, ana, way=Way.SMS))

    hand_out(run, own(ada, ana, way=Way.SCREEN), at(5))

    assert state(run, first.account) is State.ENDED
    assert [message.hand_over for message in messages(run)] == ["refused"]


def test_a_disabled_user_is_sent_nothing_any_more(run: Runner, ada: User) -> None:
    ana = run(an_agent, online=False)
    handed = hand_out(run, own(ada, ana, way=Way.SMS))

    run(people.set_disabled, ada.id, ana.key, True, at(1))

    assert state(run, handed.account) is State.ENDED


def test_without_an_sms_sender_that_way_is_not_offered(run: Runner, ada: User) -> None:  # B3
    wanted = Wanted(What.CODE, "en", PHONE)
    run(a_batch, 1)
    assert run(ways.offered, wanted, NOW) == [Way.SCREEN, Way.SMS, Way.WHATSAPP]

    run(store.save, SmsSettings(), NOW)

    assert run(ways.offered, wanted, NOW) == [Way.SCREEN, Way.WHATSAPP]
    with pytest.raises(Conflict, match="SMS is switched off"):
        hand_out(run, guest(ada, way=Way.SMS))


def test_with_no_unit_or_no_template_whatsapp_is_not_offered(run: Runner, ada: User) -> None:  # B3
    wanted = Wanted(What.CODE, "en", PHONE)
    assert Way.WHATSAPP not in run(ways.offered, wanted, NOW)
    run(a_batch, 1)
    assert Way.WHATSAPP in run(ways.offered, wanted, NOW)

    assert Way.WHATSAPP not in run(ways.offered, Wanted(What.CODE, "pl", PHONE), NOW)
    run(a_serving_template, What.CODE, "pl")
    assert Way.WHATSAPP in run(ways.offered, Wanted(What.CODE, "pl", PHONE), NOW)


def test_sms_goes_to_the_countries_that_were_chosen(run: Runner, ada: User) -> None:
    wanted = Wanted(What.CODE, "en", PHONE)
    run(store.save, ContactSettings(countries="IT"), NOW)

    assert Way.SMS not in run(ways.offered, wanted, NOW)


def test_who_hands_out_may_leave_ways_out(run: Runner, ada: User) -> None:
    handed = hand_out(run, guest(ada, ways=(Way.SMS,)))

    with pytest.raises(Conflict, match="not offered here"):
        choose(run, handed.page_key, Way.SCREEN)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"secret": ""}, "secret"),
        ({"secret": " 1234"}, "secret"),
        ({"secret": "x" * 256}, "secret"),
        ({"what": What.LINK, "secret": "javascript:alert(1)"}, "secret"),
        ({"to": None, "way": Way.SMS}, "to"),
        ({"expires_at": NOW}, "expires_at"),
    ],
)
def test_what_can_not_be_sent_is_not_kept(
    run: Runner, ada: User, more: dict[str, object], field: str
) -> None:
    about = {"name": "Marta", "to": PHONE, "secret": CODE, "what": What.CODE, "language": "en"}

    with pytest.raises(Invalid) as refused:
        hand_out(run, HandOut(starter_id=ada.id, **{**about, **more}))  # type: ignore[arg-type]

    assert refused.value.fields.keys() == {field}


def test_who_may_not_sign_in_is_handed_nothing(run: Runner, ada: User) -> None:
    gone = run(an_agent, online=False, disabled_at=NOW)
    program = run(an_agent, online=False, role=Role.PROGRAM, chat=False, whatsapp=False)

    for user in (gone, program):
        with pytest.raises(NotFound):
            hand_out(run, own(ada, user, way=Way.SCREEN))
