"""What an agent does with approved templates, and how they write first: by one, or by SMS."""

from __future__ import annotations

from typing import Any

from flask_socketio import SocketIO

from occ.core import clock
from occ.flows import begin_conversation, first_words, send_template
from occ.flows.send_template import Chosen
from occ.messaging import templates
from occ.messaging.template_models import Template
from occ.messaging.texts import LONGEST_MESSAGE
from occ.realtime import calls
from occ.realtime.calls import Answer, Call
from occ.users.permissions import Permission

_MOST_VARIABLES = 100
_LONGEST_VALUE = 1024


def register(socketio: SocketIO) -> None:
    on = calls.on

    @on(socketio, "templates", Permission.CONVERSE)
    def listed(call: Call) -> Answer:
        with call.product.run.reading() as session:
            known = templates.present(session)
            services = begin_conversation.services_of(session, call.user)
            return {
                "templates": [_shown(each) for each in known.templates],
                "listed_at": clock.iso(known.listed_at),
                "services": [{"key": each.key, "name": each.name} for each in services],
            }

    @on(socketio, "send_template", Permission.CONVERSE)
    def send(call: Call) -> Answer:
        key, client_id = call.text("conversation"), call.text("client_id", 64)
        flow, chosen = send_template.send, _chosen(call)
        sent = call.product.run(flow, call.user.id, key, client_id, chosen, clock.now())
        call.product.wake_senders()
        return {"messages": sent}

    @on(socketio, "write_again", Permission.CONVERSE)
    def write_again(call: Call) -> Answer:
        key, client_id = call.text("conversation"), call.text("client_id", 64)
        flow, chosen = begin_conversation.again, _chosen(call)
        begun = call.product.run(flow, call.user.id, key, client_id, chosen, clock.now())
        return _begun(call, begun)

    @on(socketio, "write_to", Permission.SEE_CONTACTS)
    def write_to(call: Call) -> Answer:
        contact, service = call.text("contact"), call.text("service")
        flow, sent = begin_conversation.with_contact, (call.text("client_id", 64), _chosen(call))
        begun = call.product.run(flow, call.user.id, contact, service, *sent, clock.now())
        return _begun(call, begun)

    @on(socketio, "first_words", Permission.SEE_CONTACTS)
    def known(call: Call) -> Answer:
        contact = call.text("contact")
        with call.product.run.reading() as session:
            return first_words.known(session, call.user, contact, clock.now())

    @on(socketio, "write_sms", Permission.SEE_CONTACTS)
    def write_sms(call: Call) -> Answer:
        contact, phone = call.text("contact"), call.text("phone")
        sent = call.text("client_id", 64), call.text("body", LONGEST_MESSAGE)
        flow = first_words.by_sms
        message = call.product.run(flow, call.user.id, contact, phone, *sent, clock.now())
        call.product.wake_senders()
        return {"parts": message.parts}


def _begun(call: Call, conversation_id: int) -> Answer:
    call.product.wake_senders()
    return calls.row(call, conversation_id)


def _chosen(call: Call) -> Chosen:
    """Raises OccError for what no page of ours sends."""
    values = call.data.get("variables")
    if not isinstance(values, dict) or len(values) > _MOST_VARIABLES:
        raise calls.malformed()
    for name, value in values.items():
        if not (isinstance(name, str) and isinstance(value, str) and len(value) <= _LONGEST_VALUE):
            raise calls.malformed()
    return Chosen(call.text("template"), values)


def _shown(template: Template) -> dict[str, Any]:
    return {
        "sid": template.sid,
        "name": template.name,
        "language": template.language,
        "body": template.body,
        "variables": templates.names(template),
        "examples": template.variables,
        "category": template.category,
        "approval": template.approval.value,
        "reason": template.reason,
    }
