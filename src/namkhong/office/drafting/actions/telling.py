"""Notices inside the house. A repeated event tells nobody twice."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from namkhong.foundation.notifications import actions as notifications
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.office.drafting.models import Draft, OpinionRequest, Step
from namkhong.office.drafting.states import STATES, State
from namkhong.web.words import day


def _named(draft: Draft) -> str:
    return f"{draft.type_name} “{draft.subject}”"


@transaction.atomic
def tell_author(*, draft_step_id: int, now: datetime) -> None:
    """Tell the drafter that it came back, or left the house."""
    step = Step.objects.select_related("draft").filter(pk=draft_step_id).first()
    if step is None or step.by_id == step.draft.author_id:
        return
    words = {"what": _named(step.draft), "who": step.by_name, "note": step.note, "state": STATES[State(step.state)]}
    if State(step.state) is State.RETURNED:
        title, text = _("Dự thảo bị trả lại"), _("%(who)s trả lại %(what)s: %(note)s") % words
    else:
        title, text = str(words["state"]), "{what}: {state}.".format(**words)
    notifications.notify(
        account_id=step.draft.author_id,
        title=title,
        text=text,
        link=reverse("draft", kwargs={"public_id": step.draft.public_id}),
        about=("draft", step.draft_id),
        key=f"drafting.told:{step.pk}",
        now=now,
    )


@transaction.atomic
def tell_signers(*, draft_step_id: int, now: datetime) -> None:
    """Tell those whose turn it is to sign: first all who put their initials, then the signer."""
    step = Step.objects.select_related("draft").filter(pk=draft_step_id).first()
    if step is None or State(step.state) is not State.SIGNING or step.draft.now_in is not State.SIGNING:
        return
    draft = step.draft
    missing = [
        account for index, account in enumerate(draft.initialers, 1) if f"KyNhay{index}" not in draft.signed_fields
    ]
    for account in missing or [draft.signer_id]:
        if account is not None and account != step.by_id:
            notifications.notify(
                account_id=account,
                title=_("Có văn bản chờ ông/bà ký"),
                text=_named(draft),
                link=reverse("to_sign"),
                about=("draft", draft.pk),
                key=f"drafting.to_sign:{draft.pk}:{step.revision}:{account}",
                now=now,
            )


@transaction.atomic
def tell_asked(*, opinion_request_id: int, now: datetime) -> None:
    """Tell whom a draft's author asked: the person, or everybody who leads the unit."""
    row = OpinionRequest.objects.select_related("draft").filter(pk=opinion_request_id).first()
    if row is None or row.answered:
        return
    accounts = {row.account_id} if row.account_id else _of_unit(row.unit_id or 0, now)
    for account in accounts - {None, row.asked_by_id}:
        notifications.notify(
            account_id=account,
            title=_("Ông/Bà được hỏi ý kiến về một dự thảo"),
            text=_("%(what)s. Hạn góp ý: %(due)s.") % {"what": _named(row.draft), "due": day(row.due_on)},
            link=reverse("draft", kwargs={"public_id": row.draft.public_id}),
            about=("draft", row.draft_id),
            key=f"drafting.asked:{row.pk}:{account}",
            now=now,
        )


def _of_unit(unit_id: int, now: datetime) -> set[int | None]:
    path = organisations.agency(unit_id).path
    found = organisations.officials_inside(path, clock.local_date(now))
    return {one.account_id for one in found if one.agency_id == unit_id}
