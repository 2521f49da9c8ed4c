"""Whoever changes how they sign in proves their present password first."""

from __future__ import annotations

from flask import request

from occ.core import blocking, clock
from occ.core.errors import Invalid
from occ.core.words import say
from occ.flows import people
from occ.product import product
from occ.users import passwords
from occ.users.models import User
from occ.web.who import me


def prove(password: str) -> None:
    """Raises Invalid for a wrong password, TooMany after many of them."""
    product().run(people.count_try, me().email, request.remote_addr or "", clock.now())
    with product().run.reading() as session:
        password_hash = session.get_one(User, me().id).password_hash
    if not blocking.run(passwords.is_password, password_hash, password):
        raise Invalid({"present": say("This is not your present password.")})
