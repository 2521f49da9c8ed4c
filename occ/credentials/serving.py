"""Which approved template carries credentials, by what they are and the person's language."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from occ.core.db import insert
from occ.credentials.models import Account, ServingTemplate, What
from occ.credentials.sealing import Secret
from occ.messaging.ports import Approval
from occ.messaging.sealed import MARK
from occ.messaging.template_models import Template

LONGEST_VALUE = 255
"""Characters WhatsApp takes in one variable."""
_SECRETS = {"link", "url", "code", "password", "otp", "token"}


class Source(StrEnum):
    """What stands in a variable of a template."""

    SECRET = "secret"
    NAME = "name"
    SYSTEM = "system"
    GIVEN = "given"
    """What the caller gave under the variable's own name."""


class Serving(NamedTuple):
    template: Template
    sources: Mapping[str, Source]


def chosen(session: Session) -> dict[tuple[What, str], ServingTemplate]:
    """All that were chosen, approved still or not, by what they carry and language."""
    return {(one.what, one.language): one for one in session.scalars(select(ServingTemplate))}


def of(session: Session, what: What, language: str) -> Serving | None:
    """None where none was chosen, or WhatsApp does not approve of it now."""
    found = session.execute(
        select(Template, ServingTemplate.sources)
        .join(ServingTemplate, ServingTemplate.sid == Template.sid)
        .where(
            ServingTemplate.what == what,
            ServingTemplate.language == language,
            Template.approval == Approval.APPROVED,
            Template.gone_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        return None
    return Serving(found[0], {name: Source(source) for name, source in found[1].items()})


def any_approved(session: Session) -> bool:
    """Whether one serves for anything, in any language."""
    query = (
        select(ServingTemplate.sid)
        .join(Template, Template.sid == ServingTemplate.sid)
        .where(Template.approval == Approval.APPROVED, Template.gone_at.is_(None))
    )
    return session.scalars(query.limit(1)).first() is not None


def fits(template: Template, language: str) -> bool:
    """Whether it is approved, and in that language: `en_GB` is `en`."""
    return (
        template.approval is Approval.APPROVED
        and template.language.replace("-", "_").partition("_")[0].lower() == language
    )


def variables_of(template: Template) -> list[str]:
    """In the order of their names; an authentication template has the code alone."""
    named = sorted(template.variables, key=lambda name: (len(name), name))
    return named or (["1"] if template.category == "authentication" else [])


def guess(template: Template) -> dict[str, Source]:
    """What most likely stands in each variable: the secret by its name, else in the last."""
    names = variables_of(template)
    secret = next((name for name in names if name.lower() in _SECRETS), names[-1] if names else "")
    rest = iter([Source.NAME, Source.SYSTEM])
    return {name: Source.SECRET if name == secret else next(rest, Source.GIVEN) for name in names}


def save(
    session: Session, what: What, language: str, choice: tuple[str, Mapping[str, Source]] | None
) -> None:
    """Have a template (its sid and the sources of its variables) serve from now on, or none."""
    if choice is None:
        session.execute(
            delete(ServingTemplate).where(
                ServingTemplate.what == what, ServingTemplate.language == language
            )
        )
        return
    values = {"sid": choice[0], "sources": {name: str(each) for name, each in choice[1].items()}}
    row = insert(session, ServingTemplate.__table__).values(what=what, language=language, **values)
    session.execute(row.on_conflict_do_update(index_elements=["what", "language"], set_=values))


def filled_in(serving: Serving, account: Account, secret: Secret) -> dict[str, str]:
    """The template's variables for this account, with the link or code cut out.

    WhatsApp refuses a variable that is empty.
    """
    values = {Source.SECRET: MARK, Source.NAME: account.name, Source.SYSTEM: account.system}
    return {
        name: (values.get(source) or secret.variables.get(name, "") or "–")[:LONGEST_VALUE]
        for name, source in serving.sources.items()
    }


def body(serving: Serving, variables: Mapping[str, str]) -> str:
    """The template's words as the person reads them, the secret cut out."""
    text = serving.template.body
    for name, value in variables.items():
        text = text.replace("{{" + name + "}}", value)
    return text
