"""`occ batch`: packs of WhatsApp messages, issued by whoever sells or hands them out (B4)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import NamedTuple

from occ.billing import batches, pair_codes
from occ.billing.batch_models import BatchPair
from occ.config import Config
from occ.core import clock
from occ.core.db import Database
from occ.core.run import Runner
from occ.flows import load_batch
from occ.routing import queue
from occ.services import links
from occ.users import passwords


class Pack(NamedTuple):
    """What is handed over; the password is shown this once."""

    code: str
    password: str
    messages: int


def issue(database: Database, messages: int, count: int) -> list[Pack]:
    made = [Pack(pair_codes.new_code(), pair_codes.new_password(), messages) for _ in range(count)]
    digests = [(pack.code, passwords.hash_password(pack.password)) for pack in made]
    _run(database)(load_batch.issue, digests, messages, clock.now())
    return made


def revoke(database: Database, code: str) -> None:
    """Raises NotFound, Conflict."""
    _run(database)(load_batch.revoke, pair_codes.read(code), clock.now())


def listed(database: Database) -> str:
    """A line a pack: code, messages, when it was issued, and what became of it."""
    with database.reading() as session:
        return "\n".join(
            f"{pair.code}  {pair.messages:>7}  {pair.issued_at:%Y-%m-%d}  {_state(pair)}"
            for pair in batches.pairs(session)
        )


def _state(pair: BatchPair) -> str:
    if pair.batch_id is not None:
        return f"loaded as no. {pair.batch_id}"
    return "revoked" if pair.revoked_at else "to be loaded"


def as_text(packs: Sequence[Pack], _config: Config) -> str:
    return "\n\n".join(
        f"{pack.messages} WhatsApp messages\ncode      {pack.code}\npassword  {pack.password}"
        for pack in packs
    )


def as_csv(packs: Sequence[Pack], _config: Config) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Pack._fields)
    writer.writerows(packs)
    return text.getvalue().rstrip("\n")


def as_cards(packs: Sequence[Pack], config: Config) -> str:
    """A page to print: a card a pack. Its QR code opens the form with the code filled in."""
    return _PAGE.format(cards="\n".join(_card(pack, config) for pack in packs))


FORMATS: dict[str, Callable[[Sequence[Pack], Config], str]] = {
    "text": as_text,
    "csv": as_csv,
    "card": as_cards,
}


def _card(pack: Pack, config: Config) -> str:
    form = f"{config.public_url}/whatsapp-batches/load?code={pack.code}"
    drawing = links.qr_svg(form).decode()
    return _CARD.format(qr=drawing[drawing.index("<svg") :], **pack._asdict())


def _run(database: Database) -> Runner:
    return Runner(database, queue.drain, publish=lambda _events: None)


_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>WhatsApp batches</title>
<style>
  body {{ font-family: system-ui, sans-serif; }}
  article {{ border: 1px dashed #777; padding: 5mm; margin-block-end: 5mm; break-inside: avoid;
    display: grid; grid-template-columns: 35mm 1fr; column-gap: 6mm; align-items: center; }}
  svg {{ inline-size: 35mm; block-size: 35mm; }}
  dt {{ font-size: 9pt; color: #555; }}
  dd {{ margin: 0 0 2mm; font: 13pt ui-monospace, monospace; }}
</style>
{cards}
</html>"""
_CARD = """<article>
{qr}
<dl>
  <dt>WhatsApp messages</dt><dd>{messages}</dd>
  <dt>Batch code</dt><dd>{code}</dd>
  <dt>Batch password</dt><dd>{password}</dd>
</dl>
</article>"""
