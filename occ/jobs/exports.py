"""Put together what is held of a contact: read, written off the loop, and taken away in time."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

from occ.contacts import exports
from occ.core import blocking, clock, files
from occ.flows import collect_contact
from occ.flows.collect_contact import Facts
from occ.jobs import export_page
from occ.product import Product
from occ.users.models import User


def make(product: Product) -> bool:
    found = product.run(exports.claim, clock.now())
    if found is None:
        return False
    with product.run.reading() as session:
        collected = collect_contact.of(session, found.contact_id)
        language = session.get_one(User, found.asked_by_id).language
    place = files.place(product.config.exports, found.file)
    media = [(files.place(product.config.media, name), there) for name, there in collected.files]
    blocking.run(_write, place, collected.facts, language, media)
    product.run(exports.made, found.id, place.stat().st_size, clock.now())
    return True


def forget(product: Product) -> bool:
    """First off the disk, then off the list."""
    found = product.run(exports.over, clock.now())
    if found:
        blocking.run(_remove, [files.place(product.config.exports, each.file) for each in found])
        product.run(exports.gone, [each.id for each in found])
    return False


def _write(place: Path, facts: Facts, language: str, media: Sequence[tuple[Path, str]]) -> None:
    with (
        files.writing(place) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        whole = json.dumps(facts, ensure_ascii=False, indent=1)
        archive.writestr("contact.json", whole)
        archive.writestr("contact.html", export_page.of(facts, language))
        for path, there in media:
            # One that is lost on the disk is still named.
            if path.is_file():
                archive.write(path, there)


def _remove(paths: Sequence[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
