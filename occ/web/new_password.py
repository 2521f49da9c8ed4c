"""What a new password is like, as it is typed twice."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from occ.core import blocking
from occ.core.words import say
from occ.users.passwords import SHORTEST_PASSWORD, hash_password
from occ.web.fields import Fields

LONGEST_PASSWORD = 200


def hashed(form: MultiDict[str, str]) -> str:
    """The hash of `password`, which `again` repeats. Raises Invalid.

    Outside of any transaction: hashing is slow by design.
    """
    fields = Fields(form)
    password, again = fields.secret("password"), fields.secret("again")
    if len(password) < SHORTEST_PASSWORD:
        fields.errors["password"] = say(
            "Use at least %(least)s characters; a few words make a good password.",
            least=SHORTEST_PASSWORD,
        )
    elif len(password) > LONGEST_PASSWORD:
        fields.errors["password"] = say("Use at most %(most)s characters.", most=LONGEST_PASSWORD)
    elif password != again:
        fields.errors["again"] = say("The two passwords differ. Type the same one twice.")
    fields.check()
    return blocking.run(hash_password, password)
