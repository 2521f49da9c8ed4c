"""Marta has left traces everywhere: written, been written to, imported, sold to, handed a login."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing.payer import Purpose
from occ.contacts.imports.columns import Field
from occ.contacts.imports.tables import Shape
from occ.conversations import search_words
from occ.conversations.models import Conversation
from occ.core import clock, files
from occ.core.address import parse
from occ.credentials.models import What
from occ.flows import (
    agent_reply,
    attach_file,
    block_contact,
    import_contacts,
    queue_message,
    save_draft,
    send_credentials,
    write_note,
)
from occ.flows.queue_message import Outgoing
from occ.flows.send_credentials import HandOut
from occ.jobs import imports
from occ.messaging import inbox, media
from occ.messaging.media import Fetched
from occ.messaging.models import MediaFile, Message, Webhook
from occ.messaging.ports import Attachment
from occ.product import Product
from occ.users.models import User
from tests.builders import NOW, a_service, accepts, an_inbound, receive, the_interaction
from tests.campaigns.company import a_campaign, ready
from tests.contacts.everything import MARKER
from tests.contacts.people import a_contact, agreed
from tests.flows.sending import first
from tests.journeys.accounts import WORDING

MARTA = "+48500100200"
ON_WHATSAPP = f"whatsapp:{MARTA}"


def leaves_traces(product: Product) -> str:
    """The key of her contact. Her campaign is being prepared, some texts have not left."""
    run = product.run
    run(a_service)
    said = agreed()
    contact = run(
        a_contact,
        "Marta Kowalska",
        MARTA,
        said.__class__(**{**vars(said), "words": MARKER}),
        tags=("vip",),
    )
    run(receive, an_inbound(f"I am {MARKER}", ON_WHATSAPP, name="Marta Kowalska"))
    with run.reading() as session:
        key = session.scalars(select(Conversation.key)).one()
    holder = the_interaction(run, key).user_id
    accepts(run, key)
    run(agent_reply.reply, holder, key, "c1", f"Dear {MARKER}", NOW)
    run(write_note.write, holder, key, "c2", f"Note of {MARKER}", NOW)
    run(save_draft.save, holder, key, f"Draft of {MARKER}", NOW)
    run(_a_file_of_hers, product)
    name = _on_disk(product.config.media)
    run(attach_file.attach, holder, key, name, Fetched("image/png", 9, f"{MARKER}.png"), NOW)
    while run(search_words.index, clock.now()):
        pass
    owner = run(ready)
    run(_an_offer, owner)
    run(a_campaign, owner, 1, first=200)
    run(send_credentials.hand_out, _a_login(owner), WORDING, clock.now())
    _an_import(product, owner)
    run(_a_report)
    run(block_contact.ask, holder, contact.key, MARKER, NOW)
    return str(contact.key)


def _a_file_of_hers(session: Session, product: Product) -> None:
    message = session.scalars(select(Message).order_by(Message.id).limit(1)).one()
    sent = [Attachment("https://api.twilio.com/x", "image/png", f"{MARKER}.png")]
    media.add(session.connection(), message.id, sent, NOW)
    row = session.scalars(select(MediaFile)).one()
    row.file = _on_disk(product.config.media)
    media.settle(session, row.key, Fetched("image/png", 9, f"{MARKER}.png"), NOW)


def _an_offer(session: Session, owner: User) -> None:
    outgoing = Outgoing(Purpose.CAMPAIGN, owner.id, first.SMS, parse(MARTA), f"Buy {MARKER}")
    queue_message.queue(session, outgoing, NOW)


def _a_login(owner: User) -> HandOut:
    return HandOut(
        owner.id, What.CODE, "en", "Marta Kowalska", MARTA, system="Wi-Fi", secret="314159"
    )


def _an_import(product: Product, owner: User) -> None:
    name = files.new_name()
    path = files.place(product.config.imports, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"phone,name\n{MARTA},Marta Kowalska\n")
    rows = [["phone", "name"], [MARTA, "Marta Kowalska"]]
    made = product.run(
        import_contacts.bring, owner.id, ("people.csv", name), Shape("csv", "utf-8", ","), rows, NOW
    )
    fields = {0: Field.PHONE, 1: Field.NAME}
    product.run(import_contacts.say_columns, made.key, fields, "PL", "", NOW)
    assert imports.work_on_due(product)


def _a_report(session: Session) -> None:
    """What became of our text, as Twilio posts it: to whom it went stands in it."""
    form = {"MessageSid": ["SM" + "0" * 32], "To": [ON_WHATSAPP], "MessageStatus": ["read"]}
    inbox.store(session.connection(), "twilio", inbox.STATUS, "SM" + "0" * 32, None, form, NOW)
    inbox.done(session, session.scalars(select(Webhook.id)).all())


def _on_disk(folder: Path) -> str:
    name = files.new_name()
    path = files.place(folder, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(MARKER)
    return name
