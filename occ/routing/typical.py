"""What a replay takes of each conversation as it was, and what stands in for what nobody knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from occ.routing.past_day import Came, PastDay

_NONE = timedelta(0)
_GUESS = timedelta(minutes=5)
"""A handling, where the whole day has none to go by."""


class Typical:
    """What stands in for what nobody knows of who was never served: the median of the day."""

    def __init__(self, day: PastDay) -> None:
        _, self._end = day.period.midnights
        served = [each for each in day.came if each.shares and each.asked]
        handled = defaultdict(list)
        for each in served:
            handled[each.service_id].append(self._handled(each))
        of_all = [length for each in handled.values() for length in each]
        self._handling = {key: _middle(lengths) for key, lengths in handled.items()}
        self._usual = _middle(of_all) if of_all else _GUESS
        self._reaction = _middle([reaction(each) for each in served] or [_NONE])
        answers = [length for each in served if (length := to_words(each)) is not None]
        self._answer = _middle(answers or [_NONE])

    def handling(self, each: Came) -> timedelta:
        if each.shares:
            return self._handled(each)
        return self._handling.get(each.service_id, self._usual)

    def reaction(self, each: Came) -> timedelta:
        return reaction(each) if each.shares else self._reaction

    def answer(self, each: Came) -> timedelta | None:
        """From the acceptance to the first words; None where there were none."""
        return to_words(each) if each.shares else self._answer

    def _handled(self, each: Came) -> timedelta:
        """All the time that somebody had it; what was begun on a later day is of that day."""
        own = [share for share in each.shares if share.accepted < self._end] or each.shares
        lengths = ((share.ended or self._end) - share.accepted for share in own)
        return sum((max(_NONE, length) for length in lengths), _NONE)


def reaction(each: Came) -> timedelta:
    return max(_NONE, each.shares[0].accepted - each.shares[0].offered)


def to_words(each: Came) -> timedelta | None:
    if each.answered is None or each.accepted is None:
        return None
    return max(_NONE, each.answered - each.accepted)


def _middle(lengths: Iterable[timedelta]) -> timedelta:
    ordered = sorted(lengths)
    return ordered[(len(ordered) - 1) // 2]
