"""What a provider posted, for a page: every field as it came, and no secret."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from occ.messaging.models import Webhook

HIDDEN = "•••••"
_SECRET = re.compile(r"token|secret|password|signature|authorization", re.IGNORECASE)


def shown(webhook: Webhook) -> Mapping[str, Sequence[str]]:
    """No field that providers post today holds a secret; one that is called so is not shown."""
    return {
        name: [HIDDEN] if _SECRET.search(name) else values for name, values in webhook.form.items()
    }
