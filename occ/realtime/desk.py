"""What an agent does with conversations: read, accept, take, answer, hand over, close."""

from __future__ import annotations

from flask_socketio import SocketIO

from occ.conversations import notes
from occ.conversations import queries as threads
from occ.conversations.models import State
from occ.core import clock
from occ.core.errors import OccError
from occ.flows import (
    agent_reply,
    answer_offer,
    canned_replies,
    close_conversation,
    hand_over,
    oversee,
    read_conversation,
    reopen_conversation,
    retry_message,
    save_draft,
    show_offer,
    show_typing,
)
from occ.messaging import uploads
from occ.messaging.texts import LONGEST_REPLY, storable
from occ.realtime import calls, sharing
from occ.realtime.calls import Answer, Call
from occ.routing import (
    access,
    closed_list,
    happenings,
    queries,
    seats,
    selection,
)
from occ.users.permissions import Permission, may


def register(socketio: SocketIO) -> None:
    on = calls.on

    @on(socketio, "open", Permission.CONVERSE)
    def open_conversation(call: Call) -> Answer:
        with call.product.run.reading() as session:
            found = access.conversation_for(session, call.user, call.text("conversation"))
            messages, more = threads.page(session, found, call.number("before"))
            is_anothers = found.user_id not in (None, call.user.id)
            answer = {
                "conversation": queries.summary(session, found.id),
                "messages": messages,
                "more": more,
                "happenings": happenings.of(session, found),
                "notes": notes.of(session, found.id),
            }
            was_anothers = found.state is State.CLOSED and not access.had(session, call.user, found)
        key, now = call.text("conversation"), clock.now()
        if is_anothers and may(call.user.role, Permission.OVERSEE):
            call.product.run(oversee.read_along, call.user.id, key, now)
        elif was_anothers:
            call.product.run(oversee.read_along, call.user.id, key, now, "conversation_read")
        return answer

    @on(socketio, "closed", Permission.CONVERSE)
    def closed(call: Call) -> Answer:
        with call.product.run.reading() as session:
            tag = None if call.data.get("tag") is None else call.text("tag")
            after = None
            if call.data.get("after") is not None:
                after = closed_list.place(call.text("after"))
                if after is None:
                    raise calls.malformed()
            rows, further = closed_list.page(session, call.user, after, tag)
            return {"conversations": rows, "next": str(further) if further else None}

    @on(socketio, "accept", Permission.CONVERSE)
    def accept(call: Call) -> Answer:
        key, now = call.text("interaction"), clock.now()
        return calls.row(call, call.product.run(answer_offer.accept, call.user.id, key, now))

    @on(socketio, "shown", Permission.CONVERSE)
    def shown(call: Call) -> Answer:
        key, now = call.text("interaction"), clock.now()
        call.product.run(show_offer.shown, call.user.id, key, now)
        return {}

    @on(socketio, "decline", Permission.CONVERSE)
    def decline(call: Call) -> Answer:
        key, now = call.text("interaction"), clock.now()
        return calls.row(call, call.product.run(answer_offer.decline, call.user.id, key, now))

    @on(socketio, "take", Permission.CONVERSE)
    def take(call: Call) -> Answer:
        key, now = call.text("conversation"), clock.now()
        return calls.row(call, call.product.run(answer_offer.take, call.user.id, key, now))

    @on(socketio, "close", Permission.CONVERSE)
    def close(call: Call) -> Answer:
        key, now = call.text("conversation"), clock.now()
        outcome = call.text("outcome") if call.data.get("outcome") else None
        flow = close_conversation.close
        return calls.row(call, call.product.run(flow, call.user.id, key, now, outcome))

    @on(socketio, "reopen", Permission.CONVERSE)
    def reopen(call: Call) -> Answer:
        key, now = call.text("conversation"), clock.now()
        return calls.row(call, call.product.run(reopen_conversation.reopen, call.user.id, key, now))

    @on(socketio, "hand_over", Permission.CONVERSE)
    def hand(call: Call) -> Answer:
        key, now = call.text("conversation"), clock.now()
        to_service = call.data.get("service") is not None
        flow = hand_over.to_service if to_service else hand_over.ask_colleague
        target = call.text("service" if to_service else "user")
        note = call.text("note", notes.LONGEST_NOTE) if call.data.get("note") else ""
        return calls.row(call, call.product.run(flow, call.user.id, key, target, now, note))

    @on(socketio, "take_over", Permission.OVERSEE)
    def take_over(call: Call) -> Answer:
        """Here and not in the live view: only who has a console open can have a seat."""
        key, now = call.text("conversation"), clock.now()
        own = call.user.key
        return calls.row(
            call, call.product.run(hand_over.to_colleague, call.user.id, key, own, now)
        )

    on(socketio, "why", Permission.OVERSEE)(calls.why)

    @on(socketio, "hand_over_choices", Permission.CONVERSE)
    def choices(call: Call) -> Answer:
        with call.product.run.reading() as session:
            access.conversation_for(session, call.user, call.text("conversation"))
            now = clock.now()
            people = queries.colleagues(session, seats.fit(now))
            services = selection.free_seats(session, now)
        return {
            "services": [{"key": key, "name": name, "free": free} for key, name, free in services],
            "users": [
                {"key": key, "name": name, "free": free}
                for key, name, free in people
                if key != call.user.key
            ],
        }

    @on(socketio, "read", Permission.CONVERSE)
    def read(call: Call) -> Answer:
        key, number = call.text("conversation"), call.number("number")
        if number is None:
            raise calls.malformed()
        call.product.run(read_conversation.read, call.user.id, key, number)
        return {}

    @on(socketio, "unread", Permission.CONVERSE)
    def unread(call: Call) -> Answer:
        key = call.text("conversation")
        return calls.row(call, call.product.run(read_conversation.unread, call.user.id, key))

    @on(socketio, "draft", Permission.CONVERSE)
    def draft(call: Call) -> Answer:
        key, body = call.text("conversation"), call.data.get("body")
        # An empty one is told, too: it is a draft no more.
        words = "" if body == "" else call.text("body", save_draft.LONGEST_DRAFT)
        note = call.data.get("note") is True
        call.product.run(save_draft.save, call.user.id, key, words, clock.now(), note)
        return {}

    @on(socketio, "reply", Permission.CONVERSE)
    def reply(call: Call) -> Answer:
        files, place, body = _files(call), sharing.place(call), call.data.get("body")
        sent = call.product.run(
            agent_reply.reply,
            call.user.id,
            call.text("conversation"),
            call.text("client_id", 64),
            # A file or a place may go without a word.
            "" if (files or place) and body == "" else call.text("body", 2 * LONGEST_REPLY),
            clock.now(),
            files,
            place,
        )
        call.product.wake_senders()
        return {"messages": sent}

    @on(socketio, "replies", Permission.CONVERSE)
    def replies(call: Call) -> Answer:
        with call.product.run.reading() as session:
            found = access.conversation_for(session, call.user, call.text("conversation"))
            return {"replies": canned_replies.for_conversation(session, call.user, found)}

    @on(socketio, "writing", Permission.CONVERSE)
    def writing(call: Call) -> Answer:
        key, ours = call.text("conversation"), call.product
        sid = ours.run(show_typing.begin, call.user.id, key, clock.now())
        if sid:
            ours.show_typing(sid)
        return {}

    @on(socketio, "detach", Permission.CONVERSE)
    def detach(call: Call) -> Answer:
        call.product.run(uploads.drop, call.user.id, call.text("file"))
        return {}

    @on(socketio, "retry", Permission.CONVERSE)
    def retry(call: Call) -> Answer:
        message = call.product.run(
            retry_message.retry, call.user.id, call.text("message"), clock.now()
        )
        call.product.wake_senders()
        with call.product.run.reading() as session:
            return {"message": threads.message_facts(session, message)}

    @on(socketio, "look_again", Permission.CONVERSE)
    def look_again(call: Call) -> Answer:
        key = call.text("message")
        message = call.product.run(retry_message.look_again, call.user.id, key, clock.now())
        call.product.wake("resolve")
        with call.product.run.reading() as session:
            return {"message": threads.message_facts(session, message)}


def _files(call: Call) -> list[str]:
    """Keys of what was attached. Raises OccError."""
    keys = call.data.get("files", [])
    if not isinstance(keys, list) or len(keys) > uploads.MOST:
        raise calls.malformed()
    if not all(isinstance(key, str) and len(key) < 40 for key in keys):
        raise calls.malformed()
    why_not = call.product.why_no_files() if keys else None
    if why_not:
        raise OccError(why_not, "no_files")
    return [storable(key) for key in keys]
