"""What /metrics tells out of rows, which hold for all processes together: cheap queries alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from prometheus_client.metrics_core import GaugeMetricFamily, InfoMetricFamily, Metric
from sqlalchemy.orm import Session

import occ
from occ.core import turns
from occ.messaging import backlog, fetches, halts, media, unsent
from occ.routing import queue_lengths, selection
from occ.users import leases

Labelled = Iterable[tuple[str, float]]


def collect(session: Session, now: datetime) -> Iterator[Metric]:
    yield InfoMetricFamily("occ", "This installation.", {"version": occ.__version__})
    yield from _queues(session, now)
    yield from _people(session, now)
    yield from _messages(session, now)
    yield from _jobs(session)


def _queues(session: Session, now: datetime) -> Iterator[Metric]:
    queues = queue_lengths.queues(session)
    seats = selection.free_seats(session, now)
    named = GaugeMetricFamily("occ_service", "1 for each service.", labels=["service", "name"])
    for queue in queues:
        named.add_metric([queue.key, queue.name], 1)
    yield named
    of = "service"
    yield _family(
        "occ_queue_length", "Conversations that wait.", of, ((q.key, q.waiting) for q in queues)
    )
    yield _family(
        "occ_queue_oldest_seconds",
        "How long the one that waits longest has waited.",
        of,
        ((q.key, _age(q.oldest, now)) for q in queues),
    )
    yield _family(
        "occ_free_seats",
        "Seats of agents who can be reached and are available, by service.",
        of,
        ((key, free) for key, _, free in seats),
    )


def _people(session: Session, now: datetime) -> Iterator[Metric]:
    reachable = leases.reachable(session, now)
    says = "Agents with a connected screen, by the presence they chose."
    yield _family("occ_agents_reachable", says, "presence", reachable.items())
    yield _gauge("occ_connections", "Connected screens.", leases.any_live(session, now))


def _messages(session: Session, now: datetime) -> Iterator[Metric]:
    inbox, outbox = backlog.read(session), unsent.read(session)
    yield _gauge("occ_webhooks_waiting", "Webhooks stored and not handled.", inbox.pending)
    says = "How long ago the oldest of them was received."
    yield _gauge("occ_webhooks_oldest_seconds", says, _age(inbox.oldest_pending, now))
    yield _gauge("occ_dead_letters", "Webhooks that were given up.", inbox.dead.count)
    yield _gauge("occ_messages_waiting", "Texts that wait to be sent.", outbox.waiting)
    says = "For how long the oldest of them has been due."
    yield _gauge("occ_messages_oldest_seconds", says, _age(outbox.oldest, now))
    says = "Texts that may or may not have arrived."
    yield _gauge("occ_messages_unknown", says, outbox.unknown)
    says = "Messages from Twilio's lists that no webhook had brought, ever."
    yield _gauge("occ_messages_missed", says, fetches.missed(session))
    says = "Twilio's lists that could not be read, several times in a row."
    yield _gauge("occ_lists_failing", says, fetches.failing(session))
    files = media.standing(session)
    yield _gauge("occ_files_waiting", "Customers' files still to be fetched.", files.waiting)
    says = "Those of them that were tried in vain, several times."
    yield _gauge("occ_files_failing", says, files.in_vain)
    says = "Senders that are stopped, the whole account being one."
    yield _gauge("occ_senders_halted", says, len(halts.present(session)))


def _jobs(session: Session) -> Iterator[Metric]:
    known = turns.present(session)
    yield _family(
        "occ_job_last_success_timestamp_seconds",
        "When the job last succeeded, in any process.",
        "job",
        ((job.job, job.succeeded_at.timestamp() if job.succeeded_at else 0) for job in known),
    )
    yield _family(
        "occ_job_failing",
        "1 where the job's last turn failed.",
        "job",
        ((job.job, job.is_failing) for job in known),
    )


def _family(name: str, says: str, label: str, values: Labelled) -> Metric:
    family = GaugeMetricFamily(name, says, labels=[label])
    for of, value in values:
        family.add_metric([of], value)
    return family


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value=value)


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
