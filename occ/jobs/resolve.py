"""Ask the provider's list for messages whose answer was lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from occ.core import address, clock
from occ.flows import record_attempt, resolve_attempt
from occ.flows.record_attempt import Refused
from occ.flows.resolve_attempt import Search
from occ.messaging import outbox
from occ.messaging.carriers import Carrier
from occ.messaging.ports import Outbound, SendRefused, StatusReport, Unreachable
from occ.product import Product

AT_ONCE = 100
"""A process that died in its calls left so many."""
TOGETHER = 20
"""Questions under way at the same time."""
IN_VAIN = 3
"""Questions without an answer, after which it is the account that does not answer."""
Answer = StatusReport | Refused | Unreachable | None
_QUESTIONS = ThreadPoolExecutor(TOGETHER, thread_name_prefix="resolve")


def resolve_lost(product: Product) -> bool:
    """Whether there may be more that is due."""
    with product.run.reading() as session:
        lost = outbox.unresolved(session, clock.now(), AT_ONCE)
        # Reading them opens what is sealed, and an answer is seldom lost.
        carriers = product.carriers(session) if lost else {}
    turn = _Turn(product, carriers, list(lost))
    while searches := turn.next():
        turn.record(zip(searches, _QUESTIONS.map(turn.ask, searches), strict=True))
    return turn.learnt == AT_ONCE


@dataclass
class _Turn:
    product: Product
    carriers: Mapping[str, Carrier]
    left: list[str]
    learnt: int = 0
    _vain: Counter[str] = field(default_factory=Counter)

    def next(self) -> Sequence[Search]:
        """What is asked for next, of each recipient one at a time: what is found for the first is
        not looked for by the second. The first few tell whether the account answers at all.
        """
        most = TOGETHER if self.learnt else IN_VAIN
        found: dict[str, Search] = {}
        later: list[str] = []
        with self.product.run.reading() as session:
            for at, attempt in enumerate(self.left):
                if len(found) == most:
                    later += self.left[at:]
                    break
                search = resolve_attempt.search_for(session, attempt)
                if search.provider not in self.carriers or self._vain[search.provider] >= IN_VAIN:
                    continue
                if search.recipient in found:
                    later.append(attempt)
                else:
                    found[search.recipient] = search
        self.left = later
        return list(found.values())

    def ask(self, search: Search) -> Answer:
        message = Outbound(
            address.parse(search.sender),
            address.parse(search.recipient),
            search.body,
            template=search.template,
            attempt=search.attempt_key,
            media="" if search.has_file else None,
        )
        try:
            return self.carriers[search.provider].find_sent(message, search.since, search.known)
        except Unreachable as unreachable:
            return unreachable
        except SendRefused as refused:
            return Refused(refused.code, refused.reason, refused.scope)

    def record(self, answers: Iterable[tuple[Search, Answer]]) -> None:
        found: dict[str, StatusReport | None] = {}
        refused: dict[str, record_attempt.Outcome] = {}
        unanswered: list[str] = []
        for search, answer in answers:
            if isinstance(answer, Unreachable):
                unanswered.append(search.attempt_key)
                self._vain[search.provider] += 1
            elif isinstance(answer, Refused):
                refused[search.attempt_key] = answer
            else:
                found[search.attempt_key] = answer
        if found:
            self.product.run(resolve_attempt.found_all, found, clock.now())
        if refused:
            self.product.run(record_attempt.record_all, refused, clock.now())
        if unanswered:
            self.product.run(resolve_attempt.unanswered, unanswered, clock.now())
        self.learnt += len(found) + len(refused)
