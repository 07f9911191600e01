"""Who may see and manage agencies and officials. An administrator works inside the subtree of her own agency."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from namkhong.foundation.organisations.errors import (
    NeedsElevation,
    NoSuchAgency,
    NoSuchOfficial,
    NotAdministrator,
    NotArranged,
    NotProvinceAdministrator,
)
from namkhong.foundation.organisations.models import Agency, Official
from namkhong.foundation.organisations.queries.substituting import headed_by
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, ActorKind, Role

NOTHING: Final = Q(pk__in=())


def is_administrator(actor: Actor) -> bool:
    """The platform itself, or an official with an administrator's post today."""
    return actor.kind is ActorKind.SYSTEM or (actor.is_official and actor.holds(Role.ADMINISTRATOR))


def roots(actor: Actor) -> tuple[str, ...]:
    """The paths below which the actor is administrator; "/" for the platform itself."""
    if actor.kind is ActorKind.SYSTEM:
        return ("/",)
    if not actor.is_official:
        return ()
    return tuple(post.agency_path for post in actor.posts if post.role is Role.ADMINISTRATOR)


def inside(actor: Actor, path: str) -> bool:
    """Is the agency in the actor's subtree?"""
    return any(path.startswith(root) for root in roots(actor))


def below(actor: Actor, field: str) -> Q:
    """Filter of rows whose path stands in the actor's subtree."""
    found = NOTHING
    for root in roots(actor):
        found |= Q(**{f"{field}__startswith": root})
    return found


def visible_agencies(actor: Actor) -> QuerySet[Agency]:
    """The agencies an administrator sees."""
    return Agency.objects.filter(below(actor, "path"))


def visible_officials(actor: Actor, now: datetime) -> QuerySet[Official]:
    """The officials an administrator sees: managed in her subtree, or in a post there today or later."""
    day = clock.local_date(now)
    working = Official.objects.filter(
        Q(posts__valid_to__isnull=True) | Q(posts__valid_to__gt=day), below(actor, "posts__agency__path")
    )
    return Official.objects.filter(below(actor, "home__path") | Q(pk__in=working.values("pk")))


def require_elevated(actor: Actor, now: datetime) -> None:
    """A change needs an elevated session.

    :raises NotAdministrator: for those who administer nothing.
    """
    if not is_administrator(actor):
        raise NotAdministrator
    if actor.kind is not ActorKind.SYSTEM and not actor.elevated(now):
        raise NeedsElevation


def require_province(actor: Actor, now: datetime) -> None:
    """May she load what the product knows of the whole province?

    :raises NotAdministrator: who administers only a part of it.
    """
    require_elevated(actor, now)
    if not any(root.count("/") <= 2 for root in roots(actor)):
        raise NotAdministrator


def require_province_seen(actor: Actor) -> None:
    """May she look after what concerns the whole province?

    :raises NotProvinceAdministrator: for everybody but the province's administrators.
    """
    if not (actor.is_official and actor.holds_for_province(Role.ADMINISTRATOR)):
        raise NotProvinceAdministrator


def require_agency(actor: Actor, agency: Agency, now: datetime) -> None:
    """May she change this agency, or appoint somebody to it?

    :raises NoSuchAgency: outside her subtree.
    """
    require_elevated(actor, now)
    if not inside(actor, agency.path):
        raise NoSuchAgency


def require_official(actor: Actor, official: Official, now: datetime) -> None:
    """May she manage this official (lock, unlock, new password, move)?

    :raises NoSuchOfficial: who neither is managed nor works in her subtree.
    :raises NotAdministrator: who works in her subtree but is managed elsewhere.
    """
    require_elevated(actor, now)
    if inside(actor, official.home.path):
        return
    if visible_officials(actor, now).filter(pk=official.pk).exists():
        raise NotAdministrator
    raise NoSuchOfficial


def require_substitution(actor: Actor, official: Official, now: datetime) -> None:
    """May she say who does this official's work: the official herself, whoever heads her unit, her administrator?

    :raises NotArranged: an official who is none of them; and as :func:`require_official` for administrators.
    """
    if actor.is_official and (
        actor.account_id == official.account_id
        or headed_by(actor, clock.local_date(now)).filter(pk=official.pk).exists()
    ):
        return
    if is_administrator(actor):
        require_official(actor, official, now)
        return
    raise NotArranged


def manages(actor: Actor, official: Official) -> bool:
    """Is the official managed in her subtree? (for what a screen offers)"""
    return inside(actor, official.home.path)


__all__ = [
    "below",
    "inside",
    "is_administrator",
    "manages",
    "require_agency",
    "require_elevated",
    "require_official",
    "require_province",
    "require_substitution",
    "roots",
    "visible_agencies",
    "visible_officials",
]
