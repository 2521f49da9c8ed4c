from __future__ import annotations

from occ.jobs.ahead import Ahead


def test_nobody_more_is_claimed_while_more_than_half_a_claim_is_unanswered() -> None:
    ahead = Ahead(4)
    assert ahead.begin("spring")
    ahead.claimed("spring", 4)

    assert not ahead.begin("spring")
    assert [ahead.answered("spring") for _ in range(2)] == [False, True]

    assert ahead.begin("spring")
    ahead.claimed("spring", 4)
    assert not ahead.begin("spring")
    answered = [ahead.answered("spring") for _ in range(6)]
    assert answered == [False, False, False, True, False, False]


def test_two_do_not_claim_for_the_same_room_and_another_campaign_has_its_own() -> None:
    ahead = Ahead(4)

    assert ahead.begin("spring")
    assert not ahead.begin("spring")
    assert ahead.begin("autumn")


def test_a_claim_that_found_nobody_takes_no_room() -> None:
    ahead = Ahead(4)

    for _ in range(3):
        assert ahead.begin("spring")
        ahead.claimed("spring", 0)
