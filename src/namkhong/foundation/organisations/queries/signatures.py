"""The block above a signature, drawn from the posts and the authority of that very day."""

from __future__ import annotations

from datetime import date

from namkhong.foundation.organisations import titles
from namkhong.foundation.organisations.errors import MayNotSign, NoSuchAgency
from namkhong.foundation.organisations.models import Agency, Authority, PostHolding
from namkhong.foundation.organisations.models.dated import holding
from namkhong.foundation.organisations.types import Rank, SignatureBlock, SigningForm

COLLECTIVE = "TM. ỦY BAN NHÂN DÂN"


def signature_block(account_id: int, agency_id: int, on: date, *, for_the_collective: bool = True) -> SignatureBlock:
    """How this account signs for this agency on this day.

    The head signs as such, a deputy KT., an acting head Q.; others by the authority given to them (TM., KT., TL., TUQ.)
    within its dates. ``for_the_collective=False`` = in the chairman's own competence, without TM. ỦY BAN NHÂN DÂN.

    :raises MayNotSign: when nothing of that day lets the person sign.
    """
    agency = Agency.objects.filter(pk=agency_id).first()
    if agency is None:
        raise NoSuchAgency
    posts = list(
        PostHolding.objects.filter(
            holding(on), official__account_id=account_id, agency_id=agency_id, rank__in=[Rank.CHIEF, Rank.DEPUTY]
        )
        .select_related("official")
        .order_by("rank")  # chief before deputy
    )
    top = [COLLECTIVE] if agency.collective and for_the_collective else []
    if posts:
        return SignatureBlock(tuple(top + _own_lines(agency, posts[0])), posts[0].official.full_name)
    authority = (
        Authority.objects.filter(
            holding(on), holding(on, "holder__"), holder__official__account_id=account_id, agency_id=agency_id
        )
        .select_related("holder__official", "holder__agency")
        .order_by("-valid_from", "-id")
        .first()
    )
    if authority is None:
        raise MayNotSign
    return SignatureBlock(tuple(_authority_lines(agency, authority, top)), authority.holder.official.full_name)


def _own_lines(agency: Agency, post: PostHolding) -> list[str]:
    if post.rank == Rank.CHIEF:
        return [("Q. " if post.acting else "") + post.position.upper()]
    return [f"KT. {agency.head_title.upper()}", post.position.upper()]


def _authority_lines(agency: Agency, authority: Authority, top: list[str]) -> list[str]:
    holder, head = authority.holder, agency.head_title.upper()
    form = SigningForm(authority.form)
    if form is SigningForm.TM:
        return [COLLECTIVE if agency.collective else f"TM. {agency.name.upper()}", holder.position.upper()]
    if form is SigningForm.KT:
        return [*top, f"KT. {head}", holder.position.upper()]
    lines = [f"{form.value} {head}"]  # TL. and TUQ. name the head, not the collective
    if form is SigningForm.TL and holder.rank == Rank.DEPUTY:
        lines.append(f"KT. {holder.agency.head_title.upper()}")
    return [*lines, _sign_title(holder)]


def _sign_title(post: PostHolding) -> str:
    """The position with the short name of the unit: TRƯỞNG PHÒNG KINH TẾ, CHÁNH VĂN PHÒNG."""
    mark = "Q. " if post.acting else ""
    return mark + titles.full_title(post.agency.short_name, post.position, Rank(post.rank), acting=False).upper()
