"""Authority to sign for another: written down, with its scope, its document and its days."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import policies
from namkhong.foundation.organisations.actions.checks import agency_row, in_order, required, told
from namkhong.foundation.organisations.actions.posts import close_authority, post_row
from namkhong.foundation.organisations.errors import NoSuchPost, WrongEntry
from namkhong.foundation.organisations.events import AuthorityGiven
from namkhong.foundation.organisations.models import Authority, PostHolding
from namkhong.foundation.organisations.models.dated import holding
from namkhong.foundation.organisations.types import Rank, SigningForm
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.kernel.text import clean, one_line


@transaction.atomic
def give_authority(  # noqa: PLR0913 - a deed with many named parts
    *,
    form: SigningForm | str,
    agency_id: int,
    holder_post_id: int,
    scope: str,
    basis: str,
    valid_from: date,
    valid_to: date | None,
    actor: Actor,
    now: datetime,
    under_id: int | None = None,
) -> int:
    """Let the holder of a post sign for the head of an agency, from–to; returns its id.

    TUQ. needs an end and cannot be passed on; TL. may be passed on (``under_id``) to a deputy of the same unit.
    """
    agency = agency_row(agency_id)
    policies.require_agency(actor, agency, now)
    form = SigningForm(form)
    if form is SigningForm.Q:
        sentence = _("Quyền cấp trưởng là một chức vụ: xin bổ nhiệm, không ghi thành ủy quyền.")
        raise WrongEntry(sentence, fields={"form": sentence})
    in_order(valid_from, valid_to)
    if form is SigningForm.TUQ and valid_to is None:
        sentence = _("Thừa ủy quyền phải có ngày kết thúc.")
        raise WrongEntry(sentence, fields={"valid_to": sentence})
    scope = required(clean(scope), "scope", _("Xin ghi nội dung được ký thay."), 500)
    basis = required(one_line(basis), "basis", _("Xin ghi số, ký hiệu văn bản giao ký thay."))
    holder = post_row(holder_post_id)
    if not holder.agency.path.startswith(agency.path):
        policies.require_agency(actor, holder.agency, now)
    giver = PostHolding.objects.filter(holding(valid_from), agency=agency, rank=Rank.CHIEF).first()
    if giver is None:
        raise WrongEntry(_("Ngày bắt đầu cơ quan chưa có người đứng đầu để giao ký thay. Xin kiểm tra ngày."))
    if giver.official_id == holder.official_id:
        raise WrongEntry(_("Người đứng đầu không cần ủy quyền cho chính mình."))
    under = _passed_on(form, under_id, holder)
    _within_posts(valid_from, valid_to, holder)
    authority = Authority(
        form=form.value,
        agency=agency,
        giver=giver,
        holder=holder,
        under=under,
        under_form=under.form if under else None,
        scope=scope,
        basis=basis,
        valid_from=valid_from,
        valid_to=valid_to,
        created_at=now,
    )
    with told():
        authority.save(force_insert=True)
    audit.record(
        actor,
        "organisations.authority_given",
        ("authority", authority.pk),
        now=now,
        detail={
            "form": form.value,
            "agency": agency.pk,
            "holder_post": holder.pk,
            "from": valid_from.isoformat(),
            "to": valid_to.isoformat() if valid_to else None,
            "basis": basis,
        },
    )
    publish(AuthorityGiven(authority_id=authority.pk, at=now))
    return authority.pk


@transaction.atomic
def end_authority(*, authority_id: int, on: date, reason: str, actor: Actor, now: datetime) -> None:
    """From this day it is no longer used; ending it twice is the same as once."""
    rows = Authority.objects.select_for_update(of=("self",)).select_related("agency")
    authority = rows.filter(pk=authority_id).first()
    if authority is None:
        raise NoSuchPost
    policies.require_agency(actor, authority.agency, now)
    reason = required(one_line(reason), "reason", _("Xin ghi lý do kết thúc."), 500)
    if authority.valid_to is None or on < authority.valid_to:
        close_authority(authority, on, reason, actor, now)


def _passed_on(form: SigningForm, under_id: int | None, holder: PostHolding) -> Authority | None:
    if under_id is None:
        return None
    under = Authority.objects.select_related("holder").filter(pk=under_id).first()
    if under is None:
        raise NoSuchPost
    if form is not SigningForm.TL or under.form != SigningForm.TL:
        raise WrongEntry(_("Chỉ thừa lệnh mới được giao tiếp cho cấp phó của đơn vị; thừa ủy quyền thì không."))
    if holder.agency_id != under.holder.agency_id or holder.rank != Rank.DEPUTY:
        raise WrongEntry(_("Thừa lệnh chỉ được giao tiếp cho cấp phó của chính đơn vị đó."))
    return under


def _within_posts(start: date, end: date | None, holder: PostHolding) -> None:
    late = holder.valid_to is not None and (end is None or end > holder.valid_to)
    if start < holder.valid_from or late:
        sentence = _("Thời gian ký thay phải nằm trong thời gian cán bộ giữ chức vụ.")
        raise WrongEntry(sentence, fields={"valid_from": sentence})
