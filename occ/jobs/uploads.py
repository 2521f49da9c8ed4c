"""Files that were attached and not sent go, first from the disk and then from the list."""

from __future__ import annotations

from occ.core import blocking, clock, files
from occ.messaging import uploads
from occ.product import Product


def forget(product: Product) -> bool:
    found = product.run(uploads.forgotten, clock.now())
    for _, name in found:
        blocking.run(files.place(product.config.media, name).unlink, True)
    if found:
        product.run(uploads.forget, [upload_id for upload_id, _ in found])
    return bool(found)
