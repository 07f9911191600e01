"""Leave: who is away, who does the work, from when to when."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from namkhong.foundation.organisations import actions, forms, policies
from namkhong.foundation.organisations.errors import NoSuchOfficial, NoSuchSubstitution
from namkhong.foundation.organisations.forms import Entry, Form
from namkhong.foundation.organisations.models import Official, Substitution
from namkhong.foundation.organisations.queries import substituting
from namkhong.foundation.organisations.views import answering
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.web import gates
from namkhong.web.http import Request


@gates.official()
@require_safe
def absences(request: Request) -> HttpResponse:
    """My leave, for whom I stand in, and the leave of those whose unit I head."""
    today = clock.local_date(clock.now())
    me = Official.objects.filter(account_id=request.actor.account_id or 0).first()
    people = list(substituting.headed_by(request.actor, today).order_by("given_key", "pk")[:300])
    ids = {person.pk for person in people} | ({me.pk} if me else set())
    rows = substituting.absences(ids, today, substitute_id=me.pk if me else 0)
    context = {
        "me": me,
        "people": [person for person in people if me is None or person.pk != me.pk],
        "rows": [(row, row.absent_id in ids, row.valid_from > today) for row in rows],
    }
    return render(request, "organisations/official/absences.html", context)


@gates.official()
@require_http_methods(["GET", "HEAD", "POST"])
def new_absence(request: Request, official_id: int) -> HttpResponseBase:
    """Who does the work of this official, from a day to a day."""
    now = clock.now()
    official = _arranged(request.actor, official_id)
    people = substituting.colleagues(official, clock.local_date(now))
    items = (("", _("Chọn cán bộ")), *((str(one.official_id), f"{one.full_name}, {one.title}") for one in people))
    form = Form(
        title=_("Người làm thay %(name)s") % {"name": official.full_name},
        entries=(
            Entry("select", "substitute", _("Người làm thay"), items=items),
            Entry("date", "valid_from", _("Vắng mặt từ ngày")),
            Entry("date", "last_day", _("Đến hết ngày")),
            Entry("input", "reason", _("Lý do"), _("Ví dụ: nghỉ phép, đi học, nghỉ ốm.")),
        ),
        button=_("Giao người làm thay"),
        back=reverse("absences"),
        back_text=_("Vắng mặt, làm thay"),
        intro=(
            _(
                "Người làm thay thấy và làm mọi việc của người vắng mặt; mỗi việc đều ghi “thay mặt” ai. Quyền quản trị không giao."
            ),
        ),
    )

    def deed() -> str:
        posted, gather = request.POST.dict(), forms.Gather()
        chosen: dict[str, Any] = {
            "substitute_id": gather(lambda: forms.chosen_id(posted, "substitute", (one.official_id for one in people))),
            "valid_from": gather(lambda: forms.needed_day(posted, "valid_from")),
            "last_day": gather(lambda: forms.needed_day(posted, "last_day")),
        }
        gather.finish()
        actions.give_substitute(
            official_id=official.pk,
            **chosen,
            reason=posted.get("reason", ""),
            actor=request.actor,
            now=now,
        )
        return _("Đã giao người làm thay.")

    return answering.do(request, form, deed, now, "valid_from")


@gates.official()
@require_POST
def end_absence(request: Request, substitution_id: int) -> HttpResponseBase:
    """She is back."""
    row = Substitution.objects.filter(pk=substitution_id).select_related("absent").first()
    if row is None or not _may(request.actor, row.absent):
        raise NoSuchSubstitution
    actions.end_substitute(substitution_id=row.pk, actor=request.actor, now=clock.now())
    messages.success(request, _("Đã kết thúc việc làm thay."))
    return HttpResponseRedirect(reverse("absences"))


def _may(actor: Actor, official: Official) -> bool:
    """Does she know this official as one whose leave she may arrange? Whether she may now is asked by the action."""
    now = clock.now()
    return (
        actor.account_id == official.account_id
        or substituting.headed_by(actor, clock.local_date(now)).filter(pk=official.pk).exists()
        or policies.visible_officials(actor, now).filter(pk=official.pk).exists()
    )


def _arranged(actor: Actor, official_id: int) -> Official:
    official = Official.objects.select_related("home").filter(pk=official_id).first()
    if official is None or not _may(actor, official):
        raise NoSuchOfficial
    return official
