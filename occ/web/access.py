"""Every view says whom it is for: `@allowed(Permission.X)`, `@allowed_or_self(…)` or `@public`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from occ.billing import powers
from occ.billing.power_models import PowerKind
from occ.core.errors import OccError
from occ.core.words import say
from occ.product import product
from occ.users import permissions
from occ.users.permissions import Permission
from occ.web.asked import path_and_query, wants_json
from occ.web.who import is_signed_in, me

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]


# A browser that goes back signed in fills the form as it was; one that goes back signed out, or
# loads it again, has it empty.
_TO_SEND_AGAIN = say(
    "You are signed out, and nothing was saved. Sign in in a new tab, then come back to this one"
    " and go one page back: what you entered is still there. Send it again."
)


class SignedOut(OccError):
    status = 401
    code = "signed_out"


def allowed(permission: Permission) -> Callable[[View[P]], View[P]]:
    return _guard(str(permission), lambda _key: permissions.demand(me().role, permission))


def allowed_or_self(permission: Permission) -> Callable[[View[P]], View[P]]:
    """Also open to the user whose `key` stands in the address."""

    def check(key: object) -> None:
        if key != me().key:
            permissions.demand(me().role, permission)

    return _guard(f"{permission} or self", check)


def allowed_or_power(permission: Permission, *kinds: PowerKind) -> Callable[[View[P]], View[P]]:
    """Also open to a user who has one of the powers; what of it they see is the view's to say."""

    def check(_key: object) -> None:
        if not has_power(*kinds):
            permissions.demand(me().role, permission)

    return _guard(f"{permission} or {', '.join(kinds)}", check)


def has_power(*kinds: PowerKind) -> bool:
    with product().run.reading() as session:
        return any(power.kind in kinds for power in powers.of(session, me().id))


def public(view: View[P]) -> View[P]:
    view.access = "public"  # type: ignore[attr-defined]
    return view


def demand_on_every_view(app: Flask) -> None:
    """Raises RuntimeError for a view that does not say whom it is for."""
    silent = [name for name, view in app.view_functions.items() if not hasattr(view, "access")]
    if silent:
        raise RuntimeError(f"put @allowed or @public on: {', '.join(sorted(silent))}")


def demand_sign_in() -> None:
    """Raises SignedOut where nobody is signed in and the view asked for is not for everybody."""
    view = current_app.view_functions.get(request.endpoint or "")
    if not is_signed_in() and getattr(view, "access", "public") != "public":
        _to_sign_in()


def _guard(access: str, check: Callable[[object], None]) -> Callable[[View[P]], View[P]]:
    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if not is_signed_in():
                return _to_sign_in()
            check(kwargs.get("key"))
            return view(*args, **kwargs)

        guarded.access = access  # type: ignore[attr-defined]
        return guarded

    return decorate


def _to_sign_in() -> ResponseReturnValue:
    if wants_json():
        raise SignedOut(say("You are signed out. Sign in and try again."))
    if request.method not in ("GET", "HEAD"):
        raise SignedOut(_TO_SEND_AGAIN)
    return redirect(url_for("sign_in.page", next=path_and_query()))
