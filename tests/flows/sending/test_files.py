"""Files that go with an answer: one a message, in order, the words where WhatsApp puts them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from occ.core import files
from occ.core.errors import Conflict, NotFound, OccError
from occ.core.run import Runner
from occ.flows import agent_reply, attach_file
from occ.messaging import media, sendable, uploads
from occ.messaging.media import Fetched
from occ.messaging.models import MediaFile, Upload
from occ.messaging.ports import Kind
from occ.users.models import User
from tests.builders import NOW, an_agent, at, conversation
from tests.flows.sending.post import a_talk, claims, sent

DAY = 24 * 60 * 60
PNG, PDF, MP3 = "image/png", "application/pdf", "audio/mpeg"


@pytest.fixture
def talk(run: Runner) -> tuple[User, str]:
    return a_talk(run)


def attaches(
    run: Runner, talk: tuple[User, str], content_type: str = PNG, now: datetime = NOW
) -> str:
    ana, key = talk
    what = Fetched(content_type, 1000, "invoice")
    shown = run(attach_file.attach, ana.id, key, files.new_name(), what, now)
    return str(shown["key"])


def sends(
    run: Runner, talk: tuple[User, str], keys: list[str], body: str = "", client: str = "x"
) -> list[dict[str, object]]:
    ana, key = talk
    return run(agent_reply.reply, ana.id, key, client, body, at(1), keys)


def said(run: Runner) -> list[tuple[Kind, str]]:
    return [(message.kind, message.body) for message in sent(run)]


def left(run: Runner) -> list[Upload]:
    with run.reading() as session:
        return list(session.scalars(select(Upload)))


def test_a_picture_carries_the_words_as_its_caption(run: Runner, talk: tuple[User, str]) -> None:
    [told] = sends(run, talk, [attaches(run, talk)], "Your invoice")

    assert said(run) == [(Kind.IMAGE, "Your invoice")]
    assert [file["state"] for file in told["media"]] == ["ready"]  # type: ignore[attr-defined]
    row = conversation(run, talk[1])
    assert (row.last_kind, row.last_body) == (Kind.IMAGE, "Your invoice")
    assert left(run) == []


def test_a_document_carries_none_so_the_words_go_before_it(
    run: Runner, talk: tuple[User, str]
) -> None:
    sends(run, talk, [attaches(run, talk, PDF), attaches(run, talk, MP3)], "Your invoice")

    assert said(run) == [(Kind.TEXT, "Your invoice"), (Kind.DOCUMENT, ""), (Kind.AUDIO, "")]


def test_among_several_the_first_picture_has_the_words(run: Runner, talk: tuple[User, str]) -> None:
    keys = [attaches(run, talk, each) for each in (PDF, PNG, PNG)]

    sends(run, talk, keys, "Look")

    assert said(run) == [(Kind.DOCUMENT, ""), (Kind.IMAGE, "Look"), (Kind.IMAGE, "")]


def test_words_too_long_for_a_caption_go_before_the_picture(
    run: Runner, talk: tuple[User, str]
) -> None:
    long = "x" * (sendable.LONGEST_CAPTION + 1)

    sends(run, talk, [attaches(run, talk)], long)

    assert said(run) == [(Kind.TEXT, long), (Kind.IMAGE, "")]


def test_the_same_press_sends_once_with_its_files(run: Runner, talk: tuple[User, str]) -> None:
    key = attaches(run, talk)

    assert sends(run, talk, [key], "Look") == sends(run, talk, [key], "Look")

    assert len(sent(run)) == 1


def test_what_was_sent_once_is_not_sent_again_with_other_words(
    run: Runner, talk: tuple[User, str]
) -> None:
    key = attaches(run, talk)
    sends(run, talk, [key])

    with pytest.raises(Conflict) as refusal:
        sends(run, talk, [key], client="y")

    assert refusal.value.code == "no_file"
    assert len(sent(run)) == 1


def test_nobody_sends_or_sees_what_a_colleague_attached(
    run: Runner, talk: tuple[User, str]
) -> None:
    key, ben = attaches(run, talk), run(an_agent, "Ben")

    with pytest.raises(NotFound):
        run(uploads.own, ben.id, key)
    run(uploads.drop, ben.id, key)
    with pytest.raises(NotFound):
        run(attach_file.attach, ben.id, talk[1], files.new_name(), Fetched(PNG, 1), NOW)

    assert [row.dropped for row in left(run)] == [False]


def test_no_more_than_ten_are_attached_at_a_time(run: Runner, talk: tuple[User, str]) -> None:
    for _ in range(uploads.MOST):
        attaches(run, talk)

    with pytest.raises(Conflict):
        attaches(run, talk)


def test_what_is_taken_off_or_never_sent_is_forgotten(run: Runner, talk: tuple[User, str]) -> None:
    ana = talk[0]
    dropped, old, kept = (attaches(run, talk, now=at(moment)) for moment in (DAY, 0, DAY))
    run(uploads.drop, ana.id, dropped)

    found = run(uploads.forgotten, NOW + uploads.KEPT)
    run(uploads.forget, [upload_id for upload_id, _ in found])

    assert len(found) == 2
    assert [row.key for row in left(run)] == [kept]
    with pytest.raises(Conflict):
        sends(run, talk, [old])


def test_the_link_is_made_at_the_door_and_lasts_for_hours(
    run: Runner, talk: tuple[User, str]
) -> None:
    sends(run, talk, [attaches(run, talk)])

    [claimed] = claims(run, at(2))

    token = str(claimed.media)
    assert len(token) >= 40
    assert run(media.by_link, token, at(2)).content_type == PNG
    assert token not in str(run(_row).link)
    for wrong, moment in ((token, media.LINK_LASTS), (token[:-1], timedelta(0))):
        with pytest.raises(NotFound):
            run(media.by_link, wrong, at(2) + moment)


def _row(session: object) -> MediaFile:
    return session.scalars(select(MediaFile)).one()  # type: ignore[attr-defined, no-any-return]


def test_a_text_has_no_link(run: Runner, talk: tuple[User, str]) -> None:
    sends(run, talk, [], "Only words")

    [claimed] = claims(run, at(2))

    assert claimed.media is None


@pytest.mark.parametrize(
    ("content_type", "name", "expected"),
    [
        ("image/jpeg", "a.jpg", "image/jpeg"),
        ("", "Marta.VCF", "text/vcard"),
        ("application/octet-stream", "a.opus", "audio/ogg"),
        ("image/jpg", "a", "image/jpeg"),
        ("application/octet-stream", "a.docx", None),
        ("image/gif", "a.gif", None),
        ("application/x-msdownload", "a.exe", None),
        ("image/heic", "a.jpg", None),
    ],
)
def test_only_what_whatsapp_takes_is_taken(
    content_type: str, name: str, expected: str | None
) -> None:
    if name.endswith(".docx"):
        assert sendable.declared(content_type, name).endswith("wordprocessingml.document")
    elif expected is None:
        with pytest.raises(OccError):
            sendable.declared(content_type, name)
    else:
        assert sendable.declared(content_type, name) == expected


@pytest.mark.parametrize(
    ("content_type", "most"), [(PNG, 5 * 2**20), (PDF, 16 * 2**20), (MP3, 16 * 2**20)]
)
def test_a_file_is_as_large_as_whatsapp_takes_it(content_type: str, most: int) -> None:
    sendable.demand_size(content_type, most)
    for size in (0, most + 1):
        with pytest.raises(OccError):
            sendable.demand_size(content_type, size)


def test_what_pretends_to_be_a_picture_is_none() -> None:
    assert sendable.really("image/jpeg", b"\x89PNG\r\n\x1a\n") == "image/png"
    with pytest.raises(OccError):
        sendable.really("image/png", b"<!DOCTYPE html><script>")
